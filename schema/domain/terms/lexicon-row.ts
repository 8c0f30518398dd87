/**
 * One row of the council's lexicon of surfaces: what a piece of a local word means. `tokens` are the parts of meaning (`ABD`, `AVG TALK TIME`).
 * A row is dated like a definition, says where it comes from (`source`: a public place, or `composed`), and stays when it is withdrawn.
 */
export type LexiconRow = {
  readonly surface: string
  readonly tokens: readonly string[]
  readonly language: 'ko' | 'en'
  readonly kind: string
  readonly status: 'active' | 'withdrawn'
  readonly source: string
  readonly validFrom: string
}

/** The rows under the version of their file. */
export type SurfaceLexicon = { readonly version: string; readonly rows: readonly LexiconRow[] }
