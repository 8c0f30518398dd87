import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays } from '../../schema/domain/period.js'
import { administer, auditOf } from '../support/administer.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'

let database: TestDatabase
let hub: HubServer
beforeAll(async () => {
  database = await cloneDatabase({ withEdition: true })
  await database.setClock('2026-12-02T09:30:00+09:00')
  hub = await startHubServer({ database })
})
afterAll(async () => {
  await hub.close()
  await database.drop()
})

const SUBMIT = `mutation ($input: SubmitStatisticsInput!) { submitStatistics(input: $input) {
  ... on SubmissionReceipt { status counts { received inserted rejected quarantined }
    rows(outcomes: [REJECTED, QUARANTINED]) { nodes { outcome issues { code expected got messageKo messageEn } } } }
  ... on Refused { issues { code messageEn } } } }`
const FIGURES = `query ($input: FiguresInput!) { figures(input: $input) { nodes {
  center from to periodType value reason marks dimensions { item } percentiles { percent band over upTo of }
  coverage { centersIn centersExpected cellsIn cellsExpected extra percent gaps { reason periodType cells centers from to } } } } }`

type Monthly = {
  readonly center: string
  readonly reason: string
  readonly coverage: { cellsExpected: number; gaps: { reason: string }[] }
}
type Hourly = { readonly periodType: string; readonly dimensions: readonly { readonly item: string }[]; readonly value: string }
type Sent = {
  readonly measure: string
  readonly periodStart: string
  readonly value: number | null
  readonly periodType?: string
  readonly status?: string
}

const submit = async (center: string, rows: readonly Sent[]) => {
  const input = { idempotencyKey: `${center}-${JSON.stringify(rows).length}-${rows[0]?.periodStart}`, edition: '2026.1', rows }
  const { data, errors } = await hub.graphql(SUBMIT, { input }, await hub.token(`${center}-client`))
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data.submitStatistics
}
const calls = (periodStart: string, offered: number, answered: number): readonly Sent[] => [
  { measure: 'calls_offered', periodStart, value: offered },
  { measure: 'calls_answered', periodStart, value: answered },
]
const days = (from: string, to: string): readonly string[] => {
  const found: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) found.push(day)
  return found
}
const figuresOf = async (input: object) => {
  const { data, errors } = await hub.graphql(FIGURES, { input }, await hub.token('analyst'))
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data.figures.nodes
}
const act = (mutation: string, input: Record<string, unknown>) =>
  administer(hub, { mutation, input: { reason: '협의체 의결', ...input }, client: 'admin' })
/** Every process reads the registry again within two seconds (administer-registry.test.ts waits for that); here the hub is told to at once. */
const readAgain = async (isThere: (standards: Awaited<ReturnType<HubServer['hub']['standards']>>) => boolean) => {
  expect(isThere(await hub.hub.freshStandards())).toBe(true)
}

