import { expect, test } from 'vitest'
import { sharedBy } from '../../../schema/domain/figures/share-dimensions.js'
import { normalizeFormula } from '../../../schema/domain/statistics/normalize-formula.js'
import { parseFormula } from '../../../schema/domain/statistics/parse-formula.js'

test.each([
  ['a / b', ['a', 'b'], 'all'],
  ['a', ['a'], 'all'],
  ['a', [], 'notShared'],
  ['a / b', ['a'], 'numeratorOnly'],
  ['a / b', ['b'], 'notShared'],
  ['a / b', [], 'notShared'],
  ['(a + b) / c', ['a', 'c'], 'notShared'],
  ['(a + b) / c', ['a', 'b'], 'numeratorOnly'],
  ['a / (b + c)', ['a', 'b'], 'notShared'],
  ['a / (b * c)', ['a', 'b'], 'notShared'],
  ['a / (b * period_days)', ['a', 'b'], 'all'],
  ['a / (b * period_days)', ['a'], 'numeratorOnly'],
] as const)('S30: in %s the dimension of %j is %s', (text, having, shared) => {
  const formula = parseFormula(text)
  if (!formula.ok) throw new Error(text)
  const form = normalizeFormula(formula.value)
  if (!form.ok) throw new Error(text)
  expect(sharedBy(form.value, code => (having as readonly string[]).includes(code))).toBe(shared)
})
