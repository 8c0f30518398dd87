import { describe, expect, it } from 'vitest'
import { checkFormulaUnits } from '../../../schema/domain/statistics/check-formula-units.js'
import { parseCheck } from '../../../schema/domain/statistics/parse-check.js'
import { parseFormula } from '../../../schema/domain/statistics/parse-formula.js'
import type { UnitDimension } from '../../../schema/domain/statistics/unit.js'
import { COUNCIL_CHECKS, COUNCIL_FORMULAS, dimensionOf } from './council-formulas.js'

/** Measures named after their dimension: calls and cases are counts. */
const DIMENSIONS: Readonly<Record<string, UnitDimension>> = {
  calls: 'count',
  cases: 'count',
  seconds: 'time',
  hours: 'time',
  points: 'points',
  people: 'persons',
  fte: 'persons',
  days: 'days',
  won: 'money',
  rate: 'share',
}
const ofName = (code: string): UnitDimension | null => DIMENSIONS[code] ?? null

const units = (text: string, stated: UnitDimension | null = null) => {
  const parsed = /[<=]/.test(text) ? parseCheck(text) : parseFormula(text)
  const outcome = parsed.ok ? checkFormulaUnits(parsed.value, ofName, stated) : parsed
  return outcome.ok ? outcome.value : outcome.issues.map(found => found.code)
}

describe('S19: the dimension of a formula', () => {
  it.each([
    ['calls', 'count'],
    ['calls + cases', 'count'],
    ['100 * calls / cases', 'share'],
    ['seconds / hours', 'share'],
    ['people / fte', 'share'],
    ['seconds / calls', 'time'],
    ['points / calls', 'points'],
    ['hours / people', 'time'],
    ['won / calls', 'money'],
    ['calls / (fte * days)', 'count'],
    ['calls / people', 'count'],
    ['100 * people / fte * 365 / days', 'share'],
    ['100 * hours / (fte * 8 * days)', 'share'],
    ['(seconds + hours) / (calls + cases)', 'time'],
    ['100 * (calls - cases) / calls', 'share'],
    ['rate', 'share'],
    ['1 + calls', 'count'],
    ['10 * calls + seconds', 'time'],
    ['3600 * calls / seconds', 'share'],
    ['8 * 5', 'share'],
  ])('S19: %s is %s', (text, dimension) => expect(units(text)).toBe(dimension))

  it.each([
    'calls + seconds',
    'people - calls',
    'calls / cases + calls',
    '(calls + points) / cases',
    'rate + calls',
    'calls / seconds',
    'fte * days',
    'won / seconds',
  ])('S19, EDITION_UNITS_DIFFER: %s', text => expect(units(text)).toEqual(['EDITION_UNITS_DIFFER']))

  it.each<[string, UnitDimension]>([
    ['100 * calls / cases', 'time'],
    ['100 * calls / cases', 'count'],
    ['seconds / calls', 'share'],
    ['100 * seconds / calls', 'share'],
    ['calls / (fte * days)', 'share'],
    ['points / calls', 'count'],
  ])('S19, EDITION_UNITS_DIFFER: %s is not %s', (text, stated) => expect(units(text, stated)).toEqual(['EDITION_UNITS_DIFFER']))

  it.each<[string, UnitDimension]>([
    ['hours / (fte * 7)', 'time'],
    ['100 * hours / (fte * 8 * days)', 'share'],
    ['points / (calls * 100)', 'share'],
  ])('S19: a number in the divisor lets %s be %s', (text, stated) => expect(units(text, stated)).toBe(stated))

  it('EDITION_UNKNOWN_SYMBOL: every code without a dimension is named', () => {
    expect(units('100 * callz / (cases + foo)')).toEqual(['EDITION_UNKNOWN_SYMBOL', 'EDITION_UNKNOWN_SYMBOL'])
  })

  it('S28: a refusal shows the part at fault and both sides', () => {
    const parsed = parseFormula('100 * (calls + seconds) / cases')
    const outcome = parsed.ok ? checkFormulaUnits(parsed.value, ofName) : parsed
    expect(outcome.ok ? [] : outcome.issues).toMatchObject([
      {
        messageEn: 'In "calls + seconds" the left side is count and the right side time; only equal dimensions are added or compared.',
        messageKo:
          '"calls + seconds"에서 양쪽의 단위 차원이 다릅니다(왼쪽 수량, 오른쪽 시간). 같은 차원끼리만 더하거나 빼거나 비교할 수 있습니다.',
        expected: 'count',
        got: 'time',
      },
    ])
  })
})

describe('S19: the two sides of a check', () => {
  it.each([
    ['calls <= cases', 'count'],
    ['seconds = 0', 'time'],
    ['30 <= calls', 'count'],
    ['seconds <= calls * 14400', 'time'],
    ['20 * (calls - cases) <= seconds', 'time'],
    ['seconds <= 86400 * people', 'time'],
    ['fte <= people', 'persons'],
  ])('S19: both sides of %s are %s', (text, dimension) => expect(units(text)).toBe(dimension))

  it.each(['seconds <= calls', 'people = calls', 'calls + seconds <= calls', 'points < calls / cases'])(
    'S19, EDITION_UNITS_DIFFER: %s',
    text => expect(units(text)).toEqual(['EDITION_UNITS_DIFFER']),
  )
})

describe("S19: the council's edition", () => {
  it.each(COUNCIL_FORMULAS)('S19: $indicator: $formula is $stated', ({ formula, stated }) => {
    const parsed = parseFormula(formula)
    expect(stated).not.toBeNull()
    expect(parsed.ok && [checkFormulaUnits(parsed.value, dimensionOf), checkFormulaUnits(parsed.value, dimensionOf, stated)]).toEqual([
      { ok: true, value: stated },
      { ok: true, value: stated },
    ])
  })

  it.each(COUNCIL_CHECKS)('S19: both sides of $id agree', ({ check, when }) => {
    for (const text of when === undefined ? [check] : [check, when]) {
      const parsed = parseCheck(text)
      expect(parsed.ok && checkFormulaUnits(parsed.value, dimensionOf).ok).toBe(true)
    }
  })
})