describe('exchange 8: zero, null, closed', () => {
  const rate = { indicators: ['response_rate'], centers: ['chungnam'] }
  beforeAll(async () => {
    // Chungnam is open on weekdays. Friday brings calls, Tuesday none at all; nothing comes for Saturday, Sunday and Monday.
    await submit('chungnam', [...calls('2026-11-20', 50, 45), ...calls('2026-11-24', 0, 0)])
  })

  it('offered = 0 on an open day is stored, and the rate is null with ZERO_DENOMINATOR, neither 0 nor 100 percent', async () => {
    const tuesday = { from: '2026-11-24', to: '2026-11-24' }
    expect(await figuresOf({ ...tuesday, measures: ['calls_offered'], centers: ['chungnam'] })).toMatchObject([
      { value: '0', reason: null },
    ])
    expect(await figuresOf({ ...tuesday, ...rate })).toMatchObject([
      { value: null, reason: 'ZERO_DENOMINATOR', coverage: { cellsIn: 1, cellsExpected: 1, percent: '100.00', gaps: [] } },
    ])
  })

  it('no row on Sunday is CLOSED, not expected, and completeness stays 100 percent', async () => {
    expect(await figuresOf({ ...rate, from: '2026-11-22', to: '2026-11-22' })).toMatchObject([
      { value: null, reason: 'CLOSED', coverage: { cellsExpected: 0, percent: null, gaps: [{ reason: 'CLOSED', cells: 1 }] } },
    ])
    expect(await figuresOf({ ...rate, from: '2026-11-20', to: '2026-11-22' })).toMatchObject([
      { value: '90.00', coverage: { cellsIn: 1, cellsExpected: 1, percent: '100.00', gaps: [{ reason: 'CLOSED', cells: 2 }] } },
    ])
  })

  it('no row on Monday is missing and named in coverage', async () => {
    expect(await figuresOf({ ...rate, from: '2026-11-20', to: '2026-11-23' })).toMatchObject([
      {
        value: '90.00',
        coverage: {
          cellsIn: 1,
          cellsExpected: 2,
          percent: '50.00',
          gaps: [
            { reason: 'MISSING', cells: 1, centers: ['chungnam'], from: '2026-11-23', to: '2026-11-23' },
            { reason: 'CLOSED', cells: 2, from: '2026-11-21', to: '2026-11-22' },
          ],
        },
      },
    ])
  })

  it('a value of null without a reason is rejected; not collected, with one, is told apart from missing', async () => {
    const refused = await submit('chungnam', [{ measure: 'calls_offered', periodStart: '2026-11-25', value: null }])
    expect(refused).toMatchObject({
      counts: { rejected: 1 },
      rows: { nodes: [{ outcome: 'REJECTED', issues: [{ code: 'VALUE_REQUIRED' }] }] },
    })
    await submit('chungnam', [{ measure: 'calls_offered', periodStart: '2026-11-25', value: null, status: 'not_collected' }])
    const [figure] = await figuresOf({ ...rate, from: '2026-11-24', to: '2026-11-26', measures: [] })
    expect(figure.coverage.gaps.map(({ reason, from }: { reason: string; from: string }) => [reason, from])).toEqual([
      ['NOT_COLLECTED', '2026-11-25'],
      ['MISSING', '2026-11-25'],
    ])
  })

  it('a public holiday is closed for a center that closes on holidays, and a working day for one that does not', async () => {
    const october = { indicators: ['response_rate'], centers: ['chungnam', 'seoul'], from: '2026-10-05', to: '2026-10-09', by: 'DAY' }
    const figures = await figuresOf(october) // 개천절's substitute day on Monday, 한글날 on Friday
    expect(figures.map(({ center, from, reason }: Record<string, string>) => `${center} ${from?.slice(5)} ${reason}`)).toEqual([
      ...['10-05 CLOSED', '10-06 MISSING', '10-07 MISSING', '10-08 MISSING', '10-09 CLOSED'].map(text => `chungnam ${text}`),
      ...['10-05', '10-06', '10-07', '10-08', '10-09'].map(day => `seoul ${day} MISSING`),
    ])
  })
})

