import type { LabelledDecision, ShownCandidate } from '../../schema/domain/terms/weights/labelled-decision.js'
import { scoreCandidates } from '../../schema/domain/terms/weights/weigh-candidates.js'
import { FIXED_WEIGHTS, sideOf } from '../../schema/domain/terms/weights/weight-set.js'
import type { TestDatabase } from './database.js'

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export const numbersFrom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** How stewards of the tests decide: overlap of meaning tells them little, values much. */
export const TRUE_BASE = -0.4
export const TRUE_FACTORS: Readonly<Record<string, number>> = {
  'overlap+': 0.3,
  'overlap-': 0.8,
  'unit+': 0.5,
  'unit-': 0.3,
  'values+': 3,
  'values-': 1.5,
}

type Feature = ShownCandidate['features'][number]

/** One of the two with a chance of a third each, else 0: nothing is known. */
const oneOf = (next: () => number, bad: number, good: number): number => [bad, 0, good][Math.floor(3 * next())] ?? 0

const featuresFrom = (next: () => number): readonly Feature[] => [
  { feature: 'overlap', value: Math.round(100 * (4 * next() - 1)) / 100 },
  { feature: 'unit', value: oneOf(next, -4, 0.9) },
  { feature: 'values', value: oneOf(next, -2, 0.8) },
]

const trueOdds = (features: readonly Feature[]): number =>
  features.reduce((sum, one) => sum + one.value * (TRUE_FACTORS[sideOf(one)] ?? 1), TRUE_BASE)

export type Generated = { readonly ref?: string; readonly seed?: number; readonly isContrary?: boolean }

/** So many decisions about one candidate each, beside a rival with nothing to its name; contrary ones are what a steward would decide who gets everything wrong. */
export function generateDecisions(
  count: number,
  { ref = 'measure:calls_offered', seed = 3, isContrary = false }: Generated = {},
): readonly LabelledDecision[] {
  const next = numbersFrom(seed)
  return Array.from({ length: count }, (_, at) => {
    const features = featuresFrom(next)
    const isRight = next() < 1 / (1 + Math.exp(-trueOdds(features)))
    const rival = [{ feature: 'letters', value: -3 }]
    const plain = [features, rival].map(each => ({ ref, fixedScore: 0, isVetoed: false, features: each }))
    const scores = scoreCandidates(plain, FIXED_WEIGHTS)
    const refs = [ref, 'measure:contacts_offered']
    return {
      id: `${seed}-${at}`,
      kind: 'measure',
      place: 0,
      candidates: plain.map((one, i) => ({ ...one, ref: refs[i] ?? ref, fixedScore: scores[i] ?? 0 })),
      isRight: isContrary ? !isRight : isRight,
    }
  })
}

export type Seeding = Generated & { readonly actor?: string; readonly isUndone?: boolean; readonly from?: string }

/** Puts so many decisions of a person into the store as the doors would have left them, a word each, one an hour; they hold no rows. One statement each table. */
export async function seedDecisions(
  { owner }: TestDatabase,
  count: number,
  { actor = 'person:steward', isUndone = false, from = '2026-01-01T00:00:00+09:00', ...generated }: Seeding = {},
) {
  const name = `${generated.seed ?? 3}-${actor}-${isUndone}`
  const rows = generateDecisions(count, generated).map(({ candidates, isRight }, at) => ({
    at,
    target: candidates[0]?.ref,
    isRight,
    label: `배운 말 ${name} ${at}`,
    candidates: candidates.map(({ isVetoed: _vetoed, features, ...one }) => ({
      ...one,
      score: one.fixedScore,
      vetoes: [],
      features: features.map(each => ({ ...each, weight: each.value, textKo: '시험', textEn: 'test' })),
    })),
  }))
  await owner`
    with rows as (
      select r.*, gen_random_uuid() as term, gen_random_uuid() as mapping, (select id from centers where code = 'jeju') as center_id,
        ${from}::timestamptz + r.at * interval '1 hour' as decided_at
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r (at int, target text, "isRight" boolean, label text, candidates jsonb)
    ), terms as (
      insert into source_terms (center_id, id, kind, source_field, key, raw_label, raw_unit, norm_label, norm_unit)
      select center_id, term, 'subject', 'measure', encode(sha256(convert_to(label, 'UTF8')), 'hex'), label, '', label, '' from rows
    ), mappings as (
      insert into term_mappings (center_id, id, source_term_id, target, predicate, negated) select center_id, mapping, term, target, 'close', false from rows
    ), versions as (
      insert into term_mapping_versions (center_id, mapping_id, source_term_id, negated, version, status, effective, justification, evidence, evidence_hash,
        author_type, author, recorded_at)
      select center_id, mapping, term, false, 1, case when "isRight" then 'active' else 'rejected' end, '(,)'::daterange, '{}',
        jsonb_build_object('candidates', candidates), 'seeded', case when starts_with(${actor}, 'job:') then 'system' else 'steward' end, ${actor}, decided_at
      from rows
      returning center_id, no, source_term_id
    ), decisions as (
      insert into term_decisions (center_id, source_term_id, action, made, actor, recorded_at)
      select r.center_id, r.term, case when r."isRight" then 'approve' else 'reject' end, array[v.no], ${actor}, r.decided_at
      from rows r join versions v on v.source_term_id = r.term
      returning center_id, no, source_term_id, recorded_at
    )
    insert into term_decisions (center_id, source_term_id, action, undoes, actor, recorded_at)
    select center_id, source_term_id, 'undo', no, ${actor}, recorded_at + interval '1 minute' from decisions where ${isUndone}`
}
