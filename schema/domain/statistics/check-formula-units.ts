import { issue } from '../issue.js'
import { accept, refuse, type Outcome } from '../outcome.js'
import { printCheck, printFormula, type Check, type FormulaNode, type Operator } from './formula.js'
import type { UnitDimension } from './unit.js'

/**
 * Powers of the dimensions in a part of a formula (time per count is time 1, count -1); a share has none.
 * `isNumber`: no measure in it, free to be anything. `hasRate`: a number takes part in the product and may stand for a rate (seconds per call).
 * `isRateBelow`: such a number stands in the divisor (8 hours a day).
 */
type Powers = {
  readonly exponents: ReadonlyMap<UnitDimension, number>
  readonly isNumber: boolean
  readonly hasRate: boolean
  readonly isRateBelow: boolean
}

type DimensionOf = (code: string) => UnitDimension | null

const NUMBER: Powers = { exponents: new Map(), isNumber: true, hasRate: false, isRateBelow: false }

/** Dividing by these keeps the unit of what is divided: seconds per call are seconds, calls per person and day are calls (S19). */
const KEEPERS: readonly UnitDimension[] = ['count', 'persons', 'days']

const NAMES_KO: Record<UnitDimension, string> = {
  count: '수량',
  time: '시간',
  points: '점수',
  persons: '인원',
  days: '일수',
  money: '금액',
  share: '비율',
}

/** The dimension that S19 gives to these powers; null when there is none, such as calls per second or persons times days. */
const keptDimension = ({ exponents }: Powers): UnitDimension | null => {
  const above = [...exponents].filter(([, exponent]) => exponent > 0)
  const below = [...exponents].filter(([, exponent]) => exponent < 0)
  if (above.length > 1 || above.some(([, exponent]) => exponent > 1) || below.some(([dimension]) => !KEEPERS.includes(dimension)))
    return null
  return above[0]?.[0] ?? 'share'
}

/** What the whole may be, the likeliest first: a number in the divisor, or one that is needed to make sense of it, may turn it into a share. */
const possibleDimensions = (powers: Powers): readonly UnitDimension[] => {
  const kept = keptDimension(powers)
  if (kept === null) return powers.hasRate ? ['share'] : []
  return powers.isRateBelow && kept !== 'share' ? ['share', kept] : [kept]
}

const samePowers = (a: Powers, b: Powers): boolean =>
  a.exponents.size === b.exponents.size && [...a.exponents].every(([dimension, exponent]) => b.exponents.get(dimension) === exponent)

/** Whether two parts may be added or compared: same dimension, a plain number beside anything, or a rate that makes them the same. */
const agree = (a: Powers, b: Powers): boolean => {
  if (a.isNumber || b.isNumber || a.hasRate || b.hasRate || samePowers(a, b)) return true
  const [left, right] = [keptDimension(a), keptDimension(b)]
  return left !== null && left === right
}

/** The side that settles the dimension of a sum: a measure before a number, a part without a rate before one with it. */
const settling = (a: Powers, b: Powers): Powers => (a.isNumber || (a.hasRate && !b.isNumber && !b.hasRate) ? b : a)

const multiply = (a: Powers, b: Powers, sign: 1 | -1): Powers => {
  const exponents = new Map(a.exponents)
  for (const [dimension, exponent] of b.exponents) {
    const power = (exponents.get(dimension) ?? 0) + sign * exponent
    if (power === 0) exponents.delete(dimension)
    else exponents.set(dimension, power)
  }
  const isNumber = a.isNumber && b.isNumber
  return {
    exponents,
    isNumber,
    hasRate: !isNumber && (a.isNumber || b.isNumber || a.hasRate || b.hasRate),
    isRateBelow: a.isRateBelow || b.isRateBelow || (sign === -1 && b.hasRate),
  }
}

const describeKo = (powers: Powers): string => possibleDimensions(powers).map(dimension => NAMES_KO[dimension])[0] ?? '정해지지 않은 단위'
const describeEn = (powers: Powers): string => possibleDimensions(powers)[0] ?? 'no known dimension'

const refuseUnits = (facts: { ko: string; en: string; expected: string; got: string }): Outcome<never> =>
  refuse(issue({ code: 'EDITION_UNITS_DIFFER', messageKo: facts.ko, messageEn: facts.en, expected: facts.expected, got: facts.got }))

