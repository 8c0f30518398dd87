import { toDecimalText } from '../../decimal.js'
import { asDirection } from '../../statistics/definition-change.js'
import type { Edition } from '../../statistics/edition.js'
import type { Unit } from '../../statistics/unit.js'
import type { ValueRange } from '../../terms/lexicon-row.js'
import { PERMILLE } from '../../terms/matching/evaluate-candidate.js'
import { isUsual, nightBounds, toNumber } from '../../terms/matching/judge-values.js'
import type { Fault } from '../fault.js'
import type { ExactNumber } from '../submission.js'
import type { UnitReading } from './read-unit.js'
import { factorBetween } from './read-unit.js'
import { referenceOf, type Subject } from './subject.js'

/** A unit in which the value may have been meant; a value in it times `factor` is one in the unit of the standard. */
type OtherUnit = { readonly nameKo: string; readonly nameEn: string; readonly factor: number }

type Judged = { readonly value: ExactNumber; readonly subject: Subject; readonly unit: UnitReading }

const unitsAlike = (target: Unit, { units }: Edition): readonly OtherUnit[] => [
  ...[...units.values()]
    .filter(({ dimension }) => dimension === target.dimension)
    .map(unit => ({ nameKo: unit.nameKo, nameEn: unit.nameEn, factor: toNumber(factorBetween(unit, target)) })),
  ...(target.code === 'percent' ? [{ ...PERMILLE, factor: toNumber(PERMILLE.factor) }] : []),
]

const doubted = ({ value, subject }: Judged, { low, high }: ValueRange, other: OtherUnit): Fault => {
  const { nameKo, unit } = subject
  const shown = typeof value === 'number' ? `${value}` : toDecimalText(value)
  return {
    level: 'held',
    code: 'UNIT_DOUBTED',
    field: ['value'],
    ko: `${nameKo} ${shown}${unit.nameKo}: 표준에서 볼 수 있는 범위(${low}~${high}${unit.nameKo}) 밖이고, 값이 ${asDirection(other.nameKo)} 보입니다. 맞는 단위로 다시 내시거나, 용어 담당자가 정할 때까지 기다립니다.`,
    en: `${referenceOf(subject)} of ${shown} ${unit.nameEn} lies outside of what the standard has (${low} to ${high}); the value looks like ${other.nameEn}. Send it in its unit, or wait until a steward says which it is.`,
    expected: `${low} to ${high} ${unit.nameEn}`,
    got: `${shown} ${unit.nameEn}`,
  }
}

/**
 * UNIT_DOUBTED: a rate or mean that the center computed itself lies outside of what the standard may have, even for a single night, and would be usual in exactly one
 * other unit of its kind: 3 seconds of talk a call look like minutes. Null for whatever is possible as it is stated, for 0, and where nobody knows what is usual.
 */
export const doubtUnit = (
  judged: Judged,
  { ranges, edition }: { readonly ranges: ReadonlyMap<string, ValueRange>; readonly edition: Edition },
): Fault | null => {
  const { subject, unit } = judged
  const { dimension } = subject.unit
  if (subject.measure !== null || (dimension !== 'time' && dimension !== 'share')) return null
  if (unit.kind === 'unsettled' || unit.clock !== null || unit.offset !== null) return null
  const ref = referenceOf(subject)
  const range = ranges.get(ref) ?? ranges.get(ref.split('#')[0] ?? '')
  const value = Number(judged.value)
  if (range === undefined || value <= 0) return null
  const [low, high] = nightBounds(range, dimension === 'share')
  if (value >= low && value <= high) return null
  const raw = unit.factor === null ? value : value / toNumber(unit.factor)
  const [other, ...more] = unitsAlike(subject.unit, edition).filter(({ factor }) => isUsual(raw * factor, range))
  return other === undefined || more.length > 0 ? null : doubted(judged, range, other)
}
