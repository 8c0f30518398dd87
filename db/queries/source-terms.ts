import type { Day } from '../../schema/domain/period.js'
import type { SeenWord } from '../../schema/domain/submissions/collect-words.js'
import type { WordKind } from '../../schema/domain/terms/mapping.js'
import type { ValueProfile } from '../../schema/domain/terms/profile-values.js'
import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'
import { WORD_REASONS } from './held-rows.js'

/** A word of a center as the queue shows it. */
export type SourceTerm = {
  readonly center_id: number
  readonly id: string
  readonly kind: WordKind
  readonly source_field: string
  readonly raw_label: string
  readonly raw_unit: string
  readonly norm_label: string
  readonly norm_unit: string
  readonly first_seen_at: string
  readonly last_seen_at: string
  readonly value_count: number
  readonly edition_candidates: readonly string[]
  readonly assigned_to: string | null
  readonly flag: string | null
}

const termColumns = `t.center_id, t.id, t.kind, t.source_field, t.raw_label, t.raw_unit, t.norm_label, t.norm_unit, t.first_seen_at, t.last_seen_at,
  t.value_count, t.edition_candidates, t.assigned_to, t.flag`

const wordColumns = (words: readonly SeenWord[]) =>
  JSON.stringify(
    words.map(({ word, normLabel, normUnit, editionCandidates, valueCount, firstDay, lastDay }, place) => ({
      place,
      kind: word.kind,
      field: word.field,
      label: word.label,
      unit: word.unit,
      norm_label: normLabel,
      norm_unit: normUnit,
      candidates: editionCandidates,
      n: valueCount,
      first_day: firstDay,
      last_day: lastDay,
    })),
  )

/**
 * Makes the words of a submission known, counts them, notes the spellings, where they were seen and what their values looked like by day. Returns the
 * number of each word, in order. Three statements however many words; the caller holds the lock of the center.
 */
export async function registerWords(
  tx: Tx,
  place: { readonly centerId: number; readonly submissionNo: number | null },
  words: readonly SeenWord[],
): Promise<readonly string[]> {
  if (words.length === 0) return []
  const ids = await storeTerms(tx, place.centerId, words)
  if (place.submissionNo !== null) await noteSightings(tx, { centerId: place.centerId, submissionNo: place.submissionNo }, words, ids)
  const profiles = words.flatMap(({ profiles: days }, index) => days.map(day => ({ ...day, term: ids[index] ?? '' })))
  if (profiles.length > 0) await noteProfiles(tx, place.centerId, profiles)
  return ids
}

async function storeTerms(tx: Tx, centerId: number, words: readonly SeenWord[]): Promise<readonly string[]> {
  const rows = await tx.sql<{ place: number; id: string }[]>`
    with said as (
      select s.*, encode(sha256(convert_to(jsonb_build_array(${centerId}::int, s.kind, s.field, s.label, s.unit)::text, 'UTF8')), 'hex') as key
      from jsonb_to_recordset(${wordColumns(words)}::text::jsonb) as s (place int, kind text, field text, label text, unit text, norm_label text,
        norm_unit text, candidates jsonb, n bigint)
    ), terms as (
      insert into source_terms as t (center_id, kind, source_field, key, raw_label, raw_unit, norm_label, norm_unit, value_count, edition_candidates)
      select distinct on (s.kind, s.field, s.norm_label, s.norm_unit) ${centerId}, s.kind, s.field, s.key, s.label, s.unit, s.norm_label, s.norm_unit,
        sum(s.n) over (partition by s.kind, s.field, s.norm_label, s.norm_unit),
        array(select jsonb_array_elements_text(s.candidates))
      from said s
      order by s.kind, s.field, s.norm_label, s.norm_unit, s.place
      on conflict on constraint source_terms_word_unique do update set
        last_seen_at = hub_now(), value_count = t.value_count + excluded.value_count, edition_candidates = excluded.edition_candidates
      returning t.id, t.kind, t.source_field, t.norm_label, t.norm_unit
    ), named as (
      select s.place, s.key, s.label, s.unit, t.id
      from said s
      join terms t on t.kind = s.kind and t.source_field = s.field and t.norm_label = s.norm_label and t.norm_unit = s.norm_unit
    ), spellings as (
      insert into source_term_spellings (center_id, key, source_term_id, raw_label, raw_unit)
      select distinct on (n.key) ${centerId}, n.key, n.id, n.label, n.unit from named n
      on conflict on constraint source_term_spellings_pk do nothing
    )
    select n.place, n.id from named n order by n.place`
  return rows.map(({ id }) => id)
}

