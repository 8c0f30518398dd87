import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { checkAuditChain } from '../../jobs/check-audit-chain.js'
import { ensurePartitions } from '../../jobs/ensure-partitions.js'
import { expireHeldRows } from '../../jobs/expire-held-rows.js'
import { JOBS, type Job, type JobContext } from '../../jobs/job.js'
import { createSweeper } from '../../jobs/sweep.js'
import { appendAudit, verifyChain } from '../../db/queries/audit.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { jobContext } from '../support/job-context.js'
import { claimDpopProof } from '../../db/queries/dpop-proofs.js'
import { pruneDpopProofs } from '../../jobs/prune-dpop-proofs.js'
import { collectLog, type LogLine } from './collect-log.js'

let database: TestDatabase
let lines: LogLine[]
let context: JobContext
let nextSubmission = 1

beforeAll(async () => {
  database = await cloneDatabase()
  await database.owner`insert into centers (code, name_ko, name_en) values ('seoul', '서울', 'Seoul'), ('busan', '부산', 'Busan')`
  await database.owner`
    insert into editions (code, status, effective_from, content_hash, document) values ('t', 'published', '2024-01-01', repeat('0', 64), '{}')`
})

beforeEach(() => {
  const collected = collectLog()
  lines = collected.lines
  context = jobContext(database.db, collected.log)
})

afterAll(() => database.drop())

/** `rows` rows of `centerId` in quarantine until `expiresAt`. */
async function hold(centerId: number, { rows, expiresAt }: { rows: number; expiresAt: string }): Promise<void> {
  const [submission] = await database.owner<{ no: number }[]>`
    insert into submissions (center_id, idempotency_key, content_hash, mode, strategy, status, edition, submitted_by,
      received, inserted, revised, unchanged, retracted, quarantined, rejected, implied_retractions, outcomes, issues)
    values (${centerId}, ${`key-${nextSubmission++}`}, 'h', 'PARTIAL', 'MERGE', 'PARTIAL', 't', 'client:x',
      ${rows}, 0, 0, 0, 0, ${rows}, 0, 0, repeat('q', ${rows}), '[]')
    returning no`
  await database.owner`
    insert into held_rows (center_id, submission_no, row_index, submitted, issues, reasons, expires_at)
    select ${centerId}, ${submission?.no ?? 0}, n, '{}', '[]', '{}', ${expiresAt} from generate_series(1, ${rows}) n`
}

const states = async () =>
  (
    await database.owner`
      select center_id as center, state, count(*) as rows, min(settled_by) as by, min(settled_at) as at
      from held_rows group by 1, 2 order by 1, 2`
  ).map(row => ({ ...row }))

describe('expire-held-rows', () => {
  const noon = '2027-02-18T12:00:00+09:00'

  it('S26: expires what is past its date by the clock of the database, keeps the rows and chains one entry per center', async () => {
    await hold(1, { rows: 3, expiresAt: noon })
    await hold(1, { rows: 1, expiresAt: '2027-02-18T12:00:00.000001+09:00' })
    await hold(2, { rows: 2, expiresAt: '2027-01-01T00:00:00+09:00' })
    await database.setClock('2026-12-31T23:59:59+09:00')
    expect(await expireHeldRows(context)).toEqual({ outcome: 'done', detail: { rows: {} } })
    await database.setClock(noon)
    expect(await expireHeldRows(context)).toEqual({ outcome: 'done', detail: { rows: { 1: 3, 2: 2 } } })
    const settled = { by: 'job:expire-held-rows', at: noon }
    expect(await states()).toEqual([
      { center: 1, state: 'expired', rows: 3, ...settled },
      { center: 1, state: 'held', rows: 1, by: null, at: null },
      { center: 2, state: 'expired', rows: 2, ...settled },
    ])
    const audit = await database.owner`select chain, at, actor, action, subject from audit_entries order by chain, seq`
    expect(audit.map(row => ({ ...row }))).toEqual([
      { chain: 1, at: noon, actor: 'job:expire-held-rows', action: 'heldRows.expired', subject: { rows: 3 } },
      { chain: 2, at: noon, actor: 'job:expire-held-rows', action: 'heldRows.expired', subject: { rows: 2 } },
    ])
  })

  it('changes nothing the second time', async () => {
    const before = await states()
    expect(await expireHeldRows(context)).toEqual({ outcome: 'done', detail: { rows: {} } })
    expect(await states()).toEqual(before)
  })

  it('goes through many rows batch by batch, twice at once without counting one twice', async () => {
    await hold(2, { rows: 6_000, expiresAt: '2027-01-01T00:00:00+09:00' })
    await database.setClock(noon)
    const results = await Promise.all([expireHeldRows(context), expireHeldRows(context)])
    await expireHeldRows(context)
    const [audited] = await database.owner<{ rows: number }[]>`
      select sum((subject ->> 'rows')::integer) as rows from audit_entries where chain = 2`
    expect(audited).toEqual({ rows: 6_002 })
    expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'done'])
    expect((await states()).at(-1)).toMatchObject({ center: 2, state: 'expired', rows: 6_002 })
  })

  it('stops before the next batch when told to', async () => {
    await expect(expireHeldRows({ ...context, signal: AbortSignal.abort() })).rejects.toThrow('aborted')
  })
})

