import type { PeriodType } from '../../schema/domain/period.js'
import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'
import type { DisclosureRow } from './observation-reads.js'

/** The key of a value by the numbers it is stored under; `cell` is canonical cell text. */
export type HistoryKey = {
  readonly centerId: number
  readonly measureId: number
  readonly periodType: PeriodType
  readonly periodStart: string
  readonly cell: string
}

/** One revision of a key: what it made of the one before, and where it came from. `place` is the place of its key among those asked. */
export type RevisionRow = {
  readonly place: number
  readonly revision: number
  readonly value: string | null
  readonly value_before: string | null
  /** Value less the value before; null where either has none. */
  readonly delta: string | null
  readonly status_id: number
  readonly status_before: number | null
  readonly is_retracted: boolean
  readonly recorded_at: string
  /** Null while it stands. */
  readonly superseded_at: string | null
  readonly is_provisional_mapping: boolean
  readonly parameters: Readonly<Record<string, string>> | null
  readonly confirmed_rules: readonly string[] | null
  readonly raw_value: string | null
  readonly raw_unit: string | null
  readonly unit_factor: string | null
  readonly label: string | null
  /** Ids of the versions of mappings it was read by; empty where none was needed, or the caller may not read the words. */
  readonly mapping_versions: readonly string[]
  /** The receipt and all that it tells; null where the caller may not read it. */
  readonly submission_id: string | null
  readonly content_hash: string | null
  readonly edition: string | null
  readonly strategy: 'MERGE' | 'REPLACE_SCOPE' | 'RETRACT' | null
  readonly submitted_by: string | null
  readonly submission_reason: string | null
  readonly received_at: string | null
  /** The same in Korea, `2026-11-20T06:00:00.000000`. */
  readonly received_time: string | null
  /** Its row in the submission, from 0; null where no row brought it, or the caller may not read the receipt. */
  readonly row_index: number | null
  readonly source_row: number | null
  /** The held row that it landed from, and who settled it how; null where it did not wait. */
  readonly held_row: string | null
  /** DECIDE where a decision about a word took back the value before. */
  readonly action: 'CONFIRM' | 'CORRECT' | 'REPLAY' | 'DECIDE' | null
  readonly resolved_by: string | null
  readonly resolution_reason: string | null
}

export type HistoriesWanted = {
  readonly keys: readonly HistoryKey[]
  /** The center whose values are shown however few they rest on. */
  readonly ownerId: number | null
  readonly limits: readonly DisclosureRow[]
  /** The center whose receipts are shown; null for all of them. */
  readonly receiptsOf: number | null
  /** Revisions after this one. */
  readonly after: number
  /** Revisions of each key. */
  readonly limit: number
  /** Only what was recorded before that bound of the center of each key (S25), in the order of `keys`; null is all. */
  readonly bounds: readonly string[] | null
}

const IMAGE = `value, status_id, revision, submission_no, recorded_at, is_retracted, is_provisional_mapping, parameters, confirmed_rules, raw_value,
  raw_unit, unit_factor, label, mapping_versions, row_index`

/** The rules that had been confirmed of a revision before the bound of its key: what stands with it without what was added since. */
const confirmedBefore = (tx: Tx) => tx.sql`
    case when k.bound = 'infinity' or r.confirmed_rules is null then r.confirmed_rules else nullif(array(
      select c.rule from unnest(r.confirmed_rules) with ordinality as c (rule, place)
      where not exists (
        select from observation_confirmations q
        where q.center_id = k.center_id and q.measure_id = k.measure_id and q.period_start = k.period_start and q.period_type = k.period_type
          and q.cell_id = k.cell_id and q.revision = r.revision and q.recorded_at >= k.bound and c.rule = any(q.rules))
      order by c.place), '{}') end`

/** The held row that a revision landed from, or the decision about a word that took back the value before. */
const madeBy = (tx: Tx) => tx.sql`
    left join lateral (
      select min(h.id::text) as held_row, min(h.source_row) as source_row, min(a.action) as action, min(a.resolved_by) as resolved_by,
        min(a.reason) as reason
      from held_rows h
      join held_row_resolutions a on a.center_id = h.center_id and a.held_row_id = h.id and a.outcome = 'landed'
      where h.center_id = s.center_id and h.submission_no = s.no
        and (h.measure_id = k.measure_id or h.measure_id is null and h.submitted ->> 'measure' = r.label)
        and (h.period_start is null or h.period_start = k.period_start) and (h.period_type is null or h.period_type = k.period_type)
        and (h.cell_id is null or h.cell_id = k.cell_id) and (r.row_index is null or h.row_index = r.row_index)
        -- A row that landed more than once is told apart by the recording.
        and (h.settled_at = r.recorded_at or h.turn = 1 and not exists (
          select from held_rows t where t.center_id = h.center_id and t.submission_no = h.submission_no and t.row_index = h.row_index and t.turn > 1))
      having count(*) = 1
    ) z on true
    -- What did not land in the recording of a decision was taken back by it.
    left join lateral (
      select 'DECIDE' as action, t.actor, t.reason from term_decisions t
      where z.action is null and t.center_id = k.center_id and t.recorded_at = r.recorded_at and s.id is not null
      order by t.no desc limit 1
    ) d on true`

/**
 * Revisions of each key, oldest first, at least `limit` where there are so many. One index range of the history and one row of what stands a key.
 * A key whose count was ever too small to be shown has no history for others (S24): a former value must not tell what the present one may not.
 * A landed row is known by the submission it came with and its key; where its word was settled only later, by that word. Two that fit are none.
 */
