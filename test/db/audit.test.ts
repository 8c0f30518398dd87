import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appendAudit, verifyChain } from '../../db/queries/audit.js'
import type { TenantContext } from '../../db/transaction.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'

const jobs: TenantContext = { centerId: null, role: 'jobs' }
const entry = { actor: 'client:seoul', action: 'submission.accepted', subject: { rows: 153, id: '가' } }
let database: TestDatabase
let seoul: number
let busan: number

beforeAll(async () => {
  database = await cloneDatabase()
  const centers = await database.owner<{ id: number }[]>`
    insert into centers (code, name_ko, name_en) values ('seoul', '서울', 'Seoul'), ('busan', '부산', 'Busan') returning id`
  ;[seoul, busan] = centers.map(({ id }) => id) as [number, number] // two rows were inserted
})

afterAll(() => database.drop())

const asCenter = (centerId: number): TenantContext => ({ centerId, role: 'center' })
const append = (context: TenantContext, chain: number, subject: object = entry.subject) =>
  database.db.transaction(context, tx => appendAudit(tx, { ...entry, chain, subject: { ...subject } }))
const verify = (chain: number) => database.db.transaction(jobs, tx => verifyChain(tx, chain))

describe('appendAudit', () => {
  it('numbers the entries of a chain 1, 2, 3, each with the hash of the one before it', async () => {
    expect([await append(asCenter(seoul), seoul), await append(asCenter(seoul), seoul, {}), await append(asCenter(seoul), seoul)]).toEqual([
      1, 2, 3,
    ])
    const rows = await database.owner`
      select seq, actor, action, subject, previous_hash = coalesce(lag(hash) over (order by seq), decode(repeat('00', 32), 'hex')) as linked
      from audit_entries where chain = ${seoul} order by seq`
    expect(rows.map(row => ({ ...row }))).toEqual([
      { ...entry, seq: 1, linked: true },
      { ...entry, seq: 2, subject: {}, linked: true },
      { ...entry, seq: 3, linked: true },
    ])
    expect(await verify(seoul)).toEqual({ entries: 3, head: { seq: 3, hash: expect.stringMatching(/^[0-9a-f]{64}$/) }, broken: null })
  })

  it('hashes the seven lines that the migration describes, so that others can verify a chain without our code', async () => {
    const [row] = await database.owner<{ hash: string }[]>`
      select encode(hub_audit_hash(
        sha256('before'), 7::smallint, 12::bigint, '2026-11-20T02:10:00.123456+09:00', ${'a"\nb'}, 'x.y', ${'{"n":1.0,"이름":"가"}'}::text::jsonb
      ), 'hex') as hash`
    const lines = [
      `hub120-audit-1 ${createHash('sha256').update('before').digest('hex')}`,
      '7',
      '12',
      '2026-11-19T17:10:00.123456Z',
      '"a\\"\\nb"',
      '"x.y"',
      '{"n": 1.0, "이름": "가"}',
    ]
    expect(row?.hash).toBe(createHash('sha256').update(lines.join('\n'), 'utf8').digest('hex'))
  })

  it('keeps one chain in order when twenty transactions append to it at once', async () => {
    const numbers = await Promise.all(Array.from({ length: 20 }, () => append(asCenter(busan), busan)))
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
    expect(await verify(busan)).toMatchObject({ entries: 20, broken: null })
  })

  it('leaves no entry of a transaction that rolls back, and no gap', async () => {
    const before = await verify(seoul)
    await expect(
      database.db.transaction(asCenter(seoul), async tx => {
        await appendAudit(tx, { ...entry, chain: seoul })
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    expect(await verify(seoul)).toEqual(before)
  })

  it('takes the write down with an entry that cannot be written', async () => {
    await expect(
      database.db.transaction(jobs, async tx => {
        await tx.sql`insert into job_runs (job, due_at, claimed_at, claimed_by, lease_until) values ('x', hub_now(), hub_now(), 'x', hub_now())`
        await appendAudit(tx, { ...entry, action: 'no verb', chain: seoul }).catch(() => 'swallowed')
      }),
    ).rejects.toThrow('nothing was committed')
    expect(await database.owner`select from job_runs where job = 'x'`).toHaveLength(0)
  })

  it.each([
    ['actor', { actor: '' }, 'audit_entries_actor_named'],
    ['action', { action: 'Submission accepted' }, 'audit_entries_action_named'],
    ['chain without a center', { chain: 999 }, 'There is no center 999'],
  ])('refuses an entry with a bad %s', async (_, change, said) => {
    const asked = database.db.transaction({ centerId: null, role: 'admin' }, tx => appendAudit(tx, { ...entry, chain: seoul, ...change }))
    await expect(asked).rejects.toThrow(said)
  })
})

describe('who may write and read which chain', () => {
  it.each(['center', 'reader', 'steward', 'admin', 'jobs'] as const)('%s appends to the chain of the council', async role => {
    expect(await append({ centerId: role === 'center' ? seoul : null, role }, 0)).toBeGreaterThan(0)
  })

  it.each(['reader', 'steward', 'center'] as const)('%s does not append to the chain of a foreign center', async role => {
    await expect(append({ centerId: role === 'center' ? seoul : null, role }, busan)).rejects.toThrow(/Audit chain \d+ cannot be written/)
  })

  it('a transaction without context appends nowhere', async () => {
    const asked = database.db.query(sql => sql`select hub_append_audit(0::smallint, 'x', 'a.b', '{}')`)
    await expect(asked).rejects.toThrow('cannot be written by role nobody')
  })

  it('a center reads its own chain alone, administrators and jobs read all, others none', async () => {
    const chains = (context: TenantContext) =>
      database.db.transaction(context, async tx =>
        (await tx.sql<{ chain: number }[]>`select distinct chain from audit_entries order by chain`).map(row => row.chain),
      )
    expect(await chains(asCenter(seoul))).toEqual([seoul])
    expect(await chains({ centerId: null, role: 'admin' })).toEqual([0, seoul, busan])
    expect(await chains(jobs)).toEqual([0, seoul, busan])
    expect(await chains({ centerId: null, role: 'reader' })).toEqual([])
    expect(await chains({ centerId: null, role: 'steward' })).toEqual([])
  })

  it.each([
    ['insert', 'insert into audit_entries select * from audit_entries limit 1'],
    ['update', "update audit_entries set actor = 'x'"],
    ['delete', 'delete from audit_entries'],
    ['truncate', 'truncate audit_entries'],
  ])('the application role may not %s', async (_, statement) => {
    const asked = database.db.transaction({ centerId: null, role: 'admin' }, tx => tx.sql.unsafe(statement))
    await expect(asked).rejects.toThrow('permission denied for table audit_entries')
  })

  it.each(["update audit_entries set actor = 'x'", 'delete from audit_entries', 'truncate audit_entries'])(
    'not even the owner may: %s',
    async statement => {
      await expect(database.owner.unsafe(statement)).rejects.toThrow('Audit entries are appended, never changed')
      await expect(
        database.owner.begin(async sql => {
          await sql`set local session_replication_role = replica`
          await sql.unsafe(statement)
        }),
      ).rejects.toThrow('Audit entries are appended, never changed')
    },
  )
})
