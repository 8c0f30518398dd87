import type { EditionPack } from '../statistics/edition-pack.js'
import { buildLexicon } from './build-lexicon.js'
import type { SurfaceLexicon } from './lexicon-row.js'
import type { TermLexicon } from './term.js'

/** Everything a word is held against, made once of an edition and the council's lexicon. */
export type Matcher = { readonly labels: TermLexicon; readonly lexiconVersion: string }

export const buildMatcher = (pack: EditionPack, lexicon: SurfaceLexicon): Matcher => ({
  labels: buildLexicon(pack),
  lexiconVersion: lexicon.version,
})
