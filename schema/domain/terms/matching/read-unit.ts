import { multiplyRationals, parseRational, type Rational } from '../../decimal.js'
import type { Unit, UnitDimension, UnitLabel } from '../../statistics/unit.js'
import type { TextFormat } from '../mapping.js'
import { normalizeLabel } from '../normalize-label.js'
import type { ValueProfile } from './read-values.js'

/** A unit as a word carries it. `toBase`: a value times it is the value in the base unit of the dimension (seconds, ratio). */
export type ReadUnit = {
  readonly label: string
  readonly dimension: UnitDimension
  /** The unit code; null where the label names the dimension only, and the unit of the standard applies. */
  readonly unit: string | null
  readonly factor: Rational
  readonly clock: TextFormat | null
  /** False for a unit that is understood and that the edition does not list: a person confirms it. */
  readonly isListed: boolean
}

/** Whether a word names its unit, and in a word the hub knows. */
export type UnitReading =
  | {
      readonly kind: 'named'
      readonly unit: ReadUnit
      /** The label names another unit than its column. */
      readonly isDisputed: boolean
      /** False where neither column nor label names it and only the values show it. */
      readonly isWritten: boolean
    }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly label: string }

export type UnitTables = { readonly units: ReadonlyMap<string, Unit>; readonly labels: ReadonlyMap<string, UnitLabel> }

const rational = (text: string): Rational => parseRational(text) ?? { numerator: 1n, denominator: 1n }

/** Words beside those of the edition that say what is meant. Rows that carry them are held as they stand, so a person confirms the first. */
const MORE: ReadonlyMap<string, Omit<ReadUnit, 'label' | 'isListed'>> = new Map(
  Object.entries({
    '‰': { dimension: 'share', unit: 'ratio', factor: rational('1/1000'), clock: null },
    ms: { dimension: 'time', unit: 'seconds', factor: rational('1/1000'), clock: null },
    msec: { dimension: 'time', unit: 'seconds', factor: rational('1/1000'), clock: null },
    millisecond: { dimension: 'time', unit: 'seconds', factor: rational('1/1000'), clock: null },
    milliseconds: { dimension: 'time', unit: 'seconds', factor: rational('1/1000'), clock: null },
    밀리초: { dimension: 'time', unit: 'seconds', factor: rational('1/1000'), clock: null },
    천분율: { dimension: 'share', unit: 'ratio', factor: rational('1/1000'), clock: null },
    퍼밀: { dimension: 'share', unit: 'ratio', factor: rational('1/1000'), clock: null },
    permille: { dimension: 'share', unit: 'ratio', factor: rational('1/1000'), clock: null },
    '0~1': { dimension: 'share', unit: 'ratio', factor: rational('1'), clock: null },
    '비율0~1': { dimension: 'share', unit: 'ratio', factor: rational('1'), clock: null },
    '소수0~1': { dimension: 'share', unit: 'ratio', factor: rational('1'), clock: null },
    'm:ss': { dimension: 'time', unit: 'seconds', factor: rational('1'), clock: 'mm:ss' },
    'm:s': { dimension: 'time', unit: 'seconds', factor: rational('1'), clock: 'mm:ss' },
    'h:mm:ss': { dimension: 'time', unit: 'seconds', factor: rational('1'), clock: 'hh:mm:ss' },
    분초: { dimension: 'time', unit: 'seconds', factor: rational('1'), clock: '분초' },
    시분초: { dimension: 'time', unit: 'seconds', factor: rational('1'), clock: '분초' },
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
  } satisfies Readonly<Record<string, Omit<ReadUnit, 'label' | 'isListed'>>>),
)

/** Words for a share that do not say of what: of one where no value is above it, of a hundred where they are. */
const SHARE_WORDS = new Set(['비율', '비', '율', 'rate', 'share', '구성비', '비중'])

