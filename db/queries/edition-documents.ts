import type postgres from 'postgres'
import type { Day } from '../../schema/domain/period.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'
import { hashDocument } from '../edition/hash-document.js'
import { listFactSubjects } from '../edition/list-fact-subjects.js'
import { parsePack } from '../edition/parse-pack.js'
import type { PackDocument } from '../edition/read-edition.js'
import type { Tx } from '../transaction.js'

/** A published edition as it was published, and as it reads. */
export type EditionSource = {
  readonly code: string
  readonly effectiveFrom: Day
  readonly contentHash: string
  readonly document: unknown
  readonly edition: Edition
}

type SourceRow = Omit<EditionSource, 'edition'>

/** Editions this process has read, by content hash: what is published never changes. */
const editionsRead = new Map<string, Edition>()

const toSource = (row: SourceRow): EditionSource => {
  const known = editionsRead.get(row.contentHash)
  if (known !== undefined) return { ...row, edition: known }
  const contents = parsePack(row.document)
  if (!contents.ok) throw new Error(`Edition ${row.code} does not read with this version of the hub.`)
  editionsRead.set(row.contentHash, contents.value.edition)
  return { ...row, edition: contents.value.edition }
}

/** The edition that the next one is made from: the one that starts last, in force already or not. */
export async function requireLatestSource(tx: Tx): Promise<EditionSource & { readonly today: Day }> {
  const [row] = await tx.sql<(SourceRow & { today: Day })[]>`
    select code, effective_from as "effectiveFrom", content_hash as "contentHash", document, hub_today() as today
    from editions
    order by effective_from desc, code desc
    limit 1`
  if (row === undefined) throw new Error('No edition is loaded. Load one with loadEdition before definitions are drafted.')
  return { ...toSource(row), today: row.today }
}

/** A published edition by its code; null when there is none. */
export async function findSource(sql: postgres.ISql, code: string): Promise<EditionSource | null> {
  const [row] = await sql<SourceRow[]>`
    select code, effective_from as "effectiveFrom", content_hash as "contentHash", document from editions where code = ${code}`
  return row === undefined ? null : toSource(row)
}

/** How a code would stand among the editions: taken already, or sorted before the latest that starts on the same day. */
export async function judgeEditionCode(
  tx: Tx,
  { code, effectiveFrom }: { readonly code: string; readonly effectiveFrom: Day },
): Promise<{ readonly isTaken: boolean; readonly isFirst: boolean }> {
  const [row] = await tx.sql<{ isTaken: boolean; isFirst: boolean }[]>`
    select
      exists (select from editions where code = ${code}) as "isTaken",
      exists (select from editions where effective_from = ${effectiveFrom}::text::date and code > ${code}) as "isFirst"`
  if (row === undefined) throw new Error('The editions could not be looked through.')
  return row
}

export type Publication = {
  readonly base: EditionSource
  readonly document: PackDocument
  readonly edition: Edition
  readonly drafts: readonly string[]
  readonly actor: string
  readonly reason: string
}

/**
 * Publishes a document beside the others, numbers its new measures, settles its drafts and chains the entry, all in one function of the
 * database that runs as the owner: the application itself has no right to write editions (see migration 0015 for what the function refuses).
 */
export async function publishEdition(tx: Tx, { base, document, edition, drafts, actor, reason }: Publication): Promise<string> {
  const [row] = await tx.sql<{ code: string }[]>`
    select hub_publish_edition(
      ${JSON.stringify(document)}::text::jsonb, ${hashDocument(document)}, ${base.contentHash},
      ${JSON.stringify(listFactSubjects(edition))}::text::jsonb, ${[...drafts]}::text[]::uuid[], ${actor}, ${reason}) as code`
  if (row === undefined) throw new Error('The database published nothing.')
  return row.code
}
