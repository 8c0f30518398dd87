import { divideRationals, multiplyRationals, toRational, toRationalText, type Rational } from '../../decimal.js'
import type Big from 'big.js'
import type { Edition } from '../../statistics/edition.js'
import type { Unit, UnitDimension, UnitLabel } from '../../statistics/unit.js'
import type { TextFormat } from '../../terms/mapping.js'
import { normalizeLabel } from '../../terms/normalize-label.js'
import type { Fault } from '../fault.js'
import { echoOf, isBlank } from '../read-cell.js'
import type { Cell } from '../submission.js'

/** How values of a row become values in the unit of its measure (S5). */
export type UnitReading =
  | { readonly kind: 'unsettled'; readonly fault: Fault | null }
  | {
      readonly kind: 'settled'
      /** Null where values stay as they are. */
      readonly factor: Rational | null
      /** Added after the factor; only a decision about a word has one. */
      readonly offset: Big | null
      readonly factorText: string | null
      readonly clock: TextFormat | null
      /** The unit as the row words it where that differs from the measure's; '' where it names none. */
      readonly rawUnit: string | null
      readonly note: Fault | null
    }

const ONE: Rational = toRational(1n, 1n)

/** A unit word: by code, else by the edition's list of labels, else by the name of a unit. */
const findWord = (text: string, edition: Edition): UnitLabel | null => {
  const byCode = edition.units.get(text)
  const label = normalizeLabel(text)
  const word = byCode === undefined ? edition.unitLabels.get(label) : undefined
  if (word !== undefined) return word
  const unit = byCode ?? [...edition.units.values()].find(one => isNameOf(label, one))
  return unit === undefined ? null : { label, dimension: unit.dimension, unit: unit.code, factor: ONE, clock: null }
}

const isNameOf = (label: string, unit: Unit): boolean => [unit.code, unit.nameKo, unit.nameEn].some(name => normalizeLabel(name) === label)

/** Values in `from` times this are values in `to`; 1 where neither is scaled, as among counts and among persons. */
export const factorBetween = (from: Unit, to: Unit): Rational => {
  if (from.code === to.code || (from.scaleTo === null && to.scaleTo === null)) return ONE
  return divideRationals(from.scaleTo?.factor ?? ONE, to.scaleTo?.factor ?? ONE)
}

const unsettled = (fault: Fault): UnitReading => ({ kind: 'unsettled', fault })

/** A settled reading with everything not named at its plain value. */
export const settledUnit = (fields: Partial<Extract<UnitReading, { kind: 'settled' }>>): UnitReading => ({
  kind: 'settled',
  factor: null,
  offset: null,
  factorText: null,
  clock: null,
  rawUnit: null,
  note: null,
  ...fields,
})

const DIMENSIONS_KO: Readonly<Record<UnitDimension, string>> = {
  count: '수량',
  time: '시간',
  points: '점수',
  persons: '인원',
  days: '일수',
  money: '금액',
  share: '비율',
}

const nameUnit = (unit: Unit): string => `${unit.nameKo}(${unit.code})`

const assumed = (target: Unit): Fault => ({
  level: 'info',
  code: 'UNIT_ASSUMED',
  field: ['unit'],
  ko: `단위가 없어 표준 단위 ${nameUnit(target)}(으)로 보았습니다.`,
  en: `No unit is given; ${target.code} is assumed.`,
  expected: target.code,
  got: null,
})

const labelKept = (target: Unit, got: string): Fault => ({
  level: 'info',
  code: 'UNIT_LABEL_KEPT',
  field: ['unit'],
  ko: `단위 표기 "${got}"은(는) 표준 단위 ${nameUnit(target)}와 종류가 같아 값은 그대로 두고 표기만 남깁니다.`,
  en: `The unit label "${got}" is of the same kind as ${target.code}; the value is unchanged and the label is kept.`,
  expected: target.code,
  got,
})

