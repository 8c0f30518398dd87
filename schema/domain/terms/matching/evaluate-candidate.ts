import { divideRationals, type Rational } from '../../decimal.js'
import type { ValueRange } from '../lexicon-row.js'
import type { Feature, Veto } from '../proposal.js'
import type { Unit } from '../../statistics/unit.js'
import { isItem, type Concept } from './concept.js'
import { fitsOtherUnit } from './doubt-unit.js'
import type { Likeness } from './find-candidates.js'
import { isTypical, judgeValues, toNumber, type ValueJudgement } from './judge-values.js'
import type { Reading } from './read-label.js'
import { factorTo, toBase, type UnitReading, type UnitTables } from './read-unit.js'
import { ENOUGH_NIGHTS, type ValueProfile } from './read-values.js'
import { feature, veto } from './say.js'
import { isApart, vetoesOf } from './veto-tokens.js'
import type { WordKind } from './word-kind.js'
import { FIXED_BASE } from '../weights/weight-set.js'

/** What is known of a word beside its label. */
export type WordEvidence = {
  readonly reading: Reading
  readonly kind: WordKind
  readonly unit: UnitReading
  readonly values: ValueProfile | null
  readonly tables: UnitTables
  readonly ranges: ReadonlyMap<string, ValueRange>
  /** Refs that the edition lists for this ambiguous label; null where the label is not ambiguous. */
  readonly ambiguous: readonly string[] | null
  /** Jurisdiction of the center, and its residents in thousands; null where the center is not known. */
  readonly place: string | null
  readonly residents: number | null
  /** Its column names a unit, or it has values: something beside the label says what it is. */
  readonly hasWitness: boolean
}

export type UnitState = 'same' | 'converted' | 'implied' | 'missing' | 'unknown' | 'contradicts' | 'none'

/** A unit that the values would fit, with what makes one of the standard's unit of them. */
export type BetterUnit = { readonly label: string; readonly nameKo: string; readonly nameEn: string; readonly factor: Rational }

/** A candidate with all that speaks for and against it; `odds` are log-odds before rivals are weighed in. */
export type Evaluated = {
  readonly concept: Concept
  readonly likeness: Likeness
  readonly odds: number
  readonly features: readonly Feature[]
  readonly vetoes: readonly Veto[]
  readonly unit: UnitState
  readonly values: ValueJudgement
  readonly factor: Rational
  /** The values would fit in another usual unit at least as well as in the one stated. */
  readonly mayBeOtherUnit: boolean
  /** A unit in which the values would fit where they do not in the one stated. */
  readonly betterUnit: BetterUnit | null
  /** What the center's own figures say of it by the identities of the edition; null where they say nothing, or nobody asked. */
  readonly identity: 'supports' | 'contradicts' | 'exchange' | null
}

const ONE: Rational = { numerator: 1n, denominator: 1n }
/** What a standard that is not listed for an ambiguous label loses. */
const NOT_LISTED = -2

const labelFeature = (
  { reading, ambiguous }: WordEvidence,
  { ref }: Concept,
  { isExact, isEqual, sameObject, overlap, letters }: Likeness,
): Feature => {
  if (ambiguous?.includes(ref) === true)
    return feature('ambiguous', isExact ? 2.2 : 1.4, [
      '여러 뜻으로 쓰이는 말이며 그중 하나입니다.',
      'The word has several meanings; this is one of them.',
    ])
  if (isExact) return feature('label', 5.2, ['표준 이름이나 동의어와 같습니다.', 'It equals a standard name or synonym.'])
  if (isEqual) {
    const weight = (sameObject ? 4.4 : 3.4) - (reading.isSure ? 0 : 1.6)
    return feature('meaning', weight, ['말의 뜻이 모두 같습니다.', 'All parts of its meaning agree.'])
  }
  const byMeaning = 6.2 * overlap - 2.6
  const byLetters = letters === 0 ? -3 : 6 * letters - 3.6
  const weight = Math.max(byMeaning, byLetters) + 0.3 * Math.max(0, Math.min(byMeaning, byLetters))
  const share = Math.round(100 * Math.max(overlap, letters))
  return byMeaning >= byLetters
    ? feature('overlap', weight, [`뜻이 ${share}% 겹칩니다.`, `${share} % of its meaning agrees.`])
    : feature('letters', weight, [`글자가 ${share}% 비슷합니다.`, `${share} % of its letters agree.`])
}

