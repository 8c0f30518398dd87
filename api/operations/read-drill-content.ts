import * as z from 'zod'
import type { DrillContent } from '../../schema/domain/playbooks/drill.js'
import { LEVELS } from '../../schema/domain/playbooks/playbook.js'

const text = z.string()
const values = z.record(text, z.object({ ko: text, en: text.nullable() }))

const message = z.object({
  purpose: z.enum(['INFORM', 'CORRECT', 'ALL_CLEAR']),
  level: z.enum(LEVELS),
  ackSeconds: z.int(),
  applySeconds: z.int().nullable(),
  values,
})

const inject = z.object({
  no: z.int(),
  minute: z.number(),
  kind: text,
  recipient: text,
  said: text,
  expected: text,
  message: message.nullable(),
})

const everyMonths = z.union([z.literal(6), z.literal(12)]).nullable()

const shape: z.ZodType<DrillContent> = z.object({
  format: z.literal('hub120-drill/1'),
  exerciseId: text,
  library: text,
  scenario: text,
  title: z.object({ ko: text, en: text }),
  template: text,
  hazard: text,
  participants: z.array(text),
  overflow: z.array(text),
  durationMinutes: z.int(),
  time: z.union([z.object({ startsAt: text }), z.object({ from: text, to: text, everyMonths, blackoutDays: z.array(text) })]),
  injects: z.array(inject),
})

/** What was approved of a drill, as it was stored; anything else in its column is our fault and thrown. */
export const readDrillContent = (content: string): DrillContent => shape.parse(JSON.parse(content))
