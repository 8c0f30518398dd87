import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connect, type Database } from '../../db/connect.js'
import { claimJobRun, finishJobRun, renewJobRun, type JobRunEnd } from '../../db/queries/jobs.js'
import { JOBS, type Job, type JobContext, type JobResult } from '../../jobs/job.js'
import { createSweeper } from '../../jobs/sweep.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { jobContext } from '../support/job-context.js'
import { collectLog, type LogLine } from './collect-log.js'

const SLOT = '2026-11-19T18:00:00.000Z'
const done: JobResult = { outcome: 'done', detail: { n: 1 } }
let database: TestDatabase
let other: Database
let lines: LogLine[]
let hub: JobContext

beforeAll(async () => {
  database = await cloneDatabase()
  other = connect({ url: database.url })
})

beforeEach(async () => {
  await database.owner`delete from job_runs`
  await database.setClock('2026-11-20T03:30:00+09:00')
  const collected = collectLog()
  lines = collected.lines
  hub = jobContext(database.db, collected.log)
})

afterAll(async () => {
  await other.close()
  await database.drop()
})

/** A result that comes when the test says so. */
function openResult(): { promise: Promise<JobResult>; resolve: (result: JobResult) => void } {
  let resolve: (result: JobResult) => void = () => undefined
  const promise = new Promise<JobResult>(give => (resolve = give))
  return { promise, resolve }
}

/** An hourly job that counts its runs. */
function countingJob(run: (context: JobContext) => Promise<JobResult> = () => Promise.resolve(done)) {
  const seen = { runs: 0 }
  const job: Job = {
    name: 'count',
    cron: '0 * * * *',
    zone: 'Asia/Seoul',
    runsAtStart: false,
    run: context => {
      seen.runs++
      return run(context)
    },
  }
  return { job, seen }
}

const sweeper = (jobs: readonly Job[], worker = 'a', db = database.db) => createSweeper(jobContext(db, hub.log), { jobs, worker })
const ledger = async () =>
  (
    await database.owner`
      select to_char(due_at at time zone 'Asia/Seoul', 'DD HH24:MI') as due, attempt, claimed_by as by, outcome, error
      from job_runs order by due_at`
  ).map(row => ({ ...row }))

async function sweepOnce(jobs: readonly Job[], worker = 'a'): Promise<void> {
  const hands = sweeper(jobs, worker)
  await hands.sweep()
  await hands.settled()
}

