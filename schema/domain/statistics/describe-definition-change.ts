import type { DefinitionChange, ChangedAspect } from './definition-change.js'
import { describeFormulaChange, type NamedMeasures } from './describe-formula-change.js'
import { isAlike } from './find-measure-changes.js'
import type { Indicator, IndicatorVersion } from './indicator.js'
import type { Measure } from './measure.js'

/** One version of an indicator with what the indicator says of all of them. */
export type DefinedVersion = { readonly indicator: Indicator; readonly version: IndicatorVersion }

const textOf = (value: unknown): string | null =>
  value === null || value === undefined
    ? null
    : typeof value === 'string'
      ? value
      : Array.isArray(value) && value.every(one => typeof one === 'string')
        ? value.join(', ')
        : JSON.stringify(value)

type Field = { readonly aspect: ChangedAspect; readonly ko: string; readonly en: string }

/** `이름: A → B.`; no change where both say the same. */
const changed = ({ aspect, ko, en }: Field, before: unknown, after: unknown): readonly DefinitionChange[] => {
  if (isAlike(before, after)) return []
  const [was, is] = [textOf(before), textOf(after)]
  return [
    {
      aspect,
      ko: `${ko} 바뀝니다: ${was ?? '없음'} → ${is ?? '없음'}.`,
      en: `${en} changes: ${was ?? 'none'} → ${is ?? 'none'}.`,
      before: was,
      after: is,
    },
  ]
}

const spanOf = ({ effectiveFrom, effectiveTo }: IndicatorVersion): string => `${effectiveFrom} ~ ${effectiveTo ?? ''}`.trim()

const describeSpan = (before: IndicatorVersion, after: IndicatorVersion): DefinitionChange => ({
  aspect: 'DATES',
  ko: `${before.version} 적용 기간: ${spanOf(before)}. ${after.version} 적용 기간: ${spanOf(after)}.`,
  en: `${before.version} is in force ${daysOf(before)}, ${after.version} ${daysOf(after)}.`,
  before: spanOf(before),
  after: spanOf(after),
})

const daysOf = ({ effectiveFrom, effectiveTo, status }: IndicatorVersion): string =>
  status === 'draft' ? 'on no day' : effectiveTo === null ? `from ${effectiveFrom} on` : `from ${effectiveFrom} to ${effectiveTo}`

const describeVariants = (before: Indicator, after: Indicator): readonly DefinitionChange[] =>
  after.variants
    .filter(({ variant }) => before.variants.every(known => known.variant !== variant))
    .map(({ variant, formulaText, whyKo, whyEn }) => ({
      aspect: 'VARIANTS',
      ko: `변형 ${variant}이(가) 더해집니다: ${whyKo}`,
      en: `The variant ${variant} is added: ${whyEn}`,
      before: null,
      after: formulaText,
    }))

const sameResult = (before: IndicatorVersion, after: IndicatorVersion): readonly DefinitionChange[] => [
  {
    aspect: 'FORMULA',
    ko: '산식이 같은 값을 냅니다. 산식으로 달라지는 수치는 없습니다.',
    en: 'Both formulas give the same result; no figure changes by the formula.',
    before: before.formulaText,
    after: after.formulaText,
  },
]

/**
 * What is different about two versions of an indicator, in plain words: first the formula by its parts, then unit, decimals, scope, variants,
 * dates and the reason given. Always says whether the formula makes a difference.
 */
export const describeVersionChange = (before: DefinedVersion, after: DefinedVersion, named: NamedMeasures): readonly DefinitionChange[] => {
  const formula = describeFormulaChange(before.version.form, after.version.form, named)
  const [was, is] = [before.indicator, after.indicator]
  return [
    ...(formula.length > 0 ? formula : sameResult(before.version, after.version)),
    ...changed({ aspect: 'UNIT', ko: '단위가', en: 'The unit' }, was.unit, is.unit),
    ...changed({ aspect: 'SCALE', ko: '소수 자릿수가', en: 'The number of decimals' }, was.scale, is.scale),
    ...changed({ aspect: 'DIMENSIONS', ko: '고정 범위가', en: 'The scope' }, was.scope, is.scope),
    ...describeVariants(was, is),
    describeSpan(before.version, after.version),
    ...(after.version.whyKo === null && after.version.whyEn === null
      ? []
      : [
          {
            aspect: 'REASON' as const,
            ko: `${after.version.version}의 까닭: ${after.version.whyKo ?? after.version.whyEn ?? ''}`,
            en: `Why ${after.version.version}: ${after.version.whyEn ?? after.version.whyKo ?? ''}`,
            before: before.version.whyEn,
            after: after.version.whyEn,
          },
        ]),
  ]
}

