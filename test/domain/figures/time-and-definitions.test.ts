import { expect, test } from 'vitest'
import { ask, askOne, council, night, type Row } from './ask-figures.js'

const days = (month: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${month}-${`${at + 1}`.padStart(2, '0')}`)

test('S23: a period that spans two versions is split at the change and the second figure carries BREAK', () => {
  const rows = ['2026-06-30', '2026-07-01'].flatMap(day =>
    night('seoul', day, { calls_answered_within_20s: 80, calls_answered: 90, calls_offered: 100 }),
  )
  const figures = ask({ indicators: ['service_level'], centers: ['seoul'], from: '2026-06-30', to: '2026-07-01' }, { rows })
  expect(figures.map(({ from, to, version, value, marks }) => ({ from, to, version, value, marks }))).toEqual([
    { from: '2026-06-30', to: '2026-06-30', version: 'v1', value: '88.89', marks: [] },
    { from: '2026-07-01', to: '2026-07-01', version: 'v2', value: '80.00', marks: ['BREAK'] },
  ])
})

test('S23: one version that is asked for answers the whole period from its parts', () => {
  const rows = ['2026-06-30', '2026-07-01'].flatMap(day =>
    night('seoul', day, { calls_answered_within_20s: 80, calls_answered: 90, calls_offered: 100 }),
  )
  const figure = askOne(
    {
      indicators: ['service_level'],
      centers: ['seoul'],
      from: '2026-06-30',
      to: '2026-07-01',
      definition: { version: 'v2', variant: null },
    },
    { rows },
  )
  expect(figure).toMatchObject({ version: 'v2', value: '80.00', formula: '100 x 160 / 200', marks: [] })
})

test('S22: before the first version there is NO_DEFINITION', () => {
  const figure = askOne({ indicators: ['response_rate'], centers: ['seoul'], from: '2023-12-01', to: '2023-12-31' }, { rows: [] })
  expect(figure).toMatchObject({ value: null, reason: 'NO_DEFINITION', version: null })
})

test('S22: a range that begins before the first version is cut where it starts', () => {
  const rows = night('seoul', '2024-01-02', { calls_offered: 10, calls_answered: 9 })
  const figures = ask({ indicators: ['response_rate'], centers: ['seoul'], from: '2023-12-15', to: '2024-01-15' }, { rows })
  expect(figures.map(({ from, to, version, value, reason, marks }) => ({ from, to, version, value, reason, marks }))).toEqual([
    { from: '2023-12-15', to: '2023-12-31', version: null, value: null, reason: 'NO_DEFINITION', marks: [] },
    { from: '2024-01-01', to: '2024-01-15', version: 'v1', value: '90.00', reason: null, marks: ['EXTRA'] },
  ])
})

test('S23: a draft answers only when it is asked for', () => {
  const indicators = new Map(council.edition.indicators)
  const level = indicators.get('service_level')
  if (level !== undefined) {
    indicators.set('service_level', {
      ...level,
      versions: level.versions.map(one => (one.version === 'v2' ? { ...one, status: 'draft' } : one)),
    })
  }
  const contents = { ...council, edition: { ...council.edition, indicators } }
  const rows = night('seoul', '2026-11-19', { calls_answered_within_20s: 80, calls_answered: 90, calls_offered: 100 })
  const asked = { indicators: ['service_level'], centers: ['seoul'] }
  expect(askOne(asked, { rows, contents })).toMatchObject({ value: null, reason: 'NO_DEFINITION' })
  expect(askOne({ ...asked, definition: { version: 'v2', variant: null } }, { rows, contents })).toMatchObject({
    value: '80.00',
    version: 'v2',
  })
})

test('S32: a monthly measure answers only for its own whole periods', () => {
  const rows: Row[] = [{ center: 'seoul', measure: 'separations', day: '2026-10-01', value: 3 }]
  const asked = { measures: ['separations'], centers: ['seoul'], from: '2026-10-01' }
  expect(askOne({ ...asked, to: '2026-10-31' }, { rows })).toMatchObject({ value: '3', reason: null })
  expect(askOne({ ...asked, to: '2026-10-30' }, { rows })).toMatchObject({ value: null, reason: 'NOT_ALIGNED' })
})

test('S21: a stock divides by the days that have a value, per center, and then adds over centers', () => {
  const rows: Row[] = [
    { center: 'seoul', measure: 'headcount_agents', day: '2026-10-01', value: 100 },
    { center: 'seoul', measure: 'headcount_agents', day: '2026-10-02', value: 101 },
    { center: 'daegu', measure: 'headcount_agents', day: '2026-10-02', value: 30 },
  ]
  const asked = { measures: ['headcount_agents'], centers: ['seoul', 'daegu'], isByCenter: false, from: '2026-10-01', to: '2026-10-31' }
  expect(askOne(asked, { rows }).value).toBe('130.5')
})

test('S21: period_days is the days of matched support of each center, multiplied before adding', () => {
  const rows = [
    ...days('2026-10', 3).flatMap(day => night('seoul', day, { contacts_handled: 100, headcount_fte: '10.5' })),
    ...days('2026-10', 2).flatMap(day => night('daegu', day, { contacts_handled: 30, headcount_fte: 4 })),
    ...night('daegu', '2026-10-03', { contacts_handled: 1000 }),
  ]
  const figure = askOne(
    { indicators: ['contacts_per_fte_day'], centers: ['seoul', 'daegu'], isByCenter: false, from: '2026-10-01', to: '2026-10-03' },
    { rows },
  )
  // 360 / (10.5 x 3 + 4 x 2)
  expect(figure).toMatchObject({ numerator: '360', denominator: '39.5', value: '9.11' })
})

test('S21: a mean without a finite decimal loses nothing before the one rounding', () => {
  const rows = days('2026-10', 3).flatMap((day, at) =>
    night('seoul', day, { contacts_handled: at === 0 ? '0.02' : 0, headcount_fte: at === 0 ? 2 : 1 }),
  )
  const figure = askOne({ indicators: ['contacts_per_fte_day'], centers: ['seoul'], from: '2026-10-01', to: '2026-10-03' }, { rows })
  // mean 4/3 times 3 days is 4 exactly: 0.02 / 4 = 0.005, a tie that goes to the even 0.00
  expect(figure).toMatchObject({ denominator: '4', value: '0.00' })
})

test('S32: what must not be added over time answers from the row of the period itself', () => {
  const rows: Row[] = [
    { center: 'seoul', measure: 'training_participants', day: '2026-07-01', value: 30, items: { training_audience: 'agents' } },
    { center: 'seoul', measure: 'training_participants', day: '2026-08-01', value: 30, items: { training_audience: 'agents' } },
    {
      center: 'seoul',
      measure: 'training_participants',
      day: '2026-07-01',
      type: 'quarter',
      value: 45,
      items: { training_audience: 'agents' },
    },
  ]
  const asked = {
    measures: ['training_participants'],
    centers: ['seoul'],
    filters: [{ dimension: 'training_audience', items: ['agents'] }],
  }
  expect(askOne({ ...asked, from: '2026-07-01', to: '2026-09-30', by: 'quarter' }, { rows }).value).toBe('45')
  expect(askOne({ ...asked, from: '2026-07-01', to: '2026-07-31', by: 'month' }, { rows }).value).toBe('30')
  const months = askOne({ ...asked, from: '2026-07-01', to: '2026-08-31' }, { rows })
  expect(months).toMatchObject({ value: null, reason: 'NOT_ADDITIVE' })
  const withoutOwn = askOne({ ...asked, from: '2026-07-01', to: '2026-09-30', by: 'quarter' }, { rows: rows.slice(0, 2) })
  expect(withoutOwn).toMatchObject({ value: null, reason: 'NOT_ADDITIVE' })
})

test.each(['2026-07-01..2026-09-30', '2026-07-01..2026-12-31', '2026-01-01..2026-12-31', '2026-07-01..2026-08-31'])(
  'S32: distinct people are never added: %s has no figure from its months',
  range => {
    const [from = '', to = ''] = range.split('..')
    const rows: Row[] = ['2026-07-01', '2026-08-01', '2026-09-01'].map(day => ({
      center: 'seoul',
      measure: 'eap_participants',
      day,
      value: 4,
    }))
    const asked = { measures: ['eap_participants'], centers: ['seoul'], from, to }
    expect(askOne(asked, { rows, viewerCenter: 'seoul' })).toMatchObject({ value: null, reason: 'NOT_ADDITIVE' })
  },
)

test('S21: period_days of monthly cells are calendar days, up to the end of membership', () => {
  const rows: Row[] = [
    { center: 'busan', measure: 'separations', day: '2026-10-01', value: 2 },
    { center: 'busan', measure: 'headcount_agents', day: '2026-10-08', value: 50 },
  ]
  const asked = { indicators: ['turnover_rate'], centers: ['busan'], from: '2026-10-01', to: '2026-10-31', by: 'month' as const }
  const formulaWith = (member: { memberFrom: string; memberTo: string | null }) => {
    const memberships = [{ center: 'busan', isTrial: false, ...member }]
    return askOne(asked, { rows, contents: { ...council, registry: { ...council.registry, memberships } } }).formula
  }
  expect(formulaWith({ memberFrom: '2024-11-20', memberTo: null })).toBe('36500 x 2 / 1550')
  expect(formulaWith({ memberFrom: '2024-11-20', memberTo: '2026-10-15' })).toBe('36500 x 2 / 750')
  expect(formulaWith({ memberFrom: '2026-10-08', memberTo: null })).toBe('36500 x 2 / 1550')
  expect(formulaWith({ memberFrom: '2026-11-01', memberTo: null })).toBe('36500 x 2 / 1550') // earlier periods may be loaded
})

test('S33: a region answers from its own validity on', () => {
  const rows = ['gwangju', 'jeonnam'].flatMap(center =>
    ['2026-06-30', '2026-07-01'].flatMap(day => night(center, day, { calls_offered: 100, calls_answered: 90 })),
  )
  const figures = ask({ indicators: ['response_rate'], regions: ['12'], from: '2026-06-30', to: '2026-07-01' }, { rows })
  expect(figures.map(({ region, center, from, numerator, reason }) => ({ region, center, from, numerator, reason }))).toEqual([
    { region: '12', center: null, from: '2026-06-30', numerator: null, reason: 'REGION_NOT_VALID' },
    { region: '12', center: null, from: '2026-07-01', numerator: '180', reason: null },
  ])
})

test('S33: predecessors answer before the change, marked, and only where all of them are there', () => {
  const rows = [
    ...['gwangju', 'jeonnam'].flatMap(center => night(center, '2026-06-29', { calls_offered: 100, calls_answered: 90 })),
    ...night('gwangju', '2026-06-30', { calls_offered: 100, calls_answered: 90 }),
  ]
  const figures = ask(
    { indicators: ['response_rate'], regions: ['12'], withPredecessors: true, from: '2026-06-29', to: '2026-06-30', by: 'day' },
    { rows },
  )
  expect(figures.map(({ from, numerator, reason, marks }) => ({ from, numerator, reason, marks }))).toEqual([
    { from: '2026-06-29', numerator: '180', reason: null, marks: ['PREDECESSOR'] },
    { from: '2026-06-30', numerator: null, reason: 'MISSING', marks: ['PREDECESSOR'] },
  ])
})

test('S33: a region that has ended answers no more', () => {
  const figure = askOne({ indicators: ['response_rate'], regions: ['29'], from: '2026-07-01', to: '2026-07-31' }, { rows: [] })
  expect(figure.reason).toBe('REGION_NOT_VALID')
})

test('S21: the surge ratio has no baseline yet and says so', () => {
  const figure = askOne(
    { indicators: ['surge_ratio'], centers: ['seoul'] },
    { rows: night('seoul', '2026-11-19', { contacts_offered: 20000 }) },
  )
  expect(figure).toMatchObject({ value: null, reason: 'MISSING' })
})
