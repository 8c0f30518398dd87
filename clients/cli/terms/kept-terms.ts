import { readFile } from 'node:fs/promises'
import type { EditionPack } from '../../../schema/domain/statistics/edition-pack.js'
import { buildMatcher, type Matcher } from '../../../schema/domain/terms/build-matcher.js'
import { lexiconOn } from '../../../schema/domain/terms/lexicon-on.js'
import type { SurfaceLexicon } from '../../../schema/domain/terms/lexicon-row.js'

/** There is no database to ask without a hub: the day of this machine, in Korea. */
const koreanToday = (): string => new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10)

const KEPT = new URL('../edition.json', import.meta.url)

/** The edition that came with the command, with its lexicon. A command that was built has it; without it the fault is ours and is thrown. */
export async function readKeptMatcher(): Promise<Matcher> {
  // written by .ci/bundle-edition.mjs from a pack that passed every check
  const { pack, lexicon } = JSON.parse(await readFile(KEPT, 'utf8')) as { readonly pack: EditionPack; readonly lexicon: SurfaceLexicon }
  return buildMatcher(pack, lexiconOn(lexicon, koreanToday()))
}
