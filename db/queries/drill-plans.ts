import type { Approval } from '../../schema/domain/playbooks/approval.js'
import type { DrillPlan } from '../../schema/domain/playbooks/drill.js'
import type { DrillPlanState } from '../../schema/domain/playbooks/drill-state.js'
import type { Tx } from '../transaction.js'

const columns = (tx: Tx) => tx.sql`
  p.id, p.exercise_id as "exerciseId", p.scenario, p.hazard, p.state, p.revision, p.content, p.content_hash as "contentHash", p.participants, p.overflow,
  p.duration_minutes as "durationMinutes", p.starts_at as "startsAt", p.window_from as "windowFrom", p.window_to as "windowTo",
  p.every_months as "everyMonths", p.author, p.author_agency as "authorAgency", p.authors, p.created_at as "createdAt", p.changed_at as "changedAt"`

export type DrillPlanText = Pick<
  DrillPlan,
  | 'id'
  | 'exerciseId'
  | 'scenario'
  | 'hazard'
  | 'content'
  | 'contentHash'
  | 'participants'
  | 'overflow'
  | 'durationMinutes'
  | 'startsAt'
  | 'windowFrom'
  | 'windowTo'
  | 'everyMonths'
  | 'author'
> & { readonly library: string; readonly agency: string }

export async function insertDrillPlan(tx: Tx, made: DrillPlanText): Promise<DrillPlan> {
  const [row] = await tx.sql<DrillPlan[]>`
    insert into drill_plans as p (id, exercise_id, scenario, library, hazard, content, content_hash, participants, overflow, duration_minutes, starts_at,
      window_from, window_to, every_months, author, author_agency, authors)
    values (${made.id}, ${made.exerciseId}, ${made.scenario}, ${made.library}, ${made.hazard}, ${made.content}, ${made.contentHash},
      ${[...made.participants]}::smallint[], ${[...made.overflow]}::smallint[], ${made.durationMinutes}, ${made.startsAt}::text::timestamptz,
      ${made.windowFrom}::text::date, ${made.windowTo}::text::date, ${made.everyMonths}, ${made.author}, ${made.agency}, array[${made.author}::text])
    returning ${columns(tx)}`
  if (row === undefined) throw new Error('No drill plan was kept.')
  return row
}

/** The next revision; whoever writes it has written it, and what was approved before is of another revision. */
export async function reviseDrillPlan(tx: Tx, made: DrillPlanText): Promise<DrillPlan> {
  const [row] = await tx.sql<DrillPlan[]>`
    update drill_plans as p set
      state = 'PLANNED', revision = p.revision + 1, exercise_id = ${made.exerciseId}, scenario = ${made.scenario}, library = ${made.library},
      hazard = ${made.hazard}, content = ${made.content}, content_hash = ${made.contentHash}, participants = ${[...made.participants]}::smallint[],
      overflow = ${[...made.overflow]}::smallint[], duration_minutes = ${made.durationMinutes}, starts_at = ${made.startsAt}::text::timestamptz,
      window_from = ${made.windowFrom}::text::date, window_to = ${made.windowTo}::text::date, every_months = ${made.everyMonths},
      authors = case when ${made.author} = any (p.authors) then p.authors else p.authors || ${made.author}::text end, changed_at = hub_now()
    where p.id = ${made.id}
    returning ${columns(tx)}`
  if (row === undefined) throw new Error(`Drill plan ${made.id} is not there.`)
  return row
}

export async function moveDrillPlan(tx: Tx, id: string, state: DrillPlanState): Promise<DrillPlan> {
  const [row] = await tx.sql<DrillPlan[]>`
    update drill_plans as p set state = ${state}, changed_at = hub_now() where p.id = ${id} returning ${columns(tx)}`
  if (row === undefined) throw new Error(`Drill plan ${id} is not there.`)
  return row
}

/** The plan under its lock: whoever changes it or begins a drill of it holds it first. */
export async function lockDrillPlan(tx: Tx, id: string): Promise<DrillPlan | null> {
  const [row] = await tx.sql<DrillPlan[]>`select ${columns(tx)} from drill_plans p where p.id = ${id} for update`
  return row ?? null
}

/** The same, or null where somebody else holds it: a sweep leaves that to them, or to its next turn. */
export async function lockFreeDrillPlan(tx: Tx, id: string): Promise<DrillPlan | null> {
  const [row] = await tx.sql<DrillPlan[]>`select ${columns(tx)} from drill_plans p where p.id = ${id} for update skip locked`
  return row ?? null
}

export async function findDrillPlan(tx: Tx, id: string): Promise<DrillPlan | null> {
  const [row] = await tx.sql<DrillPlan[]>`select ${columns(tx)} from drill_plans p where p.id = ${id}`
  return row ?? null
}

export type CreatedPage = { readonly after: readonly [createdAt: string, id: string] | null; readonly limit: number }

/** Plans, the newest first. */
export async function listDrillPlans(tx: Tx, { after, limit }: CreatedPage): Promise<DrillPlan[]> {
  const [createdAt = null, id = null] = after ?? []
  return tx.sql<DrillPlan[]>`
    select ${columns(tx)} from drill_plans p
    where ${id}::text is null or (p.created_at, p.id) < (${createdAt}::text::timestamptz, ${id}::text)
    order by p.created_at desc, p.id desc
    limit ${limit}`
}

type NewApproval = Pick<Approval, 'revision' | 'contentHash' | 'approver' | 'agency' | 'centers'> & {
  readonly planId: string
  readonly hazard: string
}

/** Keeps one person's word; the table refuses that of an author, of a program, and of another content. */
export async function insertDrillApproval(tx: Tx, made: NewApproval): Promise<void> {
  await tx.sql`
    insert into drill_approvals (plan_id, revision, content_hash, approver, agency, retyped_hazard, retyped_centers)
    values (${made.planId}, ${made.revision}, ${made.contentHash}, ${made.approver}, ${made.agency}, ${made.hazard}, ${made.centers})`
}

export type StoredDrillApproval = Approval & { readonly planId: string }

/** Every approval of some plans, in order, also of revisions that stand no more. */
export async function listDrillApprovals(tx: Tx, planIds: readonly string[]): Promise<StoredDrillApproval[]> {
  return tx.sql<StoredDrillApproval[]>`
    select plan_id as "planId", revision, content_hash as "contentHash", approver, agency, approved_at as "approvedAt", retyped_centers as centers
    from drill_approvals where plan_id = any (${[...planIds]}::text[]) order by id`
}
