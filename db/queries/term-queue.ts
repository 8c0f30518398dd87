import type { WordKind } from '../../schema/domain/terms/mapping.js'
import type { QueueStatus } from '../../schema/domain/terms/queue-status.js'
import type { IndicatorUse } from '../../schema/domain/terms/list-indicator-uses.js'
import type { Tx } from '../transaction.js'
import type { SourceTerm } from './source-terms.js'

/** A word with where it stands, what waits for it, and how much rests on what it may mean. */
export type QueuedTerm = Omit<SourceTerm, 'raw_label' | 'raw_unit' | 'norm_label' | 'norm_unit'> & {
  /** The beginning of the label and the unit as they came; the whole has so many bytes. */
  readonly raw_label: string
  readonly raw_unit: string
  readonly label_bytes: number
  readonly unit_bytes: number
  readonly status: QueueStatus
  /** Entries of decisions so far: what a decision names as the state it was made upon. */
  readonly version: number
  readonly rows_waiting: number
  readonly first_day: string | null
  readonly last_day: string | null
  /** Published indicators whose formulas use what the word may mean. */
  readonly indicators: readonly string[]
  /** Rows that wait, times one more than those indicators. */
  readonly priority: number
}

export type QueuePage = {
  /** Null: all centers that the policies show. */
  readonly centerId: number | null
  readonly kind: WordKind | null
  /** Null: whatever asks for something. */
  readonly status: QueueStatus | null
  readonly assignedTo: string | null
  /** Id of a word: it and those identical with it, whatever their state; null: all. */
  readonly sameAs: string | null
  readonly after: { readonly priority: number; readonly centerId: number; readonly id: string } | null
  readonly limit: number
  /** What words may mean that nobody has proposed anything for yet, as the matcher reads them now. */
  readonly readings: readonly WordReading[]
}

/** References that a word may mean. */
export type WordReading = { readonly id: string; readonly refs: readonly string[] }

/** Words with rows that wait and of which neither the edition nor a decision says what they may mean, the newest first. */
export const listUnreadWords = (
  tx: Tx,
  { centerId, limit }: { readonly centerId: number | null; readonly limit: number },
): Promise<
  readonly (Pick<SourceTerm, 'id' | 'kind' | 'source_field' | 'raw_label' | 'raw_unit'> & { readonly center_id: number })[]
> => tx.sql<(Pick<SourceTerm, 'id' | 'kind' | 'source_field' | 'raw_label' | 'raw_unit'> & { readonly center_id: number })[]>`
  select t.center_id, t.id, t.kind, t.source_field, left(t.raw_label, ${LABEL_SHOWN}) as raw_label, left(t.raw_unit, ${LABEL_SHOWN}) as raw_unit
  from source_terms t
  where (${centerId}::smallint is null or t.center_id = ${centerId}) and t.kind = 'subject' and t.edition_candidates = '{}'
    and exists (
      select from held_rows h
      where h.center_id = t.center_id and h.source_term_id = t.id and h.state = 'held' and h.expires_at > hub_now()
    )
    and not exists (
      select from term_mapping_versions v
      join term_mappings m on m.center_id = v.center_id and m.id = v.mapping_id
      where v.center_id = t.center_id and v.source_term_id = t.id and v.superseded_at is null and v.status <> 'rejected' and not v.negated
        and m.target is not null
    )
  order by t.first_seen_at desc, t.id
  limit ${limit}`

/** Characters of a label that leave the database; it is shown shorter still, and kept whole. */
const LABEL_SHOWN = 1_000

/**
 * A page of the queue, what weighs most first. One pass over the rows that wait and the versions that stand at the centers wanted; words and rows
 * beyond the policies are not there.
 */
