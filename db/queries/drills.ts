import type { Drill, DrillInject } from '../../schema/domain/playbooks/drill.js'
import type { DrillCause, DrillState, InjectState } from '../../schema/domain/playbooks/drill-state.js'
import type { Tx } from '../transaction.js'
import type { CreatedPage } from './drill-plans.js'

const columns = (tx: Tx) => tx.sql`
  d.id, d.plan_id as "planId", d.revision, d.round, d.exercise_id as "exerciseId", d.state, d.is_announced as "isAnnounced", d.participants, d.overflow,
  d.duration_minutes as "durationMinutes", d.window_from as "windowFrom", d.window_to as "windowTo", d.starts_at as "startsAt", d.ends_at as "endsAt",
  d.activation_id as "activationId", d.cause, d.ended_at as "endedAt", d.ended_by as "endedBy", d.abort_reason as "abortReason", d.created_at as "createdAt"`

/**
 * Enters the drill of the round that is at hand: of a window that comes again, the first one that is not over. Not while a drill of that plan waits or runs; null where there is
 * nothing to enter. The lock of the plan is held: an edit at the same moment would not see the drill, and leave one behind of a revision that is no more.
 */
export async function openRound(tx: Tx, { planId, drillId }: { readonly planId: string; readonly drillId: string }): Promise<Drill | null> {
  const [row] = await tx.sql<Drill[]>`
    insert into drills as d (id, plan_id, revision, round, exercise_id, is_announced, participants, overflow, duration_minutes, window_from, window_to,
      starts_at, ends_at)
    select ${drillId}, p.id, p.revision, coalesce(r.n, 0),
      case when p.every_months is null then p.exercise_id else p.exercise_id || '-' || (r.n + 1) end,
      p.starts_at is not null, p.participants, p.overflow, p.duration_minutes, r.opens, r.closes,
      p.starts_at, p.starts_at + make_interval(mins => p.duration_minutes)
    from drill_plans p
    left join lateral (
      select n, (p.window_from + make_interval(months => n * coalesce(p.every_months, 0)))::date as opens,
        (p.window_to + make_interval(months => n * coalesce(p.every_months, 0)))::date as closes
      from generate_series(0, case when p.every_months is null then 0 else 400 end) as n
      where (p.window_to + make_interval(months => n * coalesce(p.every_months, 0)))::date >= hub_today()
        and not exists (select from drills x where x.plan_id = p.id and x.round = n and x.state in ('ENDED', 'ABORTED', 'MISSED') and x.cause <> 'PLAN_CHANGED')
      order by n limit 1
    ) r on p.window_from is not null
    where p.id = ${planId} and p.state = 'APPROVED' and (p.window_from is null or r.n is not null)
      and not exists (select from drills x where x.plan_id = p.id and x.state in ('WAITING', 'RUNNING'))
    on conflict on constraint drills_once_a_round do nothing
    returning ${columns(tx)}`
  return row ?? null
}

/** Rows of a sweep's list, as in other sweeps; what is left over is found by the next tick. */
const BATCH = 100

/** Approved plans of a window that comes again, none of whose drills waits or runs; a hundred at most, as of every list below that a sweep works off. */
export async function listPlansWithoutDrill(tx: Tx): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select p.id from drill_plans p
    where p.state = 'APPROVED' and p.every_months is not null
      and not exists (select from drills x where x.plan_id = p.id and x.state in ('WAITING', 'RUNNING'))
    order by p.id limit ${BATCH}`
  return rows.map(({ id }) => id)
}

/** A drill under its lock; null also where another replica holds it, who then does what is to be done. */
export async function claimDrill(tx: Tx, id: string): Promise<Drill | null> {
  const [row] = await tx.sql<Drill[]>`select ${columns(tx)} from drills d where d.id = ${id} for update skip locked`
  return row ?? null
}

export async function lockDrill(tx: Tx, id: string): Promise<Drill | null> {
  const [row] = await tx.sql<Drill[]>`select ${columns(tx)} from drills d where d.id = ${id} for update`
  return row ?? null
}

export async function findDrill(tx: Tx, id: string): Promise<Drill | null> {
  const [row] = await tx.sql<Drill[]>`select ${columns(tx)} from drills d where d.id = ${id}`
  return row ?? null
}

/** The drill that an id means: its own, that of its activation, or that of its plan, the last one of those that began. */
export async function findDrillOf(tx: Tx, id: string): Promise<Drill | null> {
  const [row] = await tx.sql<Drill[]>`
    select ${columns(tx)} from drills d
    where d.id = ${id} or d.activation_id = ${id} or d.plan_id = ${id}
    order by d.starts_at desc nulls last, d.round desc
    limit 1`
  return row ?? null
}

/** Drills the caller may see, the newest first. */
export async function listDrills(tx: Tx, { after, limit }: CreatedPage): Promise<Drill[]> {
  const [createdAt = null, id = null] = after ?? []
  return tx.sql<Drill[]>`
    select ${columns(tx)} from drills d
    where ${id}::text is null or (d.created_at, d.id) < (${createdAt}::text::timestamptz, ${id}::text)
    order by d.created_at desc, d.id desc
    limit ${limit}`
}

/** Drills of a plan that wait or run. */
export async function listOpenDrills(tx: Tx, planId: string): Promise<Drill[]> {
  return tx.sql<
    Drill[]
  >`select ${columns(tx)} from drills d where d.plan_id = ${planId} and d.state in ('WAITING', 'RUNNING') order by d.id for update`
}

/** Unannounced drills for which no instant was drawn yet. */
export async function listUndrawn(tx: Tx): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select d.id from drills d
    where d.state = 'WAITING' and not d.is_announced and not exists (select from drill_instants i where i.drill_id = d.id)
    order by d.id limit ${BATCH}`
  return rows.map(({ id }) => id)
}