const added = (before: readonly string[], after: readonly string[]): readonly DefinitionChange[] => [
  ...after
    .filter(name => !before.includes(name))
    .map(name => ({
      aspect: 'DIMENSIONS' as const,
      ko: `차원 ${name}이(가) 더해집니다.`,
      en: `The dimension ${name} is added.`,
      before: null,
      after: name,
    })),
  ...before
    .filter(name => !after.includes(name))
    .map(name => ({
      aspect: 'DIMENSIONS' as const,
      ko: `차원 ${name}이(가) 없어집니다.`,
      en: `The dimension ${name} goes.`,
      before: name,
      after: null,
    })),
]

const rules = (before: Measure, after: Measure): readonly DefinitionChange[] => {
  const textById = (measure: Measure) =>
    new Map(measure.constraints.map(({ id, checkText, severity, effectiveFrom }) => [id, `${checkText} (${severity}, ${effectiveFrom})`]))
  const [was, is] = [textById(before), textById(after)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap(id =>
    changed({ aspect: 'RULES', ko: `규칙 ${id}이(가)`, en: `The rule ${id}` }, was.get(id) ?? null, is.get(id) ?? null),
  )
}

const AXES = [
  ['overTime', '기간을 합치는 방법이', 'How it combines over time'],
  ['overCenters', '센터를 합치는 방법이', 'How it combines over centers'],
  ['overDimensions', '구분 항목을 합치는 방법이', 'How it combines over dimensions'],
] as const

/** What is different about a measure in two editions, or an edition and a draft, in plain words; empty where nothing is. */
export const describeMeasureChange = (before: Measure, after: Measure): readonly DefinitionChange[] => [
  ...changed({ aspect: 'NAME', ko: '한국어 이름이', en: 'The Korean name' }, before.nameKo, after.nameKo),
  ...changed({ aspect: 'NAME', ko: '영어 이름이', en: 'The English name' }, before.nameEn, after.nameEn),
  ...changed({ aspect: 'WORDING', ko: '한국어 정의가', en: 'The Korean definition' }, before.definitionKo, after.definitionKo),
  ...changed({ aspect: 'WORDING', ko: '영어 정의가', en: 'The English definition' }, before.definitionEn, after.definitionEn),
  ...changed({ aspect: 'UNIT', ko: '단위가', en: 'The unit' }, before.unit, after.unit),
  ...changed({ aspect: 'UNIT', ko: '종류가', en: 'The kind' }, before.kind, after.kind),
  ...AXES.flatMap(([axis, ko, en]) => changed({ aspect: 'ADDITIVITY', ko, en }, before.additivity[axis], after.additivity[axis])),
  ...changed({ aspect: 'DATES', ko: '제출 주기가', en: 'The frequency' }, before.frequency, after.frequency),
  ...added(before.dimensions, after.dimensions),
  ...changed(
    { aspect: 'DIMENSIONS', ko: '꼭 나누어 보낼 구분이', en: 'The breakdown asked for' },
    before.requiredBreakdown,
    after.requiredBreakdown,
  ),
  ...[...new Set([...Object.keys(before.parameters), ...Object.keys(after.parameters)])].flatMap(name =>
    changed(
      { aspect: 'PARAMETER', ko: `기준값 ${name}이(가)`, en: `The parameter ${name}` },
      before.parameters[name] ?? null,
      after.parameters[name] ?? null,
    ),
  ),
  ...changed({ aspect: 'LIMITS', ko: '공개 범위가', en: 'Who may see it' }, before.access, after.access),
  ...changed({ aspect: 'LIMITS', ko: '최소 응답 수가', en: 'The least number of responses' }, before.minN, after.minN),
  ...changed({ aspect: 'LIMITS', ko: '최소 칸 값이', en: 'The least cell' }, before.minCell, after.minCell),
  ...changed({ aspect: 'LIMITS', ko: '가장 작은 값이', en: 'The least value' }, before.minimum, after.minimum),
  ...changed({ aspect: 'LIMITS', ko: '정수 여부가', en: 'Whether it is whole' }, before.isInteger, after.isInteger),
  ...rules(before, after),
  ...changed({ aspect: 'DATES', ko: '시행일이', en: 'The first day' }, before.effectiveFrom, after.effectiveFrom),
]