export async function listQueue(tx: Tx, page: QueuePage, uses: readonly IndicatorUse[]): Promise<readonly QueuedTerm[]> {
  return tx.sql<QueuedTerm[]>`
    with uses as materialized (
      select u.subject, u.indicator from jsonb_to_recordset(${JSON.stringify(uses)}::text::jsonb) as u (subject text, indicator text)
    ), readings as materialized (
      select r.id, array(select jsonb_array_elements_text(r.refs)) as refs
      from jsonb_to_recordset(${JSON.stringify(page.readings)}::text::jsonb) as r (id uuid, refs jsonb)
    ), waiting as materialized (
      select h.center_id, h.source_term_id, count(*)::int as rows_waiting, min(h.starts_on) as first_day, max(h.starts_on) as last_day
      from held_rows h
      where h.source_term_id is not null and h.state = 'held' and h.expires_at > hub_now()
        and (${page.centerId}::smallint is null or h.center_id = ${page.centerId})
      group by h.center_id, h.source_term_id
    ), standing as materialized (
      select v.center_id, v.source_term_id,
        bool_or(v.status = 'suspended') as is_suspended,
        -- One in ten of what was accepted without asking is looked at like a colleague's decision; nothing says that it was not one.
        bool_or(v.status = 'proposed' and v.evidence @> '{"isApproval": true}' or v.status = 'active' and v.author_type = 'system'
          and cardinality(v.reviewers) = 0 and v.evidence @> '{"isCanary": true}') as is_in_review,
        bool_or(v.status = 'proposed') as is_proposed,
        bool_or(v.status = 'provisional') as is_provisional,
        bool_or(v.status = 'active' and m.target is not null and not v.negated) as is_mapped,
        bool_or(v.status = 'active' and m.target is null) as is_no_match,
        array_agg(m.target) filter (where v.status <> 'rejected' and not v.negated and m.target is not null) as targets
      from term_mapping_versions v
      join term_mappings m on m.center_id = v.center_id and m.id = v.mapping_id
      where v.superseded_at is null and (${page.centerId}::smallint is null or v.center_id = ${page.centerId})
      group by v.center_id, v.source_term_id
    ), words as (
      select t.*, coalesce(w.rows_waiting, 0) as rows_waiting, w.first_day, w.last_day, s.targets, g.refs,
        case when s.is_suspended then 'suspended' when s.is_in_review then 'inReview' when s.is_proposed then 'proposed'
          when s.is_provisional then 'provisional' when s.is_no_match and s.is_mapped is not true then 'noMatch'
          when w.rows_waiting > 0 then 'waiting' when s.is_mapped then 'mapped' else 'idle' end as status
      from source_terms t
      left join waiting w on w.center_id = t.center_id and w.source_term_id = t.id
      left join standing s on s.center_id = t.center_id and s.source_term_id = t.id
      left join readings g on g.id = t.id
      where (${page.centerId}::smallint is null or t.center_id = ${page.centerId})
        and (${page.kind}::text is null or t.kind = ${page.kind})
        and (${page.assignedTo}::text is null or t.assigned_to = ${page.assignedTo})
        and (${page.sameAs}::uuid is null or (t.word_hash, t.kind) in (select o.word_hash, o.kind from source_terms o where o.id = ${page.sameAs}::uuid))
    ), ranked as (
      select q.*, used.indicators, q.rows_waiting::bigint * (1 + cardinality(used.indicators)) as priority
      from words q
      cross join lateral (
        select coalesce(array_agg(distinct u.indicator order by u.indicator), '{}') as indicators
        from uses u
        where u.subject = any(
          array(select regexp_replace(c, '[@#].*$', '') from unnest(q.edition_candidates || q.targets || q.refs) as c)
            || case when q.kind = 'codelist' then array['dimension:' || q.source_field] else '{}' end)
      ) used
      where case when ${page.sameAs}::uuid is not null and ${page.status}::text is null then true
        when ${page.status}::text is null then q.status in ('suspended', 'inReview', 'proposed', 'provisional', 'waiting') or q.flag is not null
        else q.status = ${page.status} end
    ), wanted as (
      select * from ranked r
      where ${page.after?.id ?? null}::uuid is null
        or (-r.priority, r.center_id, r.id) > (-${page.after?.priority ?? 0}::bigint, ${page.after?.centerId ?? 0}::smallint, ${page.after?.id ?? null}::uuid)
      order by r.priority desc, r.center_id, r.id
      limit ${page.limit}
    )
    select q.center_id, q.id, q.kind, q.source_field, left(q.raw_label, ${LABEL_SHOWN}) as raw_label, left(q.raw_unit, ${LABEL_SHOWN}) as raw_unit,
      octet_length(q.raw_label) as label_bytes, octet_length(q.raw_unit) as unit_bytes, q.first_seen_at, q.last_seen_at, q.value_count,
      q.edition_candidates, q.assigned_to, q.flag, q.status, q.rows_waiting, q.first_day, q.last_day, q.indicators, q.priority,
      (select count(*)::int from term_decisions d where d.center_id = q.center_id and d.source_term_id = q.id) as version
    from wanted q
    order by q.priority desc, q.center_id, q.id`
}
