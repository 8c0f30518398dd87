import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { freezeBaselines as freezeNights } from '../../api/operations/freeze-baselines.js'
import { queryFigures } from '../../api/operations/query-figures.js'
import { listReceipts } from '../../api/operations/read-receipt.js'
import { readSubmissionBody } from '../../api/operations/read-submission-body.js'
import { setCalendarException } from '../../api/operations/set-calendar-exception.js'
import { verifyChain } from '../../db/queries/audit.js'
import { lockCenter } from '../../db/queries/submissions.js'
import { readWatchedState } from '../../db/queries/watching.js'
import { freezeBaselines } from '../../jobs/freeze-baselines.js'
import { JOBS, type JobContext } from '../../jobs/job.js'
import { SCHEDULE } from '../../jobs/schedule.js'
import type { Figure } from '../../schema/domain/figures/figure.js'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import { addDays } from '../../schema/domain/period.js'
import { questionOf } from '../domain/figures/ask-figures.js'
import { rowsOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { CORE, rowsOfNight, submitNights, type Night } from '../support/nights.js'
import { jobContext } from '../support/job-context.js'
import { collectLog } from './collect-log.js'

let hub: CenterHub
let context: JobContext

beforeAll(async () => {
  hub = await startCenterHub()
  context = jobContext(hub.database.db, collectLog().log)
})
afterAll(() => hub.close())

const run = async () => (await freezeBaselines(context)).detail
const idOf = async (center: string) => (await hub.hub.standards()).centerIds.get(center) ?? 0
/** Same weekdays up to `day`, the latest last. */
const weekly = (day: string, contacts: readonly (number | null)[]): readonly Night[] =>
  contacts.map((value, week) => ({ day: addDays(day, -7 * (contacts.length - 1 - week)), contacts: value }))
const ask = async (asked: Partial<FigureQuestion>): Promise<readonly Figure[]> =>
  valueOf(await queryFigures(hub.hub, await hub.caller(null, 'stats:read'), questionOf(asked))).figures
const onDay = (day: string) => ({ from: day, to: day })
const surge = async (center: string, day: string) => {
  const [figure] = await ask({ indicators: ['surge_ratio'], centers: [center], ...onDay(day) })
  return figure === undefined ? null : [figure.value, figure.numerator, figure.denominator, figure.reason]
}
/** Baselines of a center as they stand: day, cell, value, status, revision. */
const baselines = async (center: string) =>
  (
    await hub.database.owner`
      select o.period_start as day, c.key as cell, trim_scale(o.value)::text as value, s.code as status, o.revision
      from observations o
      join measures m on m.id = o.measure_id join dimension_cells c on c.id = o.cell_id join observation_statuses s on s.id = o.status_id
      where m.code = 'baseline_contacts_4w' and o.center_id = ${await idOf(center)}
      order by o.period_start, c.key`
  ).map(row => Object.values(row))
const totals = async (center: string) => (await baselines(center)).filter(([, cell]) => cell === '').map(([day, , value]) => [day, value])
const marks = async (center: string) =>
  (await hub.database.owner`select day from frozen_baselines where center_id = ${await idOf(center)} and is_surge order by day`).map(
    ({ day }) => day as string,
  )
/** A promise and what keeps it. */
const gate = (): readonly [Promise<void>, () => void] => {
  let open = () => {}
  const opened = new Promise<void>(resolve => (open = resolve))
  return [opened, () => open()]
}
/** Transactions that wait for the lock of a center. */
const waiting = async () => {
  const [row] = await hub.database.owner`
    select count(*) from pg_locks
    where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`
  return row?.count
}
/** Revises contacts_offered of a day at a moment. */
const revise = async (center: string, day: string, { contacts, at }: { contacts: number; at: string }) => {
  await hub.database.setClock(at)
  valueOf(await hub.submit(center, { edition: '2026.1', rows: rowsOf({ contacts_offered: contacts }, { periodStart: day }) }))
}

describe('freeze-baselines', () => {
  it('is due every ten minutes', () => {
    expect(SCHEDULE.find(({ name }) => name === 'freeze-baselines')).toMatchObject({ cron: '*/10 * * * *', zone: 'Asia/Seoul' })
  })

  it('S21: freezes (400 + 410 + 390 + 405) / 4 = 401.25 for the fifth Thursday, and MISSING for the four before it', async () => {
    await submitNights(hub, 'seoul', weekly('2026-11-19', [405, 390, 410, 400, 642]))
    expect(await run()).toEqual({ nights: 5, surges: 1, missing: 4 })
    expect(await baselines('seoul')).toEqual([
      ['2026-10-22', '', null, 'missing', 1],
      ['2026-10-29', '', null, 'missing', 1],
      ['2026-11-05', '', null, 'missing', 1],
      ['2026-11-12', '', null, 'missing', 1],
      ['2026-11-19', '', '401.25', 'final', 1],
    ])
    // 642 / 401.25 = 1.6
    expect(await surge('seoul', '2026-11-19')).toEqual(['1.600', '642', '401.25', null])
    expect(await surge('seoul', '2026-11-12')).toEqual([null, null, null, 'MISSING'])
  })

  it('S21: a later revision of the days it was made from moves neither baseline nor ratio; one of the day itself moves the numerator', async () => {
    await revise('seoul', '2026-11-12', { contacts: 4000, at: '2026-11-20T09:00:00+09:00' })
    expect(await run()).toEqual({ nights: 0, surges: 0, missing: 0 })
    expect(await surge('seoul', '2026-11-19')).toEqual(['1.600', '642', '401.25', null])
    await revise('seoul', '2026-11-19', { contacts: 321, at: '2026-11-20T09:10:00+09:00' })
    expect(await run()).toEqual({ nights: 0, surges: 0, missing: 0 })
    // 321 / 401.25 = 0.8
    expect(await surge('seoul', '2026-11-19')).toEqual(['0.800', '321', '401.25', null])
  })

  it('a mark is never set again: the revised Thursday stays a surge and the next one passes over it, (4000 + 410 + 390 + 405) / 4', async () => {
    expect(await marks('seoul')).toEqual(['2026-11-19'])
    await submitNights(hub, 'seoul', [{ day: '2026-11-26', contacts: 400 }])
    expect(await run()).toEqual({ nights: 1, surges: 0, missing: 0 })
    expect((await totals('seoul')).at(-1)).toEqual(['2026-11-26', '1301.25'])
  })

  it('passes over public holidays: 2026-10-09 and 2026-09-25 make room for 10-02 and 09-18', async () => {
    const fridays = weekly('2026-10-30', [100, 900, 200, 900, 300, 400, 500])
    await submitNights(hub, 'daegu', fridays)
    await run()
    // (400 + 300 + 200 + 100) / 4; the holidays with 900 are left out.
    expect((await totals('daegu')).at(-1)).toEqual(['2026-10-30', '250'])
    expect(await surge('daegu', '2026-10-30')).toEqual(['2.000', '500', '250', null])
  })

  it('passes over a day that an administrator declared a holiday: (103 + 102 + 101 + 100) / 4', async () => {
    const declared = {
      center: 'gyeonggi',
      day: '2026-11-03',
      kind: 'holiday',
      hours: null,
      nameKo: '임시공휴일',
      nameEn: 'Temporary holiday',
    } as const
    valueOf(await setCalendarException(hub.hub, await hub.caller(null, 'hub:admin'), { ...declared, reason: '지방 축제' }))
    await submitNights(hub, 'gyeonggi', weekly('2026-11-17', [100, 101, 102, 900, 103, 104]))
    await run()
    expect((await totals('gyeonggi')).at(-1)).toEqual(['2026-11-17', '101.5'])
  })

  it('S21: by hour, each hour by its own; S17, S21: over centers, contacts and baselines are added first', async () => {
    const nights = weekly('2026-11-18', [240, 240, 240, 240, 300]).map(({ day, contacts }, week) => ({
      day,
      contacts,
      hours: week === 4 ? { '09': 60, '10': 240 } : { '09': 80 + week * 10, '10': 160 - week * 10 },
    }))
    await submitNights(hub, 'busan', nights)
    await submitNights(hub, 'incheon', weekly('2026-11-18', [60, 60, 60, 60, 90]))
    await run()
    const byHour = await ask({ indicators: ['surge_ratio'], centers: ['busan'], dimensions: ['hour'], ...onDay('2026-11-18') })
    // (80 + 90 + 100 + 110) / 4 = 95; (160 + 150 + 140 + 130) / 4 = 145; 60 / 95 and 240 / 145.
    expect(byHour.map(({ dimensions, value, denominator }) => [dimensions[0]?.item, value, denominator])).toEqual([
      ['09', '0.632', '95'],
      ['10', '1.655', '145'],
    ])
    const both = { indicators: ['surge_ratio'], centers: ['busan', 'incheon'], isByCenter: false, ...onDay('2026-11-18') }
    // (300 + 90) / (240 + 60) = 1.3
    expect(await ask(both)).toMatchObject([
      { value: '1.300', numerator: '390', denominator: '300', coverage: { centersIn: 2 }, issues: [] },
    ])
  })
})

it('S25: the ratio of a release day is told byte for byte after a month of later writes, and that of the minutes before it was frozen too', async () => {
  const analyst = await hub.caller(null, 'stats:read')
  const answerAt = async (clock: string, asOf: string | null) => {
    await hub.database.setClock(clock)
    const asked = { indicators: ['surge_ratio'], measures: ['baseline_contacts_4w'], centers: ['chungbuk'], ...onDay('2026-11-19'), asOf }
    return valueOf(await queryFigures(hub.hub, analyst, questionOf(asked)))
  }
  await submitNights(hub, 'chungbuk', weekly('2026-11-19', [100, 100, 100, 100, 160]))
  const early = await answerAt('2026-11-20T02:15:00+09:00', null)
  await hub.database.setClock('2026-11-20T02:20:00+09:00')
  await run()
  const released = await answerAt('2026-11-20T09:30:00+09:00', null)
  expect([early, released].map(({ figures }) => figures.map(({ value, reason }) => value ?? reason))).toEqual([
    ['MISSING', 'MISSING'],
    ['1.600', '100'],
  ])
  await revise('chungbuk', '2026-11-12', { contacts: 900, at: '2026-11-25T10:00:00+09:00' })
  await revise('chungbuk', '2026-11-19', { contacts: 80, at: '2026-12-01T10:00:00+09:00' })
  await submitNights(hub, 'chungbuk', weekly('2026-12-17', [100, 100, 100, 100]))
  await run()
  expect((await answerAt('2026-12-20T09:30:00+09:00', null)).figures[0]?.value).toBe('0.800')
  for (const told of [early, released]) {
    const again = await answerAt('2026-12-20T09:30:00+09:00', told.asOf)
    expect(JSON.stringify(again)).toBe(JSON.stringify(told))
  }
})

describe('when a night is first complete', () => {
  it('S21: with the last of its core, be it an answer that it is not counted; contacts that are wanting do not keep it open', async () => {
    const { headcount_fte: _, ...rest } = CORE
    await submitNights(hub, 'ulsan', weekly('2026-11-11', [200, 200, 200, 200]))
    await run()
    const before = (await totals('ulsan')).length
    const day = '2026-11-18'
    await hub.database.setClock('2026-11-19T02:10:00+09:00')
    valueOf(await hub.submit('ulsan', { edition: '2026.1', rows: rowsOf(rest, { periodStart: day }) }))
    valueOf(await hub.submit('ulsan', { edition: '2026.1', rows: rowsOf({ headcount_fte: null }, { periodStart: day, status: 'outage' }) }))
    await run()
    expect(await totals('ulsan')).toHaveLength(before)
    const counted = { periodStart: day, status: 'not_collected' }
    valueOf(await hub.submit('ulsan', { edition: '2026.1', rows: rowsOf({ headcount_fte: null }, counted) }))
    await run()
    expect((await totals('ulsan')).at(-1)).toEqual([day, '200'])
  })

  it('S21: what stood then decides, however late the job runs: a week later it freezes what it would have frozen each night', async () => {
    const nights = weekly('2026-11-13', [100, 110, 120, 130])
      .concat(weekly('2026-11-20', [640]))
      .concat(weekly('2026-11-27', [150]))
    const late = { contacts: 500, at: '2026-11-24T10:00:00+09:00' }
    const [before, after] = [nights.slice(0, 5), nights.slice(5)]
    for (const night of before) {
      await submitNights(hub, 'jeju', [night])
      await freezeNights(hub.hub, await idOf('jeju'))
    }
    await submitNights(hub, 'gangwon', before)
    for (const center of ['jeju', 'gangwon']) {
      await revise(center, '2026-11-13', late)
      await submitNights(hub, center, after)
    }
    for (const center of ['jeju', 'gangwon']) await freezeNights(hub.hub, await idOf(center))
    // 2026-11-20: (130 + 120 + 110 + 100) / 4, as stood on the 21st; 2026-11-27: the revised 13th, and not the 20th, which was a surge.
    const expected = [
      ['2026-10-23', null],
      ['2026-10-30', null],
      ['2026-11-06', null],
      ['2026-11-13', null],
      ['2026-11-20', '115'],
      ['2026-11-27', '207.5'],
    ]
    expect(await totals('gangwon')).toEqual(expected)
    expect(await totals('jeju')).toEqual(expected)
    expect(await marks('gangwon')).toEqual(['2026-11-20'])
  })

  it('numbers under another definition and retracted ones are no same weekday', async () => {
    const [first, second, ...others] = weekly('2026-11-17', [100, 101, 102, 103, 104, 105, 106])
    if (first === undefined || second === undefined) throw new Error('No nights.')
    await submitNights(hub, 'sejong', [first, second, ...others.slice(0, -1)])
    const differs = { periodStart: others[1]?.day ?? '', status: 'definition_differs' }
    valueOf(await hub.submit('sejong', { edition: '2026.1', rows: rowsOf({ contacts_offered: 103 }, differs) }))
    const retracted = rowsOf({ contacts_offered: null }, { periodStart: second.day })
    valueOf(await hub.submit('sejong', { edition: '2026.1', strategy: 'RETRACT', reason: '잘못 셈', rows: retracted }))
    await submitNights(hub, 'sejong', others.slice(-1))
    await run()
    // (105 + 104 + 102 + 100) / 4
    expect((await totals('sejong')).at(-1)).toEqual(['2026-11-17', '102.75'])
  })
})

describe('once', () => {
  it('S21: in however many replicas it runs at once', async () => {
    await submitNights(hub, 'gwangju', weekly('2026-11-19', [40, 40, 40, 40, 60]))
    const centerId = await idOf('gwangju')
    const [isEnded, end] = gate()
    const writer = hub.database.db.transaction({ centerId, role: 'center' }, async tx => {
      await lockCenter(tx, centerId)
      await isEnded
    })
    const runs = Array.from({ length: 3 }, () => freezeNights(hub.hub, centerId))
    await vi.waitFor(async () => expect(await waiting()).toBe(3), { timeout: 10_000 })
    end()
    await writer
    expect((await Promise.all(runs)).map(({ nights }) => nights).toSorted((a, b) => a - b)).toEqual([0, 0, 5])
    expect(await baselines('gwangju')).toHaveLength(5)
    const submissions = await hub.database.owner`
      select received, inserted, status, outcomes, submitted_by from submissions
      where center_id = ${centerId} and submitted_by like 'job:%'`
    expect(submissions.map(row => ({ ...row }))).toEqual([
      { received: 5, inserted: 5, status: 'ACCEPTED', outcomes: 'iiiii', submitted_by: 'job:freeze-baselines' },
    ])
  })

  it('catches up in months at a time, each in a transaction of its own, and goes on where it was stopped', async () => {
    const nights = Array.from({ length: 70 }, (_, day) => ({ day: addDays('2026-10-12', day), contacts: 100 }))
    await hub.database.setClock('2026-12-21T02:10:00+09:00')
    valueOf(await hub.submit('chungnam', { edition: '2026.1', rows: nights.flatMap(rowsOfNight) }))
    const stop = new AbortController()
    stop.abort()
    await expect(freezeBaselines({ ...context, signal: stop.signal })).rejects.toThrow('aborted')
    expect(await baselines('chungnam')).toEqual([])
    const centerId = await idOf('chungnam')
    expect(await freezeNights(hub.hub, centerId)).toEqual({ nights: 31, surges: 0, missing: 28, isDone: false })
    expect(await run()).toEqual({ nights: 39, surges: 0, missing: 0 })
    expect(await totals('chungnam')).toHaveLength(70)
    const [made] = await hub.database.owner`
      select count(*) from submissions where center_id = ${centerId} and submitted_by = 'job:freeze-baselines'`
    expect(made?.count).toBe(3)
  })
})

it('a fault at one center leaves the others their baselines, and is thrown', async () => {
  await submitNights(hub, 'gyeongbuk', [{ day: '2026-11-18', contacts: 100 }])
  await submitNights(hub, 'gyeongnam', [{ day: '2026-11-18', contacts: 100 }])
  const broken = await idOf('gyeongbuk')
  await hub.database.owner.unsafe(`alter table frozen_baselines add constraint not_here check (center_id <> ${broken}) not valid`)
  await expect(run()).rejects.toThrow(/^Not done at 1 of 17 centers: .*not_here/)
  expect([await baselines('gyeongbuk'), (await baselines('gyeongnam')).length]).toEqual([[], 1])
  await hub.database.owner`alter table frozen_baselines drop constraint not_here`
  expect(await run()).toEqual({ nights: 1, surges: 0, missing: 1 })
})

describe('what an auditor finds', () => {
  it('the body of the hub’s own receipt says days and values, and its hash is in receipt and audit entry', async () => {
    await submitNights(hub, 'daejeon', weekly('2026-11-19', [40, 41, 42, 43, 60]))
    await run()
    const centerId = await idOf('daejeon')
    const [receipt] = await hub.database.owner`
      select id, content_hash from submissions where center_id = ${centerId} and submitted_by = 'job:freeze-baselines'`
    const receipts = valueOf(await listReceipts(hub.hub, await hub.caller('daejeon'), { first: 1, after: null }))
    expect(receipts.nodes.map(({ record }) => [record.id, record.idempotencyKey.slice(0, 21), record.status])).toEqual([
      [receipt?.id, 'job:freeze-baselines:', 'ACCEPTED'],
    ])
    const body = await readSubmissionBody(hub.hub, await hub.caller('daejeon'), { id: String(receipt?.id), from: 0 })
    expect(
      createHash('sha256')
        .update(body?.text ?? '')
        .digest('hex'),
    ).toBe(receipt?.content_hash)
    const said = JSON.parse(body?.text ?? '{}')
    expect(said).toMatchObject({
      measure: 'baseline_contacts_4w',
      of: 'contacts_offered',
      weeks: 4,
      edition: '2026.1',
      frozenBy: 'job:freeze-baselines',
    })
    expect(said.nights.at(-1)).toMatchObject({
      day: '2026-11-19',
      completeAt: '2026-11-20T02:10:00.000000',
      isSurge: false,
      tables: [
        {
          days: ['2026-11-12', '2026-11-05', '2026-10-29', '2026-10-22'],
          cells: [{ cell: '', value: '41.5', from: ['43', '42', '41', '40'] }],
        },
      ],
    })
    const [entry] = await hub.database.owner`
      select actor, action, subject from audit_entries where chain = ${centerId} order by seq desc limit 1`
    expect({ ...entry }).toMatchObject({
      actor: 'job:freeze-baselines',
      action: 'submission.accepted',
      subject: { id: receipt?.id, contentHash: receipt?.content_hash, counts: { received: 5, inserted: 5 }, surges: [] },
    })
    expect((await hub.database.db.transaction(JOBS, tx => verifyChain(tx, centerId))).broken).toBeNull()
  })

  it('the hub’s own submission does not pass for one of the center', async () => {
    const lastOf = async () => {
      const { lastSubmissions } = await hub.database.db.transaction(JOBS, readWatchedState)
      return lastSubmissions.find(({ center }) => center === 'jeonbuk')?.at
    }
    await submitNights(hub, 'jeonbuk', [{ day: '2026-11-19', contacts: 100 }])
    const before = await lastOf()
    await hub.database.setClock('2026-11-22T02:10:00+09:00')
    await run()
    expect(await baselines('jeonbuk')).toHaveLength(1)
    expect(await lastOf()).toBe(before)
  })

  it('S8: a baseline that a center sends is rejected', async () => {
    const sent = valueOf(
      await hub.submit('jeonbuk', { edition: '2026.1', rows: rowsOf({ baseline_contacts_4w: 1 }, { periodStart: '2026-11-18' }) }),
    )
    expect(sent.stored.record.counts).toMatchObject({ received: 1, rejected: 1 })
  })
})

describe('frozen_baselines', () => {
  const visible = async (role: 'center' | 'reader' | 'steward' | 'admin', center: string | null) => {
    const centerId = center === null ? null : await idOf(center)
    return hub.database.db.transaction(
      { centerId, role },
      async tx => (await tx.sql`select distinct center_id from frozen_baselines`).length,
    )
  }

  it('are seen by their own center and by administrators', async () => {
    expect([await visible('center', 'seoul'), await visible('center', 'jeonnam'), await visible('reader', null)]).toEqual([1, 0, 0])
    expect(await visible('admin', null)).toBeGreaterThan(5)
  })

  it('are written by jobs for the center they act for, and never changed', async () => {
    const insert = async (role: 'center' | 'admin' | 'jobs', center: string | null) => {
      const [seoul, centerId] = [await idOf('seoul'), center === null ? null : await idOf(center)]
      return hub.database.db.transaction(
        { centerId, role },
        tx => tx.sql`
          insert into frozen_baselines (center_id, day, complete_at, is_surge, submission_no)
          select ${seoul}, '2020-01-01', hub_now(), false, min(no) from submissions where center_id = ${seoul}`,
      )
    }
    await expect(insert('center', 'seoul')).rejects.toThrow('row-level security')
    await expect(insert('admin', 'seoul')).rejects.toThrow('row-level security')
    await expect(insert('jobs', null)).rejects.toThrow('row-level security')
    await expect(hub.database.db.transaction(JOBS, tx => tx.sql`update frozen_baselines set is_surge = false`)).rejects.toThrow(
      'permission denied',
    )
    await expect(hub.database.owner`delete from frozen_baselines`).rejects.toThrow('append-only')
  })

  it.each([
    ['frozen_baselines_pk', 'insert into frozen_baselines select * from frozen_baselines'],
    [
      'frozen_baselines_submission_fk',
      `insert into frozen_baselines (center_id, day, complete_at, is_surge, submission_no) select min(center_id), '2020-01-01', now(), false, 0 from frozen_baselines`,
    ],
  ])('%s holds', async (constraint, statement) => {
    await expect(hub.database.owner.unsafe(statement)).rejects.toThrow(constraint)
  })
})
