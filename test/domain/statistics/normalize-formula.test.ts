import { describe, expect, it } from 'vitest'
import { toRationalText } from '../../../schema/domain/decimal.js'
import { normalizeFormula, type Polynomial } from '../../../schema/domain/statistics/normalize-formula.js'
import { parseFormula } from '../../../schema/domain/statistics/parse-formula.js'
import { COUNCIL_FORMULAS } from './council-formulas.js'

const normalize = (text: string) => {
  const parsed = parseFormula(text)
  if (!parsed.ok) throw new Error(parsed.issues[0]?.messageEn)
  return normalizeFormula(parsed.value)
}

const show = (polynomial: Polynomial): string =>
  polynomial.map(({ coefficient, measures }) => `${coefficient}·${measures.join('·')}`).join(' ')

const shown = (text: string): string | readonly string[] => {
  const form = normalize(text)
  if (!form.ok) return form.issues.map(found => found.code)
  return `${toRationalText(form.value.factor)} x [${show(form.value.numerator)}] / [${show(form.value.denominator)}]`
}

describe('S18: every formula is factor x N / D', () => {
  it.each([
    ['100 * calls_answered / calls_offered', '100 x [1·calls_answered] / [1·calls_offered]'],
    ['100 * separations / headcount_agents * 365 / period_days', '36500 x [1·separations] / [1·headcount_agents·period_days]'],
    ['100 * absent_hours / (headcount_fte * 8 * period_days)', '12.5 x [1·absent_hours] / [1·headcount_fte·period_days]'],
    ['100 * (calls_offered - calls_answered) / calls_offered', '100 x [1·calls_offered -1·calls_answered] / [1·calls_offered]'],
    ['calls_offered', '1 x [1·calls_offered] / [1·]'],
    ['2 * (a + b) * c', '2 x [1·a·c 1·b·c] / [1·]'],
    ['(a + b) * (a - b)', '1 x [1·a·a -1·b·b] / [1·]'],
    ['(2 * a + 4 * b) / (6 * c)', '1/3 x [1·a 2·b] / [1·c]'],
    ['a / 3 + b / 2', '1/6 x [2·a 3·b] / [1·]'],
    ['0.5 * a + 0.25 * b', '0.25 x [2·a 1·b] / [1·]'],
    ['0 - a - b', '-1 x [1·a 1·b] / [1·]'],
    ['a / (b / c)', '1 x [1·a·c] / [1·b]'],
    ['1 / a', '1 x [1·] / [1·a]'],
    ['a / (0 - b)', '-1 x [1·a] / [1·b]'],
    ['a * b / b', '1 x [1·a·b] / [1·b]'],
    ['a + b - a', '1 x [1·b] / [1·]'],
    ['a + 1', '1 x [1·a 1·] / [1·]'],
  ])('S18: %s is %s', (text, form) => expect(shown(text)).toBe(form))

  it.each(['a / b + c / d', 'a - b / c', '100 * (1 + a / b)', 'a / 0', 'a / (b - b)', 'a - a', '0 * a', '100', '8 / 2'])(
    'FORMULA_NOT_NORMAL: %s',
    text => expect(shown(text)).toEqual(['FORMULA_NOT_NORMAL']),
  )

  it('FORMULA_NOT_NORMAL: a product of long sums is refused before it is multiplied out', () => {
    const sum = (letter: string) => `(${Array.from({ length: 11 }, (_, index) => `${letter}${index}`).join(' + ')})`
    expect(shown(`${sum('a')} * ${sum('b')}`)).toEqual(['FORMULA_NOT_NORMAL'])
  })

  it('FORMULA_NOT_NORMAL says what would be accepted and shows the part at fault', () => {
    const form = normalize('100 * (a / b + c / d)')
    expect(form.ok ? [] : form.issues).toMatchObject([
      {
        got: 'a / b + c / d',
        expected: 'factor x N / D, where N and D are sums, differences or products of measures: 100 * (a + b) / (c + d)',
      },
    ])
  })

  it('S18: measures are named in the order in which they are written', () => {
    const form = normalize('100 * z / (b * a) * a')
    expect(form.ok ? form.value.measures : []).toEqual(['z', 'b', 'a'])
  })

  it.each(COUNCIL_FORMULAS)('S18: $indicator: $formula has a normal form', ({ formula }) => expect(normalize(formula).ok).toBe(true))
})