async function noteSightings(
  tx: Tx,
  { centerId, submissionNo }: { readonly centerId: number; readonly submissionNo: number },
  words: readonly SeenWord[],
  ids: readonly string[],
): Promise<void> {
  await tx.sql`
    insert into source_term_sightings as g (center_id, source_term_id, submission_no, values_seen, first_day, last_day)
    select ${centerId}, s.term, ${submissionNo}, sum(s.n), min(s.first_day), max(s.last_day)
    from unnest(
      ${plainColumn(ids)}::uuid[], ${plainColumn(words.map(({ valueCount }) => valueCount))}::int[],
      ${plainColumn(words.map(({ firstDay }) => firstDay))}::date[], ${plainColumn(words.map(({ lastDay }) => lastDay))}::date[]
    ) as s (term, n, first_day, last_day)
    group by s.term
    on conflict on constraint source_term_sightings_pk do update set
      values_seen = g.values_seen + excluded.values_seen, first_day = least(g.first_day, excluded.first_day),
      last_day = greatest(g.last_day, excluded.last_day)`
}

/** Weighted with what is known of the day already; least and greatest stay exact. */
async function noteProfiles(
  tx: Tx,
  centerId: number,
  profiles: readonly { readonly term: string; readonly day: Day; readonly profile: ValueProfile }[],
): Promise<void> {
  const rows = JSON.stringify(profiles.map(({ term, day, profile }) => ({ term, day, ...profile })))
  await tx.sql`
    insert into term_profiles as p (center_id, source_term_id, day, values_seen, least, p5, median, p95, greatest, zero_share, integer_share,
      within_one_share, within_hundred_share)
    select ${centerId}, s.term, s.day, sum(s."valuesSeen"), min(s.least), sum(s.p5 * s."valuesSeen") / sum(s."valuesSeen"),
      sum(s.median * s."valuesSeen") / sum(s."valuesSeen"), sum(s.p95 * s."valuesSeen") / sum(s."valuesSeen"), max(s.greatest),
      sum(s."zeroShare" * s."valuesSeen") / sum(s."valuesSeen"), sum(s."integerShare" * s."valuesSeen") / sum(s."valuesSeen"),
      sum(s."withinOneShare" * s."valuesSeen") / sum(s."valuesSeen"), sum(s."withinHundredShare" * s."valuesSeen") / sum(s."valuesSeen")
    from jsonb_to_recordset(${rows}::text::jsonb) as s (term uuid, day date, "valuesSeen" int, least numeric, p5 numeric, median numeric, p95 numeric,
      greatest numeric, "zeroShare" numeric, "integerShare" numeric, "withinOneShare" numeric, "withinHundredShare" numeric)
    group by s.term, s.day
    on conflict on constraint term_profiles_pk do update set
      values_seen = p.values_seen + excluded.values_seen,
      least = least(p.least, excluded.least),
      greatest = greatest(p.greatest, excluded.greatest),
      p5 = (p.p5 * p.values_seen + excluded.p5 * excluded.values_seen) / (p.values_seen + excluded.values_seen),
      median = (p.median * p.values_seen + excluded.median * excluded.values_seen) / (p.values_seen + excluded.values_seen),
      p95 = (p.p95 * p.values_seen + excluded.p95 * excluded.values_seen) / (p.values_seen + excluded.values_seen),
      zero_share = (p.zero_share * p.values_seen + excluded.zero_share * excluded.values_seen) / (p.values_seen + excluded.values_seen),
      integer_share = (p.integer_share * p.values_seen + excluded.integer_share * excluded.values_seen) / (p.values_seen + excluded.values_seen),
      within_one_share = (p.within_one_share * p.values_seen + excluded.within_one_share * excluded.values_seen) / (p.values_seen + excluded.values_seen),
      within_hundred_share = (p.within_hundred_share * p.values_seen + excluded.within_hundred_share * excluded.values_seen) / (p.values_seen + excluded.values_seen)`
}

