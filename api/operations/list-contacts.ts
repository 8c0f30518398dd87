import { listRegistryRows } from '../../db/queries/registry-pages.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { playbookContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import type { ListedRow, RegistryQuestion } from './list-registry.js'
import { isTextPlace, readCursor, readPageSize, toPage, type Page } from './page-cursor.js'
import { centerUnknown } from './registry-refusals.js'

/** Contacts by center, role, kind and place, past and planned ones too: all of them for coordinators and administrators, its own for a center. */
export async function listContacts(
  hub: Hub,
  caller: Caller,
  { center, first, after }: RegistryQuestion,
): Promise<Outcome<Page<ListedRow>>> {
  const size = readPageSize(first)
  const place = readCursor(after, isTextPlace)
  const centerId = await centerToList(hub, caller, center)
  if (!size.ok || !place.ok || !centerId.ok) return refuse(...[size, place, centerId].flatMap(one => (one.ok ? [] : one.issues)))
  const page = { centerId: centerId.value, after: place.value?.[0] ?? null, limit: size.value + 1 }
  const rows = await hub.db.transaction(playbookContextOf(caller), tx => listRegistryRows(tx, 'contacts', page), { isReadOnly: true })
  return accept(toPage(rows, size.value, row => [row.place]))
}

async function centerToList(hub: Hub, caller: Caller, asked: string | null): Promise<Outcome<number | null>> {
  const { role } = playbookContextOf(caller)
  const seesAll = role === 'coordinator' || role === 'admin'
  const center = asked ?? (seesAll ? null : (caller.center?.code ?? ''))
  if (center === null) return accept(null)
  const id = (await hub.standards()).centerIds.get(center)
  return id === undefined || (!seesAll && id !== caller.center?.id) ? refuse(centerUnknown(center)) : accept(id)
}