const PERSONS = new Set(['AGENT', 'HEAD', 'STAFF', 'FTE', 'SEPARATE'])
const namesPersons = ({ countsPersons, countsThings, tokens }: Reading): boolean =>
  countsPersons || (countsThings && tokens.some(token => PERSONS.has(token)))

const unitState = (
  { unit, tables, reading, values }: WordEvidence,
  concept: Concept,
): { readonly state: UnitState; readonly factor: Rational } => {
  if (concept.unit === null) return { state: 'none', factor: ONE }
  if (unit.kind === 'unknown') return { state: 'unknown', factor: ONE }
  if (unit.kind === 'none') {
    const isImplied =
      concept.dimension === 'count' ? reading.countsCalls || reading.countsThings : concept.dimension === 'persons' && namesPersons(reading)
    const isPercent = concept.unit === 'percent' && values !== null && values.median > 1.5 && values.highest <= 100
    return { state: isImplied || isPercent ? 'implied' : 'missing', factor: ONE }
  }
  if (unit.unit.dimension !== concept.dimension) return { state: 'contradicts', factor: ONE }
  const factor = factorTo(unit.unit, concept.unit, tables)
  const isSame = factor.numerator === factor.denominator && unit.unit.clock === null && values?.clock == null
  return { state: isSame ? 'same' : 'converted', factor }
}

const UNIT_FEATURES: Readonly<Record<UnitState, readonly [number, string, string] | null>> = {
  same: [0.9, '단위가 같습니다.', 'The unit is the same.'],
  converted: [0.7, '단위를 정확히 바꿀 수 있습니다.', 'The unit converts exactly.'],
  implied: [0.5, '단위가 이름이나 값에서 분명합니다.', 'The unit is plain from the label or the values.'],
  missing: [0, '단위가 없습니다.', 'There is no unit.'],
  unknown: [-0.4, '모르는 단위입니다.', 'The unit is not known.'],
  contradicts: [-4, '단위의 종류가 다릅니다.', 'The unit is of another kind.'],
  none: null,
}

const VALUE_TEXTS = {
  range: ['값이 표준의 범위와 맞지 않습니다.', 'The values do not fit the range of the standard.'],
  fraction: ['세는 값인데 소수가 있습니다.', 'Counts are whole numbers; these are not.'],
  negative: ['음수가 있습니다.', 'There are negative values.'],
  constant: ['값이 날마다 같아 목표값처럼 보입니다.', 'The values never change, as a target would.'],
  running: ['값이 줄지 않고 쌓여 누계처럼 보입니다.', 'The values only rise, as a running total would.'],
  notation: [
    '값에 붙은 % 표시나 시각 표기가 단위와 맞지 않습니다.',
    'A percent sign or a clock stands in values that are no share and no time.',
  ],
  whole: ['전체의 몫인데 100%를 넘는 날이 있습니다.', 'It is a share of a whole, and some nights are above 100 %.'],
  unreadable: ['읽을 수 없는 값이 있습니다.', 'Some values cannot be read.'],
} as const

const VALUE_WEIGHTS = {
  range: -2,
  fraction: -1.8,
  negative: -3,
  constant: -0.6,
  running: -0.8,
  unreadable: -0.8,
  notation: -2,
  whole: -1,
} as const

const valueFeature = (judged: ValueJudgement): Feature | null => {
  switch (judged.kind) {
    case 'none':
      return null
    case 'silent':
      return feature('values', 0, ['모든 값이 0이라 알려 주는 것이 없습니다.', 'All values are 0 and tell nothing.'])
    case 'plausible':
      return feature('values', judged.isEnough ? 0.8 : 0.5, ['값이 표준의 범위에 있습니다.', 'The values fit the standard.'])
    case 'implausible':
      return feature('values', VALUE_WEIGHTS[judged.why], VALUE_TEXTS[judged.why])
  }
}

