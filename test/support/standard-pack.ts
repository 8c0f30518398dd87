import { fileURLToPath } from 'node:url'
import { readEdition } from '../../db/edition/read-edition.js'
import { shapePack } from '../../db/edition/parse-pack.js'
import type { EditionPack } from '../../schema/domain/statistics/edition-pack.js'

const FOLDER = fileURLToPath(new URL('../../db/edition/2026.1', import.meta.url))
let read: ReturnType<typeof readEdition> | null = null
let shaped: Promise<EditionPack> | null = null

/** The files of the council's edition 2026.1 as they lie in the project, read once a worker: what is published never changes. */
export const councilFiles = (): ReturnType<typeof readEdition> => (read ??= readEdition(FOLDER))

/** The edition as the pack that its files say. */
export const standardPack = (): Promise<EditionPack> => (shaped ??= shape())

async function shape(): Promise<EditionPack> {
  const contents = await councilFiles()
  const pack = contents.ok ? shapePack(contents.value.document) : contents
  if (!pack.ok) throw new Error(pack.issues.map(({ messageEn }) => messageEn).join('\n'))
  return pack.value
}