/** Numbers of words by kind, field, label and unit in compared form; those that are not known are left out. */
export async function listTermIds(
  tx: Tx,
  centerId: number,
  words: readonly { readonly kind: WordKind; readonly field: string; readonly normLabel: string; readonly normUnit: string }[],
): Promise<readonly { readonly place: number; readonly id: string }[]> {
  const wanted = JSON.stringify(words.map((word, place) => ({ ...word, place })))
  return tx.sql<{ place: number; id: string }[]>`
    select w.place, t.id
    from jsonb_to_recordset(${wanted}::text::jsonb) as w (place int, kind text, field text, "normLabel" text, "normUnit" text)
    join source_terms t on t.center_id = ${centerId} and t.kind = w.kind and t.source_field = w.field and t.norm_label = w."normLabel"
      and t.norm_unit = w."normUnit"`
}

/** A word by its id; of a center hidden by the policies there is none. */
export async function findSourceTerm(tx: Tx, id: string): Promise<SourceTerm | null> {
  const [row] = await tx.sql<SourceTerm[]>`select ${tx.sql.unsafe(termColumns)} from source_terms t where t.id = ${id}::uuid`
  return row ?? null
}

/** The spellings of a word, byte for byte, in the order they were met. */
export async function listSpellings(
  tx: Tx,
  centerId: number,
  sourceTerm: string,
): Promise<readonly { raw_label: string; raw_unit: string }[]> {
  return tx.sql<{ raw_label: string; raw_unit: string }[]>`
    select raw_label, raw_unit from source_term_spellings where center_id = ${centerId} and source_term_id = ${sourceTerm}::uuid
    order by first_seen_at, key`
}

/** A word with what waits for it. */
export type WaitingTerm = SourceTerm & {
  readonly rows_waiting: number
  readonly first_day: string | null
  readonly last_day: string | null
}

/** Words with rows that wait for them, those with the most first; `centerId` null is all centers that the policies show. */
export async function listWaitingTerms(
  tx: Tx,
  page: { readonly centerId: number | null; readonly offset: number; readonly limit: number },
): Promise<readonly WaitingTerm[]> {
  return tx.sql<WaitingTerm[]>`
    select ${tx.sql.unsafe(termColumns)}, w.rows_waiting, w.first_day, w.last_day
    from (
      select h.center_id, h.source_term_id, count(*)::int as rows_waiting, min(h.starts_on) as first_day, max(h.starts_on) as last_day
      from held_rows h
      where h.source_term_id is not null and h.state = 'held' and h.expires_at > hub_now() and h.reasons && ${tx.sql.unsafe(WORD_REASONS)}
        and (${page.centerId}::smallint is null or h.center_id = ${page.centerId})
      group by h.center_id, h.source_term_id
    ) w
    join source_terms t on t.center_id = w.center_id and t.id = w.source_term_id
    order by w.rows_waiting desc, t.center_id, t.id
    offset ${page.offset} limit ${page.limit}`
}

/** Profile of one business day of a word. Decimals are texts. */
export type DayProfile = { readonly day: string; readonly values_seen: number } & Readonly<
  Record<
    'least' | 'p5' | 'median' | 'p95' | 'greatest' | 'zero_share' | 'integer_share' | 'within_one_share' | 'within_hundred_share',
    string
  >
>

/** The latest days of a word, newest first. */
export async function listProfiles(
  tx: Tx,
  centerId: number,
  wanted: { readonly sourceTerm: string; readonly limit: number },
): Promise<readonly DayProfile[]> {
  return tx.sql<DayProfile[]>`
    select day, values_seen, least, p5, median, p95, greatest, zero_share, integer_share, within_one_share, within_hundred_share
    from term_profiles where center_id = ${centerId} and source_term_id = ${wanted.sourceTerm}::uuid
    order by day desc limit ${wanted.limit}`
}