/** UNIT_CONVERTED. */
export const converted = (target: Unit, got: string, facts: { ko: string; en: string }): Fault => ({
  level: 'info',
  code: 'UNIT_CONVERTED',
  field: ['unit'],
  ko: `단위 "${got}"의 값을 표준 단위 ${nameUnit(target)}(으)로 환산했습니다(${facts.ko}). 원래 값과 단위는 행에 남습니다.`,
  en: `The value in "${got}" was converted to ${target.code} (${facts.en}); raw value and unit stay on the row.`,
  expected: target.code,
  got,
})

const mismatch = (target: Unit, word: UnitLabel, got: string): Fault => ({
  level: 'held',
  code: 'UNIT_MISMATCH',
  field: ['unit'],
  ko: `단위 "${got}"은(는) ${DIMENSIONS_KO[word.dimension]} 단위인데 이 항목은 ${DIMENSIONS_KO[target.dimension]} 단위인 ${nameUnit(target)}(으)로 냅니다.`,
  en: `The unit "${got}" measures ${word.dimension}; this measure is in ${target.code}, a unit of ${target.dimension}.`,
  expected: `a unit of ${target.dimension}, such as ${target.code}`,
  got,
})

const unknown = (target: Unit | null, got: string): Fault => ({
  level: 'held',
  code: 'UNIT_UNKNOWN',
  field: ['unit'],
  ko: `단위 "${got}"을(를) 알 수 없습니다.${target === null ? '' : ` 표준 단위는 ${nameUnit(target)}입니다.`}`,
  en: `The unit "${got}" is unknown.${target === null ? '' : ` The standard unit is ${target.code}.`}`,
  expected: target?.code ?? null,
  got,
})

const unreadable = (cell: Cell): Fault => ({
  level: 'rejected',
  code: 'ROW_UNREADABLE',
  field: ['unit'],
  ko: '단위는 글자로 적어야 합니다.',
  en: 'A unit is given as text.',
  expected: 'text',
  got: echoOf(cell),
})

const settleWord = (word: UnitLabel, target: Unit, text: string, edition: Edition): UnitReading => {
  const got = echoOf(text)
  if (word.dimension !== target.dimension) return unsettled(mismatch(target, word, got))
  const from = (word.unit === null ? undefined : edition.units.get(word.unit)) ?? target
  const factor = multiplyRationals(word.factor, factorBetween(from, target))
  if (word.clock !== null) {
    const isSame = factor.numerator === factor.denominator
    return settledUnit({
      factor: isSame ? null : factor,
      clock: word.clock,
      rawUnit: text,
      note: converted(target, got, { ko: `시각 표기 ${word.clock}`, en: `clock notation ${word.clock}` }),
    })
  }
  if (factor.numerator !== factor.denominator) {
    const factorText = toRationalText(factor)
    return settledUnit({ factor, factorText, rawUnit: text, note: converted(target, got, { ko: `×${factorText}`, en: `x ${factorText}` }) })
  }
  return isNameOf(normalizeLabel(text), target) ? settledUnit({}) : settledUnit({ rawUnit: text, note: labelKept(target, got) })
}

/**
 * Reads a unit cell against the unit of the measure, null where the measure itself is unsettled: then only the word is judged.
 * Dimensions are compared, not spellings (S5). UNIT_ASSUMED, UNIT_LABEL_KEPT and UNIT_CONVERTED are notes; UNIT_MISMATCH and UNIT_UNKNOWN hold.
 */
export const readUnit = (cell: Cell, target: Unit | null, edition: Edition): UnitReading => {
  if (isBlank(cell)) return target === null ? { kind: 'unsettled', fault: null } : settledUnit({ rawUnit: '', note: assumed(target) })
  if (typeof cell !== 'string') return unsettled(unreadable(cell))
  const text = cell.trim()
  const word = findWord(text, edition)
  if (word === null) return unsettled(unknown(target, echoOf(text)))
  return target === null ? { kind: 'unsettled', fault: null } : settleWord(word, target, text, edition)
}