describe('sweep', () => {
  it('runs the latest due slot, records it and logs one line', async () => {
    const { job } = countingJob()
    await sweepOnce([job])
    expect(await ledger()).toEqual([{ due: '20 03:00', attempt: 1, by: 'a', outcome: 'done', error: null }])
    expect(lines).toEqual([
      {
        level: 30,
        event: 'job.done',
        job: 'count',
        dueAt: SLOT,
        attempt: 1,
        durationMs: expect.any(Number),
        detail: { n: 1 },
      },
    ])
  })

  it('runs a slot once, however many replicas sweep at once and however often', async () => {
    const { job, seen } = countingJob()
    const replicas = [sweeper([job], 'a'), sweeper([job], 'b', other), sweeper([job], 'c'), sweeper([job], 'd', other)]
    for (let tick = 0; tick < 3; tick++) await Promise.all(replicas.map(replica => replica.sweep()))
    await Promise.all(replicas.map(replica => replica.settled()))
    expect(seen.runs).toBe(1)
    expect(await ledger()).toHaveLength(1)
    await database.setClock('2026-11-20T04:00:00+09:00')
    await Promise.all(replicas.map(replica => replica.sweep()))
    await Promise.all(replicas.map(replica => replica.settled()))
    expect(seen.runs).toBe(2)
    expect(lines.filter(({ event }) => event !== 'job.done')).toEqual([])
  })

  it('catches up with the newest of the slots that were missed, and writes the others down', async () => {
    const { job, seen } = countingJob()
    await sweepOnce([job])
    await database.setClock('2026-11-20T06:59:59+09:00')
    await sweepOnce([job], 'b')
    expect(seen.runs).toBe(2)
    expect(await ledger()).toEqual([
      { due: '20 03:00', attempt: 1, by: 'a', outcome: 'done', error: null },
      { due: '20 04:00', attempt: 1, by: 'b', outcome: 'missed', error: null },
      { due: '20 05:00', attempt: 1, by: 'b', outcome: 'missed', error: null },
      { due: '20 06:00', attempt: 1, by: 'b', outcome: 'done', error: null },
    ])
  })

  it('tries a run that threw again, later each time, five times in all', async () => {
    const { job, seen } = countingJob(() => Promise.reject(new Error('disk full')))
    const tryAt = async (time: string) => {
      await database.setClock(`2026-11-20T03:${time}+09:00`)
      await sweepOnce([job])
      return seen.runs
    }
    expect([await tryAt('30:00'), await tryAt('30:29'), await tryAt('30:30'), await tryAt('31:29'), await tryAt('31:30')]).toEqual([
      1, 1, 2, 2, 3,
    ])
    expect([await tryAt('33:30'), await tryAt('37:29'), await tryAt('37:30'), await tryAt('59:59')]).toEqual([4, 4, 5, 5])
    expect(await ledger()).toEqual([{ due: '20 03:00', attempt: 5, by: 'a', outcome: 'failed', error: 'Error: disk full' }])
    expect(lines.map(({ event }) => event)).toEqual(Array(5).fill('job.failed'))
  })

  it('leaves a finding as it is: a run that says failed is not repeated', async () => {
    const { job, seen } = countingJob(() => Promise.resolve({ outcome: 'failed', detail: { broken: 1 } }))
    await sweepOnce([job])
    await database.setClock('2026-11-20T03:59:59+09:00')
    await sweepOnce([job])
    expect(seen.runs).toBe(1)
    expect(await ledger()).toEqual([{ due: '20 03:00', attempt: 1, by: 'a', outcome: 'failed', error: null }])
  })

  it('takes over a run whose lease ran out, and lets the late first run record nothing', async () => {
    const late = openResult()
    const first = sweeper([countingJob(() => late.promise).job], 'a')
    await first.sweep()
    const { job, seen } = countingJob()
    await database.setClock('2026-11-20T03:30:29+09:00')
    await sweepOnce([job], 'b')
    expect(seen.runs).toBe(0)
    await database.setClock('2026-11-20T03:30:30+09:00')
    await sweepOnce([job], 'b')
    expect(seen.runs).toBe(1)
    const taken = [{ due: '20 03:00', attempt: 2, by: 'b', outcome: 'done', error: null }]
    expect(await ledger()).toEqual(taken)
    late.resolve({ outcome: 'failed', detail: { n: 99 } })
    await first.settled()
    expect(await ledger()).toEqual(taken)
    expect(lines.map(({ event, attempt }) => ({ event, attempt }))).toEqual([
      { event: 'job.done', attempt: 2 },
      { event: 'job.superseded', attempt: 1 },
    ])
  })

  it('starts no job that is still running here, and does not let it hold up the others', async () => {
    const slow = openResult()
    const long = countingJob(() => slow.promise)
    const quick = countingJob()
    const hands = sweeper([long.job, { ...quick.job, name: 'quick' }])
    await hands.sweep()
    await expect.poll(() => lines.map(({ job }) => job)).toEqual(['quick'])
    await database.setClock('2026-11-20T04:30:00+09:00')
    await hands.sweep()
    expect([long.seen.runs, quick.seen.runs]).toEqual([1, 2])
    slow.resolve(done)
    await hands.settled()
  })

  it('runs a job at the start of a process although its slot was run, if it asks for that', async () => {
    const { job, seen } = countingJob()
    const eager = { ...job, runsAtStart: true }
    await sweepOnce([eager])
    expect(seen.runs).toBe(1)
    await database.setClock('2026-11-20T03:31:00+09:00')
    const restarted = sweeper([eager], 'b')
    for (let tick = 0; tick < 2; tick++) {
      await restarted.sweep()
      await restarted.settled()
    }
    expect(await ledger()).toEqual([
      { due: '20 03:00', attempt: 1, by: 'a', outcome: 'done', error: null },
      { due: '20 03:31', attempt: 1, by: 'b', outcome: 'done', error: null },
    ])
  })

  it('says so when the database is away, and goes on at the next tick', async () => {
    const { job, seen } = countingJob()
    const away = connect({ url: database.url.replace(/:\d+\//, ':1/'), acquireTimeoutMs: 500 })
    await sweeper([job], 'a', away).sweep()
    await away.close()
    expect([seen.runs, lines.map(({ event }) => event)]).toEqual([0, ['sweep.failed']])
    await sweepOnce([job])
    expect(seen.runs).toBe(1)
  })
})

describe('stop', () => {
  it('waits for what runs and starts nothing more', async () => {
    const slow = openResult()
    const { job, seen } = countingJob(() => slow.promise)
    const hands = sweeper([job])
    await hands.sweep()
    const stopped = hands.stop(20_000)
    slow.resolve(done)
    await stopped
    await database.setClock('2026-11-20T04:30:00+09:00')
    await hands.sweep()
    expect(seen.runs).toBe(1)
    expect(await ledger()).toMatchObject([{ outcome: 'done' }])
  })

  it('tells jobs to stop when their time is up; their slot passes on with the lease', async () => {
    const { job } = countingJob(({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))))
    const hands = sweeper([job])
    await hands.sweep()
    await hands.stop(0)
    expect(lines[0]).toMatchObject({ event: 'jobs.interrupted', jobs: ['count'] })
    await hands.settled()
    expect(await ledger()).toMatchObject([{ outcome: 'failed', error: expect.stringContaining('AbortError') }])
  })
})

describe('the ledger', () => {
  const asJobs = <T>(work: Parameters<typeof database.db.transaction<T>>[1]) => database.db.transaction(JOBS, work)
  const slot = { job: 'x', dueAt: SLOT, worker: 'a' }
  const end: JobRunEnd = { outcome: 'done', detail: null, error: null, isRetryable: false }

  it('gives no claim on a slot that is not yet due', async () => {
    expect(await asJobs(tx => claimJobRun(tx, { ...slot, dueAt: '2026-11-20T03:30:01+09:00' }))).toBeNull()
  })

  it('keeps a renewed lease from being taken over', async () => {
    const claim = await asJobs(tx => claimJobRun(tx, slot))
    if (claim === null) throw new Error('no claim')
    await database.setClock('2026-11-20T03:30:20+09:00')
    expect(await asJobs(tx => renewJobRun(tx, claim))).toBe(true)
    await database.setClock('2026-11-20T03:30:49+09:00')
    expect(await asJobs(tx => claimJobRun(tx, { ...slot, worker: 'b' }))).toBeNull()
    await database.setClock('2026-11-20T03:30:50+09:00')
    expect(await asJobs(tx => claimJobRun(tx, { ...slot, worker: 'b' }))).toEqual({ ...claim, attempt: 2 })
    expect(await asJobs(tx => renewJobRun(tx, claim))).toBe(false)
    expect(await asJobs(tx => finishJobRun(tx, claim, end))).toBe(false)
  })

  it('lets one of ten win an expired lease', async () => {
    await asJobs(tx => claimJobRun(tx, slot))
    await database.setClock('2026-11-20T03:31:00+09:00')
    const claims = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        (n % 2 ? database.db : other).transaction(JOBS, tx => claimJobRun(tx, { ...slot, worker: `w${n}` })),
      ),
    )
    expect(claims.filter(claim => claim !== null)).toEqual([{ job: 'x', dueAt: SLOT, attempt: 2 }])
  })

  it('is open to every role for reading, written by jobs alone, and nobody deletes from it', async () => {
    await asJobs(tx => claimJobRun(tx, slot))
    const seen = (role: 'center' | 'reader' | 'steward' | 'admin') =>
      database.db.transaction({ centerId: null, role }, async tx => (await tx.sql`select from job_runs`).length)
    expect([await seen('center'), await seen('reader'), await seen('steward'), await seen('admin')]).toEqual([1, 1, 1, 1])
    await expect(database.db.transaction({ centerId: null, role: 'admin' }, tx => claimJobRun(tx, { ...slot, job: 'y' }))).rejects.toThrow(
      'row-level security',
    )
    await expect(asJobs(tx => tx.sql`delete from job_runs`)).rejects.toThrow('permission denied')
  })
})