const shareOf = (label: string, values: ValueProfile | null): ReadUnit | null => {
  if (!SHARE_WORDS.has(label) || values === null) return null
  const unit = values.highest <= 1 ? 'ratio' : values.median > 1.5 && values.highest <= 100 ? 'percent' : null
  // A ratio is made percent by what the mapping says; percent under such a word would be held again, whatever was decided.
  return unit === null ? null : { label, dimension: 'share', unit, factor: rational('1'), clock: null, isListed: unit === 'ratio' }
}

const LONGEST_UNIT = 30

/** Parentheses, `단위:` and blanks around a unit say nothing. */
const unitWord = (raw: string): string =>
  normalizeLabel(raw)
    .replace(/^[([{]|[)\]}]$/g, '')
    .replace(/^(?:단위|unit)[:=]?/, '')
    .replace(/[.\s]+$/, '')

const wordOf = (raw: string | null): string | null => {
  const word = raw === null ? '' : raw.length > LONGEST_UNIT ? '?' : unitWord(raw)
  return word === '' || word === '-' ? null : word
}

const findUnit = (written: string, { labels }: UnitTables, values: ValueProfile | null): ReadUnit | null => {
  const share = shareOf(written, values)
  if (share !== null) return share
  const known = labels.get(written)
  if (known !== undefined)
    return { label: written, dimension: known.dimension, unit: known.unit, factor: known.factor, clock: known.clock, isListed: true }
  const more = MORE.get(written.replace(/[/·.()]/g, '')) ?? MORE.get(written)
  return more === undefined ? null : { ...more, label: written, isListed: false }
}

const named = (unit: ReadUnit, isDisputed = false): UnitReading => ({ kind: 'named', unit, isDisputed, isWritten: true })
const shown = (unit: ReadUnit): UnitReading => ({ kind: 'named', unit, isDisputed: false, isWritten: false })

const plainUnit = (label: string, dimension: UnitDimension, unit: string, clock: ReadUnit['clock']): ReadUnit => ({
  label,
  dimension,
  unit,
  factor: rational('1'),
  clock,
  isListed: true,
})

/** 2분 54초 names its units in every value: whether the column says 분 or 초, it is so many seconds. */
const SPELT_OUT = { unit: 'seconds', factor: rational('1'), clock: '분초', isListed: true } as const

/** The unit that only a sign or a clock in the values shows. */
const unitOfValues = (values: ValueProfile | null): UnitReading => {
  if (values?.hasPercent === true) return shown(plainUnit('%', 'share', 'percent', null))
  if (values?.clock != null) return shown(plainUnit(values.clock, 'time', 'seconds', values.clock))
  return { kind: 'none' }
}

/** True where two units make other values of the same figure. */
const differ = (one: ReadUnit, other: ReadUnit, tables: UnitTables): boolean => {
  const base = ({ unit, factor }: ReadUnit): Rational => multiplyRationals(factor, toBase(unit, tables))
  const [a, b] = [base(one), base(other)]
  return one.dimension !== other.dimension || a.numerator * b.denominator !== b.numerator * a.denominator
}

/** The unit of a word: of its unit column, else of its label, else of a sign or a clock in its values. Where column and label differ the column stands, disputed. */
export const readUnit = (column: string | null, inLabel: string | null, tables: UnitTables, values: ValueProfile | null): UnitReading => {
  const [first, second] = [wordOf(column), wordOf(inLabel)]
  const written = first ?? second
  if (written === null) return unitOfValues(values)
  const unit = findUnit(written, tables, values)
  if (unit === null) return { kind: 'unknown', label: written }
  const other = first === null || second === null ? null : findUnit(second, tables, values)
  const isDisputed = other !== null && differ(unit, other, tables)
  if (values?.clock === '분초' && unit.dimension === 'time') return named({ ...unit, ...SPELT_OUT }, isDisputed)
  // A label is read without its colons, so that (분:초) comes as 분초; the values say which of the two it is.
  return named(values?.clock != null && unit.clock === '분초' ? { ...unit, clock: values.clock, isListed: true } : unit, isDisputed)
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
