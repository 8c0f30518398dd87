import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { submitStatistics } from '../../api/operations/submit-statistics.js'
import { freezeBaselines } from '../../jobs/freeze-baselines.js'
import { JOBS } from '../../jobs/job.js'
import { addDays } from '../../schema/domain/period.js'
import { collectLog } from '../jobs/collect-log.js'
import { rowsOf, valueOf } from '../support/center-hub.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { jobContext } from '../support/job-context.js'
import { CORE } from '../support/nights.js'
import { readCsv } from '../support/read-exports.js'
import { dimensionsOf, EMPTY_BATCH } from '../support/submission-samples.js'

let hub: HubServer
let keys = 0
let minutes = 0
beforeAll(async () => {
  hub = await startHubServer()
})
afterAll(() => hub.close())

/** contacts_offered of a night by cell, `hour=09|service_line=mutual_aid`; the empty text is the total. */
type Cells = Readonly<Record<string, number>>

const itemsOf = (cell: string) => Object.fromEntries(cell === '' ? [] : cell.split('|').map(part => part.split('=') as [string, string]))
const contacts = (day: string, cells: Cells) =>
  Object.entries(cells).flatMap(([cell, value]) =>
    rowsOf({ contacts_offered: value }, { periodStart: day, dimensions: dimensionsOf(itemsOf(cell)) }),
  )

async function push(code: string, rows: ReturnType<typeof rowsOf>): Promise<void> {
  const center = (await hub.hub.standards()).centers.get(code) ?? null
  const caller = { subject: `${code}-client`, kind: 'client' as const, center, scopes: new Set(['stats:write' as const]) }
  const request = { idempotencyKey: `surge-${++keys}`, uploadId: null, isDryRun: false, dryRunHash: null }
  const { counts } = valueOf(await submitStatistics(hub.hub, caller, { ...request, batch: { ...EMPTY_BATCH, edition: '2026.1', rows } }))
    .stored.record
  expect(counts.quarantined + counts.rejected).toBe(0)
}

/** The next minute, and the clock set to it: what is done in one is known in the next. */
async function tick(): Promise<string> {
  const padded = (value: number) => String(value).padStart(2, '0')
  const instant = `2026-11-20T${padded(2 + Math.floor(++minutes / 60))}:${padded(minutes % 60)}:00+09:00`
  await hub.database.setClock(instant)
  return instant
}

/** Nights of the same weekday a week apart, the last one on `day`, handed in together. */
async function nights(code: string, day: string, weeks: readonly Cells[]): Promise<void> {
  await tick()
  const days = weeks.map((cells, week) => ({ day: addDays(day, -7 * (weeks.length - 1 - week)), cells }))
  await push(
    code,
    days.flatMap(night => [...rowsOf(CORE, { periodStart: night.day }), ...contacts(night.day, night.cells)]),
  )
}
async function freeze() {
  await tick()
  const done = await freezeBaselines(jobContext(hub.database.db, collectLog().log))
  await tick()
  return done
}
const times = (count: number, cells: Cells): readonly Cells[] => Array.from({ length: count }, () => cells)
/** A total of contacts with its mutual aid by service line. */
const lines = (total: number, aid: number): Cells => ({
  '': total,
  'service_line=general': total - aid,
  'service_line=mutual_aid': aid,
})

const DOORS = `query ($input: FiguresInput!) {
  figures(input: $input) { nodes { value numerator denominator reason marks dimensions { item } } }
  figureColumns(input: $input) { value numerator denominator reason }
  compareFigures(input: $input, left: { version: "v1" }, right: { variant: "hazard_only" }) { nodes { left { value } } } }`
const WHY = `query ($input: FiguresInput!) { explainFigure(input: $input, first: 500) {
  figure { value } measures { measure value } nodes { measure center use amount reason value } } }`

type Told = {
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  readonly reason: string | null
}
type Node = {
  readonly measure: string
  readonly center: string
  readonly use: string
  readonly amount: string | null
  readonly reason: string | null
}

