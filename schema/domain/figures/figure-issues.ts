import { issue, type Issue, type IssueCode } from '../issue.js'
import { nameList } from '../name-list.js'
import type { Codelist } from '../statistics/codelist.js'
import type { Apart } from './definitions-apart.js'
import type { Coverage, FigureChange, Gap, SupportDifference } from './figure.js'
import type { ChangeKind } from './other-period.js'

type Facts = { readonly path: readonly (string | number)[]; readonly got: string; readonly expected?: string }

/** What an unknown name was looked for as, and its Korean name with the particle that follows it. */
const UNKNOWN: Record<'INDICATOR_UNKNOWN' | 'MEASURE_UNKNOWN' | 'CENTER_UNKNOWN' | 'REGION_UNKNOWN', [string, string]> = {
  INDICATOR_UNKNOWN: ['지표', 'indicator'],
  MEASURE_UNKNOWN: ['측정값', 'measure'],
  CENTER_UNKNOWN: ['센터', 'center'],
  REGION_UNKNOWN: ['시·도', 'region'],
}

/** A code as it was asked, cut short: nothing long is echoed. */
const quote = (text: string): string => text.slice(0, 60)

export const unknownCode = (code: keyof typeof UNKNOWN, { path, got, expected }: Facts): Issue => {
  const [ko, en] = UNKNOWN[code]
  return issue({
    code,
    path,
    messageKo: `${ko} 코드 "${quote(got)}"은(는) 이 기준판에 없습니다.`,
    messageEn: `There is no ${en} "${quote(got)}" in this edition.`,
    expected: expected ?? `a ${en} code of the edition`,
    got: quote(got),
  })
}

/** A dimension that the edition does not have, with those it has. */
export const unknownDimension = ({ path, got }: Facts, codelists: ReadonlyMap<string, unknown>): Issue => {
  const known = nameList(codelists.keys())
  return issue({
    code: 'DIMENSION_UNKNOWN',
    path,
    messageKo: `차원 코드 "${quote(got)}"은(는) 이 기준판에 없습니다. 있는 차원: ${known}.`,
    messageEn: `There is no dimension "${quote(got)}" in this edition; it has ${known}.`,
    expected: known,
    got: quote(got),
  })
}

/** An item that a dimension does not have, with those it has; a list without items takes codes by their pattern. */
export const unknownItem = ({ path, got }: Facts, { code, items, pattern }: Pick<Codelist, 'code' | 'items' | 'pattern'>): Issue => {
  const known = items.size > 0 ? nameList(items.keys()) : (pattern ?? 'none')
  return issue({
    code: 'CODE_UNKNOWN',
    path,
    messageKo: `"${quote(got)}"은(는) ${code} 차원의 항목이 아닙니다. 있는 항목: ${known}.`,
    messageEn: `"${quote(got)}" is no item of the dimension ${code}; it has ${known}.`,
    expected: known,
    got: quote(got),
  })
}

/** Anything else that is wrong with a question, said in both languages. */
export const questionIssue = (
  code: IssueCode,
  path: readonly (string | number)[],
  facts: { readonly ko: string; readonly en: string; readonly expected: string; readonly got: string },
): Issue => issue({ code, path, messageKo: facts.ko, messageEn: facts.en, expected: facts.expected, got: quote(facts.got) })

export const totalMismatch = (facts: {
  readonly center: string
  readonly measure: string
  readonly from: string
  readonly table: string
  readonly total: string
  readonly sum: string
}): Issue =>
  issue({
    code: 'TOTAL_MISMATCH',
    severity: 'warning',
    path: [facts.center, facts.measure, facts.from],
    messageKo: `${facts.center} 센터의 ${facts.measure}(${facts.from}): 합계 값은 ${facts.total}인데 ${facts.table} 구분별 값의 합은 ${facts.sum}입니다. 합계 값을 썼습니다.`,
    messageEn: `${facts.measure} of ${facts.center} on ${facts.from}: the total is ${facts.total}, but its breakdown by ${facts.table} adds up to ${facts.sum}. The total is served.`,
    expected: facts.total,
    got: facts.sum,
  })

