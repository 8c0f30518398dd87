import { fileURLToPath } from 'node:url'
import { readEdition } from '../../db/edition/read-edition.js'
import { shapePack } from '../../db/edition/parse-pack.js'
import type { EditionPack } from '../../schema/domain/statistics/edition-pack.js'

/** The council's edition 2026.1 as it lies in the project, as the pack that its files say. */
export async function standardPack(): Promise<EditionPack> {
  const contents = await readEdition(fileURLToPath(new URL('../../db/edition/2026.1', import.meta.url)))
  if (!contents.ok) throw new Error(contents.issues.map(({ messageEn }) => messageEn).join('\n'))
  const pack = shapePack(contents.value.document)
  if (!pack.ok) throw new Error(pack.issues.map(({ messageEn }) => messageEn).join('\n'))
  return pack.value
}