/** The range for a center of that size: what residents make possible cuts the range for centers of any size. */
const rangeAt = ({ residents }: WordEvidence, range: ValueRange | undefined): ValueRange | undefined => {
  const each = range?.perThousand ?? null
  if (range === undefined || each === null || residents === null) return range
  return { ...range, low: Math.max(range.low, each.low * residents), high: Math.min(range.high, each.high * residents) }
}

/** Another unit of the same dimension in which the median night would be typical; of several the one nearest to the stated (minutes before hours). */
const findBetterUnit = (evidence: WordEvidence, concept: Concept, factor: Rational): BetterUnit | null => {
  const { values, tables, ranges } = evidence
  const range = rangeAt(evidence, ranges.get(concept.ref) ?? ranges.get(concept.ref.split('#')[0] ?? ''))
  if (values === null || range === undefined || concept.unit === null) return null
  if (concept.dimension === 'count') return values.isInteger ? null : findMultiple(values, range)
  const base = toNumber(toBase(concept.unit, tables))
  const fitting = [...tables.units.values()].filter(
    ({ code, dimension }) =>
      dimension === concept.dimension &&
      Math.abs(toNumber(toBase(code, tables)) / base - toNumber(factor)) > 1e-9 &&
      isTypical(values, range, toNumber(toBase(code, tables)) / base),
  )
  const distance = ({ code }: Unit): number => Math.abs(Math.log(toNumber(toBase(code, tables)) / base / toNumber(factor)))
  const [nearest] = fitting.toSorted((a, b) => distance(a) - distance(b))
  if (nearest === undefined) return concept.unit === 'percent' && isTypical(values, range, toNumber(PERMILLE.factor)) ? PERMILLE : null
  const { code, nameKo, nameEn } = nearest
  return { label: code, nameKo, nameEn, factor: divideRationals(toBase(code, tables), toBase(concept.unit, tables)) }
}

/** Things in thousands, as sheets write them. */
export const THOUSANDS: BetterUnit = { label: '천건', nameKo: '천 건', nameEn: 'thousands', factor: { numerator: 1_000n, denominator: 1n } }
export const TEN_THOUSANDS: BetterUnit = {
  label: '만건',
  nameKo: '만 건',
  nameEn: 'tens of thousands',
  factor: { numerator: 10_000n, denominator: 1n },
}

/** No unit of the edition, and written as percent all the same. */
export const PERMILLE: BetterUnit = { label: '‰', nameKo: '천분율', nameEn: 'per mille', factor: { numerator: 1n, denominator: 10n } }

/** Counts have no fractions: those that have are so many thousands or, where that is not enough, tens of thousands. */
const findMultiple = (values: ValueProfile, range: ValueRange): BetterUnit | null =>
  [THOUSANDS, TEN_THOUSANDS].find(({ factor }) => isTypical(values, range, toNumber(factor))) ?? null

/** Out of range, or a sum of seconds or a count with a fraction, as sums of minutes and thousands have one. */
const looksLikeOtherUnit = (values: ValueJudgement, { dimension }: Concept): boolean =>
  values.kind === 'implausible' &&
  (values.why === 'range' || (values.why === 'fraction' && (dimension === 'time' || dimension === 'count')))

/** A word in the column of a codelist names one of few things. */
const STATED_LIST = 1.5

const kindFeature = ({ kind, unit, values }: WordEvidence, concept: Concept): Feature | null => {
  if (kind.kind === 'any' && isItem(concept) && (unit.kind !== 'none' || values !== null))
    return feature('kind', -3, ['단위나 값이 있어 분류 이름이 아닙니다.', 'It has a unit or values, so it is no item of a codelist.'])
  if (kind.kind === 'item') return feature('kind', STATED_LIST, ['밝힌 분류의 항목입니다.', 'It is an item of the codelist stated.'])
  if (kind.kind !== 'measure' && kind.kind !== 'indicator') return null
  return kind.kind === concept.family
    ? feature('kind', 0.3, ['밝힌 종류와 같습니다.', 'It is of the kind stated.'])
    : feature('kind', -0.5, ['밝힌 종류와 다릅니다.', 'It is not of the kind stated.'])
}

