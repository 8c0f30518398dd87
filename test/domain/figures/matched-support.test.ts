import { expect, test } from 'vitest'
import { ask, askOne, council, night } from './ask-figures.js'

const day = '2026-11-19'
const seoul = night('seoul', day, { calls_offered: 15420, calls_answered: 14802 })
const rate = { indicators: ['response_rate'] }

test('S17: Seoul and Busan, with Busan held, give 95.99 with 1 of 2 centers and a gap that names Busan', () => {
  const figure = askOne(
    { ...rate, centers: ['seoul', 'busan'], isByCenter: false },
    {
      rows: [...seoul, ...night('busan', day, { calls_abandoned: 62 })],
      held: [
        { center: 'busan', measure: 'calls_offered', day },
        { center: 'busan', measure: 'calls_answered', day },
      ],
    },
  )
  expect(figure).toMatchObject({
    value: '95.99',
    numerator: '14802',
    denominator: '15420',
    factor: '100',
    formula: '100 x 14802 / 15420',
    parts: [
      { measure: 'calls_answered', value: '14802' },
      { measure: 'calls_offered', value: '15420' },
    ],
    reason: null,
    coverage: {
      centersIn: 1,
      centersExpected: 2,
      cellsIn: 1,
      cellsExpected: 2,
      extra: 0,
      gaps: [
        {
          reason: 'HELD',
          periodType: 'day',
          cells: 1,
          centers: ['busan'],
          measures: ['calls_answered', 'calls_offered'],
          from: day,
          to: day,
        },
      ],
    },
  })
})

test('S17: a cell with one part missing leaves numerator and denominator together', () => {
  const rows = [...seoul, ...night('daegu', day, { calls_answered: 900 })]
  const figure = askOne({ ...rate, centers: ['seoul', 'daegu'], isByCenter: false }, { rows })
  expect([figure.numerator, figure.denominator]).toEqual(['14802', '15420'])
  expect(figure.coverage.gaps).toEqual([
    { reason: 'MISSING', periodType: 'day', cells: 1, centers: ['daegu'], measures: ['calls_offered'], from: day, to: day },
  ])
})

test('S17: values of a day on which nobody was expected count and are listed as extra', () => {
  const sunday = '2026-11-15'
  const figure = askOne(
    { ...rate, centers: ['busan'], from: sunday, to: sunday },
    { rows: night('busan', sunday, { calls_offered: 10, calls_answered: 9 }) },
  )
  expect(figure).toMatchObject({ value: '90.00', marks: ['EXTRA'], coverage: { cellsIn: 0, cellsExpected: 0, extra: 1, gaps: [] } })
})

test('S17: in a monthly cell a daily measure is present with one day, and coverage names the other days', () => {
  const rows = [
    ...night('busan', '2026-10-01', { separations: 2 }),
    ...night('busan', '2026-10-07', { headcount_agents: 40 }),
    ...night('busan', '2026-10-08', { headcount_agents: 60 }),
  ]
  const figure = askOne({ indicators: ['turnover_rate'], centers: ['busan'], from: '2026-10-01', to: '2026-10-31', by: 'month' }, { rows })
  expect(figure).toMatchObject({
    value: '47.10',
    formula: '36500 x 2 / 1550',
    parts: expect.arrayContaining([{ measure: 'headcount_agents', value: '50' }]),
  })
  expect(figure.coverage).toMatchObject({ cellsIn: 1, cellsExpected: 1 })
  expect(figure.coverage.gaps.map(({ reason, periodType, cells }) => [reason, periodType, cells])).toEqual([
    ['MISSING', 'day', 18],
    ['CLOSED', 'day', 11],
  ])
})

test('S10: a held revision leaves the accepted value in the figure and marks it', () => {
  const figure = askOne(
    { ...rate, centers: ['seoul'] },
    { rows: seoul, held: [{ center: 'seoul', measure: 'calls_offered', day, hasAccepted: true }] },
  )
  expect(figure).toMatchObject({ value: '95.99', marks: ['PENDING_REVISION'] })
})

