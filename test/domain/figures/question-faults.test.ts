import { expect, test } from 'vitest'
import { nameList } from '../../../schema/domain/name-list.js'
import { council, plan } from './ask-figures.js'

const codesOf = (asked: Parameters<typeof plan>[0]) => {
  const planned = plan(asked)
  return planned.ok ? [] : planned.issues.map(({ code }) => code)
}

test('S28: every fault of a question comes back at once', () => {
  const codes = codesOf({
    indicators: ['reply_rate'],
    measures: ['calls_offerd', 'reported:response_rate'],
    centers: ['soul'],
    regions: ['99'],
    dimensions: ['weather'],
    filters: [
      { dimension: 'language', items: ['xx'] },
      { dimension: 'hour', items: ['24'] },
      { dimension: 'moon', items: ['full'] },
      { dimension: 'channel', items: [] },
    ],
    from: '2026-11-20',
    to: '2026-11-19',
  })
  expect(codes).toEqual([
    'INDICATOR_UNKNOWN',
    'MEASURE_UNKNOWN',
    'MEASURE_UNKNOWN',
    'CENTER_UNKNOWN',
    'REGION_UNKNOWN',
    'DIMENSION_UNKNOWN',
    'CODE_UNKNOWN',
    'CODE_UNKNOWN',
    'DIMENSION_UNKNOWN',
    'BAD_USER_INPUT',
    'BAD_USER_INPUT',
  ])
})

test.each([
  ['S30: a dimension that only the denominator has', { indicators: ['turnover_rate'], dimensions: ['hour'] }, 'DIMENSION_NOT_SHARED'],
  ['S30: a dimension that only some terms have', { indicators: ['automation_share'], dimensions: ['topic'] }, 'DIMENSION_NOT_SHARED'],
  ['S30: a dimension that no measure has', { indicators: ['response_rate'], dimensions: ['channel'] }, 'DIMENSION_NOT_SHARED'],
  ['S30: a measure without the dimension', { measures: ['stt_calls_transcribed'], dimensions: ['hour'] }, 'DIMENSION_NOT_SHARED'],
  ['a survey without its one item', { indicators: ['survey_item_share'] }, 'DIMENSION_SINGLE_REQUIRED'],
  [
    'items of a scope that another filter contradicts',
    { indicators: ['care_referral_rate'], filters: [{ dimension: 'service_line', items: ['general'] }] },
    'BAD_USER_INPUT',
  ],
  ['S23: an unknown version', { indicators: ['response_rate'], definition: { version: 'v9', variant: null } }, 'VERSION_UNKNOWN'],
  ['S23: an unknown variant', { indicators: ['response_rate'], definition: { version: null, variant: 'by_feel' } }, 'VARIANT_UNKNOWN'],
  [
    'a version and a variant at once',
    { indicators: ['service_level'], definition: { version: 'v1', variant: 'threshold_30s' } },
    'BAD_USER_INPUT',
  ],
  ['a definition of nothing', { measures: ['calls_offered'], definition: { version: 'v1', variant: null } }, 'BAD_USER_INPUT'],
  [
    'more than ten years by day',
    { indicators: ['response_rate'], from: '2010-01-01', to: '2026-01-01', by: 'day' as const },
    'PERIOD_TOO_LONG',
  ],
  ['nothing asked', {}, 'BAD_USER_INPUT'],
  ['the mean of a measure', { measures: ['calls_offered'], combine: 'MEAN' as const }, 'NOT_ADDITIVE'],
])('%s is refused', (_, asked, code) => {
  expect(codesOf(asked)).toEqual([code])
})

test('filters whose items combine to more than ten thousand sets are refused before any is made', () => {
  const all = (dimension: string) => ({ dimension, items: [...(council.edition.codelists.get(dimension)?.items.keys() ?? [])] })
  const filters = [all('topic'), all('language'), all('district'), all('service_line')]
  expect(codesOf({ measures: ['contacts_handled'], filters, dimensions: ['topic', 'language', 'district', 'service_line'] })).toEqual([
    'BAD_USER_INPUT',
  ])
})

test('exchange 1: the mean of a ratio is refused, and the refusal names the right query', () => {
  const planned = plan({ indicators: ['response_rate'], centers: ['seoul', 'daegu'], combine: 'MEAN' })
  expect(planned).toMatchObject({
    ok: false,
    issues: [{ code: 'RATIO_NOT_AVERAGEABLE', expected: 'figures(input: { combine: PARTS, groupByCenter: false, ... })' }],
  })
})

test.each([
  ['dimensions', { measures: ['calls_offered'], dimensions: ['weather'] }, 'hour', 'DIMENSION_UNKNOWN'],
  [
    'dimensions of a filter',
    { measures: ['calls_offered'], filters: [{ dimension: 'moon', items: ['full'] }] },
    'hour',
    'DIMENSION_UNKNOWN',
  ],
  ['items', { measures: ['calls_offered'], filters: [{ dimension: 'language', items: ['xx'] }] }, 'en', 'CODE_UNKNOWN'],
  ['dimensions that the terms share', { indicators: ['response_rate'], dimensions: ['channel'] }, 'hour', 'DIMENSION_NOT_SHARED'],
  ['versions', { indicators: ['service_level'], definition: { version: 'v9', variant: null } }, 'v2', 'VERSION_UNKNOWN'],
  ['variants', { indicators: ['service_level'], definition: { version: null, variant: 'x' } }, 'threshold_30s', 'VARIANT_UNKNOWN'],
])('S28: a refusal lists the %s that there are, in both languages', (_, asked, known, code) => {
  const planned = plan(asked)
  const [issue] = planned.ok ? [] : planned.issues
  expect(issue?.code).toBe(code)
  const listed = new RegExp(`(^|[ ,:])${known}([,.]|$)`)
  for (const said of [issue?.messageKo, issue?.messageEn, issue?.expected]) expect(said).toMatch(listed)
})

test('a list is cut after thirty names and says how many more there are', () => {
  const planned = plan({ measures: ['contacts_handled'], filters: [{ dimension: 'topic', items: ['nothing'] }] })
  const [issue] = planned.ok ? [] : planned.issues
  const count = council.edition.codelists.get('topic')?.items.size ?? 0
  expect(issue?.expected?.split(', ')).toHaveLength(Math.min(count, 30))
  expect(nameList(Array.from({ length: 42 }, (_, at) => `a${at}`))).toMatch(/, a29 \(\+12\)$/)
})