describe('exchange 14: a membership that ends at 2026-11-15 00:00', () => {
  const november = { measures: ['calls_offered'], from: '2026-11-01', to: '2026-11-30', by: 'MONTH' }
  beforeAll(async () => {
    await submit(
      'daegu',
      days('2026-11-01', '2026-11-14').flatMap(day => calls(day, 100, 90)),
    )
  })

  it('November expects the center up to 11-14 only, and its rate is 100 percent, not more', async () => {
    const input = { center: 'daegu', memberFrom: '2024-11-20', memberTo: '2026-11-14', isTrial: false }
    const { result } = await act('setMembership', input)
    expect(result.issues).toBeUndefined()
    await readAgain(({ memberships }) => memberships.some(({ center, memberTo }) => center === 'daegu' && memberTo === '2026-11-14'))
    expect(await figuresOf({ ...november, centers: ['daegu'] })).toMatchObject([
      {
        value: '1400',
        marks: [],
        coverage: {
          cellsIn: 14,
          cellsExpected: 14,
          extra: 0,
          percent: '100.00',
          gaps: [{ reason: 'NOT_A_MEMBER', cells: 16, from: '2026-11-15', to: '2026-11-30' }],
        },
      },
    ])
  })

  it('its old data remain queryable, by day and over the council', async () => {
    const asked = { measures: ['calls_offered'], centers: ['daegu'], from: '2026-11-14', to: '2026-11-15', by: 'DAY' }
    expect(await figuresOf(asked)).toMatchObject([
      { value: '100', coverage: { percent: '100.00' } },
      { value: null, reason: 'NOT_A_MEMBER', coverage: { percent: null } },
    ])
    expect(await figuresOf({ ...november, centers: ['daegu', 'jeju'], groupByCenter: false })).toMatchObject([
      { value: '1400', coverage: { centersIn: 1, centersExpected: 2, cellsIn: 14, cellsExpected: 44, percent: '31.82' } },
    ])
  })

  it('a push for 11-16 is refused with the date; the last day of membership is accepted', async () => {
    expect(await submit('daegu', calls('2026-11-16', 100, 90))).toMatchObject({
      status: 'REJECTED',
      counts: { received: 2, inserted: 0, rejected: 2 },
      rows: {
        nodes: Array(2).fill({
          outcome: 'REJECTED',
          issues: expect.arrayContaining([
            expect.objectContaining({
              code: 'NOT_A_MEMBER',
              expected: 'periods up to 2026-11-14',
              got: '2026-11-16',
              messageKo: expect.stringContaining('2026-11-14'),
              messageEn: expect.stringContaining('2026-11-14'),
            }),
          ]),
        }),
      },
    })
    const late = [{ measure: 'calls_abandoned', periodStart: '2026-11-14', value: 10 }]
    expect(await submit('daegu', late)).toMatchObject({ counts: { rejected: 0 } })
  })

  it('a membership that begins again inside the month counts from its first day', async () => {
    await act('setMembership', { center: 'daegu', memberFrom: '2026-11-24', isTrial: false })
    await readAgain(({ memberships }) => memberships.some(({ center, memberFrom }) => center === 'daegu' && memberFrom === '2026-11-24'))
    expect(await submit('daegu', calls('2026-11-24', 100, 90))).toMatchObject({ counts: { inserted: 2 } })
    expect(await figuresOf({ ...november, centers: ['daegu'] })).toMatchObject([
      {
        value: '1500',
        coverage: {
          cellsIn: 15,
          cellsExpected: 21,
          gaps: [
            { reason: 'MISSING', cells: 6 },
            { reason: 'NOT_A_MEMBER', cells: 9 },
          ],
        },
      },
    ])
  })
})

describe('grains over HTTP', () => {
  it('S1, S32: by hour and by ISO week; a month sent as such is compared with its days and never mixed in', async () => {
    const hourly = (hour: string, value: number) => ({
      measure: 'calls_offered',
      periodStart: '2026-10-01',
      value,
      dimensions: [{ dimension: 'hour', item: hour }],
    })
    await submit('ulsan', [hourly('09', 30), hourly('10', 12)])
    await submit('ulsan', [{ measure: 'calls_offered', periodStart: '2026-10-01', periodType: 'month', value: 41 }])
    const asked = { measures: ['calls_offered'], centers: ['ulsan'], from: '2026-10-01', to: '2026-10-31' }
    const hours = await figuresOf({ ...asked, to: '2026-10-01', by: 'HOUR' })
    expect(hours.map(({ dimensions }: Hourly) => dimensions[0]?.item)).toEqual(
      Array.from({ length: 24 }, (_, hour) => `${hour}`.padStart(2, '0')),
    )
    const sent = hours.filter(({ value }: Hourly) => value !== null)
    expect(sent.map(({ periodType, dimensions, value }: Hourly) => [periodType, dimensions[0]?.item, value])).toEqual([
      ['HOUR', '09', '30'],
      ['HOUR', '10', '12'],
    ])
    const weeks = await figuresOf({ ...asked, by: 'WEEK' })
    expect(weeks.map(({ from, to, value }: Record<string, string>) => [from, to, value]).slice(0, 2)).toEqual([
      ['2026-10-01', '2026-10-04', '42'],
      ['2026-10-05', '2026-10-11', null],
    ])
    expect(await figuresOf({ ...asked, by: 'MONTH' })).toMatchObject([{ value: '42', marks: ['DERIVED', 'PERIOD_MISMATCH'] }])
  })

  it('exchange §2.6: percentiles come from merged bands, the band named', async () => {
    const bands = (center: string, counts: Record<string, number>) =>
      submit(center, [
        ...calls('2026-10-02', 100, 100),
        ...Object.entries(counts).map(([item, value]) => ({
          measure: 'answered_by_wait_band',
          periodStart: '2026-10-02',
          value,
          dimensions: [{ dimension: 'wait_band', item }],
        })),
      ])
    await bands('gyeonggi', { w000_010: 95, w010_015: 5 })
    await bands('incheon', { w020_030: 40, w300_up: 60 })
    const asked = { measures: ['answered_by_wait_band'], from: '2026-10-02', to: '2026-10-02', percentiles: [50, 90] }
    expect(await figuresOf({ ...asked, centers: ['gyeonggi', 'incheon'], groupByCenter: false })).toMatchObject([
      {
        value: '200',
        percentiles: [
          { percent: 50, band: 'w010_015', over: 10, upTo: 15, of: '200' },
          { percent: 90, band: 'w300_up', over: 300, upTo: null, of: '200' },
        ],
      },
    ])
    // The same in columns, one place per figure; a measure without bands has none.
    const columns = `query ($input: FiguresInput!) { figureColumns(input: $input) { code center unit percentiles { percent band over upTo of } } }`
    const input = { ...asked, measures: ['answered_by_wait_band', 'calls_answered'], centers: ['gyeonggi', 'incheon'] }
    const { data } = await hub.graphql(columns, { input }, await hub.token('analyst'))
    expect(data.figureColumns).toEqual({
      code: ['answered_by_wait_band', 'answered_by_wait_band', 'calls_answered', 'calls_answered'],
      center: ['gyeonggi', 'incheon', 'gyeonggi', 'incheon'],
      unit: ['calls', 'calls', 'calls', 'calls'],
      percentiles: [
        {
          percent: 50,
          band: ['w000_010', 'w300_up', null, null],
          over: [0, 300, null, null],
          upTo: [10, null, null, null],
          of: ['100', '100', null, null],
        },
        {
          percent: 90,
          band: ['w000_010', 'w300_up', null, null],
          over: [0, 300, null, null],
          upTo: [10, null, null, null],
          of: ['100', '100', null, null],
        },
      ],
    })
  })
})

