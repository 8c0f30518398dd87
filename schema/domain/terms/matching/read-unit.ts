import { multiplyRationals, parseRational, type Rational } from '../../decimal.js'
import type { Unit, UnitDimension, UnitLabel } from '../../statistics/unit.js'
import { normalizeLabel } from '../normalize-label.js'
import type { ValueProfile } from './read-values.js'

/** A unit as a word carries it. `toBase`: a value times it is the value in the base unit of the dimension (seconds, ratio). */
export type ReadUnit = {
  readonly label: string
  readonly dimension: UnitDimension
  /** The unit code; null where the label names the dimension only, and the unit of the standard applies. */
  readonly unit: string | null
  readonly factor: Rational
  readonly clock: 'mm:ss' | 'hh:mm:ss' | null
}

/** Whether a word names its unit, and in a word the hub knows. */
export type UnitReading =
  { readonly kind: 'named'; readonly unit: ReadUnit } | { readonly kind: 'none' } | { readonly kind: 'unknown'; readonly label: string }

export type UnitTables = { readonly units: ReadonlyMap<string, Unit>; readonly labels: ReadonlyMap<string, UnitLabel> }

const rational = (text: string): Rational => parseRational(text) ?? { numerator: 1n, denominator: 1n }

/** Words beside those of the edition that leave no doubt. */
const MORE: Readonly<Record<string, Omit<ReadUnit, 'label'>>> = {
  '‰': { dimension: 'share', unit: 'ratio', factor: rational('1/1000'), clock: null },
  퍼밀: { dimension: 'share', unit: 'ratio', factor: rational('1/1000'), clock: null },
  permille: { dimension: 'share', unit: 'ratio', factor: rational('1/1000'), clock: null },
  '0~1': { dimension: 'share', unit: 'ratio', factor: rational('1'), clock: null },
  '비율0~1': { dimension: 'share', unit: 'ratio', factor: rational('1'), clock: null },
  '소수(0~1)': { dimension: 'share', unit: 'ratio', factor: rational('1'), clock: null },
  'm:ss': { dimension: 'time', unit: 'seconds', factor: rational('1'), clock: 'mm:ss' },
  'm:s': { dimension: 'time', unit: 'seconds', factor: rational('1'), clock: 'mm:ss' },
  'h:mm:ss': { dimension: 'time', unit: 'seconds', factor: rational('1'), clock: 'hh:mm:ss' },
  천명: { dimension: 'persons', unit: null, factor: rational('1000'), clock: null },
  백분율: { dimension: 'share', unit: 'percent', factor: rational('1'), clock: null },
  '%율': { dimension: 'share', unit: 'percent', factor: rational('1'), clock: null },
  초콜: { dimension: 'time', unit: 'seconds', factor: rational('1'), clock: null },
  초건: { dimension: 'time', unit: 'seconds', factor: rational('1'), clock: null },
  초호: { dimension: 'time', unit: 'seconds', factor: rational('1'), clock: null },
  건만건: { dimension: 'share', unit: 'per_10k', factor: rational('1'), clock: null },
  건1만건: { dimension: 'share', unit: 'per_10k', factor: rational('1'), clock: null },
  per10k: { dimension: 'share', unit: 'per_10k', factor: rational('1'), clock: null },
  건인: { dimension: 'count', unit: null, factor: rational('1'), clock: null },
  건명: { dimension: 'count', unit: null, factor: rational('1'), clock: null },
  콜인: { dimension: 'count', unit: null, factor: rational('1'), clock: null },
  콜명: { dimension: 'count', unit: null, factor: rational('1'), clock: null },
  건인일: { dimension: 'count', unit: null, factor: rational('1'), clock: null },
  건명일: { dimension: 'count', unit: null, factor: rational('1'), clock: null },
  초통: { dimension: 'time', unit: 'seconds', factor: rational('1'), clock: null },
  분건: { dimension: 'time', unit: 'minutes', factor: rational('1'), clock: null },
  분콜: { dimension: 'time', unit: 'minutes', factor: rational('1'), clock: null },
  시간인: { dimension: 'time', unit: 'hours', factor: rational('1'), clock: null },
  시간명: { dimension: 'time', unit: 'hours', factor: rational('1'), clock: null },
  건일: { dimension: 'count', unit: null, factor: rational('1'), clock: null },
}

/** Words for a share that do not say of what: of one where no value is above it, of a hundred where they are. */
const SHARE_WORDS = new Set(['비율', '비', '율', 'rate', 'share', '구성비', '비중'])

const shareOf = (label: string, values: ValueProfile | null): ReadUnit | null => {
  if (!SHARE_WORDS.has(label) || values === null) return null
  const unit = values.highest <= 1 ? 'ratio' : values.median > 1.5 && values.highest <= 100 ? 'percent' : null
  return unit === null ? null : { label, dimension: 'share', unit, factor: rational('1'), clock: null }
}

const LONGEST_UNIT = 30

/** Parentheses, `단위:` and blanks around a unit say nothing. */
const unitWord = (raw: string): string =>
  normalizeLabel(raw)
    .replace(/^[([{]|[)\]}]$/g, '')
    .replace(/^(?:단위|unit)[:=]?/, '')
    .replace(/[.\s]+$/, '')

/** The unit of a word: of its unit column, else of its label, else of a sign or a clock in its values. */
export const readUnit = (
  column: string | null,
  inLabel: string | null,
  { labels }: UnitTables,
  values: ValueProfile | null,
): UnitReading => {
  const written = [column ?? '', inLabel ?? '']
    .map(raw => (raw.length > LONGEST_UNIT ? '?' : unitWord(raw)))
    .find(word => word !== '' && word !== '-')
  if (written === undefined) {
    if (values?.hasPercent === true)
      return { kind: 'named', unit: { label: '%', dimension: 'share', unit: 'percent', factor: rational('1'), clock: null } }
    if (values?.clock != null)
      return {
        kind: 'named',
        unit: { label: values.clock, dimension: 'time', unit: 'seconds', factor: rational('1'), clock: values.clock },
      }
    return { kind: 'none' }
  }
  const share = shareOf(written, values)
  if (share !== null) return { kind: 'named', unit: share }
  const known = labels.get(written)
  const more = MORE[written.replace(/[/·.]/g, '')] ?? MORE[written]
  if (known !== undefined)
    return {
      kind: 'named',
      unit: { label: written, dimension: known.dimension, unit: known.unit, factor: known.factor, clock: known.clock },
    }
  return more === undefined ? { kind: 'unknown', label: written } : { kind: 'named', unit: { ...more, label: written } }
}

/** A value in the unit times this is the value in the base of its dimension. */
export const toBase = (code: string | null, { units }: UnitTables): Rational =>
  (code === null ? undefined : units.get(code)?.scaleTo?.factor) ?? rational('1')

/** What a value has to be multiplied with to be one of the standard's unit. */
export const factorTo = (unit: ReadUnit, standard: string, tables: UnitTables): Rational => {
  const base = unit.unit === null ? unit.factor : multiplyRationals(unit.factor, toBase(unit.unit, tables))
  const target = unit.unit === null ? rational('1') : toBase(standard, tables)
  return multiplyRationals(base, { numerator: target.denominator, denominator: target.numerator })
}
