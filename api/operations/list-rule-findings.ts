import { listRuleFindings as findRuleFindings, type StoredFinding } from '../../db/queries/rule-findings.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import { tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { readCursor, readPageSize, toPage, type Page } from './page-cursor.js'
import { receiptsOf } from './read-receipt.js'

/** A finding with its center and when it stood. */
export type ListedFinding = StoredFinding

const isNumberPlace = (place: unknown): place is [number] => Array.isArray(place) && place.length === 1 && Number.isSafeInteger(place[0])

/** What rules over closed periods found at the caller's center (at all centers for an administrator), newest first. */
export async function listRuleFindings(
  hub: Hub,
  caller: Caller,
  wanted: { readonly includeCleared: boolean; readonly first: number; readonly after: string | null },
): Promise<Outcome<Page<ListedFinding>>> {
  const size = readPageSize(wanted.first)
  const place = readCursor(wanted.after, isNumberPlace)
  if (!size.ok) return size
  if (!place.ok) return place
  const page = {
    centerId: receiptsOf(caller),
    includeCleared: wanted.includeCleared,
    beforeNo: place.value?.[0] ?? null,
    limit: size.value + 1,
  }
  const findings = await hub.db.transaction(tenantContextOf(caller), tx => findRuleFindings(tx, page), { isReadOnly: true })
  return accept(toPage(findings, size.value, finding => [finding.no]))
}