describe('exceptions of the calendar', () => {
  const thursday = { measures: ['calls_offered'], centers: ['busan', 'seoul', 'jeju'], from: '2026-11-26', to: '2026-11-26' }
  const answer = async (asked: object = {}) => {
    const query = 'query ($input: FiguresInput!) { figures(input: $input) { asOf nodes { center reason } } }'
    return (await hub.graphql(query, { input: { ...thursday, ...asked } }, await hub.token('analyst'))).data.figures
  }
  const reasons = async (asked: object = {}) =>
    (await answer(asked)).nodes.map(({ center, reason }: Record<string, string>) => `${center} ${reason}`)
  const temporary = { day: '2026-11-26', kind: 'HOLIDAY', nameKo: '임시공휴일', nameEn: 'Temporary holiday' }
  const said = (count: number) => readAgain(({ calendarExceptions }) => calendarExceptions.length === count)
  const list = async (text: string, client = 'admin') => hub.graphql(text, {}, await hub.token(client))

  it("a holiday declared by the council closes who closes on holidays; a center's own word goes before it; all is dated, told and audited", async () => {
    expect(await reasons()).toEqual(['busan MISSING', 'seoul MISSING', 'jeju MISSING'])
    const { asOf: before } = await answer()
    const declared = await act('setCalendarException', temporary)
    expect(declared.result).toMatchObject({
      action: 'calendarException.set',
      center: null,
      reason: '협의체 의결',
      rows: [
        {
          kind: 'CALENDAR_EXCEPTION',
          change: 'RECORDED',
          row: { center: null, day: '2026-11-26', kind: 'holiday', name_ko: '임시공휴일' },
        },
      ],
    })
    expect(await auditOf(hub, null)).toMatchObject({ action: 'calendarException.set', actor: 'client:admin', subject: { rows: 1 } })
    await said(1)
    expect(await reasons()).toEqual(['busan CLOSED', 'seoul MISSING', 'jeju MISSING'])
    expect(await reasons({ asOf: before })).toEqual(['busan MISSING', 'seoul MISSING', 'jeju MISSING']) // S25: calendars are rewound, too
    await act('setCalendarException', {
      ...temporary,
      center: 'busan',
      kind: 'HOURS',
      hours: '09:00-13:00',
      nameKo: '재난 대응',
      nameEn: 'Emergency',
    })
    await act('setCalendarException', { ...temporary, center: 'jeju', kind: 'CLOSED', nameKo: '이전', nameEn: 'Moving' })
    await said(3)
    expect(await reasons()).toEqual(['busan MISSING', 'seoul MISSING', 'jeju CLOSED'])
    expect(await auditOf(hub, 'jeju')).toMatchObject({ action: 'calendarException.set' })
    const { data } = await list('{ calendarExceptions { hasNextPage nodes { center day kind hours nameKo nameEn } } }')
    expect(data.calendarExceptions.nodes).toEqual([
      { center: null, day: '2026-11-26', kind: 'HOLIDAY', hours: null, nameKo: '임시공휴일', nameEn: 'Temporary holiday' },
      { center: 'busan', day: '2026-11-26', kind: 'HOURS', hours: '09:00-13:00', nameKo: '재난 대응', nameEn: 'Emergency' },
      { center: 'jeju', day: '2026-11-26', kind: 'CLOSED', hours: null, nameKo: '이전', nameEn: 'Moving' },
    ])
  })

  it('saying it again replaces it, removing it gives the calendar back, and either is undone by a later act', async () => {
    const again = await act('setCalendarException', { ...temporary, center: 'jeju', kind: 'HOURS', hours: '10:00-24:00' })
    expect(again.result.rows.map(({ change }: { change: string }) => change)).toEqual(['REMOVED', 'RECORDED'])
    const removed = await act('removeCalendarException', { center: 'jeju', day: '2026-11-26' })
    expect(removed.result).toMatchObject({ action: 'calendarException.removed', center: 'jeju', rows: [{ change: 'REMOVED' }] })
    expect((await act('removeCalendarException', { center: 'jeju', day: '2026-11-26' })).issues).toMatchObject([{ code: 'NOT_FOUND' }])
    expect((await act('undoRegistryChange', { change: again.result.id })).issues).toMatchObject([{ code: 'CHANGED_SINCE' }])
    await act('setCalendarException', { ...temporary, center: 'jeju', kind: 'CLOSED' })
    expect((await act('undoRegistryChange', { change: removed.result.id })).issues).toMatchObject([{ code: 'CHANGED_SINCE' }])
    await act('removeCalendarException', { center: 'jeju', day: '2026-11-26' })
    const undone = await act('undoRegistryChange', { change: removed.result.id })
    expect(undone.result).toMatchObject({ undoes: removed.result.id, rows: [{ change: 'RECORDED', row: { hours: ['10:00', '24:00'] } }] })
  })

  it('a public holiday may be taken back for the council, and the list of holidays says what counts', async () => {
    const holidays = async (client = 'seoul-client') =>
      (await list('{ holidays(from: "2026-11-01", to: "2027-01-01") { day nameKo nameEn isSubstitute isDeclared } }', client)).data.holidays
    await act('setCalendarException', { day: '2026-12-25', kind: 'NOT_HOLIDAY', nameKo: '공휴일 아님', nameEn: 'No holiday' })
    await readAgain(({ calendarExceptions }) => calendarExceptions.some(({ kind }) => kind === 'not_holiday'))
    expect(await holidays()).toEqual([
      { day: '2026-11-26', nameKo: '임시공휴일', nameEn: 'Temporary holiday', isSubstitute: false, isDeclared: true },
      { day: '2027-01-01', nameKo: '1월 1일', nameEn: "New Year's Day", isSubstitute: false, isDeclared: false },
    ])
    await act('removeCalendarException', { day: '2026-12-25' })
    await readAgain(({ calendarExceptions }) => calendarExceptions.every(({ kind }) => kind !== 'not_holiday'))
    expect((await holidays('analyst')).map(({ day }: { day: string }) => day)).toEqual(['2026-11-26', '2026-12-25', '2027-01-01'])
  })

  it('public holidays are told right through 2030, substitute days marked', async () => {
    const { data } = await list('{ holidays(from: "2028-01-01", to: "2030-12-31") { day nameEn isSubstitute } }', 'busan-client')
    const substitutes = data.holidays.filter(({ isSubstitute }: { isSubstitute: boolean }) => isSubstitute)
    expect(substitutes.map(({ day }: { day: string }) => day)).toEqual([
      '2028-10-05',
      '2029-05-07',
      '2029-05-21',
      '2029-09-24',
      '2030-02-05',
      '2030-05-06',
    ])
    expect(data.holidays.at(-1)).toEqual({ day: '2030-12-25', nameEn: 'Christmas Day', isSubstitute: false })
    for (const range of ['from: "2026-01-02", to: "2026-01-01"', 'from: "2020-01-01", to: "2030-12-31"']) {
      const { errors } = await list(`{ holidays(${range}) { day } }`)
      expect(errors?.[0]?.extensions['code']).toMatch(/BAD_USER_INPUT|PERIOD_TOO_LONG/)
    }
  })

  it('S28: where the law is not known any more, the list says so and the bare one is refused', async () => {
    const calendarOf = async (from: string, to: string) =>
      (
        await list(
          `{ holidayCalendar(from: "${from}", to: "${to}") { nodes { day } knownFrom knownTo issues { code severity messageEn } } }`,
        )
      ).data.holidayCalendar
    const known = { knownFrom: '2024-01-01', knownTo: '2030-12-31' }
    expect(await calendarOf('2030-12-01', '2030-12-31')).toEqual({ nodes: [{ day: '2030-12-25' }], ...known, issues: [] })
    const beyond = await calendarOf('2030-12-01', '2031-03-31')
    expect(beyond).toMatchObject({ nodes: [{ day: '2030-12-25' }], ...known, issues: [{ code: 'HOLIDAYS_UNKNOWN', severity: 'WARNING' }] })
    expect(beyond.issues[0].messageEn).toContain('from 2024 to 2030')
    for (const range of ['from: "2031-01-01", to: "2031-12-31"', 'from: "2023-12-01", to: "2024-01-31"']) {
      const { errors } = await list(`{ holidays(${range}) { day } }`)
      expect([errors?.[0]?.extensions['code'], errors?.[0]?.message]).toEqual([
        'HOLIDAYS_UNKNOWN',
        expect.stringContaining('holidayCalendar'),
      ])
    }
  })

  it('S28: every fault of an exception comes back at once', async () => {
    const faults = {
      center: 'mars',
      day: '2026-11-26',
      kind: 'HOURS',
      hours: '18:00-09:00',
      nameKo: ' ',
      nameEn: 'x'.repeat(101),
      reason: '',
    }
    expect(
      (await act('setCalendarException', faults)).issues.map(({ code, path }: { code: string; path: string[] }) => `${code} ${path[1]}`),
    ).toEqual(['BAD_USER_INPUT hours', 'BAD_USER_INPUT nameKo', 'BAD_USER_INPUT nameEn', 'CENTER_UNKNOWN center', 'REASON_REQUIRED reason'])
    for (const input of [{ kind: 'CLOSED', hours: '09:00-10:00' }, { kind: 'HOURS' }]) {
      expect((await act('setCalendarException', { ...temporary, ...input })).issues).toMatchObject([
        { code: 'BAD_USER_INPUT', path: ['input', 'hours'] },
      ])
    }
    const named = await act('setCalendarException', { ...temporary, nameKo: '담당 010-1234-5678' })
    expect(named.issues).toMatchObject([{ code: 'TEXT_NOT_ACCEPTED', path: ['input', 'nameKo'] }])
  })
})