const asked = (centers: readonly string[], days: object) => ({ indicators: ['surge_ratio'], centers, groupByCenter: false, ...days })
const on = (day: string) => ({ from: day, to: day })
const say = ({ value, numerator, denominator, reason }: Told) => (reason === null ? `${numerator} / ${denominator} = ${value}` : reason)

/** Ratios as sums, after figures, columns, the file and the comparison said the same. */
async function ask(input: object): Promise<readonly string[]> {
  const token = await hub.token('analyst')
  const { data, errors } = await hub.graphql(DOORS, { input }, token)
  expect(errors).toBeUndefined()
  const figures: readonly Told[] = data.figures.nodes
  const columns = data.figureColumns
  expect(columns.value).toEqual(figures.map(({ value }) => value))
  expect(columns.denominator).toEqual(figures.map(({ denominator }) => denominator))
  expect(data.compareFigures.nodes.map(({ left }: { left: Told }) => left.value)).toEqual(columns.value)
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const file = await fetch(`${hub.url}/export/csv`, { method: 'POST', headers, body: JSON.stringify(input) })
  expect(readCsv(await file.text()).records.map(record => record['value'])).toEqual(figures.map(({ value }) => value ?? ''))
  return figures.map(say)
}

/** Rows behind the one figure of a question; what they add up to is the part that was served. */
async function why(input: object): Promise<readonly Node[]> {
  const { data, errors } = await hub.graphql(WHY, { input }, await hub.token('analyst'))
  expect(errors).toBeUndefined()
  const { measures, nodes }: { measures: readonly { measure: string; value: string | null }[]; nodes: readonly Node[] } = data.explainFigure
  for (const { measure, value } of measures.filter(one => one.value !== null)) {
    const own = nodes.filter(node => node.measure === measure)
    expect([measure, own.reduce((sum, { amount }) => sum + Number(amount ?? 0), 0)]).toEqual([measure, Number(value)])
  }
  return nodes
}

