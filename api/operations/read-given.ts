import * as z from 'zod'
import type { Given } from '../../schema/domain/playbooks/broadcast.js'

const lines = z.array(z.string()).nullable()

const shape: z.ZodType<Given> = z.object({
  values: z.record(z.string(), z.object({ ko: z.string(), en: z.string().nullable() })),
  edits: z.object({
    headlineKo: z.string().nullable(),
    scriptKo: lines,
    scriptEn: lines,
    qa: z.array(z.object({ q: z.string(), a: z.string(), u: z.string() })).nullable(),
    mustNotSay: lines,
  }),
})

/** What was given for a text, as it was stored; anything else in its column is our fault and thrown. */
export const readGiven = (stored: unknown): Given => shape.parse(stored)