test('S29: values of a center in trial enter no figure', () => {
  const memberships = council.registry.memberships.map(one => (one.center === 'seoul' ? { ...one, isTrial: true } : one))
  const contents = { ...council, registry: { ...council.registry, memberships } }
  const figure = askOne({ ...rate, centers: ['seoul'] }, { rows: seoul, contents })
  expect(figure).toMatchObject({ value: null, reason: 'NOT_A_MEMBER', coverage: { cellsExpected: 0 } })
})

test('exchange 8: no calls on an open day is ZERO_DENOMINATOR, neither 0 nor 100 percent', () => {
  const figure = askOne({ ...rate, centers: ['chungnam'] }, { rows: night('chungnam', day, { calls_offered: 0, calls_answered: 0 }) })
  expect(figure).toMatchObject({ value: null, reason: 'ZERO_DENOMINATOR', denominator: '0', coverage: { cellsIn: 1, cellsExpected: 1 } })
})

test('exchange 8: no row on Sunday is closed and not expected, no row on Monday is missing', () => {
  const [sunday, monday] = ask({ ...rate, centers: ['chungnam'], from: '2026-11-15', to: '2026-11-16', by: 'day' }, { rows: [] })
  expect(sunday).toMatchObject({ reason: 'CLOSED', coverage: { cellsExpected: 0, gaps: [{ reason: 'CLOSED', cells: 1 }] } })
  expect(monday).toMatchObject({ reason: 'MISSING', coverage: { cellsExpected: 1, gaps: [{ reason: 'MISSING', centers: ['chungnam'] }] } })
})

test('a day that has not ended in Korea is not expected, and its early values are extra', () => {
  const rows = [...seoul, ...night('seoul', '2026-11-20', { calls_offered: 100, calls_answered: 50 })]
  const figure = askOne({ ...rate, centers: ['seoul'], to: '2026-11-25' }, { rows, today: '2026-11-20' })
  expect(figure.coverage).toEqual({ centersIn: 1, centersExpected: 1, cellsIn: 1, cellsExpected: 1, extra: 1, gaps: [] })
})

test.each([
  ['S22: HELD goes before everything', 'MISSING', true, 'HELD'],
  ['S22: OUTAGE goes before MISSING', 'OUTAGE', false, 'OUTAGE'],
  ['S22: values of another definition are NOT_COMPARABLE', 'NOT_COMPARABLE', false, 'NOT_COMPARABLE'],
  ['S22: NOT_COLLECTED goes before OUTAGE', 'NOT_COLLECTED', false, 'NOT_COLLECTED'],
])('%s', (_, stored, isHeld, reason) => {
  const next = '2026-11-20'
  const figure = askOne(
    { ...rate, centers: ['seoul'], to: next },
    {
      rows: [
        ...night('seoul', day, { calls_offered: stored, calls_answered: 3 }),
        ...night('seoul', next, { calls_offered: 5 }),
        ...night('seoul', next, { calls_answered: reason === 'NOT_COLLECTED' ? 'OUTAGE' : 'MISSING' }),
      ],
      held: isHeld ? [{ center: 'seoul', measure: 'calls_answered', day: next }] : [],
    },
  )
  expect(figure).toMatchObject({ value: null, reason })
  expect(figure.coverage.gaps[0]?.reason).toBe(reason)
})

test('S22: NOT_A_MEMBER before a center joined', () => {
  const figure = askOne({ ...rate, centers: ['seoul'], from: '2024-03-01', to: '2024-03-31' }, { rows: [] })
  expect(figure).toMatchObject({ reason: 'NOT_A_MEMBER', coverage: { centersExpected: 0, gaps: [{ reason: 'NOT_A_MEMBER', cells: 31 }] } })
})

test('S31: a service that is not run counts as nothing in a sum and is named in coverage', () => {
  const rows = night('seoul', day, { talk_seconds: 600, hold_seconds: 30, acw_seconds: 'NOT_APPLICABLE', calls_answered: 10 })
  const figure = askOne({ indicators: ['aht'], centers: ['seoul'] }, { rows })
  expect(figure).toMatchObject({ value: '63.00', coverage: { cellsIn: 1, gaps: [{ reason: 'NOT_APPLICABLE', cells: 1 }] } })
})

