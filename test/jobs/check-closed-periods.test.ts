import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../../db/queries/audit.js'
import type { Database } from '../../db/connect.js'
import { requireEdition } from '../../db/queries/editions.js'
import { checkClosedPeriods } from '../../jobs/check-closed-periods.js'
import { JOBS, type JobContext } from '../../jobs/job.js'
import { SCHEDULE } from '../../jobs/schedule.js'
import { addDays } from '../../schema/domain/period.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { storeTotals, type TotalsOfDay } from '../support/store-totals.js'
import { jobContext } from '../support/job-context.js'
import { collectLog } from './collect-log.js'

const MONDAY = '2026-11-09'
let database: TestDatabase
let standards: Standards
let context: JobContext

beforeAll(async () => {
  database = await cloneDatabase({ withEdition: true })
  standards = await database.db.transaction(JOBS, tx => requireEdition(tx.sql))
  context = jobContext(database.db, collectLog().log)
})

beforeEach(async () => {
  await database.owner`truncate observation_rollups, observations`
  await database.owner.begin(async sql => {
    await sql`set local session_replication_role = replica`
    await sql`delete from rule_findings`
  })
})

afterAll(() => database.drop())

const store = (...totals: readonly TotalsOfDay[]) => storeTotals(database, standards, totals)
const contacts = (day: string, handled: number, offered: number, center = 'busan'): TotalsOfDay => ({
  center,
  day,
  values: { contacts_handled: handled, contacts_offered: offered },
})
const runAt = async (instant: string) => {
  await database.setClock(instant)
  const { outcome, detail } = await checkClosedPeriods(context)
  return [outcome, detail.found, detail.cleared, detail.standing]
}
const findings = async () =>
  (
    await database.owner`
      select c.code as center, rule, period_start as start, period_end as end, left_side as left, right_side as right, imbalance, days,
             to_char(found_at at time zone 'Asia/Seoul', 'DD HH24:MI') as found, to_char(cleared_at at time zone 'Asia/Seoul', 'DD HH24:MI') as cleared
      from rule_findings join centers c on c.id = center_id order by no`
  ).map(row => Object.values(row))
const audited = async (center: string) =>
  (
    await database.owner`
      select actor, action, subject from audit_entries where chain = ${standards.centerIds.get(center) ?? 0} order by seq`
  ).map(row => ({ ...row }))

