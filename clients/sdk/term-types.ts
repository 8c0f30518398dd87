import type { Issue } from '../../schema/domain/issue.js'

/** Formats of the glossary and of what words were decided to mean. */
export const TERM_FORMATS = ['sssom', 'skos-turtle', 'skos-jsonld'] as const
export type TermFormat = (typeof TERM_FORMATS)[number]

/** What became of the rows of a mapping set: proposed, unchanged and refused add up to `rows`. */
export type MappingImport = {
  readonly rows: number
  readonly proposed: number
  readonly unchanged: number
  readonly refused: number
  /** Why rows were refused, each with its line (`sourceRow`) and column (`path`). */
  readonly issues: readonly Issue[]
}

/** An address of the reconciliation service. */
export type ReconciliationUrl = {
  readonly id: string
  readonly subject: string
  readonly issuedAt: string
  readonly expiresAt: string
  readonly revokedAt: string | null
}

/** The same as it is issued; `path` holds the token and is told once. */
export type IssuedReconciliationUrl = ReconciliationUrl & { readonly path: string }

/** A word as a center writes it. */
export type TranslateInput = {
  readonly label: string
  readonly unit?: string | null
  /** measure, indicator, or a codelist by its code. */
  readonly kind?: string | null
  /** Null: one's own. */
  readonly center?: string | null
  /** Null: today. */
  readonly on?: string | null
}

/** One thing that a word may mean: what speaks for and against it in log-odds, and what rules it out. */
export type TranslationCandidate = {
  readonly ref: string
  readonly nameKo: string | null
  readonly nameEn: string | null
  /** Probability that a careful steward would agree. */
  readonly score: number
  readonly predicate: string
  readonly features: readonly { readonly feature: string; readonly weight: number; readonly textKo: string; readonly textEn: string }[]
  readonly vetoes: readonly { readonly veto: string; readonly textKo: string; readonly textEn: string }[]
}

type Flip = { readonly code: string; readonly textKo: string; readonly textEn: string }

/** How values become ones of the target's unit: value x numerator / denominator + offset, or a clock format. */
type TermConversion = {
  readonly numerator: string | null
  readonly denominator: string | null
  readonly offset: string | null
  readonly format: 'MM_SS' | 'HH_MM_SS' | 'BUN_CHO' | null
  readonly toUnit: string | null
}

/** What a word means on a day, and whether a row would be taken by it. */
export type Translation = {
  readonly result: boolean
  readonly messageKo: string
  readonly messageEn: string
  readonly on: string
  readonly edition: string
  readonly matches: readonly {
    readonly relationship: string
    readonly predicate: string
    readonly target: string
    readonly nameKo: string | null
    readonly nameEn: string | null
    readonly source: 'MAPPING' | 'EDITION'
    readonly mappingVersion: string | null
    readonly isProvisional: boolean
    readonly isTaken: boolean
    readonly conversion: TermConversion | null
  }[]
  readonly candidates: readonly TranslationCandidate[]
  /** Weights by which they are ranked: `fixed`, or versions of learned ones. */
  readonly weightsVersion: string
  readonly wouldFlip: readonly Flip[]
}

/** How good probabilities were on decisions that they were not fitted on. */
export type TermReliability = {
  readonly count: number
  readonly right: number
  readonly logLoss: number
  readonly calibrationError: number
  readonly sure: number
  readonly sureRight: number
  readonly bins: readonly {
    readonly from: number
    readonly to: number
    readonly count: number
    readonly meanScore: number
    readonly shareRight: number
  }[]
}

/** What decisions of stewards came to. */
export type TermWeightSet = {
  readonly version: string
  readonly outcome: 'PROPOSED' | 'WORSE' | 'REFUSED'
  readonly reasons: readonly string[]
  readonly fittedAt: string
  readonly decisions: number
  readonly comparedWith: string
  readonly base: number | null
  readonly factors: readonly { readonly feature: string; readonly isAgainst: boolean; readonly factor: number }[]
  readonly reliability: TermReliability | null
  readonly comparedReliability: TermReliability | null
}

/** By what candidates of a kind are weighed. */
export type TermWeights = {
  readonly kind: 'measure' | 'indicator' | 'item'
  /** In force; `fixed` for the fixed weights. */
  readonly version: string
  readonly decisions: number
  readonly decisionsNeeded: number
  readonly sets: readonly TermWeightSet[]
  readonly switches: readonly { readonly version: string; readonly switchedAt: string; readonly by: string; readonly reason: string }[]
}

/** Which weights are to be put in force: `version` as listed or `fixed`, on the version in force that was seen. */
export type TermWeightSwitch = Pick<TermWeights, 'kind' | 'version'> & { readonly expectedVersion: string; readonly reason: string }

/** A word that waits for a steward. */
export type QueuedWord = {
  readonly id: string
  readonly center: string
  readonly kind: 'SUBJECT' | 'ITEM'
  readonly field: string
  readonly label: string
  readonly unit: string
  readonly status: string
  readonly rowsWaiting: number
  readonly indicators: readonly string[]
  readonly proposal: string
  readonly candidates: readonly Pick<TranslationCandidate, 'ref' | 'nameKo' | 'nameEn' | 'score' | 'predicate'>[]
  readonly assignedTo: string | null
  readonly flag: string | null
}
