import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { combineParts, partsOf } from '../../../schema/domain/figures/combine-parts.js'
import { combinePlain } from '../../../schema/domain/figures/combine-plain.js'
import type { DefinitionPlan } from '../../../schema/domain/figures/figure-plan.js'
import type { Support } from '../../../schema/domain/figures/support.js'
import type { Measure } from '../../../schema/domain/statistics/measure.js'
import { normalizeFormula, type NormalForm } from '../../../schema/domain/statistics/normalize-formula.js'
import { parseFormula } from '../../../schema/domain/statistics/parse-formula.js'

const formOf = (text: string): NormalForm => {
  const parsed = parseFormula(text)
  const form = parsed.ok ? normalizeFormula(parsed.value) : parsed
  if (!form.ok) throw new Error(form.issues[0]?.messageEn)
  return form.value
}

const FORMULAS = [
  'a',
  '100 * a / b',
  'a / (3 * b)',
  '(a - b) / c',
  '100 * (a + b - 2 * c) / (a * b)',
  'a * b + 7',
  '100 * (a - b) / a',
  'a / 7',
].map(formOf)

const additivity = fc.record({
  overTime: fc.constantFrom('sum', 'sum', 'mean', 'max', 'none'),
  overCenters: fc.constantFrom('sum', 'sum', 'sum', 'max'),
  overDimensions: fc.constant('sum'),
})

const amount = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -30, max: 2_000 }) },
  { weight: 2, arbitrary: fc.constantFrom(0, -0, 1, 7) },
  { weight: 1, arbitrary: fc.maxSafeInteger() },
)
const total = fc.record({ sum: amount, count: fc.integer({ min: 1, max: 4 }), max: amount })

const question = fc.constantFrom(...FORMULAS).chain(form =>
  fc.record({
    form: fc.constant(form),
    rules: fc.tuple(...form.measures.map(() => additivity)),
    totals: fc.array(fc.tuple(...form.measures.map(() => total)), { minLength: 1, maxLength: 3 }),
    scale: fc.constantFrom(null, 0, 1, 2, 4),
  }),
)

describe('S18: a figure in plain numbers', () => {
  it('is the one of exact fractions, wherever plain numbers are taken at all', () => {
    let plain = 0
    let left = 0
    fc.assert(
      fc.property(question, ({ form, rules, totals, scale }) => {
        const measures = form.measures.map((code, place) => ({ code, additivity: rules[place] }) as Measure) // all that counts here
        const definition = { form, terms: measures.map(measure => ({ measure })) } as unknown as DefinitionPlan
        const supports = totals.map(of => ({ totals: of }) as unknown as Support)
        const taken = combinePlain(definition, supports, scale)
        if (taken === null) {
          left += 1
          return
        }
        plain += 1
        expect({ ...taken }).toEqual(combineParts({ form, measures }, partsOf(measures, supports), scale))
      }),
      { numRuns: 4_000 },
    )
    expect(Math.min(plain, left)).toBeGreaterThan(400)
  })

  it('leaves a sum to exact fractions that goes beyond what a double carries on its way', () => {
    const form = formOf('a * b - c * d')
    const measures = form.measures.map(
      code => ({ code, additivity: { overTime: 'sum', overCenters: 'sum', overDimensions: 'sum' } }) as Measure,
    )
    const definition = { form, terms: measures.map(measure => ({ measure })) } as unknown as DefinitionPlan
    const supportOf = (values: Readonly<Record<string, number>>) =>
      ({ totals: form.measures.map(code => ({ sum: values[code] ?? 0, count: 1, max: 0 })) }) as unknown as Support
    const supports = [
      supportOf({ a: 9_007_199_254_740_991, b: 1 }),
      supportOf({ a: 2, b: 1 }),
      supportOf({ c: 9_007_199_254_740_983, d: 1 }),
    ]
    expect(combinePlain(definition, supports, 0)).toBeNull()
  })
})