describe('check-closed-periods', () => {
  it('is due at ten past seven in Korea, after the deadline of the night', () => {
    expect(SCHEDULE.find(({ name }) => name === 'check-closed-periods')).toMatchObject({ cron: '10 7 * * *', zone: 'Asia/Seoul' })
  })

  it('S27, S26: judges a week at the moment of its last deadline by the clock of the database, and not a millisecond before', async () => {
    await store(contacts(MONDAY, 120, 100), contacts('2026-11-12', 90, 100), contacts('2026-11-15', 95, 100))
    expect(await runAt('2026-11-16T05:59:59.999+09:00')).toEqual(['done', 0, 0, 0])
    expect(await runAt('2026-11-16T06:00:00+09:00')).toEqual(['done', 1, 0, 1])
    expect(await findings()).toEqual([['busan', 'contacts_offered.c1', MONDAY, '2026-11-15', '305', '300', '5', 3, '16 06:00', null]])
    expect(await audited('busan')).toEqual([
      {
        actor: 'job:check-closed-periods',
        action: 'ruleFindings.changed',
        subject: { found: ['contacts_offered.c1 2026-11-09'], cleared: [] },
      },
    ])
  })

  it('S27: judges days and quarters by their own rules, for all centers at once', async () => {
    const seconds = { talk_seconds: 500, hold_seconds: 100, acw_seconds: 200, available_seconds: 201, login_seconds: 1000 }
    await store(
      { center: 'seoul', day: '2026-09-30', values: { ...seconds, callbacks_requested: 5, callbacks_completed: 8 } },
      { center: 'seoul', day: '2026-07-01', values: { callbacks_requested: 5, callbacks_completed: 3 } },
      { center: 'jeju', day: '2026-09-29', values: seconds },
      { center: 'jeju', day: '2026-09-30', values: { ...seconds, login_seconds: 1001 } },
    )
    expect(await runAt('2026-10-01T05:59:59.999+09:00')).toEqual(['done', 1, 0, 1])
    expect(await runAt('2026-10-01T06:00:00+09:00')).toEqual(['done', 2, 0, 3])
    expect((await findings()).toSorted((a, b) => (String(a) < String(b) ? -1 : 1))).toEqual([
      ['jeju', 'login_seconds.c1', '2026-09-29', '2026-09-29', '1001', '1000', '1', 1, '01 05:59', null],
      ['seoul', 'callbacks_requested.c1', '2026-07-01', '2026-09-30', '11', '10', '1', 2, '01 06:00', null],
      ['seoul', 'login_seconds.c1', '2026-09-30', '2026-09-30', '1001', '1000', '1', 1, '01 06:00', null],
    ])
  })

  it('S27: leaves out days that lack a measure, numbers under another definition, missing values and retracted ones', async () => {
    const day = (offset: number) => addDays(MONDAY, offset)
    await store(
      contacts(day(0), 100, 100),
      { center: 'busan', day: day(1), values: { contacts_handled: 900 } },
      { ...contacts(day(2), 900, 100), status: 'definition_differs' },
      contacts(day(3), 900, 100),
    )
    await store({ center: 'busan', day: day(3), values: { contacts_offered: null } })
    expect(await runAt('2026-11-16T07:10:00+09:00')).toEqual(['done', 0, 0, 0])
    await store(contacts(day(4), 101, 100))
    expect(await runAt('2026-11-16T07:10:00+09:00')).toEqual(['done', 1, 0, 1])
    expect((await findings())[0]?.slice(4, 8)).toEqual(['201', '200', '1', 2])
  })

  it('S27: tells a finding once, however often and in however many replicas it runs', async () => {
    await store(contacts(MONDAY, 120, 100))
    const entries = (await audited('busan')).length
    await database.setClock('2026-11-16T07:10:00+09:00')
    await Promise.all([checkClosedPeriods(context), checkClosedPeriods(context), checkClosedPeriods(context)])
    expect(await runAt('2026-11-17T07:10:00+09:00')).toEqual(['done', 0, 0, 1])
    expect(await findings()).toHaveLength(1)
    expect(await audited('busan')).toHaveLength(entries + 1)
  })

  it('S27: clears what a late revision mends, tells other sides anew, and finds again as a new row', async () => {
    await store(contacts(MONDAY, 120, 100))
    expect(await runAt('2026-11-16T07:10:00+09:00')).toEqual(['done', 1, 0, 1])
    await store(contacts(MONDAY, 120, 110))
    expect(await runAt('2026-11-17T07:10:00+09:00')).toEqual(['done', 1, 1, 1])
    await store(contacts(MONDAY, 120, 120))
    expect(await runAt('2026-11-18T07:10:00+09:00')).toEqual(['done', 0, 1, 0])
    await store(contacts(MONDAY, 120, 110))
    expect(await runAt('2026-11-19T07:10:00+09:00')).toEqual(['done', 1, 0, 1])
    expect((await findings()).map(row => row.slice(4))).toEqual([
      ['120', '100', '20', 1, '16 07:10', '17 07:10'],
      ['120', '110', '10', 1, '17 07:10', '18 07:10'],
      ['120', '110', '10', 1, '19 07:10', null],
    ])
    expect((await audited('busan')).slice(-3).map(({ subject }) => subject)).toEqual([
      { found: ['contacts_offered.c1 2026-11-09'], cleared: ['contacts_offered.c1 2026-11-09'] },
      { found: [], cleared: ['contacts_offered.c1 2026-11-09'] },
      { found: ['contacts_offered.c1 2026-11-09'], cleared: [] },
    ])
    const centerId = standards.centerIds.get('busan') ?? 0
    expect((await database.db.transaction(JOBS, tx => verifyChain(tx, centerId))).broken).toBeNull()
  })

  it('S27: judges what is committed while a revision is in flight, waits for none, and tells the rest with the next run', async () => {
    await store(contacts('2026-10-19', 120, 100))
    const ran: unknown[] = []
    const transaction: Database['transaction'] = (tenant, work, options) =>
      database.db.transaction(
        tenant,
        async tx => {
          const done = await work(tx)
          ran.push(await runAt('2026-10-26T07:10:00+09:00'))
          return done
        },
        options,
      )
    await storeTotals({ db: { ...database.db, transaction } }, standards, [contacts('2026-10-19', 120, 110)])
    expect(ran).toEqual([['done', 1, 0, 1]])
    expect((await findings()).map(row => row.slice(4, 7))).toEqual([['120', '100', '20']])
    expect(await runAt('2026-10-27T07:10:00+09:00')).toEqual(['done', 1, 1, 1])
    expect((await findings()).map(row => row.slice(4, 7))).toEqual([
      ['120', '100', '20'],
      ['120', '110', '10'],
    ])
  })

  it('S27: looks a hundred days back, and further where a finding still stands', async () => {
    await store(contacts('2026-08-05', 120, 100), contacts('2026-08-09', 120, 100, 'daegu'))
    await runAt('2026-08-10T07:10:00+09:00')
    await store(contacts('2026-08-02', 120, 100))
    expect(await runAt('2026-12-01T07:10:00+09:00')).toEqual(['done', 0, 0, 2])
    await store(contacts('2026-08-05', 100, 100))
    expect(await runAt('2026-12-01T07:10:00+09:00')).toEqual(['done', 0, 1, 1])
    expect((await findings()).map(([center, , start, , , , , , , cleared]) => [center, start, cleared])).toEqual([
      ['busan', '2026-08-03', '01 07:10'],
      ['daegu', '2026-08-03', null],
    ])
  })
})

