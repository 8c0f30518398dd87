import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { divideRationals, parseDecimal, rationalOf, roundRational, toRational, type Rational } from '../../../schema/domain/decimal.js'
import { combineParts, type Combined, type ExactPart, type ExactParts } from '../../../schema/domain/figures/combine-parts.js'
import { isApplicable } from '../../../schema/domain/statistics/is-applicable.js'
import type { Measure } from '../../../schema/domain/statistics/measure.js'
import type { FormulaNode } from '../../../schema/domain/statistics/formula.js'
import { normalizeFormula, type NormalForm } from '../../../schema/domain/statistics/normalize-formula.js'
import { parseFormula } from '../../../schema/domain/statistics/parse-formula.js'
import { formulas, RANDOM_MEASURES } from '../statistics/random-formulas.js'

const formOf = (text: string): NormalForm => {
  const parsed = parseFormula(text)
  const form = parsed.ok ? normalizeFormula(parsed.value) : parsed
  if (!form.ok) throw new Error(form.issues[0]?.messageEn)
  return form.value
}

type Values = Readonly<Record<string, string>>

/** Values by measure of one center; `-` is not applicable. */
const center = (values: Values): ExactParts =>
  new Map(Object.entries(values).map(([code, text]): [string, ExactPart] => [code, text === '-' ? null : rationalOf(new Big(text))]))

const notApplicableIn = (values: Values): ReadonlySet<string> => new Set(Object.keys(values).filter(code => values[code] === '-'))

/** Measures that are added over time and centers; nothing else of them matters here. */
const measuresFor = (form: NormalForm): readonly Measure[] =>
  form.measures.map(code => ({ code, additivity: { overTime: 'sum', overCenters: 'sum', overDimensions: 'sum' } }) as Measure)

const combine = (form: NormalForm, centers: readonly ExactParts[], scale: number): Combined =>
  combineParts({ form, measures: measuresFor(form) }, centers, scale)

/** Value (or why there is none) and arithmetic over the centers to which the formula applies. */
const figure = (text: string, centers: readonly Values[], scale = 2) => {
  const form = formOf(text)
  const applicable = centers.filter(values => isApplicable(form, notApplicableIn(values)))
  const { value, formula } = combine(form, applicable.map(center), scale)
  return [applicable.length === 0 ? 'NOT_APPLICABLE' : (value ?? 'ZERO_DENOMINATOR'), formula]
}

describe('S18: factor x N / D, rounded once', () => {
  it('S18: Seoul on 2026-11-19 answers 95.99 with 100 x 14802 / 15420', () => {
    expect(figure('100 * calls_answered / calls_offered', [{ calls_answered: '14802', calls_offered: '15420' }])).toEqual([
      '95.99',
      '100 x 14802 / 15420',
    ])
  })

  it('S18, scenario 1: parts are added over centers and the ratio is never averaged', () => {
    const centers = [
      { within: '9000', offered: '10000' },
      { within: '100', offered: '1000' },
    ]
    expect(figure('100 * within / offered', centers)).toEqual(['82.73', '100 x 9100 / 11000'])
  })

  it.each([
    ['calls_offered', { calls_offered: '15420' }, 0, ['15420', '15420']],
    ['0.5 * a', { a: '3' }, 0, ['2', '0.5 x 3']],
    ['100 * a / b', { a: '1', b: '8' }, 1, ['12.5', '100 x 1 / 8']],
    ['a / b', { a: '1', b: '8' }, 2, ['0.12', '1 / 8']],
    ['100 * a / b', { a: '8', b: '8' }, 2, ['100.00', '100 x 8 / 8']],
    ['a / (3 * b)', { a: '1.5', b: '0.25' }, 2, ['2.00', '1/3 x 1.5 / 0.25']],
    ['a / (b - c)', { a: '1', b: '2', c: '5' }, 4, ['-0.3333', '1 / -3']],
  ])('S18: %s at %j', (text, values, scale, expected) => expect(figure(text, [values], scale)).toEqual(expected))

  it('S18: parts go out with up to 6 decimals', () => {
    expect(figure('a / b', [{ a: '0.1234565', b: '1' }])[1]).toBe('0.123456 / 1')
  })

  it('S22: a divisor of 0 gives ZERO_DENOMINATOR with its parts', () => {
    const { value, isZeroDenominator, numerator, denominator } = combine(formOf('100 * a / b'), [center({ a: '3', b: '0' })], 2)
    expect({ value, isZeroDenominator, numerator, denominator }).toEqual({
      value: null,
      isZeroDenominator: true,
      numerator: '3',
      denominator: '0',
    })
  })

  it('S18: zero over something is zero', () => expect(figure('100 * a / b', [{ a: '0', b: '4' }])[0]).toBe('0.00'))

  it('S17: a measure without a part is a fault of the caller', () => {
    expect(() => figure('a / b', [{ a: '1' }])).toThrow('Measure b has no part')
  })
})

describe('S21: products are formed center by center, then added', () => {
  it('S21: 10 agents for 30 days and 20 for 10 are 500 agent days, not 30 x 40', () => {
    const centers = [
      { contacts: '3000', agents: '10', days: '30' },
      { contacts: '2000', agents: '20', days: '10' },
    ]
    expect(figure('contacts / (agents * days)', centers)).toEqual(['10.00', '5000 / 500'])
  })

  it('S21: a plain number in a sum counts once, not once per center', () => {
    expect(
      figure('100 * a / (b + 1)', [
        { a: '1', b: '1' },
        { a: '1', b: '2' },
      ]),
    ).toEqual(['50.00', '100 x 2 / 4'])
    expect(figure('12 / a', [{ a: '1' }, { a: '2' }])).toEqual(['4.00', '12 x 1 / 3'])
  })
})

