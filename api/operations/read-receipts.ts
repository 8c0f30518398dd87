import { findSubmissions, type StoredSubmission } from '../../db/queries/submissions.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { recordDenial } from '../auth/record-denial.js'
import { tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { isReceiptId, receiptsOf } from './read-receipt.js'

/**
 * The receipts of those ids in their order, in one statement; null where there is none that the caller may see: another center's is not told
 * from one that does not exist, and either is one denial for the whole list.
 */
export async function readReceipts(hub: Hub, caller: Caller, ids: readonly string[]): Promise<readonly (StoredSubmission | null)[]> {
  const found = await hub.db.transaction(
    tenantContextOf(caller),
    tx => findSubmissions(tx, receiptsOf(caller), [...new Set(ids.filter(isReceiptId))]),
    { isReadOnly: true },
  )
  const byId = new Map(found.map(stored => [stored.record.id, stored]))
  const receipts = ids.map(id => byId.get(id.toLowerCase()) ?? null)
  if (receipts.includes(null)) await recordDenial(hub, caller, 'SubmissionReceipt')
  return receipts
}
