import type { Cell } from '../../schema/domain/submissions/submission.js'

const isNumberText = (value: object): value is { numberText: string } =>
  'numberText' in value && typeof value.numberText === 'string' && Object.keys(value).length === 1

/** A number as JSON has it; anything else in `numberText` would break out of the document and goes as a string. */
const NUMERAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** What a request may hold: cells, and objects and lists of them. Absent (undefined) fields are left out. */
export type JsonInput = Cell | undefined | readonly JsonInput[] | { readonly [key: string]: JsonInput }

/** JSON text in which every NumberText stands as the numeral it was read from (S6): 97.10 leaves as 97.10, 9007199254740993 with its last digit. */
export function writeJson(value: JsonInput): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`
  if (isNumberText(value)) return NUMERAL.test(value.numberText) ? value.numberText : JSON.stringify(value.numberText)
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${writeJson(field)}`).join(',')}}`
}
