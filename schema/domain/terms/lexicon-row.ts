/**
 * One row of the council's lexicon of surfaces: what a piece of a local word means. `tokens` are the parts of meaning (`AVG TALK TIME`);
 * `kind` says what part they play (see `PieceKind`). A row is dated like a definition and says where it comes from (`source`: a public place,
 * or `composed`). `active` rows may carry a decision, `candidate` rows only propose: the word is met in several senses.
 */
export type LexiconRow = {
  readonly surface: string
  readonly tokens: readonly string[]
  readonly language: 'ko' | 'en'
  readonly kind: PieceKind
  readonly status: 'active' | 'candidate' | 'withdrawn'
  readonly source: string
  readonly validFrom: string
}

/**
 * What a piece of a label does. `neutral` says nothing, `soft` may be there or not, `count` and `object` say that things are counted, `modifier`
 * sets the word apart from every standard that does not say the same, `item` names an item of a codelist (`channel.sms`), `total` a sum row,
 * `signature` gives a standard (its ref is the surface) one more way of being said, or says with the surface `-` that these tokens alone are
 * said of too many things; the others are content.
 */
export const PIECE_KINDS = [
  'stat',
  'count',
  'object',
  'quantity',
  'event',
  'phrase',
  'abbrev',
  'person',
  'modifier',
  'neutral',
  'soft',
  'item',
  'total',
  'signature',
] as const
export type PieceKind = (typeof PIECE_KINDS)[number]

/** Between which figures the median night of a standard lies, in its own unit: wide on purpose, a slip of unit or scale falls outside. */
export type ValueRange = {
  readonly ref: string
  readonly low: number
  readonly high: number
  /** The same per thousand residents of the center's jurisdiction: tells a small center's figure from one a hundred times too large; null where it depends on other things. */
  readonly perThousand: { readonly low: number; readonly high: number } | null
  readonly validFrom: string
}

/** Residents of a center's jurisdiction in thousands, to the nearest thousand. */
export type CenterSize = { readonly center: string; readonly residents: number; readonly validFrom: string }

/** The rows under the version of their file, with the ranges that values are held against. */
export type SurfaceLexicon = {
  readonly version: string
  readonly rows: readonly LexiconRow[]
  readonly ranges: readonly ValueRange[]
  readonly sizes: readonly CenterSize[]
}
