import { readFile } from 'node:fs/promises'
import type { EditionPack } from '../../../schema/domain/statistics/edition-pack.js'
import { buildMatcher, type Matcher } from '../../../schema/domain/terms/build-matcher.js'
import type { SurfaceLexicon } from '../../../schema/domain/terms/lexicon-row.js'

const KEPT = new URL('../edition.json', import.meta.url)

/** The edition that came with the command, with its lexicon. A command that was built has it; without it the fault is ours and is thrown. */
export async function readKeptMatcher(): Promise<Matcher> {
  // written by .ci/bundle-edition.mjs from a pack that passed every check
  const { pack, lexicon } = JSON.parse(await readFile(KEPT, 'utf8')) as { readonly pack: EditionPack; readonly lexicon: SurfaceLexicon }
  return buildMatcher(pack, lexicon)
}