describe('rule_findings', () => {
  const as = (role: 'center' | 'reader' | 'steward' | 'admin', center: string | null) => ({
    centerId: center === null ? null : (standards.centerIds.get(center) ?? 0),
    role,
  })
  const visible = (...whom: Parameters<typeof as>) =>
    database.db.transaction(as(...whom), async tx => (await tx.sql`select from rule_findings`).length)

  beforeEach(async () => {
    await store(contacts(MONDAY, 120, 100), contacts(MONDAY, 130, 100, 'daegu'))
    await runAt('2026-11-16T07:10:00+09:00')
  })

  it('are seen by their own center and by administrators', async () => {
    const seen = [
      visible('center', 'busan'),
      visible('center', 'seoul'),
      visible('reader', null),
      visible('steward', null),
      visible('admin', null),
    ]
    expect(await Promise.all(seen)).toEqual([1, 0, 0, 0, 2])
  })

  it('are written by jobs alone, and by them only to clear them', async () => {
    const insert = (context: Parameters<typeof database.db.transaction>[0]) =>
      database.db.transaction(
        context,
        tx => tx.sql`
          insert into rule_findings (center_id, rule, check_text, period_start, period_end, left_side, right_side, imbalance, days)
          values (${standards.centerIds.get('busan') ?? 0}, 'x', 'x', '2026-11-01', '2026-11-01', 1, 1, 0, 1)`,
      )
    await expect(insert(as('center', 'busan'))).rejects.toThrow('row-level security')
    await expect(insert(as('admin', 'busan'))).rejects.toThrow('row-level security')
    const cleared = await database.db.transaction(as('center', 'busan'), tx => tx.sql`update rule_findings set cleared_at = hub_now()`)
    expect(cleared.count).toBe(0)
    await expect(database.db.transaction(JOBS, tx => tx.sql`update rule_findings set left_side = 0`)).rejects.toThrow('permission denied')
    await expect(database.db.transaction(JOBS, tx => tx.sql`delete from rule_findings`)).rejects.toThrow('permission denied')
    await expect(database.owner`delete from rule_findings`).rejects.toThrow('append-only')
  })

  it.each([
    [
      'rule_findings_open_unique',
      `insert into rule_findings (center_id, rule, check_text, period_start, period_end, left_side, right_side, imbalance, days)
      select center_id, rule, check_text, period_start, period_end, 1, 2, 3, days from rule_findings`,
    ],
    ['rule_findings_dates_in_order', 'update rule_findings set period_end = period_start - 1'],
    ['rule_findings_days_from_one', 'update rule_findings set days = 0'],
    ['rule_findings_days_from_one', 'update rule_findings set days = 8'],
    ['rule_findings_sides_finite', `update rule_findings set imbalance = 'NaN'`],
  ])('%s holds', async (constraint, statement) => {
    await expect(database.owner.unsafe(statement)).rejects.toThrow(constraint)
  })
})
