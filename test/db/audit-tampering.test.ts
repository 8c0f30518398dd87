import type postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appendAudit, verifyChain, type VerifyChainOptions } from '../../db/queries/audit.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'

const LENGTH = 9
let database: TestDatabase
/** Chains 1, 2, 3 ...: a fresh one for each test. */
let nextChain = 1

beforeAll(async () => {
  database = await cloneDatabase()
  await database.owner`insert into centers (code, name_ko, name_en) select 'c' || n, '센터' || n, 'Center ' || n from generate_series(1, 40) n`
})

afterAll(() => database.drop())

async function makeChain(): Promise<number> {
  const chain = nextChain++
  await database.db.transaction({ centerId: chain, role: 'center' }, async tx => {
    for (let n = 1; n <= LENGTH; n++) await appendAudit(tx, { chain, actor: 'client:c', action: 'submission.accepted', subject: { n } })
  })
  return chain
}

const verify = (chain: number, options?: VerifyChainOptions) =>
  database.db.transaction({ centerId: null, role: 'jobs' }, tx => verifyChain(tx, chain, options))

/** What one who owns the database can do: the triggers are switched off for as long as it takes. */
async function tamper(work: (sql: postgres.TransactionSql) => Promise<unknown>): Promise<void> {
  await database.owner.begin(async sql => {
    await sql`alter table audit_entries disable trigger user`
    await work(sql)
    await sql`alter table audit_entries enable always trigger audit_entries_are_immutable`
    await sql`alter table audit_entries enable always trigger audit_entries_are_not_truncated`
  })
}

const rehash = (sql: postgres.TransactionSql, chain: number, seq: number) => sql`
  update audit_entries set hash = hub_audit_hash(previous_hash, chain, seq, at, actor, action, subject) where chain = ${chain} and seq = ${seq}`

/** Removes entry 4, moves the rest up and computes all their hashes anew, as only a knowing owner would. */
async function rewrite(sql: postgres.TransactionSql, chain: number): Promise<void> {
  await sql`delete from audit_entries where chain = ${chain} and seq = 4`
  for (let seq = 4; seq < LENGTH; seq++) {
    await sql`
      update audit_entries set seq = ${seq}, previous_hash = (select hash from audit_entries where chain = ${chain} and seq = ${seq - 1})
      where chain = ${chain} and seq = ${seq + 1}`
    await rehash(sql, chain, seq)
  }
}

type Tampering = (sql: postgres.TransactionSql, chain: number) => Promise<unknown>

const swap: Tampering = async (sql, chain) => {
  await sql`update audit_entries set seq = 1000 where chain = ${chain} and seq = 4`
  await sql`update audit_entries set seq = 4 where chain = ${chain} and seq = 5`
  await sql`update audit_entries set seq = 5 where chain = ${chain} and seq = 1000`
}

