import type { Identities } from './identities/identity.js'
import type { ValueRange } from './lexicon-row.js'
import type { Concept } from './matching/concept.js'
import type { Likeness } from './matching/find-candidates.js'
import type { LabelIndex } from './matching/label-index.js'
import type { LabelReaders } from './matching/label-readers.js'
import type { Reading } from './matching/read-label.js'
import type { Relatives } from './matching/relatives.js'
import type { Memo } from './matching/remember.js'
import type { SliceTable } from './matching/slice-table.js'
import type { UnitTables } from './matching/read-unit.js'
import type { WordKind } from './matching/word-kind.js'
import type { Proposal } from './proposal.js'
import type { WeightsInForce } from './weights/weight-set.js'

/** A label that the edition lists as having several meanings, and what it says in parts of meaning. */
export type Ambiguity = {
  readonly refs: readonly string[]
  readonly ruleKo: string
  readonly ruleEn: string
  readonly reading: Reading | null
}

/** Everything a word is held against, made once of an edition and the council's lexicon. */
export type Matcher = {
  readonly lexiconVersion: string
  /** Weights learned from decisions that are in force; none where everything is weighed by the fixed ones. */
  readonly weights: WeightsInForce
  readonly concepts: readonly Concept[]
  /** Ref -> place among the concepts. */
  readonly places: ReadonlyMap<string, number>
  readonly readers: LabelReaders
  /** Labels of the edition as they are compared -> places; codes of figures stand apart and have to be written as they are. */
  readonly exact: ReadonlyMap<string, readonly number[]>
  readonly codes: ReadonlyMap<string, readonly number[]>
  readonly index: LabelIndex
  readonly slices: SliceTable
  readonly relatives: Relatives
  /** First syllables of the words of a label (평통, 평통시) -> the standards that are called so. */
  readonly clipped: ReadonlyMap<string, readonly number[]>
  /** Sets of tokens, each as one text, that no label but the edition's own may be accepted for. */
  readonly contested: ReadonlySet<string>
  readonly ambiguous: ReadonlyMap<string, Ambiguity>
  /** Words for who calls, answers or reports: before an ambiguous label they leave open who does what (상담원 대기시간: of the agent, or for one). */
  readonly actors: ReadonlySet<string>
  readonly ambiguousByTokens: ReadonlyMap<string, readonly Ambiguity[]>
  readonly ranges: ReadonlyMap<string, ValueRange>
  readonly tables: UnitTables
  /** Names of codelists (채널, channel) -> their codes. */
  readonly lists: ReadonlyMap<string, string>
  /** Center -> the first digits of its districts. */
  readonly regionOf: ReadonlyMap<string, string>
  /** Center -> residents of its jurisdiction in thousands. */
  readonly residentsOf: ReadonlyMap<string, number>
  /** What the edition says holds between figures of one night. */
  readonly identities: Identities
  /** What was worked out before, so that a word that comes back costs nothing. */
  readonly understandings: Memo<Understanding>
  readonly proposals: Memo<Proposal>
}

/** What label and kind of a word say, and which standards are like it; unit and values have not been looked at. */
export type Understanding = {
  readonly kind: WordKind
  readonly reading: Reading
  /** The same without words that say nothing in the name of an item. */
  readonly asItem: Reading
  readonly ambiguity: Ambiguity | null
  readonly likenesses: readonly Likeness[]
}