/** Drills whose beginning has come, in the order in which they were entered. */
export async function listDueDrills(tx: Tx): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select d.id from drills d
    where d.state = 'WAITING'
      and coalesce(d.starts_at, (select i.starts_at from drill_instants i where i.drill_id = d.id order by i.no desc limit 1)) <= hub_now()
    order by d.id limit ${BATCH}`
  return rows.map(({ id }) => id)
}

/** Drills that run and in which something is due: an inject, or the end. */
export async function listDueRunning(tx: Tx): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select d.id from drills d
    where d.state = 'RUNNING' and (d.ends_at <= hub_now()
      or exists (select from drill_injects i where i.drill_id = d.id and i.state = 'PENDING' and i.due_at <= hub_now()))
    order by d.id limit ${BATCH}`
  return rows.map(({ id }) => id)
}

type Begun = { readonly id: string; readonly activationId: string; readonly startsAt: string; readonly endsAt: string }

export async function beginDrill(tx: Tx, { id, activationId, startsAt, endsAt }: Begun): Promise<void> {
  await tx.sql`
    update drills set state = 'RUNNING', activation_id = ${activationId}, starts_at = ${startsAt}::text::timestamptz, ends_at = ${endsAt}::text::timestamptz
    where id = ${id}`
}

export type DrillEnd = {
  readonly id: string
  readonly state: Extract<DrillState, 'ENDED' | 'ABORTED' | 'MISSED'>
  readonly cause: DrillCause
  readonly by: string
  readonly reason?: string
}

/** Ends a drill, now or when its time was over if that was earlier; what was still to come never does. */
export async function endDrill(tx: Tx, { id, state, cause, by, reason }: DrillEnd): Promise<Drill> {
  await tx.sql`update drill_injects set state = 'DROPPED', done_at = hub_now() where drill_id = ${id} and state = 'PENDING'`
  const [row] = await tx.sql<Drill[]>`
    update drills as d set state = ${state}, cause = ${cause}, ended_by = ${by}, abort_reason = ${reason ?? null},
      ended_at = case when d.state = 'RUNNING' then least(hub_now(), d.ends_at) else hub_now() end
    where d.id = ${id}
    returning ${columns(tx)}`
  if (row === undefined) throw new Error(`Drill ${id} is not there.`)
  return row
}

const injectColumns = (tx: Tx) => tx.sql`
  i.drill_id as "drillId", i.no, i.due_at as "dueAt", i.kind, i.recipient, i.said, i.expected, i.level, i.ack_seconds as "ackSeconds",
  i.apply_seconds as "applySeconds", i.state, i.done_at as "doneAt", i.is_late as "isLate", i.message_id as "messageId"`

export type NewInject = Pick<
  DrillInject,
  'no' | 'dueAt' | 'kind' | 'recipient' | 'said' | 'expected' | 'level' | 'ackSeconds' | 'applySeconds'
>

export async function insertInjects(tx: Tx, drillId: string, injects: readonly NewInject[]): Promise<void> {
  await tx.sql`
    insert into drill_injects (drill_id, no, due_at, kind, recipient, said, expected, level, ack_seconds, apply_seconds)
    select ${drillId}, no, "dueAt", kind, recipient, said, expected, level, "ackSeconds", "applySeconds"
    from jsonb_to_recordset(${JSON.stringify(injects)}::text::jsonb) as given (no integer, "dueAt" timestamptz, kind text, recipient text, said text,
      expected text, level text, "ackSeconds" integer, "applySeconds" integer)`
}

/** What happens in a drill, in order; a center gets what was sent. */
export async function listInjects(tx: Tx, drillId: string): Promise<DrillInject[]> {
  return tx.sql<DrillInject[]>`select ${injectColumns(tx)} from drill_injects i where i.drill_id = ${drillId} order by i.no`
}

/** What is due in a drill, in order, before its end. */
export async function listDueInjects(tx: Tx, drillId: string): Promise<DrillInject[]> {
  return tx.sql<DrillInject[]>`
    select ${injectColumns(tx)} from drill_injects i join drills d on d.id = i.drill_id
    where i.drill_id = ${drillId} and i.state = 'PENDING' and i.due_at <= hub_now() and hub_now() < d.ends_at
    order by i.due_at, i.no`
}

type Done = {
  readonly drillId: string
  readonly no: number
  readonly state: InjectState
  readonly isLate: boolean
  readonly messageId: string | null
}

export async function finishInject(tx: Tx, { drillId, no, state, isLate, messageId }: Done): Promise<void> {
  await tx.sql`
    update drill_injects set state = ${state}, done_at = hub_now(), is_late = ${isLate}, message_id = ${messageId}
    where drill_id = ${drillId} and no = ${no} and state = 'PENDING'`
}
