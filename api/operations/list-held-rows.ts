import { listHeldRows as findHeldRows, type HeldRow, type HeldRowState } from '../../db/queries/held-rows.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import { parseDate } from '../../schema/domain/period.js'
import { tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { readCursor, readPageSize, toPage, type Page } from './page-cursor.js'
import { receiptsOf } from './read-receipt.js'
import { isHeldRowId } from './resolution-refusals.js'

const isPlace = (place: unknown): place is [string, string] =>
  Array.isArray(place) &&
  place.length === 2 &&
  typeof place[0] === 'string' &&
  isInstant(place[0]) &&
  typeof place[1] === 'string' &&
  isHeldRowId(place[1])

/** As the database gives it. A cursor edited by hand must not reach it as something it cannot read. */
const isInstant = (text: string): boolean => {
  const [, day] = /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?\+09:00$/.exec(text) ?? []
  return day !== undefined && parseDate(day) !== null
}

export type { HeldRow }

/**
 * Rows of the quarantine of the caller's center, oldest first; of all centers for an administrator. A steward also reads those that wait for a word,
 * of all centers.
 */
export async function listHeldRows(
  hub: Hub,
  caller: Caller,
  wanted: { readonly state: HeldRowState | null; readonly first: number; readonly after: string | null },
): Promise<Outcome<Page<HeldRow>>> {
  const size = readPageSize(wanted.first)
  const place = readCursor(wanted.after, isPlace)
  if (!size.ok) return size
  if (!place.ok) return place
  const after = place.value === null ? null : { heldAt: place.value[0], id: place.value[1] }
  const rows = await hub.db.transaction(
    tenantContextOf(caller),
    tx =>
      findHeldRows(tx, {
        centerId: receiptsOf(caller),
        withWords: holdsAny(caller, 'terms:curate'),
        state: wanted.state,
        after,
        limit: size.value + 1,
      }),
    { isReadOnly: true },
  )
  return accept(toPage(rows, size.value, row => [row.held_at, row.id]))
}