describe('verifyChain', () => {
  it.each<[string, Tampering, { seq: number; reason: string }]>([
    ...['actor', 'action'].map((column): [string, Tampering, { seq: number; reason: string }] => [
      `a flipped ${column}`,
      (sql, chain) => sql`update audit_entries set ${sql(column)} = 'x.y' where chain = ${chain} and seq = 4`,
      { seq: 4, reason: 'altered' },
    ]),
    [
      'a flipped subject',
      (sql, chain) => sql`update audit_entries set subject = '{"n": 4.0}' where chain = ${chain} and seq = 4`,
      { seq: 4, reason: 'altered' },
    ],
    [
      'an instant moved by a microsecond',
      (sql, chain) => sql`update audit_entries set at = at + interval '1 microsecond' where chain = ${chain} and seq = 4`,
      { seq: 4, reason: 'altered' },
    ],
    [
      'a flipped hash',
      (sql, chain) => sql`update audit_entries set hash = sha256('x') where chain = ${chain} and seq = 4`,
      { seq: 4, reason: 'altered' },
    ],
    [
      'a content changed and hashed anew',
      async (sql, chain) => {
        await sql`update audit_entries set subject = '{"n": 44}' where chain = ${chain} and seq = 4`
        await rehash(sql, chain, 4)
      },
      { seq: 4, reason: 'altered' },
    ],
    [
      'a first entry chained to something before it',
      async (sql, chain) => {
        await sql`update audit_entries set previous_hash = sha256('x') where chain = ${chain} and seq = 1`
        await rehash(sql, chain, 1)
      },
      { seq: 1, reason: 'altered' },
    ],
    [
      'an entry removed',
      (sql, chain) => sql`delete from audit_entries where chain = ${chain} and seq in (4, 7)`,
      { seq: 4, reason: 'missing' },
    ],
    [
      'the first entries removed',
      (sql, chain) => sql`delete from audit_entries where chain = ${chain} and seq <= 2`,
      { seq: 1, reason: 'missing' },
    ],
    [
      'an entry removed and the rest moved up',
      async (sql, chain) => {
        await sql`delete from audit_entries where chain = ${chain} and seq = 4`
        for (let seq = 5; seq <= LENGTH; seq++) await sql`update audit_entries set seq = ${seq - 1} where chain = ${chain} and seq = ${seq}`
      },
      { seq: 4, reason: 'altered' },
    ],
    ['two entries exchanged', swap, { seq: 4, reason: 'reordered' }],
    [
      'two entries exchanged and hashed anew',
      async (sql, chain) => {
        await swap(sql, chain)
        await rehash(sql, chain, 4)
        await rehash(sql, chain, 5)
      },
      // The hash that entry 5 was once known by is gone, so all that shows is that 4 follows on nothing that stands before it.
      { seq: 3, reason: 'altered' },
    ],
    [
      'an entry inserted in the middle, well hashed',
      async (sql, chain) => {
        for (let seq = LENGTH; seq >= 5; seq--) await sql`update audit_entries set seq = ${seq + 1} where chain = ${chain} and seq = ${seq}`
        await sql`
          insert into audit_entries
          select chain, 5, at, 'client:forged', action, subject, hash,
            hub_audit_hash(hash, chain, 5::bigint, at, 'client:forged', action, subject)
          from audit_entries where chain = ${chain} and seq = 4`
      },
      // The former entry 5 still names entry 4, which now stands one place further up.
      { seq: 6, reason: 'reordered' },
    ],
    [
      'a copy of an old entry put at the end',
      (sql, chain) => sql`
        insert into audit_entries select chain, ${LENGTH + 1}, at, actor, action, subject, previous_hash, hash
        from audit_entries where chain = ${chain} and seq = 3`,
      { seq: LENGTH + 1, reason: 'reordered' },
    ],
  ])('finds %s', async (_, tampering, broken) => {
    const chain = await makeChain()
    const before = await verify(chain)
    expect(before.broken).toBeNull()
    await tamper(sql => tampering(sql, chain))
    expect((await verify(chain)).broken).toEqual(broken)
    expect((await verify(chain, { oldHead: before.head })).broken).toEqual(broken)
  })

  it('sees an end that was cut off only against a head seen before', async () => {
    const chain = await makeChain()
    const { head } = await verify(chain)
    await tamper(sql => sql`delete from audit_entries where chain = ${chain} and seq > 6`)
    expect(await verify(chain)).toMatchObject({ entries: 6, broken: null })
    expect((await verify(chain, { oldHead: head })).broken).toEqual({ seq: 7, reason: 'missing' })
  })

  it('sees an emptied chain only against a head seen before', async () => {
    const chain = await makeChain()
    const { head } = await verify(chain)
    await tamper(sql => sql`delete from audit_entries where chain = ${chain}`)
    expect(await verify(chain)).toEqual({ entries: 0, head: null, broken: null })
    expect((await verify(chain, { oldHead: head })).broken).toEqual({ seq: 1, reason: 'missing' })
  })

  it('sees a chain written anew from some entry on only against a head seen before', async () => {
    const chain = await makeChain()
    const old = await verify(chain)
    await tamper(sql => rewrite(sql, chain))
    await database.db.transaction({ centerId: chain, role: 'center' }, tx =>
      appendAudit(tx, { chain, actor: 'client:c', action: 'submission.accepted', subject: {} }),
    )
    expect(await verify(chain)).toMatchObject({ entries: LENGTH, broken: null })
    expect((await verify(chain, { oldHead: old.head })).broken).toEqual({ seq: LENGTH, reason: 'altered' })
  })

  it('can start in the middle, and then speaks of what follows alone', async () => {
    const chain = await makeChain()
    await tamper(sql => sql`update audit_entries set actor = 'x' where chain = ${chain} and seq = 2`)
    expect(await verify(chain, { fromSeq: 6 })).toMatchObject({ entries: LENGTH - 4, broken: null })
    await tamper(sql => sql`delete from audit_entries where chain = ${chain} and seq = 5`)
    expect((await verify(chain, { fromSeq: 6 })).broken).toEqual({ seq: 5, reason: 'missing' })
  })
})