/** Two tables that tell different amounts of the items that leave totals over centers (S3). */
export const leavingMismatch = (facts: {
  readonly center: string
  readonly measure: string
  readonly from: string
  readonly takenFrom: string
  readonly taken: string
  readonly table: string
  readonly other: string
}): Issue =>
  issue({
    code: 'TOTAL_MISMATCH',
    severity: 'warning',
    path: [facts.center, facts.measure, facts.from],
    messageKo: `${facts.center} 센터의 ${facts.measure}(${facts.from}): 협의회 합계에서 빼는 항목이 ${facts.takenFrom} 구분으로는 ${facts.taken}, ${facts.table} 구분으로는 ${facts.other}입니다. 합계 값에서 ${facts.taken}을(를) 뺐습니다.`,
    messageEn: `${facts.measure} of ${facts.center} on ${facts.from}: what leaves totals over centers is ${facts.taken} by ${facts.takenFrom}, but ${facts.other} by ${facts.table}. ${facts.taken} is subtracted from the total.`,
    expected: facts.taken,
    got: facts.other,
  })

export const periodMismatch = (facts: {
  readonly center: string
  readonly measure: string
  readonly from: string
  readonly periodType: string
  readonly pushed: string
  readonly rolledUp: string
}): Issue =>
  issue({
    code: 'PERIOD_MISMATCH',
    severity: 'warning',
    path: [facts.center, facts.measure, facts.from],
    messageKo: `${facts.center} 센터의 ${facts.measure}(${facts.from}부터, ${facts.periodType}): 기간 값으로 낸 것은 ${facts.pushed}인데 짧은 기간의 값을 합치면 ${facts.rolledUp}입니다. 합친 값을 썼습니다.`,
    messageEn: `${facts.measure} of ${facts.center} from ${facts.from} (${facts.periodType}): the period itself was sent as ${facts.pushed}, but the values of the shorter periods in this figure combine to ${facts.rolledUp}. The combined value is served.`,
    expected: facts.rolledUp,
    got: facts.pushed,
  })

/** A center sent the asked period as such and none of the shorter ones that figures are combined from; its number is not told here (S24). */
export const longerPeriodOnly = (facts: {
  readonly center: string
  readonly measure: string
  readonly from: string
  readonly periodType: string
  readonly frequency: string
}): Issue =>
  issue({
    code: 'LONGER_PERIOD_ONLY',
    severity: 'info',
    path: [facts.center, facts.measure, facts.from],
    messageKo: `${facts.center} 센터는 ${facts.measure}(${facts.from}부터)을(를) ${facts.periodType} 값으로만 냈습니다. 수치는 ${facts.frequency} 값을 합쳐 만들므로 그 값은 들어가지 않았습니다. ${facts.frequency} 값을 내면 들어갑니다.`,
    messageEn: `${facts.center} sent ${facts.measure} from ${facts.from} as a ${facts.periodType} only. Figures are combined from values by ${facts.frequency}, so it is not in; it will be when those are sent.`,
    expected: `values by ${facts.frequency}`,
    got: facts.periodType,
  })

const sidesOf = (apart: Apart): readonly [ko: string, en: string, left: string, right: string] =>
  apart.kind === 'unit'
    ? ['단위', 'units', apart.left, apart.right]
    : [
        `기준(${apart.name})`,
        `parameters (${apart.name})`,
        `${apart.left.measure} ${apart.left.value}`,
        `${apart.right.measure} ${apart.right.value}`,
      ]

