import type { UnitDimension } from '../../statistics/unit.js'
import type { EditionText } from './explain-label.js'
import type { EditionWords } from './vendor-words.js'

/** What one label of a standard says, in parts of meaning. */
export type Signature = {
  readonly concept: number
  readonly tokens: readonly string[]
  readonly soft: readonly string[]
  readonly countsCalls: boolean
  readonly countsPersons: boolean
  /** False where letters of the label are in no lexicon: it is then equal to nothing but itself. */
  readonly isWhole: boolean
  /** False where only a row of the lexicon says that it is one way of saying the standard. */
  readonly isOwn: boolean
}

/** Something of the edition that a word may mean. */
export type Concept = {
  readonly ref: string
  /** `measure`, `indicator`, or the codelist of an item. */
  readonly family: string
  readonly nameKo: string
  readonly nameEn: string
  /** Unit of its values; null for items. */
  readonly unit: string | null
  readonly dimension: UnitDimension | null
  /** Whether a label of the edition names it. A slice made after the manner of a named one is only proposed. */
  readonly isNamed: boolean
  readonly isSlice: boolean
  readonly isInteger: boolean
  readonly isHubMade: boolean
  /** False where it is known only by the month or longer, so that no night of it can come. */
  readonly isDaily: boolean
  /** True for an item that serves a part of the time only: a government that was merged or renamed. */
  readonly isDated: boolean
  /** The jurisdiction in which a place lies; null for everything that is no district. */
  readonly region: string | null
  /** Words of its labels; null for items. */
  readonly words: EditionWords | null
  /** True where it counts, or is computed from what counts, by a bound in seconds that other centers draw elsewhere. */
  readonly isBounded: boolean
  /** What the edition says of it; nothing for variants without a label. */
  readonly text: EditionText
}

export const isItem = ({ family }: Concept): boolean => family !== 'measure' && family !== 'indicator'