test('S31: not applicable as a factor or divisor gives null', () => {
  const rows = night('seoul', day, { chatbot_sessions_contained: 'NOT_APPLICABLE', chatbot_sessions: 'NOT_APPLICABLE' })
  expect(askOne({ indicators: ['chatbot_containment_rate'], centers: ['seoul'] }, { rows })).toMatchObject({
    value: null,
    reason: 'NOT_APPLICABLE',
    coverage: { cellsIn: 0 },
  })
})

test('S29: a day in trial brings nothing to a longer cell either', () => {
  const memberships = [
    { center: 'busan', memberFrom: '2024-11-20', memberTo: '2026-10-07', isTrial: false },
    { center: 'busan', memberFrom: '2026-10-08', memberTo: '2026-10-08', isTrial: true },
    { center: 'busan', memberFrom: '2026-10-09', memberTo: null, isTrial: false },
  ]
  const rows = [
    ...night('busan', '2026-10-01', { separations: 2 }),
    ...night('busan', '2026-10-07', { headcount_agents: 40 }),
    ...night('busan', '2026-10-08', { headcount_agents: 60 }),
  ]
  const contents = { ...council, registry: { ...council.registry, memberships } }
  const october = { indicators: ['turnover_rate'], centers: ['busan'], from: '2026-10-01', to: '2026-10-31' }
  const figure = askOne(october, { rows, contents })
  expect(figure.parts).toContainEqual({ measure: 'headcount_agents', value: '40' })
  expect(figure.coverage.gaps).toContainEqual(
    expect.objectContaining({ reason: 'NOT_A_MEMBER', periodType: 'day', cells: 1, from: '2026-10-08' }),
  )
})

test('S17, S31: in a monthly cell a day that does not apply is named beside the days that have a value', () => {
  const rows = [
    ...night('busan', '2026-10-01', { separations: 2 }),
    ...night('busan', '2026-10-07', { headcount_agents: 40 }),
    { center: 'busan', measure: 'headcount_agents', day: '2026-10-08', value: 'NOT_APPLICABLE' },
  ]
  const figure = askOne({ indicators: ['turnover_rate'], centers: ['busan'], from: '2026-10-01', to: '2026-10-31' }, { rows })
  expect(figure.coverage.gaps).toContainEqual(
    expect.objectContaining({ reason: 'NOT_APPLICABLE', periodType: 'day', cells: 1, from: '2026-10-08' }),
  )
})

test('S22: a divisor that does not apply is a cause beside a part that is missing, and goes before it', () => {
  const rows = [{ center: 'seoul', measure: 'calls_offered', day, value: 'NOT_APPLICABLE' }]
  const figure = askOne({ ...rate, centers: ['seoul'] }, { rows })
  expect([figure.reason, figure.coverage.gaps.map(({ reason }) => reason)]).toEqual(['NOT_APPLICABLE', ['NOT_APPLICABLE', 'MISSING']])
})

test('S22, S31: a month of which some days do not apply and others wait or are missing waits, and coverage lists all; closed days change nothing', () => {
  const month = { indicators: ['turnover_rate'], centers: ['busan'], from: '2026-10-01', to: '2026-10-31', by: 'month' as const }
  const idle = (day: string) => night('busan', day, { headcount_agents: 'NOT_APPLICABLE' })
  const rows = [...night('busan', '2026-10-01', { separations: 2 }), ...idle('2026-10-07')]
  const waiting = askOne(month, { rows, held: [{ center: 'busan', measure: 'headcount_agents', day: '2026-10-08' }] })
  expect([waiting.reason, waiting.coverage.gaps.map(({ reason }) => reason).toSorted()]).toEqual([
    'HELD',
    ['CLOSED', 'HELD', 'MISSING', 'NOT_APPLICABLE'],
  ])
  const days = Array.from({ length: 31 }, (_, at) => `2026-10-${`${at + 1}`.padStart(2, '0')}`)
  const never = askOne(month, { rows: [...rows, ...days.flatMap(idle)].filter(({ day }) => new Date(day).getUTCDay() % 6 !== 0) })
  expect([never.reason, never.coverage.gaps.map(({ reason }) => reason)]).toEqual(['NOT_APPLICABLE', ['NOT_APPLICABLE']])
})
