import { describe, expect, test } from 'vitest'
import type { EditionContents } from '../../../schema/domain/statistics/standards.js'
import { ask, askOne, council, night, type Row } from './ask-figures.js'

const day = '2026-11-19'
const row = (measure: string, items: Row['items'], value: string | number, center = 'seoul'): Row => ({
  center,
  measure,
  day,
  value,
  ...(items && { items }),
})
const offered = (items: Row['items'], value: string | number, center = 'seoul') => row('calls_offered', items, value, center)
const asked = { measures: ['calls_offered'], centers: ['seoul'] }

test('S3: without a total, the smallest table is summed and named', () => {
  const rows = [
    offered({ service_line: 'general', hour: '09' }, 1),
    offered({ language: 'ko' }, 70),
    offered({ language: 'en' }, 30),
    offered({ service_line: 'general' }, 99),
  ]
  expect(askOne(asked, { rows })).toMatchObject({ value: '100', marks: ['DERIVED'], derivedFrom: ['language'], issues: [] })
})

test('S3: an explicit total is served when a breakdown disagrees, with a warning that names both numbers', () => {
  const rows = [offered({}, 100), offered({ language: 'ko' }, 70), offered({ language: 'en' }, 20)]
  const figure = askOne(asked, { rows })
  expect(figure).toMatchObject({ value: '100', marks: ['TOTAL_MISMATCH'], derivedFrom: [] })
  expect(figure.issues).toMatchObject([{ code: 'TOTAL_MISMATCH', severity: 'warning', expected: '100', got: '90' }])
})

test('S3: the breakdown that disagrees is flagged as well', () => {
  const rows = [offered({}, 100), offered({ language: 'ko' }, 70), offered({ language: 'en' }, 20)]
  const figures = ask({ ...asked, dimensions: ['language'] }, { rows })
  expect(figures.map(({ dimensions, value, marks }) => [dimensions[0]?.item, value, marks])).toEqual([
    ['en', '20', ['TOTAL_MISMATCH']],
    ['ko', '70', ['TOTAL_MISMATCH']],
  ])
})

test('S3: a breakdown with a cell that has no number is not held against the total', () => {
  const rows = [offered({}, 100), offered({ language: 'ko' }, 70), offered({ language: 'en' }, 'OUTAGE')]
  expect(askOne(asked, { rows })).toMatchObject({ value: '100', marks: [] })
})

test('S3: a table with a cell that has no usable number yields no sum', () => {
  const rows = [offered({ language: 'ko' }, 70), offered({ language: 'en' }, 'OUTAGE')]
  expect(askOne(asked, { rows })).toMatchObject({ value: null, reason: 'OUTAGE' })
})

test('S3: a held total is HELD and nothing is derived in its place', () => {
  const rows = [offered({ language: 'ko' }, 70)]
  const held = [{ center: 'seoul', measure: 'calls_offered', day }]
  expect(askOne(asked, { rows, held })).toMatchObject({ value: null, reason: 'HELD' })
})

test('S3: a row whose item nobody knows leaves no sum of its table that it may be part of, and is no item of the table itself', () => {
  const rows = [offered({ language: 'ko', hour: '09' }, 5), offered({ language: 'en', hour: '10' }, 7)]
  const waiting = (items: Row['items']) => ({ rows, held: [{ center: 'seoul', measure: 'calls_offered', day, ...(items && { items }) }] })
  const byItem = (dimensions: readonly string[], items: Row['items'], filters: readonly { dimension: string; items: string[] }[] = []) =>
    ask({ ...asked, dimensions, filters }, waiting(items)).map(figure => [
      ...figure.dimensions.map(({ item }) => item),
      figure.value ?? figure.reason,
    ])
  expect(byItem([], { language: '?', hour: '09' })).toEqual([['HELD']])
  expect(byItem(['hour'], { language: '?', hour: '09' })).toEqual([
    ['09', 'HELD'],
    ['10', '7'],
  ])
  expect(byItem(['hour'], { language: 'ko', hour: '?' })).toEqual([
    ['09', 'HELD'],
    ['10', 'HELD'],
  ])
  expect(byItem([], { language: 'ko', hour: '?' }, [{ dimension: 'hour', items: ['10'] }])).toEqual([['HELD']])
  expect(byItem(['hour', 'language'], { language: '?', hour: '09' })).toEqual([
    ['09', 'ko', '5'],
    ['10', 'en', '7'],
  ])
})

