import type { Day } from './days.js'

/** How a measure combines along one axis; the words of the editions. */
export type Rule = 'sum' | 'mean' | 'max' | 'none'

export type MeasureDefinition = {
  readonly code: string
  readonly unit: string
  readonly dimensions: readonly string[]
  readonly overTime: Rule
  readonly overCenters: Rule
  readonly overDimensions: Rule
  readonly every: 'day' | 'month'
  readonly isRestricted: boolean
  readonly isInteger: boolean
  /** Fewest of the measure `of` that a figure may rest on (S24). */
  readonly leastN: { readonly value: number; readonly of: string } | null
  /** Fewest that one cell of a breakdown may hold, above 0 (S24). */
  readonly leastCell: number | null
  readonly ofHub: boolean
  /** Frozen by the hub night by night; `ofHub` stands for what it counts when it is asked. */
  readonly isFrozen: boolean
}

/** Products with a sign; the empty list of terms stands for no divisor. */
export type Terms = readonly { readonly sign: 1 | -1; readonly product: readonly string[] }[]

/** factor x above / below, as a person reads it off the formula text (S18). */
export type Formula = { readonly text: string; readonly factor: string; readonly above: Terms; readonly below: Terms }

export type IndicatorVersion = { readonly version: string; readonly from: Day; readonly to: Day | null; readonly formula: Formula }
export type IndicatorDefinition = {
  readonly code: string
  readonly unit: string
  readonly scale: number
  readonly scope: Readonly<Record<string, string>>
  readonly versions: readonly IndicatorVersion[]
  readonly variants: readonly { readonly variant: string; readonly formula: Formula }[]
}

const PLAIN = {
  unit: 'calls',
  dimensions: ['channel', 'line'],
  overTime: 'sum',
  overCenters: 'sum',
  overDimensions: 'sum',
  every: 'day',
  isRestricted: false,
  isInteger: true,
  leastN: null,
  leastCell: null,
  ofHub: false,
  isFrozen: false,
} as const satisfies Partial<MeasureDefinition>

/** The codes by which the hub knows what its baseline is made of, and the baseline. */
export const CONTACTS = 'contacts_offered'
export const BASELINE = 'baseline_contacts_4w'
/** What makes a night complete. */
export const CORE = 'fte'

/** Each kind of addition, restriction and limit that the rules know, in as few measures as possible. */
export const MEASURES: readonly MeasureDefinition[] = [
  { ...PLAIN, code: 'offered' },
  { ...PLAIN, code: 'answered' },
  { ...PLAIN, code: CONTACTS },
  { ...PLAIN, code: 'quick', dimensions: ['channel'] },
  { ...PLAIN, code: 'wait_sum', unit: 'seconds', dimensions: ['line'], isInteger: false },
  { ...PLAIN, code: 'survey_n', unit: 'responses', dimensions: ['channel'] },
  {
    ...PLAIN,
    code: 'survey_sum',
    unit: 'points',
    dimensions: ['channel'],
    isInteger: false,
    leastN: { value: 30, of: 'survey_n' },
  },
  { ...PLAIN, code: 'staff', unit: 'people', dimensions: ['line'], overTime: 'mean' },
  { ...PLAIN, code: 'fte', unit: 'fte', dimensions: [], overTime: 'mean', isInteger: false },
  { ...PLAIN, code: 'longest', unit: 'seconds', dimensions: ['channel'], overTime: 'max', overCenters: 'max', overDimensions: 'max' },
  { ...PLAIN, code: 'median', unit: 'seconds', dimensions: ['channel'], overTime: 'none', overCenters: 'none', overDimensions: 'none' },
  { ...PLAIN, code: 'abusive', dimensions: ['channel'], isRestricted: true, leastCell: 5 },
  { ...PLAIN, code: 'rare', leastCell: 5 },
  { ...PLAIN, code: 'leavers', unit: 'people', dimensions: ['line'], every: 'month' },
  { ...PLAIN, code: 'trained', unit: 'people', dimensions: [], overTime: 'none', every: 'month' },
  { ...PLAIN, code: BASELINE, isInteger: false, isFrozen: true },
  { ...PLAIN, code: 'period_days', unit: 'days', dimensions: [], overCenters: 'max', overDimensions: 'max', ofHub: true },
]

const one = (...product: readonly string[]): Terms => [{ sign: 1, product }]
const add = (...codes: readonly string[]): Terms => codes.map(code => ({ sign: 1, product: [code] }))
const subtract = (from: string, what: string): Terms => [
  { sign: 1, product: [from] },
  { sign: -1, product: [what] },
]
const formula = (text: string, factor: string, sides: { above: Terms; below?: Terms }): Formula => ({
  text,
  factor,
  above: sides.above,
  below: sides.below ?? [],
})
const always = (only: Formula, from: Day = '2024-01-01'): readonly IndicatorVersion[] => [{ version: 'v1', from, to: null, formula: only }]
const changing = (day: Day, [before, last]: readonly [Formula, Day], after: Formula): readonly IndicatorVersion[] => [
  { version: 'v1', from: '2024-01-01', to: last, formula: before },
  { version: 'v2', from: day, to: null, formula: after },
]