const labelVetoes = (reading: Reading, { isExact, isEqual, extra, missing }: Likeness): readonly Veto[] => {
  const counted = reading.residual.length > 0 ? vetoesOf(extra, []) : vetoesOf(extra, missing)
  return isExact || isEqual ? [] : counted
}

/** The candidate with its evidence. */
export const evaluateCandidate = (evidence: WordEvidence, concept: Concept, likeness: Likeness): Evaluated => {
  const { state, factor } = unitState(evidence, concept)
  const range = rangeAt(
    evidence,
    evidence.ranges.get(concept.ref) ?? (concept.isSlice ? undefined : evidence.ranges.get(concept.ref.split(/[#@]/)[0] ?? '')),
  )
  const mayStandStill = concept.dimension === 'persons' || concept.unit === 'hours' || concept.dimension === 'days'
  const question = {
    values: evidence.values,
    range,
    factor: toNumber(factor),
    isInteger: concept.isInteger,
    isShare: concept.dimension === 'share',
    isTime: concept.dimension === 'time',
    mayStandStill,
    mayRise: concept.dimension === 'persons' || concept.family !== 'measure',
  }
  const values: ValueJudgement = concept.unit === null || state === 'contradicts' ? { kind: 'none' } : judgeValues(question)
  const unitText = UNIT_FEATURES[state]
  const apart = likeness.isExact || likeness.isEqual ? 0 : likeness.extra.filter(isApart).length
  const features = [
    labelFeature(evidence, concept, likeness),
    unitText === null ? null : feature('unit', unitText[0], [unitText[1], unitText[2]]),
    valueFeature(values),
    kindFeature(evidence, concept),
    apart === 0
      ? null
      : feature('apart', -0.9 * Math.min(apart, 2), ['표준에 없는 말이 붙어 있습니다.', 'The label says more than the standard does.']),
    concept.isDaily || concept.unit === null || (evidence.values?.nights ?? 0) < ENOUGH_NIGHTS
      ? null
      : feature('not-nightly', -1, ['하루 단위로 내는 표준이 아닙니다.', 'The standard has no values of single days.']),
    evidence.ambiguous === null || evidence.ambiguous.includes(concept.ref.split('@')[0] ?? '')
      ? null
      : feature('not-listed', NOT_LISTED, ['이 말의 뜻으로 정해진 것이 아닙니다.', 'It is none of the meanings listed for this word.']),
    concept.region === null || evidence.place === null || concept.region === evidence.place
      ? null
      : feature('elsewhere', -3, ['센터의 시·도에 있는 곳이 아닙니다.', 'It does not lie where the center serves.']),
    concept.isNamed ? null : feature('unnamed', -2, ['이 이름으로 불린 적이 없는 표준입니다.', 'No label of the edition names it so.']),
  ].filter(one => one !== null)
  const gate =
    state === 'contradicts' ? [veto('unit', ['단위의 종류가 표준과 다릅니다.', 'The unit is of another kind than the standard.'])] : []
  const misfit = values.kind === 'implausible' ? [veto(`values-${values.why}`, VALUE_TEXTS[values.why])] : []
  return {
    concept,
    likeness,
    odds: features.reduce((sum, { weight }) => sum + weight, FIXED_BASE),
    features,
    vetoes: [...labelVetoes(evidence.reading, likeness), ...gate, ...misfit],
    unit: state,
    values,
    factor,
    mayBeOtherUnit: fitsOtherUnit({ values: evidence.values, range, factor: toNumber(factor), dimension: concept.dimension }),
    betterUnit: looksLikeOtherUnit(values, concept) ? findBetterUnit(evidence, concept, factor) : null,
    identity: null,
  }
}
