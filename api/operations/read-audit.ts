import { COUNCIL_CHAIN } from '../../db/queries/audit.js'
import { listEntries, listHeads, listKeys, type StoredEntry, type StoredHead, type StoredKey } from '../../db/queries/audit-heads.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { recordDenial } from '../auth/record-denial.js'
import { tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { readCursor, readPageSize, toPage, type Page } from './page-cursor.js'

const LARGEST_CHAIN = 32_767

export type EntryPage = Pick<Page<StoredEntry>, 'nodes' | 'hasNextPage'>

/**
 * Entries of a chain from `fromSeq` on: of the caller's own center, or of any for an administrator; `chain` null is the caller's own (the
 * council's for an administrator without a center). A foreign chain is empty, as one that does not exist, and the question is a denial.
 */
export async function listAuditEntries(
  hub: Hub,
  caller: Caller,
  wanted: { readonly chain: number | null; readonly fromSeq: number; readonly first: number },
): Promise<Outcome<EntryPage>> {
  const size = readPageSize(wanted.first)
  if (!size.ok) return size
  if (wanted.fromSeq < 1) return refuse(badStart(wanted.fromSeq))
  const chain = wanted.chain ?? caller.center?.id ?? COUNCIL_CHAIN
  if (!holdsAny(caller, 'hub:admin') && chain !== caller.center?.id) {
    await recordDenial(hub, caller, 'Query.auditEntries')
    return accept({ nodes: [], hasNextPage: false })
  }
  if (chain < COUNCIL_CHAIN || chain > LARGEST_CHAIN) return accept({ nodes: [], hasNextPage: false })
  const page = { fromSeq: wanted.fromSeq, limit: size.value + 1 }
  const rows = await hub.db.transaction(tenantContextOf(caller), tx => listEntries(tx.sql, chain, page), { isReadOnly: true })
  return accept({ nodes: rows.slice(0, size.value), hasNextPage: rows.length > size.value })
}

const badStart = (fromSeq: number) =>
  issue({
    code: 'BAD_USER_INPUT',
    path: ['fromSeq'],
    messageKo: `감사 기록의 번호는 1부터입니다. ${fromSeq}번은 없습니다.`,
    messageEn: `Entries are numbered from 1; there is no ${fromSeq}.`,
    expected: '1 or more',
    got: String(fromSeq),
  })

const isNumberPlace = (place: unknown): place is [number] =>
  Array.isArray(place) && place.length === 1 && Number.isSafeInteger(place[0]) && place[0] >= 0

/** Signed heads of all chains in the order of their publication; for every caller. */
export async function listAuditHeads(
  hub: Hub,
  caller: Caller,
  wanted: { readonly first: number; readonly after: string | null },
): Promise<Outcome<Page<StoredHead>>> {
  const size = readPageSize(wanted.first)
  const place = readCursor(wanted.after, isNumberPlace)
  if (!size.ok) return size
  if (!place.ok) return place
  const page = { afterNo: place.value?.[0] ?? 0, limit: size.value + 1 }
  const heads = await hub.db.transaction(tenantContextOf(caller), tx => listHeads(tx, page), { isReadOnly: true })
  return accept(toPage(heads, size.value, head => [head.no]))
}

/** Public keys of the heads, oldest first; for every caller. */
export async function listAuditKeys(hub: Hub, caller: Caller): Promise<readonly StoredKey[]> {
  return hub.db.transaction(tenantContextOf(caller), listKeys, { isReadOnly: true })
}
