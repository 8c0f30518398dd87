import * as z from 'zod'
import { parseRational } from '../../schema/domain/decimal.js'
import { parseDate } from '../../schema/domain/period.js'

/** An object of which every key is named; an unknown key is refused with the list of those that are known. */
export const known = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, { error: fault => (fault.code === 'unrecognized_keys' ? `one of the keys ${Object.keys(shape).join(', ')}` : undefined) })

/** A field that may be left out; absent is null, never undefined. */
export const maybe = <T extends z.ZodType>(shape: T) => shape.nullish().transform(value => value ?? null)

/** A field that may be left out and then means `fallback`. */
export const absentAs = <T extends z.ZodType>(fallback: z.output<T>, shape: T) => shape.nullish().transform(value => value ?? fallback)

export const text = z.string().trim().min(1, 'text that is not empty')
export const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_]*$/, 'a code of letters, digits and underscores')
export const label = z.string().trim().min(1, 'a word that is not empty')
export const labels = absentAs([], z.array(label))
export const day = z.string().refine(value => parseDate(value) !== null, 'a day that exists, such as 2026-07-01')

/** A remark for readers of the file; the hub does nothing with it. */
export const remark = z.string().nullish()

/** An exact number, kept as its text: 60, 0.5 or 1/100. */
export const numeric = z
  .union([z.number(), z.string()], 'a number such as 60, 0.5 or 1/100')
  .transform(String)
  .refine(value => parseRational(value) !== null, 'a number such as 60, 0.5 or 1/100')