const refuseDifference = (sides: { text: string; left: Powers; right: Powers }): Outcome<never> =>
  refuseUnits({
    ko: `"${sides.text}"에서 양쪽의 단위 차원이 다릅니다(왼쪽 ${describeKo(sides.left)}, 오른쪽 ${describeKo(sides.right)}). 같은 차원끼리만 더하거나 빼거나 비교할 수 있습니다.`,
    en: `In "${sides.text}" the left side is ${describeEn(sides.left)} and the right side ${describeEn(sides.right)}; only equal dimensions are added or compared.`,
    expected: describeEn(sides.left),
    got: describeEn(sides.right),
  })

const refuseUnknown = (code: string): Outcome<never> =>
  refuse(
    issue({
      code: 'EDITION_UNKNOWN_SYMBOL',
      messageKo: `이 판에 없는 측정값 코드입니다: ${code}.`,
      messageEn: `The edition has no measure ${code}.`,
      expected: 'the code of a measure of the edition',
      got: code,
    }),
  )

const powersOfMeasure = (code: string, dimensionOf: DimensionOf): Outcome<Powers> => {
  const dimension = dimensionOf(code)
  if (dimension === null) return refuseUnknown(code)
  return accept({ exponents: new Map(dimension === 'share' ? [] : [[dimension, 1]]), isNumber: false, hasRate: false, isRateBelow: false })
}

const powersOfOperation = (operator: Operator, left: Powers, right: Powers): Powers =>
  operator === '*' ? multiply(left, right, 1) : operator === '/' ? multiply(left, right, -1) : settling(left, right)

const powersOf = (node: FormulaNode, dimensionOf: DimensionOf): Outcome<Powers> => {
  if (node.kind === 'number') return accept(NUMBER)
  if (node.kind === 'measure') return powersOfMeasure(node.code, dimensionOf)
  const [left, right] = [powersOf(node.left, dimensionOf), powersOf(node.right, dimensionOf)]
  if (!left.ok || !right.ok) return refuse(...(left.ok ? [] : left.issues), ...(right.ok ? [] : right.issues))
  const isSum = node.operator === '+' || node.operator === '-'
  if (isSum && !agree(left.value, right.value)) return refuseDifference({ text: printFormula(node), left: left.value, right: right.value })
  return accept(powersOfOperation(node.operator, left.value, right.value))
}

const settleFormula = (powers: Powers, text: string, stated: UnitDimension | null): Outcome<UnitDimension> => {
  const possible = possibleDimensions(powers)
  const first = possible[0]
  if (first === undefined) {
    return refuseUnits({
      ko: `"${text}"의 결과에 맞는 단위 차원이 없습니다. 나누는 쪽에는 수량, 인원, 일수 또는 나뉘는 쪽과 같은 차원이 와야 합니다.`,
      en: `The result of "${text}" has no unit dimension; divide by counts, persons, days, or the dimension that is divided.`,
      expected: stated ?? 'a dimension divided by count, persons, days or itself',
      got: 'no known dimension',
    })
  }
  if (stated === null || powers.isNumber || possible.includes(stated)) return accept(stated ?? first)
  return refuseUnits({
    ko: `"${text}"의 결과와 적힌 단위의 차원이 다릅니다. 결과: ${NAMES_KO[first]}, 적힌 단위: ${NAMES_KO[stated]}.`,
    en: `"${text}" results in ${first}, but the unit stated for it is ${stated}.`,
    expected: possible.join(' or '),
    got: stated,
  })
}

const checkSides = (check: Check, dimensionOf: DimensionOf): Outcome<UnitDimension> => {
  const [left, right] = [powersOf(check.left, dimensionOf), powersOf(check.right, dimensionOf)]
  if (!left.ok || !right.ok) return refuse(...(left.ok ? [] : left.issues), ...(right.ok ? [] : right.issues))
  if (!agree(left.value, right.value)) return refuseDifference({ text: printCheck(check), left: left.value, right: right.value })
  return accept(keptDimension(settling(left.value, right.value)) ?? 'share')
}

/**
 * The dimension a formula results in, or that both sides of a check have (S19).
 * `stated` is the dimension of the unit that the indicator or its variant names: it has to be one the formula can result in.
 * Without it the likeliest is given: 100 * absent_hours / (headcount_fte * 8 * period_days) is a share, since 8 hours a day is a rate.
 * EDITION_UNITS_DIFFER where parts that are added or compared differ, or the result is not what is stated; EDITION_UNKNOWN_SYMBOL for a code without a dimension.
 */
export const checkFormulaUnits = (
  source: FormulaNode | Check,
  dimensionOf: DimensionOf,
  stated: UnitDimension | null = null,
): Outcome<UnitDimension> => {
  if ('comparison' in source) return checkSides(source, dimensionOf)
  const powers = powersOf(source, dimensionOf)
  return powers.ok ? settleFormula(powers.value, printFormula(source), stated) : powers
}