test('S3: a held cell of the only breakdown leaves no sum', () => {
  const rows = [offered({ language: 'ko' }, 70)]
  const held = [{ center: 'seoul', measure: 'calls_offered', day, items: { language: 'en' } }]
  expect(askOne(asked, { rows, held })).toMatchObject({ value: null, reason: 'HELD' })
})

test('S3: an item absent from the exact table is MISSING, even when a larger table has it', () => {
  const rows = [offered({ language: 'ko' }, 70), offered({ language: 'en', hour: '09' }, 5)]
  const figure = askOne({ ...asked, filters: [{ dimension: 'language', items: ['en'] }] }, { rows })
  expect(figure).toMatchObject({ value: null, reason: 'MISSING' })
})

test('S3: tables are never added to each other', () => {
  const rows = [offered({ language: 'ko' }, 70), offered({ hour: '09' }, 40), offered({ hour: '10' }, 30)]
  expect(askOne(asked, { rows })).toMatchObject({ value: '70', derivedFrom: ['hour'], marks: ['DERIVED'] })
})

test('S3: an item that does not count in the total of its center stays out of a derived sum and shows on its own line', () => {
  const rows = [offered({ service_line: 'general' }, 70), offered({ service_line: 'loneliness120' }, 9)]
  expect(askOne(asked, { rows }).value).toBe('70')
  expect(askOne({ ...asked, filters: [{ dimension: 'service_line', items: ['loneliness120'] }] }, { rows }).value).toBe('9')
})

test('S3: a figure over two centers subtracts what the council counts once, from explicit totals too', () => {
  const rows = [
    offered({}, 100),
    offered({ service_line: 'general' }, 90),
    offered({ service_line: 'mutual_aid' }, 10),
    offered({}, 50, 'daegu'),
  ]
  expect(askOne(asked, { rows }).value).toBe('100')
  expect(askOne({ ...asked, centers: ['seoul', 'daegu'], isByCenter: false }, { rows }).value).toBe('140')
})

test('S10: a revision that waits of what is subtracted marks the figure over centers, and no other', () => {
  const rows = [offered({}, 100), offered({ service_line: 'mutual_aid' }, 10), offered({}, 50, 'daegu')]
  const waiting = (items: Record<string, string>) => [{ center: 'seoul', measure: 'calls_offered', day, items, hasAccepted: true }]
  const council = { ...asked, centers: ['seoul', 'daegu'], isByCenter: false }
  const held = waiting({ service_line: 'mutual_aid' })
  expect(askOne(council, { rows, held })).toMatchObject({ value: '140', marks: ['PENDING_REVISION', 'TOTAL_MISMATCH'] })
  expect(askOne(asked, { rows, held })).toMatchObject({ value: '100', marks: ['TOTAL_MISMATCH'] })
  const others = [offered({}, 100), offered({ service_line: 'general' }, 90), ...rows.slice(1)]
  expect(askOne(council, { rows: others, held: waiting({ service_line: 'general' }) })).toMatchObject({ value: '140', marks: [] })
})

test('S3: answered calls of mutual aid stay in the council total, because the edition limits the exclusion to other measures', () => {
  const rows = [
    row('calls_answered', {}, 100),
    row('calls_answered', { service_line: 'mutual_aid' }, 10),
    row('calls_answered', {}, 50, 'daegu'),
  ]
  const figure = askOne({ measures: ['calls_answered'], centers: ['seoul', 'daegu'], isByCenter: false }, { rows })
  expect(figure.value).toBe('150')
})

test('S30: a dimension that only the numerator has gives shares of the whole and says so', () => {
  const rows = [
    row('hazard_contacts', { hazard_type: 'typhoon' }, 30),
    row('hazard_contacts', { hazard_type: 'cold_wave' }, 10),
    row('contacts_handled', {}, 1000),
  ]
  const figures = ask({ indicators: ['hazard_share'], centers: ['seoul'], dimensions: ['hazard_type'] }, { rows })
  expect(figures.map(({ dimensions, value, marks }) => [dimensions[0]?.item, value, marks])).toEqual([
    ['cold_wave', '1.00', ['SHARE_OF_WHOLE']],
    ['typhoon', '3.00', ['SHARE_OF_WHOLE']],
  ])
  expect(figures[0]?.issues).toMatchObject([{ code: 'SHARE_OF_WHOLE', severity: 'info' }])
})