export async function listRevisions(tx: Tx, wanted: HistoriesWanted): Promise<readonly RevisionRow[]> {
  const { keys, limits, after } = wanted
  const starts = keys.map(key => key.periodStart)
  const [first, last] = [starts.reduce((a, b) => (a < b ? a : b), '9999-12-31'), starts.reduce((a, b) => (a > b ? a : b), '0001-01-01')]
  const image = tx.sql.unsafe(IMAGE)
  return tx.sql<RevisionRow[]>`
    with keys as (
      select k.*, c.id as cell_id
      from unnest(
        ${plainColumn(keys.map((_, place) => place))}::int[], ${plainColumn(keys.map(key => key.centerId))}::smallint[],
        ${plainColumn(keys.map(key => key.measureId))}::smallint[], ${plainColumn(starts)}::date[],
        ${plainColumn(keys.map(key => key.periodType))}::period_type[], ${keys.map(key => key.cell)}::text[],
        ${plainColumn(keys.map((_, place) => wanted.bounds?.[place] ?? 'infinity'))}::timestamptz[]
      ) as k (place, center_id, measure_id, period_start, period_type, cell, bound)
      join dimension_cells c on c.key = k.cell
      where k.center_id = ${wanted.ownerId}::smallint or not exists (
        select from unnest(
          ${plainColumn(limits.map(({ measureId }) => measureId))}::smallint[], ${plainColumn(limits.map(({ countId }) => countId))}::smallint[],
          ${plainColumn(limits.map(({ least }) => least))}::numeric[]) as l (measure_id, count_id, least)
        where l.measure_id = k.measure_id and (
          not exists (
            select from observations n
            where n.center_id = k.center_id and n.measure_id = l.count_id and n.period_start = k.period_start
              and n.period_type = k.period_type and n.cell_id = c.id and not n.is_retracted and (n.value = 0 or n.value >= l.least)
              and n.period_start between ${first}::date and ${last}::date)
          or exists (
            select from observation_history n
            where n.center_id = k.center_id and n.measure_id = l.count_id and n.period_start = k.period_start
              and n.period_type = k.period_type and n.cell_id = c.id and n.value <> 0 and n.value < l.least
              and n.period_start between ${first}::date and ${last}::date)))
    )
    select k.place, r.revision, r.value, r.value_before, trim_scale(r.value - r.value_before) as delta, r.status_id, r.status_before,
      r.is_retracted, coalesce(made.committed_at, r.recorded_at) as recorded_at,
      case when r.superseded_at < k.bound then coalesce(past.committed_at, r.superseded_at) end as superseded_at,
      -- As it was known when the revision last stood.
      case when r.is_provisional_mapping then hub_is_provisional(k.center_id, r.mapping_versions, k.period_start, least(r.superseded_at, k.bound)) else false end
        as is_provisional_mapping, r.parameters,
      ${confirmedBefore(tx)} as confirmed_rules, r.raw_value, r.raw_unit, r.unit_factor, r.label,
      array(select v.id from term_mapping_versions v where v.center_id = k.center_id and v.no = any(r.mapping_versions) order by v.no) as mapping_versions,
      s.id as submission_id, s.content_hash, s.edition, s.strategy, s.submitted_by, s.reason as submission_reason,
      s.received_at, to_char(s.received_at at time zone 'Asia/Seoul', 'YYYY-MM-DD"T"HH24:MI:SS.US') as received_time,
      case when s.id is not null then r.row_index end as row_index,
      coalesce(s.source_rows[r.row_index + 1], z.source_row,
        -- Stored before rows were numbered; what a scope or a decision takes back came in no row.
        case when s.received = 1 and (s.strategy = 'RETRACT' or not r.is_retracted) then s.source_rows[1] end) as source_row,
      z.held_row, coalesce(z.action, d.action) as action, coalesce(z.resolved_by, d.actor) as resolved_by, coalesce(z.reason, d.reason) as resolution_reason
    from keys k
    cross join lateral (
      select x.*, lag(x.value) over w as value_before, lag(x.status_id) over w as status_before
      from (
        select ${image}, superseded_at
        from observation_history h
        where h.center_id = k.center_id and h.measure_id = k.measure_id and h.period_start = k.period_start and h.period_type = k.period_type
          and h.cell_id = k.cell_id and h.revision >= ${after} and h.recorded_at < k.bound and h.period_start between ${first}::date and ${last}::date
        union all
        select ${image}, null
        from observations o
        where o.center_id = k.center_id and o.measure_id = k.measure_id and o.period_start = k.period_start and o.period_type = k.period_type
          and o.cell_id = k.cell_id and o.revision >= ${after} and o.recorded_at < k.bound and o.period_start between ${first}::date and ${last}::date
        order by revision
        limit ${wanted.limit + 1}
      ) x
      window w as (order by x.revision)
    ) r
    -- When it could be seen; what it carries is its place among the recordings of its center.
    left join recordings made on made.center_id = k.center_id and made.stamp = r.recorded_at
    left join recordings past on past.center_id = k.center_id and past.stamp = r.superseded_at
    left join submissions s on s.center_id = k.center_id and s.no = r.submission_no
      and (${wanted.receiptsOf}::smallint is null or s.center_id = ${wanted.receiptsOf})
    ${madeBy(tx)}
    where r.revision > ${after}
    order by k.place, r.revision`
}
