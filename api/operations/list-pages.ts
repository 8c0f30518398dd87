import { listPageAttempts, listPages, type ListedPage, type PageAttempt } from '../../db/queries/listed-pages.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { groupBy } from '../../schema/domain/group-by.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { playbookContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { readCursor, readPageSize, toPage, type Page } from './page-cursor.js'
import { centerUnknown } from './registry-refusals.js'

export type PagesQuestion = {
  readonly activation: string | null
  /** Code of a center; null: of all that the caller may see. */
  readonly center: string | null
  readonly isOpen: boolean
  readonly first: number
  readonly after: string | null
}

/** A page with its last attempts, the last one first. */
export type ToldPage = ListedPage & { readonly lastAttempts: readonly PageAttempt[] }

const MOST_ATTEMPTS = 10

/** Who was told what, when, over which channel, and what came of it: everything for coordinators and administrators, pages to its own desks for a center. */
export async function listTold(hub: Hub, caller: Caller, question: PagesQuestion): Promise<Outcome<Page<ToldPage>>> {
  const { activation, center, isOpen, first, after } = question
  const [size, place, whose] = [readPageSize(first), readCursor(after, isPlace), await centersOf(hub, caller, center)]
  if (!size.ok || !place.ok || !whose.ok) return refuse(...[size, place, whose].flatMap(one => (one.ok ? [] : one.issues)))
  const page = { ...whose.value, activationId: activation, isOpen, before: place.value?.[0] ?? null, limit: size.value + 1 }
  return hub.db.transaction(
    playbookContextOf(caller),
    async tx => {
      const { nodes, ...rest } = toPage(await listPages(tx, page), size.value, ({ id }) => [id])
      const attempts = groupBy(
        await listPageAttempts(
          tx,
          nodes.map(({ id }) => id),
          MOST_ATTEMPTS,
        ),
        ({ pageId }) => pageId,
      )
      return accept({ ...rest, nodes: nodes.map(node => ({ ...node, lastAttempts: attempts.get(node.id) ?? [] })) })
    },
    { isReadOnly: true },
  )
}

async function centersOf(
  hub: Hub,
  caller: Caller,
  asked: string | null,
): Promise<Outcome<{ readonly centerId: number | null; readonly onlyTo: number | null }>> {
  const { role } = playbookContextOf(caller)
  const onlyTo = role === 'coordinator' || role === 'admin' ? null : (caller.center?.id ?? 0)
  if (asked === null) return accept({ centerId: null, onlyTo })
  const id = (await hub.standards()).centerIds.get(asked)
  return id === undefined || (onlyTo !== null && id !== onlyTo) ? refuse(centerUnknown(asked)) : accept({ centerId: id, onlyTo })
}

const isPlace = (place: unknown): place is readonly [id: number] =>
  Array.isArray(place) && place.length === 1 && Number.isSafeInteger(place[0]) && (place[0] as number) >= 0 // an integer, just seen
