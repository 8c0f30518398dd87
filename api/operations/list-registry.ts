import { listActs } from '../../db/queries/registry-acts.js'
import { listRegistryRows, type PlacedRow } from '../../db/queries/registry-pages.js'
import type { RegistryTable } from '../../db/queries/registry.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { isTextPlace, readCursor, readPageSize, toPage, type Page } from './page-cursor.js'
import type { RegistryAct } from './registry-act.js'
import { centerUnknown } from './registry-refusals.js'

/** A row of the registry with its center's code. */
export type ListedRow = PlacedRow

export type RegistryQuestion = {
  /** Code; null for all that the caller may see. */
  readonly center: string | null
  readonly first: number
  readonly after: string | null
}

const isNumberPlace = (place: unknown): place is [number] => Array.isArray(place) && place.length === 1 && Number.isSafeInteger(place[0])

/** Number of the center asked for: an administrator's choice, everybody else's own. */
async function centerIdOf(hub: Hub, caller: Caller, center: string | null): Promise<Outcome<number | null>> {
  if (!holdsAny(caller, 'hub:admin')) {
    const own = caller.center
    return own === null || (center !== null && center !== own.code) ? refuse(centerUnknown(center ?? '')) : accept(own.id)
  }
  if (center === null) return accept(null)
  const id = (await hub.standards()).centerIds.get(center)
  return id === undefined ? refuse(centerUnknown(center)) : accept(id)
}

/** A page of a table of the registry, the past and the planned included. Refused with all faults of size, cursor and center at once. */
export async function listRegistry(
  hub: Hub,
  caller: Caller,
  { table, center, first, after }: RegistryQuestion & { readonly table: RegistryTable },
): Promise<Outcome<Page<ListedRow>>> {
  const size = readPageSize(first)
  const place = readCursor(after, isTextPlace)
  const centerId = await centerIdOf(hub, caller, center)
  if (!size.ok || !place.ok || !centerId.ok) return refuse(...[size, place, centerId].flatMap(one => (one.ok ? [] : one.issues)))
  const page = { centerId: centerId.value, after: place.value?.[0] ?? null, limit: size.value + 1 }
  const rows = await hub.db.transaction(tenantContextOf(caller), tx => listRegistryRows(tx, table, page), { isReadOnly: true })
  return accept(toPage(rows, size.value, row => [row.place]))
}

/** A page of acts on the registry, newest first: who changed what, when and why. */
export async function listRegistryChanges(
  hub: Hub,
  caller: Caller,
  { center, first, after }: RegistryQuestion,
): Promise<Outcome<Page<RegistryAct>>> {
  const size = readPageSize(first)
  const place = readCursor(after, isNumberPlace)
  const centerId = await centerIdOf(hub, caller, center)
  if (!size.ok || !place.ok || !centerId.ok) return refuse(...[size, place, centerId].flatMap(one => (one.ok ? [] : one.issues)))
  const page = { centerId: centerId.value, beforeNo: place.value?.[0] ?? null, limit: size.value + 1 }
  const acts = await hub.db.transaction(tenantContextOf(caller), tx => listActs(tx, page), { isReadOnly: true })
  return accept(toPage(acts, size.value, act => [act.no]))
}
