import type { SourceWord, StandingMapping } from '../../terms/mapping.js'

/** A word of a row that a decision settles, or that the row waits for; `mapping` null where nobody has decided yet. Shared by all rows that say the same. */
export type WordUse = { readonly word: SourceWord; readonly mapping: StandingMapping | null; readonly isWaiting: boolean }

export const NO_WORDS: readonly WordUse[] = Object.freeze([])