test('S30: a shared dimension applies to numerator and denominator', () => {
  const rows = [
    offered({ language: 'en' }, 50),
    row('calls_answered', { language: 'en' }, 40),
    ...night('seoul', day, { calls_offered: 1000, calls_answered: 990 }),
  ]
  const figure = askOne(
    { indicators: ['response_rate'], centers: ['seoul'], filters: [{ dimension: 'language', items: ['en'] }] },
    { rows },
  )
  expect(figure).toMatchObject({ value: '80.00', formula: '100 x 40 / 50' })
})

test('S20: a scope is put on every measure that has the dimension', () => {
  const rows = [
    row('contacts_transferred_agency', { service_line: 'care120' }, 5),
    row('contacts_handled', { service_line: 'care120' }, 20),
    row('contacts_transferred_agency', {}, 700),
    row('contacts_handled', {}, 900),
  ]
  expect(askOne({ indicators: ['care_referral_rate'], centers: ['seoul'] }, { rows })).toMatchObject({ formula: '100 x 5 / 20' })
})

test('a filter with several items adds them, and one that is absent leaves no sum', () => {
  const rows = [offered({ language: 'ko' }, 70), offered({ language: 'en' }, 20)]
  const filter = (...items: string[]) => ({ ...asked, filters: [{ dimension: 'language', items }] })
  expect(askOne(filter('ko', 'en'), { rows }).value).toBe('90')
  expect(askOne(filter('ko', 'ja'), { rows })).toMatchObject({ value: null, reason: 'MISSING' })
})

test('a question grouped by a dimension that nobody sent answers once, with the reason', () => {
  expect(askOne({ ...asked, dimensions: ['language'] }, { rows: [] })).toMatchObject({ dimensions: [], value: null, reason: 'MISSING' })
})

test('what waits outside a filter makes no group of its own', () => {
  const rows = [offered({ hour: '09', language: 'en' }, 3)]
  const held = [{ center: 'seoul', measure: 'calls_offered', day, items: { hour: '11', language: 'ja' } }]
  const figures = ask({ ...asked, dimensions: ['hour'], filters: [{ dimension: 'language', items: ['en'] }] }, { rows, held })
  expect(figures.map(({ dimensions, value }) => [dimensions[0]?.item, value])).toEqual([['09', '3']])
})

test('S22: a group of which every row is outside the filter answers once, MISSING', () => {
  const rows = [offered({ hour: '09', language: 'ko' }, 3)]
  const figure = askOne({ ...asked, dimensions: ['hour'], filters: [{ dimension: 'language', items: ['en'] }] }, { rows })
  expect(figure).toMatchObject({ dimensions: [], value: null, reason: 'MISSING' })
})

test('S3: an item that the council counts once leaves explicit totals, never the sum of a table that does not hold it', () => {
  const rows = [
    offered({ language: 'ko' }, 100),
    offered({ language: 'ko', service_line: 'mutual_aid' }, 130),
    offered({}, 50, 'busan'),
    offered({ service_line: 'mutual_aid' }, 20, 'busan'),
  ]
  const figure = askOne({ ...asked, centers: ['seoul', 'busan'], isByCenter: false }, { rows })
  expect(figure).toMatchObject({ value: '130', derivedFrom: ['language'] })
})

