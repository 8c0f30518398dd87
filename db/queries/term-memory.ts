import type { Tx } from '../transaction.js'
import type { DayProfile } from './source-terms.js'
import { versionColumns, versionSource, type MappingVersion } from './term-mappings.js'

type OfTerm = { readonly source_term_id: string }

/** Versions that stand about words, by word and number; words hidden by the policies have none. */
export async function listStandingOfTerms(tx: Tx, terms: readonly string[]): Promise<readonly MappingVersion[]> {
  return tx.sql<MappingVersion[]>`
    select ${tx.sql.unsafe(versionColumns)} from ${tx.sql.unsafe(versionSource)}
    where v.source_term_id = any(${terms as string[]}::uuid[]) and v.superseded_at is null
    order by v.source_term_id, v.no`
}

/** Texts with six decimals at most: what several submissions of a day were weighted to has no end of digits. */
const shownProfile = ['least', 'p5', 'median', 'p95', 'greatest', 'zero_share', 'integer_share', 'within_one_share', 'within_hundred_share']
  .map(name => `trim_scale(round(p.${name}, 6))::text as ${name}`)
  .join(', ')

/** The latest nights of words, oldest first within a word. */
export async function listProfilesOfTerms(tx: Tx, terms: readonly string[], nights: number): Promise<readonly (DayProfile & OfTerm)[]> {
  return tx.sql<(DayProfile & OfTerm)[]>`
    select w.id as source_term_id, p.day, p.values_seen, ${tx.sql.unsafe(shownProfile)}
    from unnest(${terms as string[]}::uuid[]) as w (id)
    join source_terms t on t.id = w.id
    cross join lateral (
      select * from term_profiles o where o.center_id = t.center_id and o.source_term_id = t.id order by o.day desc limit ${nights}
    ) p
    order by w.id, p.day`
}

/**
 * What the rows that wait for words say, a text a day and the latest days, oldest first: of durations in words or clock notation there is no profile. Of words that have
 * one there is nothing here.
 */
export async function listWaitingTexts(
  tx: Tx,
  terms: readonly string[],
  nights: number,
): Promise<readonly (OfTerm & { readonly value: string })[]> {
  return tx.sql<(OfTerm & { readonly value: string })[]>`
    select w.id as source_term_id, x.value
    from unnest(${terms as string[]}::uuid[]) as w (id)
    join source_terms t on t.id = w.id
    cross join lateral (
      select distinct on (h.starts_on) h.starts_on, left(h.submitted ->> 'value', 40) as value
      from held_rows h
      where h.center_id = t.center_id and h.source_term_id = t.id and h.state = 'held' and h.expires_at > hub_now()
        and jsonb_typeof(h.submitted -> 'value') = 'string' and h.starts_on is not null
      order by h.starts_on desc, h.submission_no desc, h.row_index
      limit ${nights}
    ) x
    where not exists (select from term_profiles p where p.center_id = t.center_id and p.source_term_id = t.id)
    order by w.id, x.starts_on`
}

/** A meaning that was refused for a word, with what spoke for it then. */
export type Rejection = OfTerm & {
  readonly target: string
  readonly evidence_hash: string
  readonly evidence: unknown
  readonly rejected_at: string
  readonly rejected_by: string
  readonly reason: string | null
}

/** Refusals that stand, newest first. The evidence is that of the version in which the refusal was written down; null where it was not, and then told last. */
export async function listRejectionsOfTerms(tx: Tx, terms: readonly string[]): Promise<readonly Rejection[]> {
  return tx.sql<Rejection[]>`
    select r.source_term_id, r.target, r.evidence_hash, r.rejected_at, r.rejected_by, r.reason, w.evidence
    from term_rejections r
    left join lateral (
      select v.evidence from ${tx.sql.unsafe(versionSource)}
      where v.center_id = r.center_id and v.source_term_id = r.source_term_id and v.status = 'rejected' and m.target = r.target
        and v.evidence_hash = r.evidence_hash
      order by v.no desc limit 1
    ) w on true
    where r.source_term_id = any(${terms as string[]}::uuid[]) and r.lifted_at is null
    order by r.source_term_id, r.rejected_at desc, w.evidence is null`
}

/** The same word, in compared form, at other centers: how many mean one thing by it, and at how many of those a steward said so. */
export type Twin = OfTerm & { readonly target: string | null; readonly centers: number; readonly by_stewards: number }

/**
 * What the same words mean at other centers. `target` null: nothing was decided there, or that nothing fits. Of centers hidden by the policies there
 * is nothing, so a center's own people learn nothing of others.
 */
export async function listTwins(tx: Tx, terms: readonly string[]): Promise<readonly Twin[]> {
  return tx.sql<Twin[]>`
    select w.id as source_term_id, s.target, count(distinct t.center_id)::int as centers,
      count(distinct t.center_id) filter (where s.is_by_steward)::int as by_stewards
    from source_terms w
    join source_terms t on t.word_hash = w.word_hash and t.kind = w.kind and t.center_id <> w.center_id
    left join lateral (
      select m.target, v.author_type = 'steward' or cardinality(v.reviewers) > 0 as is_by_steward
      from ${tx.sql.unsafe(versionSource)}
      where v.center_id = t.center_id and v.source_term_id = t.id and v.superseded_at is null and v.status = 'active' and not v.negated
        and m.predicate = 'exact'
      order by v.effective desc limit 1
    ) s on true
    where w.id = any(${terms as string[]}::uuid[])
    group by w.id, s.target
    order by w.id, centers desc, s.target`
}

/** Words of the same centers that mean something exactly already, with the word each is held against. */
export async function listCoLabels(
  tx: Tx,
  centers: readonly number[],
): Promise<readonly (OfTerm & { readonly center_id: number; readonly label: string; readonly target: string })[]> {
  return tx.sql<(OfTerm & { readonly center_id: number; readonly label: string; readonly target: string })[]>`
    select distinct on (t.center_id, t.id, m.target) t.center_id, t.id as source_term_id, left(t.raw_label, 200) as label, m.target
    from ${tx.sql.unsafe(versionSource)}
    join source_terms t on t.center_id = v.center_id and t.id = v.source_term_id
    where v.center_id = any(${centers as number[]}::smallint[]) and v.superseded_at is null and v.status = 'active' and not v.negated
      and m.predicate = 'exact' and m.target is not null
    order by t.center_id, t.id, m.target`
}

/** A contradiction that is open, by the words it is about. */
export type OpenConflict = {
  readonly id: string
  readonly conflict: string
  readonly terms: readonly string[]
  readonly detected_on: string
  readonly evidence: unknown
}

/** Open contradictions about words; those between centers are seen by who sees all centers. */
export async function listOpenConflicts(tx: Tx, terms: readonly string[]): Promise<readonly OpenConflict[]> {
  return tx.sql<OpenConflict[]>`
    select c.id, c.conflict, c.terms, c.detected_on, c.evidence
    from term_conflicts c
    where c.state = 'open' and c.terms && ${terms as string[]}::uuid[]
    order by c.detected_on, c.id`
}