describe('S3, S21: a ratio over centers holds contacts without mutual aid against a baseline without it', () => {
  const DAY = '2026-11-19'

  it('two centers that are each at their baseline, with mutual aid in every week, are together at 1.000, too', async () => {
    await nights('seoul', DAY, times(5, lines(400, 100)))
    await nights('busan', DAY, times(5, lines(200, 60)))
    await nights('daegu', DAY, times(5, { '': 50 }))
    await freeze()
    expect(await ask(asked(['seoul'], on(DAY)))).toEqual(['400 / 400 = 1.000'])
    expect(await ask(asked(['busan'], on(DAY)))).toEqual(['200 / 200 = 1.000'])
    // 300 + 140; the baselines are 400 and 200, and 100 and 60 leave them.
    expect(await ask(asked(['seoul', 'busan'], on(DAY)))).toEqual(['440 / 440 = 1.000'])
    const rest = `query ($input: FiguresInput!) { topFigures(input: $input, top: { n: 1, order: ASC }) { rest { value denominator } restOf } }`
    const three = { indicators: ['surge_ratio'], centers: ['seoul', 'busan', 'daegu'], ...on(DAY) }
    const { data } = await hub.graphql(rest, { input: three }, await hub.token('analyst'))
    // All are at 1.000 and busan comes first by its code: 300 + 50.
    expect(data.topFigures).toEqual({ rest: { value: '1.000', denominator: '350' }, restOf: ['daegu', 'seoul'] })
  })

  it('the rows behind it say so: a baseline adds its value less what leaves it, and by itself its value', async () => {
    const added = async (centers: readonly string[]) =>
      (await why(asked(centers, on(DAY))))
        .filter(({ measure }) => measure === 'baseline_contacts_4w')
        .map(({ center, use, amount }) => [center, use, amount])
    expect(await added(['seoul', 'busan'])).toEqual([
      ['seoul', 'ADDED', '300'],
      ['busan', 'ADDED', '140'],
    ])
    expect(await added(['seoul'])).toEqual([['seoul', 'ADDED', '400']])
  })

  it('mutual aid of the day alone leaves the contacts, and of some weeks the mean over all four', async () => {
    await nights('incheon', DAY, [...times(4, { '': 400 }), lines(400, 100)])
    await nights('gwangju', DAY, [lines(100, 10), { '': 100 }, lines(100, 30), { '': 100 }, { '': 100 }])
    await freeze()
    expect(await ask(asked(['incheon', 'daegu'], on(DAY)))).toEqual(['350 / 450 = 0.778'])
    // (10 + 0 + 30 + 0) / 4 = 10 leave the 100 of gwangju.
    expect(await ask(asked(['gwangju', 'daegu'], on(DAY)))).toEqual(['150 / 140 = 1.071'])
    expect(await ask(asked(['gwangju'], on(DAY)))).toEqual(['100 / 100 = 1.000'])
  })

  it('a center that sends no total: its sum has mutual aid for itself, and not over centers', async () => {
    const { '': _, ...sent } = lines(80, 20)
    await nights('daejeon', DAY, times(5, sent))
    await freeze()
    expect(await ask(asked(['daejeon'], on(DAY)))).toEqual(['80 / 80 = 1.000'])
    expect(await ask(asked(['daejeon', 'daegu'], on(DAY)))).toEqual(['110 / 110 = 1.000'])
  })

  it('what leaves is told by one table: the smallest that has a number, a 0 included', async () => {
    const both = (small: number): Cells => ({
      ...lines(80, small),
      'hour=09|service_line=general': 75,
      'hour=09|service_line=mutual_aid': 5,
    })
    await nights('ulsan', DAY, [both(0), both(0), both(8), both(8), both(0)])
    await freeze()
    // (0 + 0 + 8 + 8) / 4 leave the baseline, and 0 the day.
    expect(await ask(asked(['ulsan', 'daegu'], on(DAY)))).toEqual(['130 / 126 = 1.032'])
  })

  it('by hour, by channel, and by hour and channel, each from its own table', async () => {
    const night: Cells = {
      ...lines(100, 30),
      'hour=09': 60,
      'hour=10': 40,
      'hour=09|service_line=mutual_aid': 20,
      'hour=10|service_line=mutual_aid': 10,
      'channel=voice': 70,
      'channel=chat': 30,
      'channel=voice|service_line=mutual_aid': 25,
      'channel=voice|hour=09': 45,
      'channel=voice|hour=09|service_line=mutual_aid': 15,
    }
    await nights('sejong', DAY, times(5, night))
    await nights('gyeonggi', DAY, times(5, night))
    await freeze()
    const together = (more: object) => ask({ ...asked(['sejong', 'gyeonggi'], on(DAY)), ...more })
    expect(await together({})).toEqual(['140 / 140 = 1.000'])
    expect(await together({ dimensions: ['hour'] })).toEqual(['80 / 80 = 1.000', '60 / 60 = 1.000'])
    expect(await together({ dimensions: ['channel'] })).toEqual(['60 / 60 = 1.000', '90 / 90 = 1.000'])
    expect(await together({ dimensions: ['channel', 'hour'] })).toEqual(['60 / 60 = 1.000'])
    expect(await together({ filters: [{ dimension: 'hour', items: ['09', '10'] }] })).toEqual(['140 / 140 = 1.000'])
    expect(await ask({ ...asked(['sejong'], on(DAY)), dimensions: ['hour'] })).toEqual(['60 / 60 = 1.000', '40 / 40 = 1.000'])
    await why({ ...asked(['sejong', 'gyeonggi'], on(DAY)), filters: [{ dimension: 'hour', items: ['09'] }] })
  })

  it('what is summed from a breakdown without the item leaves on neither side', async () => {
    const night = { 'channel=voice|hour=09': 45, 'channel=chat|hour=09': 5, 'channel=voice|hour=09|service_line=mutual_aid': 15 }
    await nights('gyeongbuk', DAY, times(5, night))
    await nights('gyeongnam', DAY, times(5, night))
    await freeze()
    const both = asked(['gyeongbuk', 'gyeongnam'], on(DAY))
    expect(await ask(both)).toEqual(['100 / 100 = 1.000'])
    expect(await ask({ ...both, dimensions: ['hour'] })).toEqual(['100 / 100 = 1.000'])
    expect(await ask({ ...both, dimensions: ['channel', 'hour'] })).toEqual(['10 / 10 = 1.000', '60 / 60 = 1.000'])
    await why({ ...both, filters: [{ dimension: 'hour', items: ['09'] }] })
  })

  it('by month, every day with what left its own four days', async () => {
    await nights('jeju', '2026-10-27', [lines(100, 20), lines(100, 20), lines(100, 20), lines(100, 20), lines(100, 40), lines(100, 40)])
    await nights('jeonnam', '2026-10-27', times(6, { '': 100 }))
    await freeze()
    // What leaves jeju's baseline is 20 on the 20th, and (20 + 20 + 20 + 40) / 4 = 25 on the 27th; 40 leave the contacts of either day.
    const october = { from: '2026-10-01', to: '2026-10-31', by: 'MONTH' }
    expect(await ask(asked(['jeju', 'jeonnam'], october))).toEqual(['320 / 355 = 0.901'])
    expect(await ask(asked(['jeju'], october))).toEqual(['200 / 200 = 1.000'])
  })

  it('S3: an item that is in no total of its center is in neither side, whether the total was sent or summed', async () => {
    const lonely = (total: Cells): Cells => ({
      ...total,
      'service_line=general': 60,
      'service_line=mutual_aid': 10,
      'service_line=loneliness120': 30,
    })
    await nights('gangwon', DAY, times(5, lonely({ '': 70 })))
    await nights('chungbuk', DAY, times(5, lonely({})))
    await freeze()
    for (const center of ['gangwon', 'chungbuk']) expect(await ask(asked([center], on(DAY)))).toEqual(['70 / 70 = 1.000'])
    expect(await ask(asked(['gangwon', 'chungbuk'], on(DAY)))).toEqual(['120 / 120 = 1.000'])
  })
})