/** Two definitions whose values are different things. */
export const definitionsNotComparable = (code: string, apart: Apart): Issue => {
  const [ko, en, left, right] = sidesOf(apart)
  return issue({
    code: 'NOT_COMPARABLE',
    severity: 'warning',
    path: [code],
    messageKo: `${code}: 두 정의의 ${ko}이(가) 다릅니다(왼쪽 ${left}, 오른쪽 ${right}). 값은 각각 보이지만 차이는 계산하지 않습니다.`,
    messageEn: `${code}: the two definitions rest on different ${en}, ${left} on the left and ${right} on the right. Both values stand, their difference would mean nothing.`,
    expected: left,
    got: right,
  })
}

/** Values that their centers made by another definition or parameter than the standard. */
export const valuesNotComparable = (code: string, { centers, measures, from, to }: Gap): Issue =>
  issue({
    code: 'NOT_COMPARABLE',
    severity: 'warning',
    path: [code],
    messageKo: `${code}: ${centers.join(', ')} 센터의 ${measures.join(', ')} 값(${from}~${to})은 표준과 다른 기준으로 낸 것이라 비교할 수 없습니다.`,
    messageEn: `${code}: ${centers.join(', ')} made ${measures.join(', ')} by other parameters than the standard (${from} to ${to}); they cannot be compared.`,
    got: centers.join(', '),
  })

export const shareOfWhole = (dimensions: readonly string[]): Issue =>
  issue({
    code: 'SHARE_OF_WHOLE',
    severity: 'info',
    path: ['dimensions'],
    messageKo: `분모에는 ${dimensions.join(', ')} 구분이 없어 전체에 대한 비중으로 계산했습니다.`,
    messageEn: `Only the numerator is broken down by ${dimensions.join(', ')}; the value is a share of the whole.`,
    got: dimensions.join(', '),
  })

const CHANGE_WORDS: Readonly<Record<ChangeKind, readonly [ko: string, en: string]>> = {
  PREVIOUS_PERIOD: ['직전 기간', 'the period before'],
  SAME_PERIOD_LAST_YEAR: ['전년 같은 기간', 'the same period a year earlier'],
}

const DIFFERENCE_WORDS: Readonly<Record<SupportDifference, readonly [ko: string, en: string]>> = {
  RUNNING_PERIOD: ['아직 끝나지 않은 기간이 있습니다', 'one of them is not over yet'],
  UNEQUAL_COVERAGE: ['들어온 몫이 다릅니다', 'one has less of what was expected'],
  OTHER_CENTERS: ['든 센터가 다릅니다', 'other centers are in it'],
}

const coverageKo = ({ centersIn, centersExpected, cellsIn, cellsExpected }: Coverage): string =>
  `센터 ${centersIn}/${centersExpected}, 칸 ${cellsIn}/${cellsExpected}`
const coverageEn = ({ centersIn, centersExpected, cellsIn, cellsExpected }: Coverage): string =>
  `${centersIn} of ${centersExpected} centers and ${cellsIn} of ${cellsExpected} cells`

/** A change between two periods that do not rest on the same; says what both rest on. */
export const unequalSupport = (
  own: { readonly from: string; readonly to: string; readonly coverage: Coverage },
  { kind, from, to, coverage, unequal }: FigureChange,
): Issue => {
  const other = coverage ?? own.coverage
  const [ko, en] = CHANGE_WORDS[kind]
  const why = (language: 0 | 1): string => unequal.map(one => DIFFERENCE_WORDS[one][language]).join(language === 0 ? ', ' : ' and ')
  return issue({
    code: 'UNEQUAL_SUPPORT',
    severity: 'warning',
    path: ['changes', kind],
    messageKo: `${own.from}~${own.to}(${coverageKo(own.coverage)})을(를) ${ko} ${from ?? ''}~${to ?? ''}(${coverageKo(other)})와 견준 증감은 같은 근거의 것이 아닙니다: ${why(0)}.`,
    messageEn: `${own.from} to ${own.to} rests on ${coverageEn(own.coverage)}, ${en} (${from ?? ''} to ${to ?? ''}) on ${coverageEn(other)}: the change is not on equal support, because ${why(1)}.`,
    expected: coverageEn(other),
    got: coverageEn(own.coverage),
  })
}
