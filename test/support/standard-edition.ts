import type { Edition } from '../../schema/domain/statistics/edition.js'
import { councilFiles } from './standard-pack.js'

/** The council's edition 2026.1 as it lies in the project, read and checked. */
export async function standardEdition(): Promise<Edition> {
  const contents = await councilFiles()
  if (!contents.ok) throw new Error(contents.issues.map(({ messageEn }) => messageEn).join('\n'))
  return contents.value.edition
}
