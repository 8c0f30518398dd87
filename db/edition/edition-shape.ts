import * as z from 'zod'
import type { EditionPack, PackFile } from '../../schema/domain/statistics/edition-pack.js'
import { PERIOD_TYPES } from '../../schema/domain/period.js'
import { parseCodelist, unitDimension } from './codelist-shape.js'
import { absentAs, code, day, known, label, labels, maybe, numeric, remark, text } from './shape-parts.js'

const header = { edition: text, status: text, effective_from: day, conventions: maybe(z.unknown()) }

const FREQUENCIES = { daily: 'day', monthly: 'month', quarterly: 'quarter', annual: 'year' } as const
const frequency = z.enum(['daily', 'monthly', 'quarterly', 'annual']).transform(word => FREQUENCIES[word])

const codelists = known({
  ...header,
  codelists: z.array(parseCodelist),
  submitted_unit_labels: known({
    note: remark,
    items: z.array(
      known({
        labels: z.array(label).min(1),
        dimension: unitDimension,
        unit: maybe(code),
        factor: maybe(numeric),
        parse: maybe(z.enum(['mm:ss', 'hh:mm:ss'])),
      }),
    ),
  }),
})

const constraint = known({
  id: text,
  check: text,
  when: maybe(text),
  severity: z.enum(['error', 'hold', 'warning']),
  sum_over: maybe(code),
  over: maybe(z.enum(['closed_day', 'closed_week', 'closed_quarter'])),
  level: maybe(z.literal('total')),
  periods: maybe(z.array(z.enum(PERIOD_TYPES)).min(1)),
  doubts: maybe(code),
  effective_from: maybe(day),
})

const limit = known({ value: z.int().min(1), of: maybe(code), when: maybe(z.record(z.string(), z.string())) })
const additivity = z.enum(['sum', 'mean', 'max', 'none'])

const measure = known({
  code,
  group: text,
  name_ko: label,
  name_en: label,
  definition_ko: text,
  definition_en: text,
  unit: code,
  kind: z.enum(['flow_count', 'duration_sum', 'score_sum', 'stock_level', 'distribution']),
  additivity: known({ over_time: additivity, over_centers: additivity, over_dimensions: additivity }),
  frequency,
  dimensions: z.array(code),
  required_breakdown: absentAs([], z.array(code)),
  parameters: absentAs({}, z.record(z.string(), z.unknown())),
  provided_by: z.enum(['centre', 'center', 'hub']).transform(word => (word === 'hub' ? 'hub' : 'center')),
  access: z.enum(['open', 'restricted']),
  min_n: maybe(limit),
  min_cell: maybe(limit),
  effective_from: day,
  minimum: numeric,
  integer: z.boolean(),
  constraints: absentAs([], z.array(constraint)),
})

/** A measure as the hub reads it, defaults filled in; null where it does not read. */
export const readMeasure = (raw: unknown): Readonly<Record<string, unknown>> | null => measure.safeParse(raw).data ?? null

const measures = known({
  ...header,
  conventions: z.looseObject({ declared_parameters: absentAs({}, z.record(z.string(), z.array(text).min(1))) }),
  measures: z.array(measure).min(1),
})

const indicator = known({
  code,
  group: text,
  name_ko: label,
  name_en: label,
  unit: code,
  scale: z.int().min(0).max(6),
  direction: z.enum(['higher_better', 'lower_better', 'range_best', 'context']),
  scope: absentAs({}, z.record(z.string(), z.string())),
  requires_single: absentAs([], z.array(code)),
  allow_sum_over: absentAs([], z.array(code)),
  reference_target: maybe(known({ value: z.number(), unit: code, whose: text, applies_to: remark })),
  versions: z
    .array(
      known({
        version: text,
        effective_from: day,
        effective_to: maybe(day),
        status: z.enum(['standard', 'superseded', 'draft']),
        formula: text,
        why_ko: maybe(text),
        why_en: maybe(text),
      }),
    )
    .min(1),
  variants: absentAs([], z.array(known({ variant: code, unit: maybe(code), formula: text, why_ko: text, why_en: text }))),
  note_ko: text,
  note_en: text,
})

const indicators = known({ ...header, indicators: z.array(indicator) })

const deadline = known({ days: z.int().min(0), time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 06:00') })
const hours = z.string().regex(/^(closed|\d\d:\d\d-\d\d:\d\d)$/, 'closed, or hours such as 08:30-18:30')
const sourced = { source_status: remark, provisional: maybe(z.boolean()) }

const members = known({
  ...header,
  time_zone: z.literal('Asia/Seoul'),
  council: maybe(z.looseObject({})),
  members: z.array(
    known({ center: code, member_from: day, member_to: maybe(day), trial: absentAs(false, z.boolean()), founding_mention: remark, ...sourced }),
  ),
  calendars: z.array(
    known({
      center: code,
      valid_from: day,
      valid_to: maybe(day),
      weekdays: hours,
      saturday: hours,
      sunday: hours,
      holidays: hours,
      as_reported_in: remark,
      ...sourced,
    }),
  ),
  measure_sets: z.array(
    known({
      code,
      name_ko: text,
      name_en: text,
      frequency,
      measures: z.array(code).min(1),
      core: absentAs([], z.array(code)),
      core_note_en: remark,
      note_en: remark,
    }),
  ),
  agreements: z.array(
    known({
      code,
      measure_set: code,
      centers: z.union([z.literal('all_members'), z.array(code).min(1)], 'all_members, or a list of center codes'),
      valid_from: day,
      valid_to: maybe(day),
      mode: z.enum(['PARTIAL', 'ATOMIC']),
      strategy: z.enum(['MERGE', 'REPLACE_SCOPE']),
      due: deadline,
      lock: deadline,
      holiday_rule: z.enum(['none', 'next_business_day']),
      provisional: maybe(z.boolean()),
    }),
  ),
  contact_roles: maybe(z.looseObject({})),
})

const terms = known({
  ...header,
  terms: z.array(
    known({ ref: text, term_ko: label, term_en: label, synonyms: labels, confusable_with: absentAs([], z.array(text)), ambiguous_labels: labels }),
  ),
  confusables: absentAs([], z.array(known({ refs: z.array(text).min(2), why_ko: text, why_en: text }))),
  variant_labels: absentAs([], z.array(known({ label, indicator: code, variant: code }))),
  dimension_labels: absentAs([], z.array(known({ label, measure: code, dimension: code, item: text }))),
  attested_labels: maybe(z.record(z.string(), z.array(label))),
  ambiguous: absentAs([], z.array(known({ label, candidates: z.array(text).min(1), rule_ko: text, rule_en: text }))),
})

/** The five files as their conventions describe them. A key nobody knows is refused, so that a slip of the pen is found and not ignored. */
export const FILE_SHAPES: { readonly [F in PackFile]: z.ZodType<EditionPack[F]> } = { codelists, measures, indicators, members, terms }
