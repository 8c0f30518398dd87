import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EditionPack } from '../../../schema/domain/statistics/edition-pack.js'
import { parseEdition } from '../../../schema/domain/statistics/parse-edition.js'
import type { EditionContents } from '../../../schema/domain/statistics/standards.js'
import type { EditionDocument, HubClient } from '../../sdk/index.js'

/** The definitions that a file is checked by, or why there are none. */
export type KnownEdition =
  { readonly contents: EditionContents; readonly contentHash: string } | { readonly contents: null; readonly reason: string }

const fileFor = (folder: string, url: string): string =>
  join(folder, `edition-${createHash('sha256').update(url).digest('hex').slice(0, 12)}.json`)

async function readKept(path: string): Promise<EditionDocument | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as EditionDocument // written below
  } catch {
    return null // nothing kept, or a file cut off by a crash: it is fetched anew
  }
}

async function keep(path: string, folder: string, edition: EditionDocument): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(`${path}.part`, JSON.stringify(edition), { mode: 0o600 })
  await rename(`${path}.part`, path)
}

/** A hub newer than this client may publish a pack that it cannot read; then the hub alone judges. */
function readDocument({ code, contentHash, document }: EditionDocument): KnownEdition {
  try {
    const contents = parseEdition(document as EditionPack) // what the hub published it has checked against this shape
    if (contents.ok) return { contents: contents.value, contentHash }
    return { contents: null, reason: `edition ${code}: ${contents.issues[0]?.messageEn ?? 'refused'}` }
  } catch (error) {
    return { contents: null, reason: `edition ${code}: ${error instanceof Error ? error.message : 'unreadable'}` }
  }
}

/** The edition kept from an earlier push, without asking anybody. */
export async function readKeptEdition(folder: string, url: string): Promise<KnownEdition> {
  const kept = await readKept(fileFor(folder, url))
  return kept === null ? { contents: null, reason: 'no edition is kept here yet' } : readDocument(kept)
}

async function fetchEdition(hub: HubClient, kept: EditionDocument | null): Promise<EditionDocument | string> {
  const head = await hub.editionHead()
  if (!head.ok) return head.issues[0]?.messageEn ?? 'the hub refuses the question'
  if (head.value === null) return 'the hub has no edition'
  if (kept?.contentHash === head.value.contentHash) return kept
  const full = await hub.edition(head.value.code)
  if (!full.ok) return full.issues[0]?.messageEn ?? 'the hub refuses the question'
  return full.value ?? 'the hub has no edition'
}

/**
 * The edition in force, fetched where the kept copy is no longer the hub's, and kept for the next time. With the hub away the kept one serves.
 * It never fails: without any edition the check is skipped, and the hub decides as it always does.
 */
export async function refreshEdition(hub: HubClient, folder: string, url: string): Promise<KnownEdition> {
  const path = fileFor(folder, url)
  const kept = await readKept(path)
  try {
    const fetched = await fetchEdition(hub, kept)
    if (typeof fetched === 'string') return kept === null ? { contents: null, reason: fetched } : readDocument(kept)
    if (fetched !== kept) await keep(path, folder, fetched)
    return readDocument(fetched)
  } catch (error) {
    if (kept !== null) return readDocument(kept)
    return { contents: null, reason: error instanceof Error ? error.message : 'the hub cannot be asked' }
  }
}
