import { fileURLToPath } from 'node:url'
import { readEdition } from '../../db/edition/read-edition.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'

/** The council's edition 2026.1 as it lies in the project, read and checked. */
export async function standardEdition(): Promise<Edition> {
  const contents = await readEdition(fileURLToPath(new URL('../../db/edition/2026.1', import.meta.url)))
  if (!contents.ok) throw new Error(contents.issues.map(({ messageEn }) => messageEn).join('\n'))
  return contents.value.edition
}