describe('what is left where every usable row leaves totals over centers', () => {
  const aid = (items: Readonly<Record<string, string>>, value: number | string) => offered({ ...items, service_line: 'mutual_aid' }, value)
  const general = (items: Readonly<Record<string, string>>, value: number | string) => offered({ ...items, service_line: 'general' }, value)
  const both = { ...asked, centers: ['seoul', 'busan'], isByCenter: false }
  const ofBusan = [offered({}, 100, 'busan'), offered({ language: 'ko' }, 60, 'busan'), offered({ language: 'en' }, 40, 'busan')]
  const answer = (rows: readonly Row[], question = both) => {
    const { value, reason, coverage } = askOne(question, { rows: [...rows, ...ofBusan] })
    return [value, reason, coverage.centersIn]
  }

  test('S31: nothing, where rows that do not apply remain; 0, where no row remains (S3)', () => {
    expect(answer([aid({}, 10), general({}, 'NOT_APPLICABLE')])).toEqual(['100', null, 1])
    expect(answer([aid({}, 0), general({}, 'NOT_APPLICABLE')])).toEqual(['100', null, 1])
    expect(answer([aid({}, 10)])).toEqual(['100', null, 2])
    expect(answer([aid({ hour: '09' }, 10), aid({ hour: '10' }, 'NOT_APPLICABLE')])).toEqual(['100', null, 2])
    expect(answer([aid({}, 10), general({}, 7)])).toEqual(['107', null, 2])
  })

  test('S3: an explicit total counts, and what was sent of such items is taken from it', () => {
    expect(answer([offered({}, 30), aid({}, 10), general({}, 'NOT_APPLICABLE')])).toEqual(['120', null, 2])
  })

  test('S31: of several items nothing is left only where no number is; rows that do not apply outweigh no row', () => {
    const both30 = { ...both, filters: [{ dimension: 'language', items: ['ko', 'en'] }] }
    const none = [aid({ language: 'ko' }, 10), general({ language: 'ko' }, 'NOT_APPLICABLE')]
    expect(answer([...none, general({ language: 'en' }, 5)], both30)).toEqual(['105', null, 2])
    expect(answer([...none, aid({ language: 'en' }, 5)], both30)).toEqual(['100', null, 1])
    expect(answer([...none, aid({ language: 'en' }, 'NOT_APPLICABLE')], both30)).toEqual(['100', null, 1])
    expect(answer([aid({ language: 'ko' }, 10), general({ language: 'en' }, 'NOT_APPLICABLE')], both30)).toEqual(['100', null, 1])
    expect(answer([aid({ language: 'ko' }, 10), aid({ language: 'en' }, 'NOT_APPLICABLE')], both30)).toEqual(['100', null, 2])
  })

  test('S22: what waits outweighs what does not apply', () => {
    const rows = [aid({}, 10), general({}, 'NOT_APPLICABLE')]
    const held = [{ center: 'seoul', measure: 'calls_offered', day, items: { service_line: 'care120' } }]
    const [figure] = ask({ ...both, centers: ['seoul', 'jeju'] }, { rows, held })
    expect(figure).toMatchObject({ value: null, reason: 'HELD' })
  })
})

test('S3: a row that waits for an item which no total counts leaves the sum of its table', () => {
  const rows = [offered({ service_line: 'general' }, 70)]
  const held = [{ center: 'seoul', measure: 'calls_offered', day, items: { service_line: 'loneliness120' } }]
  expect(askOne(asked, { rows, held })).toMatchObject({ value: '70', derivedFrom: ['service_line'] })
})

/** The council's edition with another rule for adding calls_offered over dimensions. */
const withRule = (overDimensions: 'max' | 'none'): EditionContents => {
  const { measures } = council.edition
  const measure = measures.get('calls_offered')
  if (measure === undefined) throw new Error('The edition has no calls_offered.')
  const changed = { ...measure, additivity: { ...measure.additivity, overDimensions } }
  return { ...council, edition: { ...council.edition, measures: new Map([...measures, ['calls_offered', changed]]) } }
}

test.each(['max', 'none'] as const)('S3: tables are summed, so a measure with %s over dimensions has no number from one', rule => {
  const rows = [offered({ language: 'ko' }, 70), offered({ language: 'en' }, 30)]
  expect(askOne(asked, { rows, contents: withRule(rule) })).toMatchObject({ value: null, reason: 'NOT_ADDITIVE' })
})

test('S30: items that are figures of their own are not added, whatever the measure forbids', () => {
  const rows = [offered({ language: 'ko' }, 70), offered({ language: 'en' }, 30)]
  const filters = [{ dimension: 'language', items: ['ko', 'en'] }]
  const figures = ask({ ...asked, dimensions: ['language'], filters }, { rows, contents: withRule('none') })
  expect(figures.map(({ value }) => value)).toEqual(['30', '70'])
})

test.each([
  ['sum', '140'],
  ['max', '150'],
  ['none', '150'],
] as const)(
  'S3: of a measure with %s over dimensions, tables are summed to be subtracted only if they may be summed at all',
  (rule, value) => {
    const rows = [
      offered({}, 100),
      offered({ service_line: 'general' }, 90),
      offered({ service_line: 'mutual_aid' }, 10),
      offered({}, 50, 'daegu'),
    ]
    const both = { ...asked, centers: ['seoul', 'daegu'], isByCenter: false }
    expect(askOne(both, { rows, contents: rule === 'sum' ? council : withRule(rule) })).toMatchObject({ value, issues: [] })
  },
)
