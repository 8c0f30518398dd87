import { listJobRuns as listLedgerRuns, type LedgerRun } from '../../db/queries/job-ledger.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import { tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { isInstant, readCursor, readPageSize, toPage, type Page } from './page-cursor.js'

export type { LedgerRun }

const isRunPlace = (place: unknown): place is [string, string] =>
  Array.isArray(place) && place.length === 2 && isInstant(place[0]) && typeof place[1] === 'string'

/** What the hub did by itself, latest first. Faults in the words of the program are for administrators. */
export async function listJobRuns(
  hub: Hub,
  caller: Caller,
  wanted: { readonly job: string | null; readonly first: number; readonly after: string | null },
): Promise<Outcome<Page<LedgerRun>>> {
  const size = readPageSize(wanted.first)
  const place = readCursor(wanted.after, isRunPlace)
  if (!size.ok) return size
  if (!place.ok) return place
  const page = { job: wanted.job, before: place.value, limit: size.value + 1 }
  const runs = await hub.db.transaction(tenantContextOf(caller), tx => listLedgerRuns(tx, page), { isReadOnly: true })
  const mayReadFaults = holdsAny(caller, 'hub:admin')
  const shown = runs.map(run => (mayReadFaults ? run : { ...run, error: null }))
  return accept(toPage(shown, size.value, ({ dueAt, job }) => [dueAt, job]))
}
