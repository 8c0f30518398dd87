import type postgres from 'postgres'

/** A value as stored, retracted ones included. */
export type StoredValue = {
  readonly key: string
  readonly value: string | null
  readonly status: string
  readonly revision: number
  readonly isRetracted: boolean
}

/** Values of a center by key `measure day 2026-11-19 hour=09`, in order of key; `isHistory` reads the superseded images instead. */
export async function listStored(owner: postgres.Sql, center: string, isHistory = false): Promise<StoredValue[]> {
  return owner<StoredValue[]>`
    select concat_ws(' ', m.code, o.period_type, o.period_start, nullif(c.key, '')) as key, trim_scale(o.value) as value, s.code as status, o.revision,
           o.is_retracted as "isRetracted"
    from ${owner(isHistory ? 'observation_history' : 'observations')} o
    join measures m on m.id = o.measure_id
    join dimension_cells c on c.id = o.cell_id
    join observation_statuses s on s.id = o.status_id
    where o.center_id = (select id from centers where code = ${center})
    order by 1, o.revision`
}

/** The values that stand: `{ 'calls_offered day 2026-11-19': '1548' }`, null for a status without a number. */
export async function standing(owner: postgres.Sql, center: string): Promise<Record<string, string | null>> {
  const rows = await listStored(owner, center)
  return Object.fromEntries(rows.filter(row => !row.isRetracted).map(({ key, value }) => [key, value]))
}

/** Revisions of one key from the first to the one that stands, as `1: 1548 provisional`. */
export async function revisionsOf(owner: postgres.Sql, center: string, key: string): Promise<string[]> {
  const images = [...(await listStored(owner, center, true)), ...(await listStored(owner, center))]
  return images
    .filter(image => image.key === key)
    .map(({ revision, value, status, isRetracted }) => `${revision}: ${isRetracted ? 'retracted' : `${value} ${status}`}`)
}

export type StoredHeldRow = {
  readonly id: string
  readonly line: number | null
  readonly state: string
  readonly codes: string
  readonly reason: string | null
}

/** Held rows of a center in the order they came; `codes` are the reasons that hold them. */
export async function listHeld(owner: postgres.Sql, center: string): Promise<StoredHeldRow[]> {
  return owner<StoredHeldRow[]>`
    select id, source_row as line, state, settlement_reason as reason,
           array_to_string(array(select unnest(reasons) order by 1), ' ') as codes
    from held_rows where center_id = (select id from centers where code = ${center})
    order by submission_no, row_index`
}

/** Rows in every table of the schema, partitions through their parents. */
export async function countTables(owner: postgres.Sql): Promise<Record<string, number>> {
  const tables = await owner<{ name: string }[]>`
    select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`
  const counts: Record<string, number> = {}
  for (const { name } of tables) {
    const [row] = await owner<{ count: number }[]>`select count(*) from ${owner(name)}`
    counts[name] = row?.count ?? 0
  }
  return counts
}

/**
 * Roll-ups that hold something, as text lines; `rebuilt` sums them from the facts by a statement of its own. `before` is a stamp: the roll-ups
 * and facts that stood before it, former images included.
 */
export async function listRollups(owner: postgres.Sql, from: 'stored' | 'rebuilt', before = 'infinity'): Promise<string[]> {
  const standing = owner`recorded_at < ${before}::text::timestamptz and superseded_at >= ${before}::text::timestamptz`
  const rows =
    from === 'stored'
      ? await owner<{ line: string }[]>`
          select concat_ws(' ', center_id, measure_id, period_type, period_start, table_id, cells, usable, not_applicable, blocked, uncounted,
            coalesce(blocked_reason, '-'), trim_scale(center_sum), trim_scale(council_excluded), council_part, coalesce(qualities::text, '-')) as line
          from (
            select to_jsonb(r) || '{"superseded_at": "infinity"}' as image from observation_rollups r
            union all select to_jsonb(h) from observation_rollup_history h
          ) images, jsonb_populate_record(null::observation_rollup_history, image)
          where cells > 0 and ${standing} order by 1`
      : await owner<{ line: string }[]>`
          select concat_ws(' ', o.center_id, o.measure_id, o.period_type, o.period_start, c.table_id, count(*),
            sum((o.counts and s.has_value and s.quality <> 'DEFINITION_DIFFERS')::int),
            sum((o.counts and coalesce(s.missing_reason, '') = 'NOT_APPLICABLE')::int),
            sum((o.counts and coalesce(s.missing_reason, '') <> 'NOT_APPLICABLE' and not (s.has_value and s.quality <> 'DEFINITION_DIFFERS'))::int),
            sum((not o.counts)::int),
            coalesce((select r.reason from (values (1, 'NOT_COMPARABLE'), (2, 'NOT_COLLECTED'), (3, 'OUTAGE'), (4, 'MISSING'), (5, 'CLOSED'),
                (6, 'SUPPRESSED')) as r (place, reason)
              where r.reason = any(array_agg(case when not o.counts then null
                                                  when s.has_value and s.quality = 'DEFINITION_DIFFERS' then 'NOT_COMPARABLE'
                                                  when not s.has_value and s.missing_reason <> 'NOT_APPLICABLE' then s.missing_reason end))
              order by r.place limit 1), '-'),
            trim_scale(coalesce(sum(o.value) filter (where o.counts and s.has_value and s.quality <> 'DEFINITION_DIFFERS'), 0)),
            trim_scale(coalesce(sum(o.value) filter (where o.counts and s.has_value and s.quality <> 'DEFINITION_DIFFERS'
              and o.measure_id = any(c.council_excludes)), 0)),
            max(case when not o.counts or o.measure_id = any(c.council_excludes) then 0
                     when s.missing_reason = 'NOT_APPLICABLE' then 1
                     when s.has_value and s.quality <> 'DEFINITION_DIFFERS' then 2
                     else 0 end),
            coalesce((
              select jsonb_agg(jsonb_build_array(q.quality, q.members, q.leaving) order by q.quality collate "C")::text
              from (
                select u.quality, count(*) as members, count(*) filter (where u.leaves) as leaving
                from unnest(array_agg(case when o.counts and s.has_value then s.quality end),
                  array_agg(o.measure_id = any(c.council_excludes))) as u (quality, leaves)
                where u.quality not in ('NORMAL', 'PROVISIONAL', 'DEFINITION_DIFFERS')
                group by u.quality
              ) q), '-')) as line
          from (select f.*, not f.measure_id = any(x.center_excludes) as counts from (
            select center_id, measure_id, period_type, period_start, cell_id, value, status_id, is_retracted, recorded_at, 'infinity' as superseded_at
            from observations
            union all select center_id, measure_id, period_type, period_start, cell_id, value, status_id, is_retracted, recorded_at, superseded_at
            from observation_history
          ) f join dimension_cells x on x.id = f.cell_id where ${standing}) o
          join dimension_cells c on c.id = o.cell_id
          join observation_statuses s on s.id = o.status_id
          where not o.is_retracted
          group by o.center_id, o.measure_id, o.period_type, o.period_start, c.table_id
          order by 1`
  return rows.map(({ line }) => line)
}
