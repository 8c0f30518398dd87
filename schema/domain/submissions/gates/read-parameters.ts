import Big from 'big.js'
import { issue, type Issue } from '../../issue.js'
import type { Edition } from '../../statistics/edition.js'
import { textOfNumber } from '../exact-number.js'
import { echoOf, isBlank, kindOf } from '../read-cell.js'
import type { Cell, SubmittedBatch } from '../submission.js'
import { readNumber } from './read-number.js'

/** Declared parameters, compared: for each measure those that differ from its definition, and warnings about the batch. */
export type DeclaredParameters = {
  readonly differing: ReadonlyMap<string, Readonly<Record<string, string>>>
  readonly issues: readonly Issue[]
}

/** Canonical text of a declared value: numbers without trailing zeros, words as they are; null where it is neither. */
const canonicalText = (cell: Cell): string | null => {
  const number = readNumber(cell)
  if (typeof number === 'number' || number instanceof Big) return textOfNumber(number)
  return typeof cell === 'string' ? echoOf(cell) : null
}

const definedText = (value: unknown): string | null =>
  typeof value === 'number' || typeof value === 'string' ? canonicalText(value) : null

const unknownParameter = (name: string, index: number, edition: Edition): Issue => {
  const got = echoOf(name)
  const expected = [...edition.declaredParameters.keys()].join(', ')
  return issue({
    code: 'UNKNOWN_PARAMETER',
    severity: 'warning',
    path: ['parameters', index, 'name'],
    messageKo: `매개변수 "${got}"은(는) 표준에 없어 쓰지 않았습니다. 쓸 수 있는 이름: ${expected}`,
    messageEn: `The parameter "${got}" is not in the standard and was not used; accepted names: ${expected}.`,
    expected,
    got,
  })
}

const unreadableParameter = (name: string, index: number, cell: Cell): Issue =>
  issue({
    code: 'UNKNOWN_PARAMETER',
    severity: 'warning',
    path: ['parameters', index, 'value'],
    messageKo: `매개변수 ${name}의 값을 읽을 수 없어 쓰지 않았습니다. 숫자나 글자로 적으십시오.`,
    messageEn: `The value of the parameter ${name} cannot be read and was not used; give a number or text.`,
    expected: 'a number or text',
    got: kindOf(cell),
  })

const mismatch = (name: string, index: number, facts: { expected: string; got: string; measures: string }): Issue =>
  issue({
    code: 'PARAMETER_MISMATCH',
    severity: 'warning',
    path: ['parameters', index, 'value'],
    messageKo: `${name}이(가) 표준은 ${facts.expected}, 제출은 ${facts.got}입니다. ${facts.measures} 값은 정의 상이(definition_differs)로 표시되어 표준 집계에서 빠집니다.`,
    messageEn: `${name} is ${facts.got} here and ${facts.expected} in the standard; values of ${facts.measures} are marked definition_differs and stay out of standard figures.`,
    expected: facts.expected,
    got: facts.got,
  })

/**
 * Compares what the batch declares with the definitions (S5). PARAMETER_MISMATCH once for each parameter that differs, UNKNOWN_PARAMETER for names
 * the edition does not have; both are warnings. A blank value declares nothing.
 */
export const readParameters = (batch: SubmittedBatch, edition: Edition): DeclaredParameters => {
  const differing = new Map<string, Record<string, string>>()
  const issues: Issue[] = []
  for (const [index, { name, value }] of batch.parameters.entries()) {
    const uses = edition.declaredParameters.get(name)
    const got = canonicalText(value)
    if (uses === undefined) issues.push(unknownParameter(name, index, edition))
    else if (isBlank(value)) continue
    else if (got === null) issues.push(unreadableParameter(name, index, value))
    else {
      const expectedOf = (use: (typeof uses)[number]) => definedText(edition.measures.get(use.measure)?.parameters[use.parameter])
      const odd = uses.filter(use => expectedOf(use) !== got)
      for (const { measure } of odd) differing.set(measure, { ...differing.get(measure), [name]: got })
      const expected = [...new Set(odd.map(use => expectedOf(use) ?? ''))].join(', ')
      if (odd.length > 0) issues.push(mismatch(name, index, { expected, got, measures: odd.map(use => use.measure).join(', ') }))
    }
  }
  return { differing, issues }
}
