import { listDrillApprovals, listDrillPlans as listPlanRows, type StoredDrillApproval } from '../../db/queries/drill-plans.js'
import { listDrills as listDrillRows } from '../../db/queries/drills.js'
import type { Tx } from '../../db/transaction.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Drill, DrillPlan } from '../../schema/domain/playbooks/drill.js'
import { playbookContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { isInstantPlace, readCursor, readPageSize, toPage, type Page } from './page-cursor.js'

export type DrillsQuestion = { readonly first: number; readonly after: string | null }

/** A plan with the approvals that count: of the revision that stands. */
export type ListedDrillPlan = DrillPlan & { readonly approvals: readonly StoredDrillApproval[] }

/** A page of plans, the newest first. */
export const listDrillPlans = (hub: Hub, caller: Caller, question: DrillsQuestion): Promise<Outcome<Page<ListedDrillPlan>>> =>
  readPage(hub, caller, question, async (tx, page) => withDrillApprovals(tx, await listPlanRows(tx, page)))

/** A page of drills, the newest first; a center sees its own, and unannounced ones from their beginning on. */
export const listDrills = (hub: Hub, caller: Caller, question: DrillsQuestion): Promise<Outcome<Page<Drill>>> =>
  readPage(hub, caller, question, listDrillRows)

/** One plan that the caller just changed, as it is listed. */
export const readDrillPlan = async (hub: Hub, caller: Caller, plan: DrillPlan): Promise<ListedDrillPlan> => {
  const [listed] = await hub.db.transaction(playbookContextOf(caller), tx => withDrillApprovals(tx, [plan]), { isReadOnly: true })
  return listed ?? { ...plan, approvals: [] }
}

async function withDrillApprovals(tx: Tx, plans: readonly DrillPlan[]): Promise<ListedDrillPlan[]> {
  const approvals = await listDrillApprovals(
    tx,
    plans.map(({ id }) => id),
  )
  return plans.map(plan => ({
    ...plan,
    approvals: approvals.filter(one => one.planId === plan.id && one.revision === plan.revision && one.contentHash === plan.contentHash),
  }))
}

type RowsOfPage<T> = (tx: Tx, page: Parameters<typeof listDrillRows>[1]) => Promise<T[]>

async function readPage<T extends { readonly createdAt: string; readonly id: string }>(
  hub: Hub,
  caller: Caller,
  { first, after }: DrillsQuestion,
  find: RowsOfPage<T>,
): Promise<Outcome<Page<T>>> {
  const size = readPageSize(first)
  const place = readCursor(after, isInstantPlace)
  if (!size.ok || !place.ok) return refuse(...[size, place].flatMap(one => (one.ok ? [] : one.issues)))
  const page = { after: place.value, limit: size.value + 1 }
  const rows = await hub.db.transaction(playbookContextOf(caller), tx => find(tx, page), { isReadOnly: true })
  return accept(toPage(rows, size.value, ({ createdAt, id }) => [createdAt, id]))
}
