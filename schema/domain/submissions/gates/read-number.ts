import Big from 'big.js'
import { ZERO } from '../../decimal.js'
import { TEXT_FORMATS, type TextFormat } from '../../terms/mapping.js'
import type { Fault } from '../fault.js'
import { isNumberText, kindKoOf, kindOf } from '../read-cell.js'
import type { Cell, ExactNumber } from '../submission.js'

/** Significant digits that a JSON number may have, and characters of a number given as text (S6). */
const MAX_DIGITS = 15
const MAX_LENGTH = 40

const PLAIN = /^-?\d+(?:\.\d+)?$/
const EXPECTED = 'plain decimal, 5394 or "97.10"'

/** The number in the form rows carry: a safe integer as number, else Big; -0 is 0. */
export const toExact = (value: Big): ExactNumber => {
  if (value.eq(ZERO)) return 0
  if (value.e < value.c.length - 1 || value.e > 15) return value
  const whole = Number(value.toFixed())
  return Number.isSafeInteger(whole) ? whole : value
}

const notANumber = (cell: Cell, ko: string, en: string): Fault => {
  const got = kindOf(cell)
  return { level: 'rejected', code: 'VALUE_NOT_A_NUMBER', field: ['value'], ko, en, expected: EXPECTED, got }
}

const tooPrecise = (facts: { ko: string; en: string; expected: string; got: string }): Fault => ({
  level: 'rejected',
  code: 'VALUE_TOO_PRECISE',
  field: ['value'],
  ...facts,
})

/** A JSON number by its source text. */
const readNumberText = (cell: Cell, text: string): ExactNumber | Fault => {
  if (!PLAIN.test(text)) {
    return notANumber(
      cell,
      '지수 표기 등 일반 십진수가 아닌 값은 받지 않습니다. 5394 또는 97.10처럼 적으십시오.',
      'The value is not a plain decimal (an exponent, say); write 5394 or 97.10.',
    )
  }
  const value = text.length > MAX_LENGTH ? null : new Big(text)
  if (value !== null && value.c.length <= MAX_DIGITS) return toExact(value)
  return tooPrecise({
    ko: `숫자로는 유효숫자 ${MAX_DIGITS}자리까지 받습니다. 더 긴 값은 문자열로 보내십시오.`,
    en: `A JSON number may have up to ${MAX_DIGITS} significant digits; send a longer one as text.`,
    expected: `up to ${MAX_DIGITS} significant digits, or text of up to ${MAX_LENGTH} characters`,
    got: `${text.length} characters`,
  })
}

/** A number given as text: exact up to 40 characters. */
const readString = (text: string): ExactNumber | Fault => {
  if (!PLAIN.test(text)) {
    return notANumber(
      text,
      '값이 숫자가 아닙니다. 자릿수 쉼표, 전각 숫자, 단위나 글자 없이 5394 또는 97.10처럼 적으십시오.',
      'The value is text and no plain decimal; write 5394 or 97.10, without separators, full-width digits, units or words.',
    )
  }
  if (text.length <= MAX_LENGTH) return toExact(new Big(text))
  return tooPrecise({
    ko: `값이 ${text.length}자입니다. ${MAX_LENGTH}자까지 받습니다.`,
    en: `The value has ${text.length} characters; up to ${MAX_LENGTH} are accepted.`,
    expected: `up to ${MAX_LENGTH} characters`,
    got: `${text.length} characters`,
  })
}

/**
 * The exact number that a value cell holds, null for null, or the finding that it holds none (S6).
 * Nothing is coerced: true, "1,234", full-width digits and blanks are no numbers. Content that is no number is never repeated; it may be personal.
 */
export const readNumber = (cell: Cell): ExactNumber | null | Fault => {
  if (cell === null) return null
  if (typeof cell === 'number') {
    if (Number.isInteger(cell) && cell < 1e15 && cell > -1e15) return cell === 0 ? 0 : cell
    return readNumberText(cell, `${cell}`)
  }
  if (typeof cell === 'string') return readString(cell)
  if (isNumberText(cell)) return readNumberText(cell, cell.numberText)
  return notANumber(cell, `값이 숫자가 아니라 ${kindKoOf(cell)}입니다.`, `The value is no number but of kind ${kindOf(cell)}.`)
}

const sum = (parts: readonly (string | undefined)[]): number => parts.reduce((seconds, part) => seconds * 60 + Number(part ?? 0), 0)

const CLOCKS = {
  'mm:ss': { pattern: /^(\d{1,6}):([0-5]\d)$/, expected: '12:34' },
  'hh:mm:ss': { pattern: /^(\d{1,6}):([0-5]\d):([0-5]\d)$/, expected: '1:12:34' },
  // At least one part; a blank anywhere between them.
  분초: { pattern: /^(?=\d)(?:(\d{1,6}) ?시간)? ?(?:(\d{1,6}) ?분)? ?(?:(\d{1,6}) ?초)?$/u, expected: '12분 34초' },
} as const satisfies Readonly<Record<TextFormat, { readonly pattern: RegExp; readonly expected: string }>>

/** What follows a larger part is less than one of it: 2분 75초 is a slip of the pen, 175초 alone is not. */
const isCarried = (parts: readonly (string | undefined)[]): boolean =>
  parts
    .filter(part => part !== undefined)
    .slice(1)
    .every(part => Number(part) < 60)

/** Seconds that a clock notation names ('12:34' is 754), null for null, or the finding that it is none (S5). */
export const readClock = (cell: Cell, clock: TextFormat): number | null | Fault => {
  if (cell === null) return null
  const { pattern, expected } = CLOCKS[clock]
  const match = typeof cell === 'string' ? pattern.exec(cell) : null
  const parts = match?.slice(1) ?? []
  if (match !== null && isCarried(parts)) return sum(parts)
  return {
    level: 'rejected',
    code: 'VALUE_NOT_A_NUMBER',
    field: ['value'],
    ko: `단위가 ${clock}이면 값은 ${expected}처럼 적습니다.`,
    en: `With the unit ${clock} a value is written like ${expected}.`,
    expected,
    got: kindOf(cell),
  }
}

/** Whether the cell names a duration in some notation that a decision about its word may read. */
export const isDuration = (cell: Cell): boolean =>
  typeof cell === 'string' && TEXT_FORMATS.some(format => typeof readClock(cell, format) === 'number')
