import { appendAudit } from '../../db/queries/audit.js'
import { findConflict, listConflicts, settleConflict as settleStored, type StoredConflict } from '../../db/queries/term-conflicts.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { parseDate } from '../../schema/domain/period.js'
import { actorOf, tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { readCursor, readPageSize, toPage, type Page } from './page-cursor.js'
import { centerUnknown, checkReason } from './registry-refusals.js'

/** A contradiction among words with the code of its center; null between centers. */
export type TermConflict = StoredConflict & { readonly center: string | null }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const isConflictPlace = (place: unknown): place is [string, string] =>
  Array.isArray(place) &&
  place.length === 2 &&
  place.every(part => typeof part === 'string') &&
  parseDate(place[0] ?? '') !== null &&
  UUID.test(place[1] ?? '')

const noSuchConflict = issue({
  code: 'NOT_FOUND',
  path: ['input', 'id'],
  messageKo: '그런 열린 충돌이 없습니다. termConflicts에서 번호를 확인하십시오.',
  messageEn: 'There is no open conflict of this id; see termConflicts.',
  expected: 'id of an open conflict',
})

const withCenter = async (hub: Hub, conflict: StoredConflict): Promise<TermConflict> => ({
  ...conflict,
  center: (await hub.standards()).centerCodes.get(conflict.center_id) ?? null,
})

/** Words that contradict each other or themselves, the newest first. A steward sees all, a center its own. */
export async function listTermConflicts(
  hub: Hub,
  caller: Caller,
  wanted: { readonly center: string | null; readonly isOpen: boolean; readonly first: number; readonly after: string | null },
): Promise<Outcome<Page<TermConflict>>> {
  const size = readPageSize(wanted.first)
  const place = readCursor(wanted.after, isConflictPlace)
  if (!size.ok) return size
  if (!place.ok) return place
  const centerId = wanted.center === null ? null : (await hub.standards()).centerIds.get(wanted.center)
  if (centerId === undefined) return refuse({ ...centerUnknown(wanted.center ?? ''), path: ['center'] })
  const page = { centerId, isOpen: wanted.isOpen, before: place.value, limit: size.value + 1 }
  const found = await hub.db.transaction(tenantContextOf(caller), tx => listConflicts(tx, page), { isReadOnly: true })
  const shown = await Promise.all(found.map(conflict => withCenter(hub, conflict)))
  return accept(toPage(shown, size.value, ({ detected_on: day, id }) => [day, id]))
}

/** Settles an open conflict: resolved, or dismissed, and then it is not told again. FORBIDDEN, NOT_FOUND. */
export async function settleTermConflict(
  hub: Hub,
  caller: Caller,
  input: { readonly id: string; readonly isDismissed: boolean; readonly reason: string },
): Promise<Outcome<TermConflict>> {
  const faults = checkReason(input.reason)
  if (faults.length > 0) return refuse(...faults)
  if (!UUID.test(input.id)) return refuse(noSuchConflict)
  const known = await hub.db.transaction(tenantContextOf(caller), tx => findConflict(tx, input.id), { isReadOnly: true })
  if (known === null || known.state !== 'open') return refuse(noSuchConflict)
  const { center_id: centerId } = known
  const settled = await hub.db.transaction({ centerId: centerId === 0 ? null : centerId, role: 'steward' }, async tx => {
    const state = input.isDismissed ? ('dismissed' as const) : ('resolved' as const)
    const isSettled = await settleStored(tx, centerId, { id: input.id, state, actor: actorOf(caller), settlement: input.reason })
    if (!isSettled) return null
    await appendAudit(tx, {
      chain: centerId,
      actor: actorOf(caller),
      action: 'termConflict.settled',
      subject: { conflict: input.id, state },
    })
    return findConflict(tx, input.id)
  })
  return settled === null ? refuse(noSuchConflict) : accept(await withCenter(hub, settled))
}
