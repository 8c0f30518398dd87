import type { NumberText } from '../../../schema/domain/number-text.js'
import { JsonFault, readJson } from '../../../schema/domain/read-json.js'

/** A value of a JSON file (S6); numbers that a double does not carry as written keep their text. */
export type SourceValue = string | number | boolean | null | NumberText | readonly SourceValue[] | SourceObject
export type SourceObject = { readonly [key: string]: SourceValue }

/** Text that is not JSON; `line` starts with 1. The text itself is never quoted. */
export class SourceJsonFault extends Error {
  readonly reasonKo: string
  readonly reasonEn: string
  readonly line: number

  constructor({ reasonKo, reasonEn }: JsonFault, line: number) {
    super(`Line ${line}: ${reasonEn}.`)
    this.reasonKo = reasonKo
    this.reasonEn = reasonEn
    this.line = line
  }
}

/** Lines by character, asked in any order; each newline is met once. */
const lineCounter = (text: string): ((at: number) => number) => {
  const starts = [0]
  for (let next = text.indexOf('\n'); next !== -1; next = text.indexOf('\n', next + 1)) starts.push(next + 1)
  return at => {
    let [low, high] = [0, starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= at) low = middle
      else high = middle
    }
    return low + 1
  }
}

/**
 * A member's own file, read as strictly as the hub reads requests (S6), with the line of every object. Throws SourceJsonFault.
 * The key `numberText` is how cells carry numbers on their way out; an object of that look would leave as a number, so it is refused.
 */
export function readSourceJson(text: string): { readonly value: SourceValue; readonly lineOf: (object: SourceObject) => number } {
  const lineAt = lineCounter(text)
  const places = new WeakMap<object, number>()
  try {
    const value = readJson(text, { onObject: (object, at) => places.set(object, at), refusedKeys: ['numberText'] })
    return { value: value as SourceValue, lineOf: object => lineAt(places.get(object) ?? 0) } // what the reader gives, and nothing else
  } catch (error) {
    if (error instanceof JsonFault) throw new SourceJsonFault(error, lineAt(error.at))
    throw error
  }
}
