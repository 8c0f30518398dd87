import fc from 'fast-check'
import type { FormulaNode, Operator } from '../../../schema/domain/statistics/formula.js'

/** Measures that random formulas are made of. */
export const RANDOM_MEASURES = ['a', 'b_2', 'c', 'within_20s'] as const

const operators = fc.constantFrom<Operator[]>('+', '-', '*', '/')

/** Random formula trees of a few levels; many have no normal form. */
export const formulas: fc.Arbitrary<FormulaNode> = fc.letrec<{ node: FormulaNode }>(tie => ({
  node: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    fc.constantFrom(...RANDOM_MEASURES).map(code => ({ kind: 'measure' as const, code })),
    fc.constantFrom('0', '1', '2', '8', '100', '0.5', '14400').map(text => ({ kind: 'number' as const, text })),
    fc.record({ kind: fc.constant('operation' as const), operator: operators, left: tie('node'), right: tie('node') }),
    fc.record({ kind: fc.constant('operation' as const), operator: operators, left: tie('node'), right: tie('node') }),
  ),
})).node
