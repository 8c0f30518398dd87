import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measuresOf, printCheck, printFormula, type FormulaNode } from '../../../schema/domain/statistics/formula.js'
import { parseCheck } from '../../../schema/domain/statistics/parse-check.js'
import { parseFormula } from '../../../schema/domain/statistics/parse-formula.js'
import { COUNCIL_CHECKS, COUNCIL_FORMULAS } from './council-formulas.js'
import { formulas } from './random-formulas.js'

const formula = (text: string): FormulaNode => {
  const outcome = parseFormula(text)
  if (!outcome.ok) throw new Error(outcome.issues[0]?.messageEn)
  return outcome.value
}

const refusal = (outcome: ReturnType<typeof parseFormula> | ReturnType<typeof parseCheck>) =>
  outcome.ok ? null : outcome.issues.map(({ code, expected, got }) => ({ code, expected, got }))

describe('S18: the grammar of formulas', () => {
  it('S18: products bind before sums and chains group from the left', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(code => ({ kind: 'measure', code }) as const)
    expect(formula('a - b - c * d')).toEqual({
      kind: 'operation',
      operator: '-',
      left: { kind: 'operation', operator: '-', left: a, right: b },
      right: { kind: 'operation', operator: '*', left: c, right: d },
    })
    expect(formula('a - (b - c)')).toEqual({
      kind: 'operation',
      operator: '-',
      left: a,
      right: { kind: 'operation', operator: '-', left: b, right: c },
    })
  })

  it('S18: codes may hold digits, numbers are kept canonical, blanks and line ends do not matter', () => {
    expect(printFormula(formula(' 012.50*\n(calls_answered_within_20s)/contacts_repeat_7d\t'))).toBe(
      '12.5 * calls_answered_within_20s / contacts_repeat_7d',
    )
  })

  it('S18: measures are named once, in the order in which they are written', () => {
    expect(measuresOf(formula('100 * (b + a) / (a * c)'))).toEqual(['b', 'a', 'c'])
  })

  it.each([
    ['', 'a measure code, a number or ( at column 1', 'the end'],
    ['100 *', 'a measure code, a number or ( at column 6', 'the end'],
    ['100 * / a', 'a measure code, a number or ( at column 7', '/'],
    ['-a', 'a measure code, a number or ( at column 1', '-'],
    ['a * -1', 'a measure code, a number or ( at column 5', '-'],
    ['(a + b', '+, -, *, / or ) at column 7', 'the end'],
    ['a + b)', '+, -, *, / or the end at column 6', ')'],
    ['a b', '+, -, *, / or the end at column 3', 'b'],
    ['20s', '+, -, *, / or the end at column 3', 's'],
    ['sum(a)', '+, -, *, / or the end at column 4', '('],
    ['a <= b', '+, -, *, / or the end at column 3', '<='],
    ['a + 응대호', 'a measure code, a number or ( at column 5', '응'],
    ['Calls', 'a measure code, a number or ( at column 1', 'C'],
    ['1e3 * a', '+, -, *, / or the end at column 2', 'e3'],
    ['a + .5', 'a measure code, a number or ( at column 5', '.'],
    ['a; drop table', '+, -, *, / or the end at column 2', ';'],
  ])('FORMULA_SYNTAX: %j names its column', (text, expected, got) => {
    expect(refusal(parseFormula(text))).toEqual([{ code: 'FORMULA_SYNTAX', expected, got }])
  })

  it('FORMULA_SYNTAX: depth, length and digits have a limit', () => {
    expect(refusal(parseFormula('('.repeat(100_000)))?.[0]?.expected).toBe('at most 2000 characters at column 2001')
    expect(refusal(parseFormula('('.repeat(60)))?.[0]?.expected).toBe('at most 50 nested parentheses at column 51')
    expect(refusal(parseFormula(`${'9'.repeat(41)} * a`))?.[0]?.expected).toBe('a number of at most 40 digits at column 1')
    expect(parseFormula(`${'('.repeat(50)}a${')'.repeat(50)}`).ok).toBe(true)
    expect(parseFormula(Array.from({ length: 50 }, () => '(a)').join('+')).ok).toBe(true)
  })

  it('S28: a refusal speaks Korean and English', () => {
    const outcome = parseFormula('100 * ')
    expect(outcome.ok ? [] : outcome.issues).toMatchObject([
      {
        messageKo: '식의 6번째 글자를 읽을 수 없습니다. 올 수 있는 것: 측정값 코드, 수, (. 실제: 식의 끝.',
        messageEn: 'The formula cannot be read at column 6: expected a measure code, a number or (, got the end.',
      },
    ])
  })
})

describe('checks', () => {
  it.each(['a <= b', 'a < b + 1', 'a = 0', '20 * (a - b) <= c'])('%s reads and prints the same', text => {
    const outcome = parseCheck(text)
    expect(outcome.ok ? printCheck(outcome.value) : outcome.issues).toBe(text)
  })

  it.each([
    ['a', '+, -, *, /, <=, < or = at column 2', 'the end'],
    ['a >= b', '+, -, *, /, <=, < or = at column 3', '>'],
    ['a == b', 'a measure code, a number or ( at column 4', '='],
    ['a <= ', 'a measure code, a number or ( at column 5', 'the end'],
    ['a <= b <= c', '+, -, *, / or the end at column 8', '<='],
    ['<= b', 'a measure code, a number or ( at column 1', '<='],
  ])('FORMULA_SYNTAX: %j names its column', (text, expected, got) => {
    expect(refusal(parseCheck(text))).toEqual([{ code: 'FORMULA_SYNTAX', expected, got }])
  })

  it('measures of both sides are named once', () => {
    const outcome = parseCheck('a <= b + a')
    expect(outcome.ok ? measuresOf(outcome.value) : []).toEqual(['a', 'b'])
  })
})

describe("the council's edition", () => {
  it('has 81 formulas and 49 rules', () => expect([COUNCIL_FORMULAS.length, COUNCIL_CHECKS.length]).toEqual([81, 49]))

  it.each(COUNCIL_FORMULAS)('$indicator: $formula reads and prints the same', ({ formula: text }) => {
    expect(printFormula(formula(text))).toBe(text)
  })

  it.each(COUNCIL_CHECKS)('$id reads and prints the same', ({ check, when }) => {
    const texts = when === undefined ? [check] : [check, when]
    expect(texts.map(parseCheck).map(outcome => (outcome.ok ? printCheck(outcome.value) : outcome.issues))).toEqual(texts)
  })
})

describe('properties', () => {
  it('a printed formula reads back as the same tree', () => {
    fc.assert(
      fc.property(formulas, node => {
        expect(parseFormula(printFormula(node))).toEqual({ ok: true, value: node })
      }),
    )
  })

  it('no text makes the parser throw, and every refusal has a code and two sentences', () => {
    const alphabet = fc.string({
      unit: fc.constantFrom('a', '_', '1', '.', '(', ')', '+', '-', '*', '/', '<', '=', ' ', '\n', '가', '😀', '\u0000'),
    })
    fc.assert(
      fc.property(fc.oneof(alphabet, fc.string({ unit: 'binary' })), text => {
        const issues = [parseFormula(text), parseCheck(text)].flatMap(outcome => (outcome.ok ? [] : outcome.issues))
        expect(issues.filter(found => found.code !== 'FORMULA_SYNTAX' || found.messageKo === found.messageEn)).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })
})