describe('S31: not applicable', () => {
  it.each([
    ['counts as nothing inside +', '100 * (sms + chat) / contacts', [{ sms: '5', chat: '-', contacts: '50' }], '10.00'],
    ['counts as nothing inside -', '100 * (a - b) / c', [{ a: '5', b: '-', c: '10' }], '50.00'],
    ['counts as nothing inside a divisor that is a sum', '100 * a / (b + c)', [{ a: '5', b: '10', c: '-' }], '50.00'],
    ['empties a product, which counts as nothing inside +', 'a * b + c', [{ a: '-', b: '2', c: '7' }], '7.00'],
    ['gives null as the factor', '100 * a / b', [{ a: '-', b: '10' }], 'NOT_APPLICABLE'],
    ['gives null as the divisor', '100 * a / b', [{ a: '1', b: '-' }], 'NOT_APPLICABLE'],
    ['gives null in a product below', 'a / (b * c)', [{ a: '1', b: '-', c: '30' }], 'NOT_APPLICABLE'],
    ['gives null where every term of a sum is empty', '100 * (a + b) / c', [{ a: '-', b: '-', c: '9' }], 'NOT_APPLICABLE'],
    ['is not saved by a plain number', '100 * (a + 1) / c', [{ a: '-', c: '9' }], 'NOT_APPLICABLE'],
    ['gives null for a measure alone', 'a', [{ a: '-' }], 'NOT_APPLICABLE'],
    ['gives null with no center at all', 'a / b', [], 'NOT_APPLICABLE'],
  ])('S31: it %s', (_, text, centers, value) => expect(figure(text, centers)[0]).toBe(value))

  it('S31: a center whose factor is not applicable leaves with its divisor', () => {
    const centers = [
      { transcribed: '90', answered: '100' },
      { transcribed: '-', answered: '900' },
    ]
    expect(figure('100 * transcribed / answered', centers)).toEqual(['90.00', '100 x 90 / 100'])
  })
})

/** The formula worked out as it is written; null where it divides by 0. */
const evaluateDirectly = (node: FormulaNode, values: ReadonlyMap<string, Big>): Rational | null => {
  if (node.kind === 'number') return rationalOf(parseDecimal(node.text) ?? new Big(0))
  if (node.kind === 'measure') return rationalOf(values.get(node.code) ?? new Big(0))
  const [a, b] = [evaluateDirectly(node.left, values), evaluateDirectly(node.right, values)]
  if (a === null || b === null) return null
  if (node.operator === '*') return toRational(a.numerator * b.numerator, a.denominator * b.denominator)
  if (node.operator === '/') return b.numerator === 0n ? null : divideRationals(a, b)
  const sign = node.operator === '+' ? 1n : -1n
  return toRational(a.numerator * b.denominator + sign * b.numerator * a.denominator, a.denominator * b.denominator)
}

describe('properties', () => {
  const value = fc.tuple(fc.bigInt({ min: -100_000n, max: 100_000n }), fc.nat(3)).map(([units, scale]) => new Big(`${units}e-${scale}`))
  const values = fc.record({ a: value, b_2: value, c: value, within_20s: value })

  it('S18: the normal form gives what the formula gives as it is written', () => {
    fc.assert(
      fc.property(formulas, values, fc.nat(4), (node, record, scale) => {
        const form = normalizeFormula(node)
        const parts = new Map(RANDOM_MEASURES.map(code => [code as string, record[code]]))
        const direct = evaluateDirectly(node, parts)
        fc.pre(form.ok && direct !== null)
        const exact = new Map([...parts].map(([code, part]): [string, ExactPart] => [code, rationalOf(part)]))
        expect(combine(form.value, [exact], scale).value).toBe(roundRational(direct, scale))
      }),
      { numRuns: 1000 },
    )
  })

  it('S18: the order of centers does not matter', () => {
    const form = formOf('100 * (a + b_2) / (b_2 * c)')
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 6 }), records => {
        const centers = records.map(
          record => new Map(Object.entries(record).map(([code, part]): [string, ExactPart] => [code, rationalOf(part)])),
        )
        expect(combine(form, centers, 3)).toEqual(combine(form, centers.toReversed(), 3))
      }),
    )
  })
})

describe('S18: each measure is combined first by its own rule', () => {
  it('a measure that is the same at all centers counts once in a formula, and in a product center by center', () => {
    const parts = [center({ contacts: '600', staff: '10', days: '30' }), center({ contacts: '300', staff: '20', days: '29' })]
    const combineDays = (text: string) => {
      const form = formOf(text)
      const measures = measuresFor(form).map(measure =>
        measure.code === 'days' ? { ...measure, additivity: { ...measure.additivity, overCenters: 'max' as const } } : measure,
      )
      return combineParts({ form, measures }, parts, 2).formula
    }
    expect([combineDays('contacts / days'), combineDays('contacts / (staff * days)')]).toEqual(['900 / 30', '900 / 880'])
  })
})