const perOffered = formula('100 * answered / offered', '100', { above: add('answered'), below: add('offered') })
const perContact = formula('100 * answered / contacts_offered', '100', { above: add('answered'), below: add(CONTACTS) })
const withQuick = formula('100 * (answered + quick) / offered', '100', { above: add('answered', 'quick'), below: add('offered') })
const leaversForMonth = formula('100 * leavers / staff', '100', { above: add('leavers'), below: add('staff') })
const leaversForYear = formula('100 * leavers / staff * 365 / period_days', '36500', {
  above: add('leavers'),
  below: one('period_days', 'staff'),
})

const PERCENT = { unit: 'percent', scale: 2, scope: {}, variants: [] } as const

export const INDICATORS: readonly IndicatorDefinition[] = [
  {
    ...PERCENT,
    code: 'answer_rate',
    versions: changing('2026-02-15', [perOffered, '2026-02-14'], perContact),
    variants: [
      { variant: 'with_quick', formula: withQuick },
      { variant: 'contact_based', formula: perContact },
    ],
  },
  {
    ...PERCENT,
    code: 'loss_rate',
    scale: 1,
    versions: always(
      formula('100 * (offered - answered) / offered', '100', { above: subtract('offered', 'answered'), below: add('offered') }),
    ),
  },
  {
    ...PERCENT,
    code: 'avg_wait',
    unit: 'seconds',
    scale: 3,
    versions: always(formula('wait_sum / answered', '1', { above: add('wait_sum'), below: add('answered') }), '2026-01-20'),
  },
  {
    ...PERCENT,
    code: 'survey_score',
    unit: 'points',
    versions: always(formula('survey_sum / survey_n', '1', { above: add('survey_sum'), below: add('survey_n') })),
  },
  {
    ...PERCENT,
    code: 'abuse_rate',
    unit: 'per_10k',
    versions: always(formula('10000 * abusive / contacts_offered', '10000', { above: add('abusive'), below: add(CONTACTS) })),
  },
  { ...PERCENT, code: 'care_rate', scope: { line: 'care' }, versions: always(perOffered) },
  {
    ...PERCENT,
    code: 'rare_share',
    versions: always(formula('100 * rare / quick', '100', { above: add('rare'), below: add('quick') })),
  },
  {
    ...PERCENT,
    code: 'staff_load',
    unit: 'contacts',
    versions: always(
      formula('contacts_offered / (staff * period_days)', '1', { above: add(CONTACTS), below: one('period_days', 'staff') }),
    ),
  },
  {
    ...PERCENT,
    code: 'short_load',
    unit: 'contacts',
    scale: 4,
    versions: always(
      formula('contacts_offered / (fte * 8 * period_days)', '0.125', { above: add(CONTACTS), below: one('fte', 'period_days') }),
    ),
  },
  { ...PERCENT, code: 'turnover', versions: changing('2026-03-01', [leaversForMonth, '2026-02-28'], leaversForYear) },
  {
    ...PERCENT,
    code: 'trained_share',
    versions: always(formula('100 * trained / staff', '100', { above: add('trained'), below: add('staff') })),
  },
  {
    ...PERCENT,
    code: 'peak_share',
    versions: always(formula('100 * longest / wait_sum', '100', { above: add('longest'), below: add('wait_sum') })),
  },
  {
    ...PERCENT,
    code: 'unanswered',
    unit: 'calls',
    scale: 0,
    versions: always(formula('offered - answered', '1', { above: subtract('offered', 'answered') })),
  },
  {
    ...PERCENT,
    code: 'surge_ratio',
    unit: 'ratio',
    scale: 3,
    versions: always(formula(`${CONTACTS} / ${BASELINE}`, '1', { above: add(CONTACTS), below: add(BASELINE) })),
  },
  {
    ...PERCENT,
    code: 'mixed_load',
    unit: 'ratio',
    scale: 3,
    versions: always(
      formula('(offered + contacts_offered + quick) / (answered + quick)', '1', {
        above: add('offered', CONTACTS, 'quick'),
        below: add('answered', 'quick'),
      }),
    ),
  },
]

/** Items that do not count everywhere (S3): kiosk in no total, aid only in that of its own center and there for four measures, two of which limits count. */
export const ITEMS: Readonly<Record<string, readonly string[]>> = {
  channel: ['voice', 'sms', 'chat', 'aid', 'kiosk'],
  line: ['general', 'care', 'night'],
}
/** Words for items that no list has; a row with one waits. */
export const UNREAD: readonly string[] = ['pager', 'telex', 'fax']
export const COUNTS: Readonly<
  Record<string, { readonly inCenter: boolean; readonly inCouncil: boolean; readonly measures: readonly string[] | null }>
> = {
  aid: { inCenter: true, inCouncil: false, measures: ['offered', CONTACTS, 'survey_n', 'rare'] },
  kiosk: { inCenter: false, inCouncil: false, measures: null },
}

export const measureOf = (code: string): MeasureDefinition => {
  const found = MEASURES.find(measure => measure.code === code)
  if (found === undefined) throw new Error(`No measure ${code}.`)
  return found
}

/** The measures of a formula, each once. */
export const measuresIn = ({ above, below }: Formula): readonly string[] => [
  ...new Set([...above, ...below].flatMap(({ product }) => product)),
]