describe('S17: a month of a monthly measure', () => {
  it('is expected once it has ended, also where only closed days or days after a membership are left of it', async () => {
    await act('setMembership', { center: 'jeju', memberFrom: '2024-11-20', memberTo: '2027-01-14', isTrial: false })
    await readAgain(({ memberships }) => memberships.some(({ center, memberTo }) => center === 'jeju' && memberTo === '2027-01-14'))
    const january = { measures: ['qa_evaluations'], centers: ['chungnam', 'jeju'], from: '2027-01-01', to: '2027-01-31' }
    const coverageAt = async (clock: string) => {
      await database.setClock(clock)
      return (await figuresOf(january)).map(({ center, reason, coverage }: Monthly) => [
        center,
        reason,
        coverage.cellsExpected,
        coverage.gaps.map(gap => gap.reason),
      ])
    }
    // A Saturday: Chungnam opens no more in January, and Jeju has left.
    expect(await coverageAt('2027-01-30T09:30:00+09:00')).toEqual([
      ['chungnam', 'MISSING', 0, []],
      ['jeju', 'MISSING', 0, []],
    ])
    expect(await coverageAt('2027-02-01T00:00:00+09:00')).toEqual([
      ['chungnam', 'MISSING', 1, ['MISSING']],
      ['jeju', 'MISSING', 1, ['MISSING']],
    ])
  })
})
