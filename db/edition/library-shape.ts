import * as z from 'zod'
import type { CapLevel, LengthLimits } from '../../schema/domain/playbooks/playbook.js'
import { LEVELS } from '../../schema/domain/playbooks/playbook.js'
import { absentAs, code, day, known, maybe, remark, text } from './shape-parts.js'

const lines = z.array(text).min(1)
const bilingual = known({ ko: text, en: text })
const twin = known({ ko: lines, en: text })
const route = z.tuple([text, code, z.enum(['warm', 'cold'])])
const level = z.enum(LEVELS)

const responseType = z.enum(['Shelter', 'Evacuate', 'Prepare', 'Execute', 'Avoid', 'Monitor', 'Assess', 'AllClear', 'None'])
const capLevel: z.ZodType<CapLevel> = z.tuple([
  z.enum(['Immediate', 'Expected', 'Future', 'Past', 'Unknown']),
  z.enum(['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown']),
  z.enum(['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown']),
  z.array(responseType).min(1),
])
const capCategory = z.enum(['Geo', 'Met', 'Safety', 'Security', 'Rescue', 'Fire', 'Health', 'Env', 'Transport', 'Infra', 'CBRNE', 'Other'])

const sections = known({
  first_answer_script: known({ ko: lines, en: lines, zh: maybe(lines), vi: maybe(lines) }),
  key_facts: known({ required: absentAs([], z.array(code)), optional: absentAs([], z.array(code)) }),
  qa: z.array(known({ q: text, a: text, u: text })).min(1),
  must_not_say: lines,
  routing: z.array(route),
  vulnerable_callers: z.record(z.string(), text),
  counselor_care: z.array(text),
  statistics: known({ hazard_type: code, topics: z.array(code), measures_add: absentAs([], z.array(code)), note_ko: maybe(text) }),
})

const playbook = known({
  code,
  template_edition: maybe(z.int().min(1)),
  hazard_type: code,
  also: absentAs([], z.array(code)),
  levels: z.array(level).min(1),
  title: bilingual,
  headline_ko: text,
  basis_manual: known({ ko: text, lead: text }),
  cap: known({
    category: z.array(capCategory).min(1),
    attention: maybe(capLevel),
    caution: maybe(capLevel),
    alert: maybe(capLevel),
    serious: maybe(capLevel),
  }),
  audience: z.array(text),
  sections,
  correction: twin,
  all_clear: twin,
  all_clear_on_expiry: absentAs(false, z.boolean()),
  review_by: day,
  source_status: text,
})

const placeholder = z.tuple([
  z.enum(['text', 'sentence', 'datetime', 'date', 'url', 'phone']),
  z.enum(['hub', 'coordinator', 'center']),
  z.string(),
])

const contact = known({
  code,
  number: text,
  ko: text,
  transfer_target: code,
  source_status: absentAs('confirmed', text),
  note_ko: maybe(text),
})

const protection = z
  .looseObject({ code, title: bilingual, review_by: day, source_status: text })
  .transform(document => ({ code: document.code, title: document.title, review_by: document.review_by, source_status: document.source_status, document }))

const exercise = known({
  code: text,
  template: code,
  title: bilingual,
  duration_min: z.int().min(1),
  participants: known({ controller: code, players: z.array(code).min(1), overflow: absentAs([], z.array(code)) }),
  objectives_ko: lines,
  injects: z.array(known({ t: z.int().min(0), to: text, type: text, text, expect: text })).min(1),
  measures: lines,
  source_status: text,
})

const count = z.int().min(1)
const limits: z.ZodType<LengthLimits> = known({
  headline_ko_chars: count,
  script_lines: count,
  script_line_chars_ko: count,
  qa_answer_chars_ko: count,
  correction_lines: count,
  all_clear_lines: count,
})

const conventions = z.looseObject({
  levels: known({ note_ko: remark, items: z.array(known({ code: level, ko: text, en: text })).length(LEVELS.length) }),
  template_edition: z.int().min(1),
  length_limits: limits,
})

/** A library as its file has it. */
export const LIBRARY_SHAPE = known({
  edition: text,
  status: text,
  prepared_on: day,
  time_zone: z.literal('Asia/Seoul'),
  conventions,
  placeholders: known({
    columns: z.unknown(),
    header_only: z.array(code),
    everywhere: known({
      required: z.array(code),
      required_in: known({ correction: z.array(code), all_clear: z.array(code), center_setup: z.array(code) }),
    }),
    items: z.record(code, placeholder),
  }),
  contacts: z.array(contact),
  common: z.looseObject({}),
  templates: z.array(playbook).min(1),
  protection_playbooks: z.array(protection),
  exercises: known({ rules_ko: text, scenarios: z.array(exercise) }),
})

export type LibraryFile = z.output<typeof LIBRARY_SHAPE>
