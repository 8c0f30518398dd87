import type { Day } from '../../schema/domain/period.js'
import type { RuleFinding } from '../../schema/domain/statistics/evaluate-closed-rule.js'
import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'

/** A finding of a rule over a closed period at a center. */
export type FindingOfCenter = RuleFinding & { readonly centerId: number }

export type StoredFinding = FindingOfCenter & {
  /** Grows with each finding; newest is highest. */
  readonly no: number
  readonly id: string
  readonly foundAt: string
  /** Null while it stands. */
  readonly clearedAt: string | null
}

/** One run at a time, until the transaction ends: two would clear each other's findings when values change between them. */
export async function lockRuleFindings(tx: Tx): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(hashtext('hub120.ruleFindings'))`
}

export type DailyTotal = { readonly centerId: number; readonly measureId: number; readonly day: string; readonly value: string }

/**
 * Explicit daily totals that stand and carry a comparable number, of the centers and days named, in one statement: the roll-up of the table
 * without dimensions is that one row, and values under another definition are marked in it as unusable. Days are joined by equality and
 * bounded besides: joined to spans, the planner reads the whole history of a center for each of them (2.5 s instead of 0.1 s over three years).
 */
export async function listDailyTotals(
  tx: Tx,
  measureIds: readonly number[],
  wanted: readonly { readonly centerId: number; readonly day: Day }[],
): Promise<readonly DailyTotal[]> {
  const days = plainColumn(wanted.map(({ day }) => day))
  return tx.sql<DailyTotal[]>`
    select r.center_id as "centerId", r.measure_id as "measureId", r.period_start as day, r.center_sum as value
    from unnest(${plainColumn(wanted.map(({ centerId }) => centerId))}::smallint[], ${days}::date[]) as w (center_id, day)
    join observation_rollups r on r.center_id = w.center_id and r.period_start = w.day
    where r.measure_id = any(${plainColumn(measureIds)}::smallint[])
      and r.period_start between (select min(day) from unnest(${days}::date[]) d (day)) and (select max(day) from unnest(${days}::date[]) d (day))
      and r.period_type = 'day'
      and r.table_id = (select id from dimension_tables where key = '')
      and r.usable = 1`
}

const columns = `no, id, center_id as "centerId", rule, check_text as "checkText", period_start as start, period_end as "end",
  left_side as left, right_side as right, imbalance, days, found_at as "foundAt", cleared_at as "clearedAt"`

/** Findings that stand, of all centers; few, since each is to be looked into. */
export async function listOpenFindings(tx: Tx): Promise<readonly StoredFinding[]> {
  return tx.sql<StoredFinding[]>`select ${tx.sql.unsafe(columns)} from rule_findings where cleared_at is null order by center_id, no`
}

/** A page of findings, newest first, below the number given. `centerId` null is every center that the caller may see. */
export async function listRuleFindings(
  tx: Tx,
  page: {
    readonly centerId: number | null
    readonly includeCleared: boolean
    readonly beforeNo: number | null
    readonly limit: number
  },
): Promise<readonly StoredFinding[]> {
  return tx.sql<StoredFinding[]>`
    select ${tx.sql.unsafe(columns)}
    from rule_findings
    where (${page.centerId}::smallint is null or center_id = ${page.centerId})
      and (${page.includeCleared} or cleared_at is null)
      and (${page.beforeNo}::bigint is null or no < ${page.beforeNo})
    order by no desc
    limit ${page.limit}`
}

/** The findings named no longer stand, from now on. */
export async function clearFindings(tx: Tx, findings: readonly Pick<StoredFinding, 'centerId' | 'no'>[]): Promise<void> {
  await tx.sql`
    update rule_findings f set cleared_at = hub_now()
    from unnest(
      ${plainColumn(findings.map(({ centerId }) => centerId))}::smallint[],
      ${plainColumn(findings.map(({ no }) => no))}::bigint[]
    ) as c (center_id, no)
    where f.center_id = c.center_id and f.no = c.no and f.cleared_at is null`
}

/** Stores new findings, found now. */
export async function appendFindings(tx: Tx, findings: readonly FindingOfCenter[]): Promise<void> {
  await tx.sql`
    insert into rule_findings (center_id, rule, check_text, period_start, period_end, left_side, right_side, imbalance, days)
    select center_id, rule, check_text, period_start, period_end, left_side, right_side, imbalance, days
    from unnest(
      ${plainColumn(findings.map(({ centerId }) => centerId))}::smallint[],
      ${findings.map(({ rule }) => rule)}::text[],
      ${findings.map(({ checkText }) => checkText)}::text[],
      ${plainColumn(findings.map(({ start }) => start))}::date[],
      ${plainColumn(findings.map(({ end }) => end))}::date[],
      ${plainColumn(findings.map(({ left }) => left))}::numeric[],
      ${plainColumn(findings.map(({ right }) => right))}::numeric[],
      ${plainColumn(findings.map(({ imbalance }) => imbalance))}::numeric[],
      ${plainColumn(findings.map(({ days }) => days))}::integer[]
    ) with ordinality as f (center_id, rule, check_text, period_start, period_end, left_side, right_side, imbalance, days, place)
    order by place`
}
