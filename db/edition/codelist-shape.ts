import * as z from 'zod'
import type { PackCodelist } from '../../schema/domain/statistics/edition-pack.js'
import { absentAs, code, day, known, label, labels, maybe, numeric, remark, text } from './shape-parts.js'

export const unitDimension = z.enum(['count', 'time', 'points', 'persons', 'days', 'money', 'share'])

const itemHead = {
  code: z.string().trim().min(1, 'a code'),
  ko: label,
  en: label,
  valid_from: maybe(day),
  valid_to: maybe(day),
  note_ko: remark,
  note_en: remark,
}
const itemFields = {
  ...itemHead,
  jurisdiction: maybe(text),
  instrument: maybe(code),
  counts_in: maybe(known({ center_total: z.boolean(), council_total: z.boolean(), measures: maybe(z.array(code).min(1)) })),
}

const dimensionItem = known({
  ...itemFields,
  handled_by: remark,
  iso_639_3: remark,
  family: remark,
  gravity_rank: z.int().nullish(),
  lower_exclusive_s: z.int().nullish(),
  upper_inclusive_s: z.int().nullish(),
})

const region = known({ ...itemFields, iso_3166_2: maybe(text), successor: maybe(text) })

const center = known({
  ...itemFields,
  jurisdiction: text,
  jurisdiction_history: maybe(z.array(known({ jurisdiction: text, valid_from: maybe(day), valid_to: maybe(day) })).min(1)),
  call_centre_name_ko: maybe(text),
  number: maybe(text),
  number_basis: remark,
  hours_reported: remark,
  opened: remark,
  source_status: remark,
  council_founding_mention: remark,
})

const status = known({
  ...itemFields,
  has_value: z.boolean(),
  missing_reason: maybe(text),
  quality: maybe(text),
  rules: z.enum(['full', 'warn', 'none']),
  sdmx_code: text,
})

const unit = known({ ...itemFields, dimension: unitDimension, scale_to: maybe(z.record(z.string(), numeric)) })

const listHead = {
  code,
  name_ko: label,
  name_en: label,
  column_labels: labels,
  note: remark,
  dimensions: maybe(z.record(unitDimension, label)),
  pattern: maybe(text.refine(isPattern, 'a regular expression')),
  unlisted_pattern: maybe(known({ accept: z.literal(true), flag: z.literal('UNLISTED'), prefix: z.literal('jurisdiction') })),
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source).source.length > 0
  } catch {
    return false // the only question asked here is whether it compiles
  }
}

const list = <Kind extends PackCodelist['kind'], Item extends z.ZodType>(kind: Kind, item: Item) =>
  known({ ...listHead, items: absentAs([], z.array(item)) }).transform(fields => ({ ...fields, kind }))

const LISTS = {
  dimension: list('dimension', dimensionItem),
  jurisdiction: list('regions', region),
  center: list('centers', center),
  obs_status: list('statuses', status),
  unit: list('units', unit),
}

const listCode = z.looseObject({ code: z.string() })

const shapeFor = (value: unknown): z.ZodType<PackCodelist> => {
  const head = listCode.safeParse(value)
  switch (head.data?.code) {
    case 'jurisdiction':
      return LISTS.jurisdiction
    case 'center':
      return LISTS.center
    case 'obs_status':
      return LISTS.obs_status
    case 'unit':
      return LISTS.unit
    default:
      return LISTS.dimension
  }
}

/** One codelist; its code decides what its items must say. A union would answer a slip with the faults of all five kinds. */
export const parseCodelist = z.unknown().transform((value, context): PackCodelist => {
  const parsed = shapeFor(value).safeParse(value, { reportInput: true })
  if (parsed.success) return parsed.data
  // a finished issue is a raw one whose sentence is already written; zod types the two apart
  context.issues.push(...parsed.error.issues.map(fault => ({ ...fault }) as z.core.$ZodRawIssue))
  return z.NEVER
})