describe('S21, S25: what leaves a baseline is frozen with it', () => {
  const DAY = '2026-11-18'
  const both = asked(['chungnam', 'jeonbuk'], on(DAY))

  it('is told from when it was frozen on, and moved by no later revision of the days it was made from', async () => {
    await nights('chungnam', DAY, times(5, lines(100, 20)))
    await nights('jeonbuk', DAY, times(5, lines(100, 20)))
    const before = { ...both, asOf: await tick() }
    // The nights are complete; what comes before the job runs is as late as what comes after it.
    await push('jeonbuk', contacts('2026-11-04', lines(100, 80)))
    await freeze()
    const after = { ...both, asOf: await tick() }
    expect(await ask(both)).toEqual(['160 / 160 = 1.000'])
    await tick()
    await push('chungnam', contacts('2026-11-11', lines(100, 60)))
    expect(await freeze()).toMatchObject({ detail: { nights: 0 } })
    expect(await ask(both)).toEqual(['160 / 160 = 1.000'])
    await push('chungnam', contacts(DAY, lines(100, 60)))
    await tick()
    expect(await ask(both)).toEqual(['120 / 160 = 0.750'])
    expect(await ask(after)).toEqual(['160 / 160 = 1.000'])
    expect(await ask(before)).toEqual(['MISSING'])
  })

  it('is not made up for a baseline that was frozen without it: over centers that is not comparable, by itself it stays', async () => {
    const { owner } = hub.database
    await owner`alter table frozen_leaving disable trigger frozen_leaving_append_only`
    await owner`delete from frozen_leaving f using centers c where c.id = f.center_id and c.code = 'chungnam' and f.day = ${DAY}`
    await owner`alter table frozen_leaving enable trigger frozen_leaving_append_only`
    expect(await ask(asked(['chungnam'], on(DAY)))).toEqual(['100 / 100 = 1.000'])
    const [figure] = (
      await hub.graphql(
        `query ($input: FiguresInput!) { figures(input: $input) { nodes {
          value numerator denominator reason coverage { centersIn gaps { reason centers measures } } } } }`,
        { input: both },
        await hub.token('analyst'),
      )
    ).data.figures.nodes
    expect(figure).toMatchObject({
      value: '1.000',
      denominator: '80',
      coverage: { centersIn: 1, gaps: [{ reason: 'NOT_COMPARABLE', centers: ['chungnam'], measures: ['baseline_contacts_4w'] }] },
    })
    const left = (await why(both)).filter(({ center }) => center === 'chungnam').map(({ use, reason }) => [use, reason])
    expect(new Set(left.map(String))).toEqual(new Set(['LEFT_OUT,NOT_COMPARABLE']))
    expect(await ask({ ...both, centers: ['chungnam', 'seoul'] })).toEqual(['NOT_COMPARABLE'])
  })

  it('is evidence: the body of the hub’s own submission says what left on which day', async () => {
    const { id } = (await hub.hub.standards()).centers.get('gwangju') ?? { id: 0 }
    const nights = `query ($id: ID!, $from: Int!) { submissionBody(id: $id, from: $from) { text } }`
    const [own] = await hub.database.owner`select id from submissions where center_id = ${id} and submitted_by = 'job:freeze-baselines'`
    const { data, errors } = await hub.graphql(nights, { id: own?.id, from: 0 }, await hub.token('gwangju-client'))
    expect(errors).toBeUndefined()
    expect(JSON.parse(data.submissionBody.text).nights.at(-1).tables[0].cells).toEqual([
      { cell: '', value: '100', from: ['100', '100', '100', '100'], leaving: '10', leavingFrom: ['0', '30', '0', '10'] },
    ])
  })
})

