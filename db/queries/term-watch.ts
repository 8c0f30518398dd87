import type { Conversion, Effective, MappingPredicate, WordKind } from '../../schema/domain/terms/mapping.js'
import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'

/** A word and what it stands for by a decision that stands, with what its last nights looked like. Decimals are texts. */
export type WatchedWord = {
  readonly center_id: number
  /** Number of the version that says what it stands for. */
  readonly no: number
  readonly term: string
  readonly kind: WordKind
  readonly label: string
  readonly norm_label: string
  readonly unit: string
  readonly target: string | null
  readonly predicate: MappingPredicate
  readonly status: 'active' | 'suspended'
  readonly effective: Effective
  readonly conversion: Conversion['kind']
  readonly nights: number
  readonly p5: string | null
  readonly median: string | null
  readonly p95: string | null
}

/** What the words of a center are said to mean by decisions that stand, for whatever days. */
export async function listStandingTargets(tx: Tx, centerId: number): Promise<readonly string[]> {
  const rows = await tx.sql<{ target: string }[]>`
    select distinct m.target
    from term_mapping_versions v
    join term_mappings m on m.center_id = v.center_id and m.id = v.mapping_id
    where v.center_id = ${centerId} and v.superseded_at is null and not v.negated and v.status in ('active', 'suspended') and m.target is not null`
  return rows.map(({ target }) => target)
}

/**
 * Words that mean something now or will, of one center or (null) of all, with the spread of their last four weeks; those that mean one of `always` also
 * where their days are long over.
 */
export const listWatchedWords = (
  tx: Tx,
  centerId: number | null,
  always: readonly string[] = [],
): Promise<readonly WatchedWord[]> => tx.sql<WatchedWord[]>`
  select v.center_id, v.no, t.id as term, t.kind, t.raw_label as label, t.norm_label, t.raw_unit as unit, m.target, m.predicate, v.status,
    json_build_object('from', lower(v.effective), 'to', upper(v.effective)) as effective, m.conversion_kind as conversion,
    p.nights, trim_scale(p.p5)::text as p5, trim_scale(p.median)::text as median, trim_scale(p.p95)::text as p95
  from term_mapping_versions v
  join term_mappings m on m.center_id = v.center_id and m.id = v.mapping_id
  join source_terms t on t.center_id = v.center_id and t.id = v.source_term_id
  left join lateral (
    select count(*)::int as nights, min(q.p5) as p5, avg(q.median) as median, max(q.p95) as p95
    from term_profiles q where q.center_id = t.center_id and q.source_term_id = t.id and q.day > hub_today() - 28
  ) p on true
  where v.superseded_at is null and not v.negated and v.status in ('active', 'suspended')
    and (upper(v.effective) is null or upper(v.effective) > hub_today() - 7 or m.target = any(${plainColumn(always)}::text[]))
    and (${centerId}::smallint is null or v.center_id = ${centerId})
  order by v.center_id, v.no`

/** Daily totals of every measure of a center over the last days, oldest first. */
export const listMeasureNights = (
  tx: Tx,
  centerId: number,
  days: number,
): Promise<readonly { readonly measure: string; readonly days: readonly string[]; readonly values: readonly string[] }[]> => tx.sql<
  { measure: string; days: string[]; values: string[] }[]
>`
  select m.code as measure, array_agg(r.period_start::text order by r.period_start) as days,
    array_agg(trim_scale(r.center_sum)::text order by r.period_start) as values
  from observation_rollups r
  join measures m on m.id = r.measure_id
  where r.center_id = ${centerId} and r.period_type = 'day' and r.usable = 1 and r.blocked = 0
    and r.table_id = (select id from dimension_tables where key = '')
    and r.period_start between hub_today() - ${days}::int and hub_today()
  group by m.code order by m.code`

/** Rows of the last week that a rule holds under words that a decision reads: the identity the rule states does not hold for them. */
export const listWordsInBrokenRules = (
  tx: Tx,
  centerId: number,
): Promise<readonly { readonly term: string; readonly rule: string; readonly rows: number; readonly last_day: string | null }[]> => tx.sql<
  { term: string; rule: string; rows: number; last_day: string | null }[]
>`
  select s.source_term_id as term, r.rule, count(*)::int as rows, max(h.starts_on)::text as last_day
  from held_rows h
  cross join lateral unnest(h.rules) as r (rule)
  join source_term_spellings s on s.center_id = h.center_id and s.raw_label = h.submitted ->> 'measure'
    and s.raw_unit = coalesce(h.submitted ->> 'unit', '')
  where h.center_id = ${centerId} and h.state = 'held' and h.held_at > hub_now() - interval '7 days'
    and exists (
      select from term_mapping_versions v
      where v.center_id = s.center_id and v.source_term_id = s.source_term_id and v.status = 'active' and not v.negated and v.superseded_at is null
    )
  group by s.source_term_id, r.rule
  order by s.source_term_id, r.rule`

/** Pairs of words of a center whose values may have changed places, by what the last night kept with its proposals: each pair once, with both readings. */
export const listExchanges = (
  tx: Tx,
  centerId: number,
): Promise<readonly { readonly terms: readonly string[]; readonly readings: readonly Readonly<Record<string, unknown>>[] }[]> => tx.sql<
  { terms: string[]; readings: Readonly<Record<string, unknown>>[] }[]
>`
  with found as (
    select distinct on (v.source_term_id) v.source_term_id::text as term, f -> 'exchange' ->> 'word' as other, t.raw_label as label, t.raw_unit as unit,
      f ->> 'ref' as named, f -> 'exchange' ->> 'ref' as exchanged, f -> 'exchange' as exchange, f ->> 'identity' as identity
    from term_mapping_versions v
    join source_terms t on t.center_id = v.center_id and t.id = v.source_term_id
    cross join lateral jsonb_array_elements(case when jsonb_typeof(v.evidence -> 'identities') = 'array' then v.evidence -> 'identities' else '[]' end) as f
    where v.center_id = ${centerId} and v.superseded_at is null and v.status in ('proposed', 'provisional') and not v.negated
      and jsonb_typeof(f -> 'exchange') = 'object' and f -> 'exchange' ->> 'word' is not null
    order by v.source_term_id, v.no desc
  )
  select array[least(f.term, f.other), greatest(f.term, f.other)] as terms,
    jsonb_agg(jsonb_build_object('term', f.term, 'label', left(f.label, 200), 'unit', left(f.unit, 40), 'asNamed', f.named, 'exchanged', f.exchanged,
      'reading', f.exchange ->> 'reading', 'identity', f.identity, 'textKo', f.exchange ->> 'textKo', 'textEn', f.exchange ->> 'textEn') order by f.term) as readings
  from found f
  group by 1
  order by 1`
