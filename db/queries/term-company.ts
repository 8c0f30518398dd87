import type { Tx } from '../transaction.js'

/**
 * Nights of one record of a center, oldest first: of rows that wait for the word `term`, as raw texts, or of what landed under the code `measure`, in its
 * unit. `is_sure`: landed by the edition's own name or by a decision that a person has seen.
 */
export type RecordNights = { readonly is_sure: boolean; readonly days: readonly string[]; readonly values: readonly string[] } & (
  { readonly term: string; readonly measure: null } | { readonly term: null; readonly measure: string }
)

/**
 * The last nights of words, and what landed on the same days: totals of single days, without dimensions, since of a part no identity speaks. One statement
 * however many words. What landed under a definition of the center's own is left out.
 */
export const listCompany = (
  tx: Tx,
  centerId: number,
  { terms, nights }: { readonly terms: readonly string[]; readonly nights: number },
): Promise<readonly RecordNights[]> => tx.sql<RecordNights[]>`
  with latest as (
    select distinct on (h.source_term_id, h.starts_on) h.source_term_id as term, h.starts_on as day, left(h.submitted ->> 'value', 40) as value
    from held_rows h
    where h.center_id = ${centerId} and h.source_term_id = any(${terms as string[]}::uuid[]) and h.state = 'held' and h.expires_at > hub_now()
      and h.starts_on is not null and h.submitted ->> 'value' is not null and h.submitted -> 'dimensions' in ('[]', 'null')
      and lower(coalesce(h.submitted ->> 'periodType', 'day')) = 'day'
    order by h.source_term_id, h.starts_on, h.submission_no desc, h.row_index desc
  ), waiting as (
    select w.term, w.day, w.value
    from (select l.term, l.day, l.value, row_number() over (partition by l.term order by l.day desc) as place from latest l) w
    where w.place <= ${nights}
  )
  select w.term, null as measure, false as is_sure, array_agg(w.day::text order by w.day) as days, array_agg(w.value order by w.day) as values
  from waiting w
  group by w.term
  union all
  select null, m.code, o.is_sure, array_agg(o.period_start::text order by o.period_start),
    array_agg(trim_scale(o.value)::text order by o.period_start)
  from (
    select l.measure_id, l.status_id, l.period_start, l.value,
      not (l.is_provisional_mapping and hub_is_provisional(l.center_id, l.mapping_versions, l.period_start, 'infinity')) as is_sure
    from observations l
    where l.center_id = ${centerId} and l.period_type = 'day' and not l.is_retracted and l.value is not null
      and l.cell_id = (select c.id from dimension_cells c where c.key = '')
      and l.period_start between (select min(w.day) from waiting w) and (select max(w.day) from waiting w)
      and l.period_start in (select w.day from waiting w)
  ) o
  join measures m on m.id = o.measure_id
  join observation_statuses s on s.id = o.status_id
  where s.code <> 'definition_differs'
  group by m.code, o.is_sure`

/** What measures of a center came to in the median of the days before one: totals of single days, landed by the edition's own name or a decision that a person has seen. */
export const listUsualTotals = (
  tx: Tx,
  centerId: number,
  wanted: { readonly measures: readonly string[]; readonly before: string; readonly days: number },
): Promise<readonly { readonly measure: string; readonly median: number }[]> => tx.sql<{ measure: string; median: number }[]>`
  select m.code as measure, percentile_cont(0.5) within group (order by o.value::float8) as median
  from observations o
  join measures m on m.id = o.measure_id
  join observation_statuses s on s.id = o.status_id
  where o.center_id = ${centerId} and m.code = any(${wanted.measures as string[]}::text[]) and o.period_type = 'day' and not o.is_retracted
    and o.value > 0 and o.cell_id = (select c.id from dimension_cells c where c.key = '') and s.code <> 'definition_differs'
    and o.period_start < ${wanted.before}::date and o.period_start >= ${wanted.before}::date - ${wanted.days}::int
    and not (o.is_provisional_mapping and hub_is_provisional(o.center_id, o.mapping_versions, o.period_start, 'infinity'))
  group by m.code`