describe('frozen_leaving', () => {
  it.each([
    ['center', 'seoul', true],
    ['reader', null, true],
    ['steward', null, true],
    ['coordinator', null, false],
  ] as const)('is read by whoever reads a baseline: %s of %s', async (role, center, isRead) => {
    const centerId = center === null ? null : ((await hub.hub.standards()).centerIds.get(center) ?? 0)
    const count = (table: string) =>
      hub.database.db.transaction({ centerId, role }, async tx => (await tx.sql.unsafe(`select 1 from ${table}`)).length)
    expect((await count('frozen_leaving')) > 0).toBe(isRead)
  })

  it('is written by jobs for the center they act for, once, and never changed', async () => {
    const { centerIds } = await hub.hub.standards()
    const add = (role: 'center' | 'admin' | 'jobs', center: string | null) =>
      hub.database.db.transaction(
        { centerId: center === null ? null : (centerIds.get(center) ?? 0), role },
        tx => tx.sql`insert into frozen_leaving select * from frozen_leaving where center_id = ${centerIds.get('seoul') ?? 0}`,
      )
    await expect(add('center', 'seoul')).rejects.toThrow('row-level security')
    await expect(add('admin', 'seoul')).rejects.toThrow('row-level security')
    await expect(add('jobs', null)).rejects.toThrow('row-level security')
    await expect(add('jobs', 'seoul')).rejects.toThrow('frozen_leaving_pk')
    await expect(hub.database.db.transaction(JOBS, tx => tx.sql`update frozen_leaving set amount = 0`)).rejects.toThrow('permission denied')
    await expect(hub.database.owner`delete from frozen_leaving`).rejects.toThrow('append-only')
    const broken = (values: string) =>
      hub.database.owner.unsafe(`insert into frozen_leaving (center_id, day, cell_id, amount) values (${values})`)
    await expect(broken(`${centerIds.get('seoul')}, '2020-01-01', 1, 0`)).rejects.toThrow('frozen_leaving_night_fk')
    await expect(broken(`${centerIds.get('seoul')}, '2026-11-19', 0, 0`)).rejects.toThrow('frozen_leaving_cell_fk')
    await expect(broken(`${centerIds.get('seoul')}, '2026-10-22', 1, 'NaN'`)).rejects.toThrow('frozen_leaving_amount_finite')
  })
})
