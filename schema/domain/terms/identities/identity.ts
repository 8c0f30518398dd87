import type { Day } from '../../period.js'
import type { FormulaNode } from '../../statistics/formula.js'

/**
 * Something that the edition says holds between figures of one center and night. In `left` and `right` the codes are refs (`measure:calls_offered`,
 * `indicator:aht`, `indicator:aht#talk_only`). What is only said to be at most something (`<=`) can be broken and proves nothing.
 */
export type Identity = {
  /** `calls_offered.c1`, `response_rate v1`, `aht v2 in means`: the same as long as the edition says it. */
  readonly id: string
  readonly comparison: '=' | '<='
  readonly left: FormulaNode
  readonly right: FormulaNode
  readonly refs: readonly string[]
  /** An addend that a center does not send may be so many times what it sends beside it: as much in a sum of all there is, anything in a formula. */
  readonly unsent: number
  /** Days on which it holds, the last one included; null is without limit. */
  readonly from: Day | null
  readonly to: Day | null
  /** The relation in the names of the edition. */
  readonly textKo: string
  readonly textEn: string
}

/** Identities of an edition by what they are about. */
export type Identities = ReadonlyMap<string, readonly Identity[]>

/** Nights of one record, by day or, where nobody said which days they are, by their place. */
export type Nights = {
  readonly values: ReadonlyMap<string, number>
  /** Half a unit of the last digit that is written: so far may each value lie from what it was. */
  readonly slack: number
}

/**
 * Another record of the same center, in the unit of the standard it is held to be. `isSure`: a person said what it is, or it came under the edition's
 * own name; everything else may be wrong itself. `word` tells a word from the one that is asked about.
 */
export type Partner = Nights & { readonly ref: string; readonly isSure: boolean; readonly word: string | null }

/**
 * What else a center has, by ref. `isDated`: nights of one day are known to be of one day. Where they are only counted, what does not fit may be of other
 * days.
 */
export type Company = {
  readonly partners: ReadonlyMap<string, readonly Partner[]>
  readonly isDated: boolean
  readonly hasSure: boolean
  /** Median nights of what the center sent before under settled words, by ref. */
  readonly usual: ReadonlyMap<string, number>
}

/**
 * Another word that could have changed places with the one that is asked about, and what the evidence makes of that. `exchanged`: it speaks for it;
 * `undecided`: it speaks for neither reading, or for both.
 */
export type Exchange = {
  readonly ref: string
  readonly word: string | null
  readonly reading: 'exchanged' | 'undecided'
  readonly textKo: string
  readonly textEn: string
}

/**
 * What identities say of one thing the word may mean. `supports`: a witness of its own, never more. `contradicts`: it cannot be meant, or not in this
 * unit. `open`: something holds and proves nothing, and the text says why.
 */
export type IdentityFinding = {
  readonly ref: string
  readonly verdict: 'supports' | 'contradicts' | 'open'
  readonly identity: string
  readonly nights: number
  /** Deviations from the identity, as shares of its larger side. */
  readonly median: number
  readonly largest: number
  /** The unit in which it would hold, by its label; null where another unit does not mend it. */
  readonly unit: string | null
  /** Every other record is sure: records that are not may have come in the same wrong unit, in which it would hold as well. */
  readonly bindsUnit: boolean
  /** Set only where something holds as well with the values of two unsettled words exchanged, and their names are not borne out. */
  readonly exchange: Exchange | null
  readonly textKo: string
  readonly textEn: string
}