describe('ensure-partitions', () => {
  const monthsOf = async (parent: string) =>
    (
      await database.owner<{ name: string }[]>`
        select inhrelid::regclass::text as name from pg_inherits where inhparent = ${parent}::regclass order by 1`
    ).map(({ name }) => name.slice(parent.length + 1))

  it('has partitions from 2024-01 to three months after today in Korea, and makes none twice', async () => {
    // In UTC it is still 2027-08-31: three months ahead of the Korean day is December.
    await database.setClock('2027-09-01T00:10:00+09:00')
    expect((await monthsOf('observations')).at(-1)).not.toBe('2027_12')
    const first = await ensurePartitions(context)
    expect(first).toEqual({ outcome: 'done', detail: { made: expect.any(Number) } })
    expect(first.detail['made']).toBeGreaterThan(0)
    for (const parent of ['observations', 'observation_history']) {
      const months = await monthsOf(parent)
      expect([months[0], months.at(-1), months.length]).toEqual(['2024_01', '2027_12', 48])
    }
    expect(await ensurePartitions(context)).toEqual({ outcome: 'done', detail: { made: 0 } })
  })

  it('may run in two replicas at once', async () => {
    await database.setClock('2028-09-01T00:10:00+09:00')
    await Promise.all([ensurePartitions(context), ensurePartitions(context)])
    expect((await monthsOf('observations')).at(-1)).toBe('2028_12')
  })
})

describe('check-audit-chain', () => {
  const job: Job = { name: 'check-audit-chain', cron: '0 4 * * *', zone: 'Asia/Seoul', runsAtStart: false, run: checkAuditChain }
  const checkOn = async (day: string) => {
    await database.setClock(`${day}T04:00:00+09:00`)
    const sweeper = createSweeper(context, { jobs: [job], worker: 'a' })
    await sweeper.sweep()
    await sweeper.settled()
    const [run] = await database.owner`
      select outcome, retry_at is null as "isFinal", detail - 'heads' as detail from job_runs where job = 'check-audit-chain' order by due_at desc limit 1`
    return { ...run }
  }
  const tamper = (statement: string) =>
    database.owner.begin(async sql => {
      await sql`alter table audit_entries disable trigger user`
      await sql.unsafe(statement)
      await sql`alter table audit_entries enable always trigger audit_entries_are_immutable`
      await sql`alter table audit_entries enable always trigger audit_entries_are_not_truncated`
    })

  it('goes through every chain, finds an end cut off since the last good night, and keeps saying so', async () => {
    await database.db.transaction(JOBS, async tx => {
      for (let n = 0; n < 5; n++) await appendAudit(tx, { chain: 0, actor: 'job:test', action: 'test.ran', subject: { n } })
    })
    const { entries } = await database.db.transaction(JOBS, tx => verifyChain(tx, 2))
    const sound = { chains: 3, entries: 6 + entries, broken: [] }
    expect(await checkOn('2028-09-02')).toEqual({ outcome: 'done', isFinal: true, detail: sound })

    await tamper('delete from audit_entries where chain = 0 and seq > 3')
    const broken = [{ chain: 0, seq: 4, reason: 'missing' }]
    const failed = { outcome: 'failed', isFinal: true, detail: { ...sound, entries: 4 + entries, broken } }
    expect(await checkOn('2028-09-03')).toEqual(failed)
    expect(await checkOn('2028-09-04')).toEqual(failed)
    expect(lines.filter(({ event }) => event === 'audit.broken')).toEqual(
      Array(2).fill({ level: 50, event: 'audit.broken', chain: 0, seq: 4, reason: 'missing' }),
    )
    expect(lines.map(({ event }) => event)).toEqual(['job.done', 'audit.broken', 'job.failed', 'audit.broken', 'job.failed'])
  })

  it('names every broken chain with the first number that does not hold', async () => {
    await tamper(`update audit_entries set actor = 'x' where chain = 1 and seq = 1`)
    expect(await checkOn('2028-09-05')).toMatchObject({
      outcome: 'failed',
      detail: {
        broken: [
          { chain: 0, seq: 4, reason: 'missing' },
          { chain: 1, seq: 1, reason: 'altered' },
        ],
      },
    })
  })
})

describe('prune-dpop-proofs', () => {
  it('S26: clears away proofs that can be good no more, by the clock of the database, and leaves the others used', async () => {
    const proof = (jti: number, issuedAt: string) => ({
      keyThumbprint: 'k'.repeat(43),
      jtiHash: Buffer.alloc(32, jti),
      issuedAtS: Date.parse(issuedAt) / 1_000,
    })
    const claim = (use: ReturnType<typeof proof>) => database.db.query(sql => claimDpopProof(sql, use))
    const [old, young] = [proof(1, '2026-11-21T12:00:00+09:00'), proof(2, '2026-11-21T12:00:50+09:00')]
    await database.setClock('2026-11-21T12:00:55+09:00')
    expect([await claim(old), await claim(young)]).toEqual([true, true])
    await database.setClock('2026-11-21T12:02:05+09:00')
    expect(await pruneDpopProofs(context)).toEqual({ outcome: 'done', detail: { rows: 1 } })
    expect(await pruneDpopProofs(context)).toEqual({ outcome: 'done', detail: { rows: 0 } })
    await database.setClock('2026-11-21T12:00:59+09:00')
    expect(await claim(young)).toBe(false)
  })
})
