import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateCheck, type CheckValue } from '../../../schema/domain/statistics/evaluate-check.js'
import { parseCheck } from '../../../schema/domain/statistics/parse-check.js'

const check = (text: string, values: Readonly<Record<string, CheckValue>>) => {
  const outcome = parseCheck(text)
  if (!outcome.ok) throw new Error(outcome.issues[0]?.messageEn)
  return evaluateCheck(outcome.value, code => values[code] ?? null)
}

describe('S9: a rule over values', () => {
  it.each<[string, Record<string, CheckValue>]>([
    ['a <= b', { a: 5, b: 5 }],
    ['a < b', { a: 4, b: 5 }],
    ['a = b + c', { a: 3, b: 1, c: 2 }],
    ['a = b', { a: 3, b: new Big('3.0') }],
    ['a = b + c', { a: 0.3, b: 0.1, c: 0.2 }],
    ['a = 0', { a: -0 }],
    ['a / b = c / b', { a: 2, b: 3, c: 2 }],
    ['a / b * b = a', { a: 1, b: 3 }],
    ['20 * (a - b) <= c', { a: 10, b: 8, c: 40 }],
    ['a < a + 1', { a: Number.MAX_SAFE_INTEGER }],
    ['a < b', { a: new Big('9007199254740992'), b: new Big('9007199254740993') }],
  ])('S9: %s holds for %j', (text, values) => expect(check(text, values)).toEqual({ holds: true }))

  it.each<[string, Record<string, CheckValue>, string, string, string]>([
    ['answered <= offered', { answered: 1050, offered: 1000 }, '1050', '1000', '50'],
    ['a < b', { a: 5, b: 5 }, '5', '5', '0'],
    ['a = b + c', { a: 1548, b: 1561, c: 10 }, '1548', '1571', '-23'],
    ['a = b', { a: new Big('1.50'), b: 1 }, '1.5', '1', '0.5'],
    ['a / b <= 0.3', { a: 1, b: 3 }, '1/3', '0.3', '1/30'],
    ['a * a <= 0', { a: 94906267 }, '9007199515875289', '0', '9007199515875289'],
    ['a <= 0', { a: new Big('1e30') }, '1000000000000000000000000000000', '0', '1000000000000000000000000000000'],
  ])('S9, scenario 13: %s is broken for %j and shows both sides and the imbalance', (text, values, left, right, imbalance) =>
    expect(check(text, values)).toEqual({ holds: false, left, right, imbalance }),
  )

  it.each<[string, Record<string, CheckValue>]>([
    ['a <= b', { a: 1 }],
    ['a <= b', { b: 1 }],
    ['a <= b', { b: new Big(1) }],
    ['a / b <= 1', { a: 1, b: 0 }],
    ['1 / 0 < a', { a: 1 }],
  ])('S9: %s says nothing for %j', (text, values) => expect(check(text, values)).toBeNull())

  it('S9: whole numbers and decimals of the same size give the same answer', () => {
    const whole = fc.integer({ min: -1_000_000, max: 1_000_000 })
    fc.assert(
      fc.property(whole, whole, whole, fc.constantFrom('a <= b', '3 * (a - b) < c * 2', 'a + b = c', 'a * b <= c * c'), (a, b, c, text) => {
        expect(check(text, { a, b, c })).toEqual(check(text, { a: new Big(a), b: new Big(b), c: new Big(c) }))
      }),
    )
  })
})
