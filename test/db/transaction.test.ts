import { setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DatabaseBusy } from '../../db/connection-pool.js'
import type { TenantContext, Tx } from '../../db/transaction.js'
import { TransactionAborted, TransactionLost, TransactionOver } from '../../db/transaction-fault.js'
import { createTenantRows, type TenantRows } from '../support/tenant-rows.js'

let rows: TenantRows
const rowsTable = pgTable('tenant_rows', { centerId: integer('center_id').notNull(), note: text('note').notNull() })

beforeAll(async () => {
  rows = await createTenantRows()
})
afterAll(() => rows.drop())
beforeEach(() => rows.owner`truncate tenant_rows`)

const center = (centerId: number): TenantContext => ({ centerId, role: 'center' })

function createGate(): { opened: Promise<void>; open: () => void } {
  const gate = { open: () => undefined as void }
  const opened = new Promise<void>(resolve => (gate.open = resolve))
  return { opened, open: () => gate.open() }
}

async function pidOf(tx: Pick<Tx, 'sql'>): Promise<number> {
  const [row] = await tx.sql<{ pid: number }[]>`select pg_backend_pid() as pid`
  return row?.pid ?? 0
}

async function kill(pid: number): Promise<void> {
  await rows.owner`select pg_terminate_backend(${pid}, 2000)`
}

const stored = () => rows.owner<{ centerId: number; note: string }[]>`select center_id as "centerId", note from tenant_rows order by 1, 2`
const contextOf = (tx: Pick<Tx, 'sql'>) =>
  tx.sql<
    { id: string; role: string }[]
  >`select current_setting('hub120.center_id', true) as id, current_setting('hub120.role', true) as role`

describe('the fault of the driver that the wrapper is for', () => {
  it("plain sql.begin: after its backend died, a callback reads and commits in another tenant's transaction", async () => {
    const sql = postgres(rows.url, { max: 1, connection: { role: 'hub120_app' }, onnotice: () => undefined })
    const [aIsIn, bIsIn, aMayGoOn, bMayGoOn] = [createGate(), createGate(), createGate(), createGate()]
    const seen: { a: string; pid: number } = { a: '', pid: 0 }
    const a = sql.begin(async tx => {
      await tx`select set_config('hub120.center_id', '1', true)`
      seen.pid = await pidOf({ sql: tx })
      aIsIn.open()
      await aMayGoOn.opened
      seen.a = (await contextOf({ sql: tx }))[0]?.id ?? ''
    })
    const aEnded = a.catch((error: unknown) => error)
    await aIsIn.opened
    await kill(seen.pid)
    await aEnded
    const b = sql.begin(async tx => {
      await tx`select set_config('hub120.center_id', '2', true)`
      await tx`insert into tenant_rows values (2, 'B rolls this back')`
      bIsIn.open()
      await bMayGoOn.opened
      throw new Error('B changes its mind')
    })
    const bEnded = b.catch((error: unknown) => error)
    await bIsIn.opened
    aMayGoOn.open()
    await sleep(200) // A's stray COMMIT has no promise of its own to wait for
    bMayGoOn.open()
    await bEnded
    expect(seen.a).toBe('2')
    expect(await stored()).toEqual([{ centerId: 2, note: 'B rolls this back' }])
    await sql.end({ timeout: 1 })
  })
})

describe('transaction', () => {
  it('G02: a callback whose backend died reaches nobody: refused, ignored, and no stray COMMIT', async () => {
    const db = rows.open(1)
    const [aIsIn, bIsIn, aMayGoOn, bMayGoOn, aIsOut] = [createGate(), createGate(), createGate(), createGate(), createGate()]
    const seen: { a: unknown; pid: number } = { a: null, pid: 0 }
    const a = db.transaction(center(1), async tx => {
      seen.pid = await pidOf(tx)
      const writtenBefore = tx.sql`insert into tenant_rows values (1, 'written before, sent after')`
      aIsIn.open()
      await aMayGoOn.opened
      seen.a = await Promise.allSettled([contextOf(tx), writtenBefore, tx.orm.select().from(rowsTable)])
      aIsOut.open()
    })
    const aEnded = a.catch((error: unknown) => error)
    await aIsIn.opened
    await kill(seen.pid)
    expect(await aEnded).toMatchObject({ name: 'TransactionLost', isOutcomeUnknown: false })
    const b = db.transaction(center(2), async tx => {
      await tx.sql`insert into tenant_rows values (2, 'B rolls this back')`
      bIsIn.open()
      await bMayGoOn.opened
      expect(await contextOf(tx)).toEqual([{ id: '2', role: 'center' }])
      throw new Error('B changes its mind')
    })
    const bEnded = b.catch((error: unknown) => error)
    await bIsIn.opened
    aMayGoOn.open()
    await aIsOut.opened
    await sleep(200) // time for a stray COMMIT, which has no promise to wait for
    bMayGoOn.open()
    expect(await bEnded).toEqual(new Error('B changes its mind'))
    expect(seen.a).toEqual([1, 2, 3].map(() => ({ status: 'rejected', reason: expect.any(Error) as unknown })))
    expect((seen.a as PromiseRejectedResult[]).slice(0, 2).map(({ reason }) => reason as unknown)).toEqual([
      expect.any(TransactionLost),
      expect.any(TransactionLost),
    ])
    expect(await stored()).toEqual([])
  })

  it('rejects at once when the backend dies, although the callback never settles', async () => {
    const db = rows.open(1)
    const isIn = createGate()
    const seen = { pid: 0 }
    const lost = db.transaction(center(1), async tx => {
      seen.pid = await pidOf(tx)
      isIn.open()
      await new Promise(() => undefined)
    })
    const ended = lost.catch((error: unknown) => error)
    await isIn.opened
    await kill(seen.pid)
    expect(await ended).toBeInstanceOf(TransactionLost)
    expect(await db.transaction(center(1), tx => contextOf(tx))).toEqual([{ id: '1', role: 'center' }])
    expect(db.figures()).toMatchObject({ busy: 0, waiting: 0, lost: 1 })
  })

  it('says that the outcome is unknown when the connection is lost during COMMIT', async () => {
    await rows.owner.unsafe(`
      create function slow_commit() returns trigger language plpgsql as 'begin perform pg_sleep(5); return null; end';
      create constraint trigger slow after insert on tenant_rows deferrable initially deferred for each row execute function slow_commit()`)
    try {
      const isIn = createGate()
      const seen = { pid: 0 }
      const lost = rows.open(1).transaction(center(1), async tx => {
        seen.pid = await pidOf(tx)
        await tx.sql`insert into tenant_rows values (1, 'x')`
        isIn.open()
      })
      const ended = lost.catch((error: unknown) => error)
      await isIn.opened
      const isAsleep = () => rows.owner`select from pg_stat_activity where pid = ${seen.pid} and wait_event = 'PgSleep'`
      await expect.poll(async () => (await isAsleep()).length).toBe(1)
      await kill(seen.pid)
      expect(await ended).toMatchObject({ name: 'TransactionLost', isOutcomeUnknown: true })
    } finally {
      await rows.owner`drop function slow_commit() cascade`
    }
  })

  it('refuses a query that its callback left unawaited, instead of running it for the next tenant', async () => {
    const db = rows.open(1)
    const leaked: { query?: Promise<unknown>; tx?: Tx } = {}
    await db.transaction(center(1), async tx => {
      leaked.tx = tx
      leaked.query = tx.sql`insert into tenant_rows values (1, 'late')`
    })
    await expect(leaked.query).rejects.toBeInstanceOf(TransactionOver)
    await expect(leaked.tx?.sql.unsafe('select 1')).rejects.toBeInstanceOf(TransactionOver)
    expect(await stored()).toEqual([])
  })

  it('shows each center its own rows only, and none outside a transaction', async () => {
    const db = rows.open(2)
    await db.transaction(center(1), tx => tx.sql`insert into tenant_rows values (1, 'one')`)
    await db.transaction(center(2), tx => tx.sql`insert into tenant_rows values (2, 'two')`)
    expect(await db.transaction(center(1), tx => tx.sql`select note from tenant_rows`)).toEqual([{ note: 'one' }])
    expect(await db.transaction({ centerId: null, role: 'reader' }, tx => tx.sql`select note from tenant_rows`)).toEqual([])
    expect(await db.query(sql => sql`select note from tenant_rows`)).toEqual([])
    expect(await db.query(sql => contextOf({ sql }))).toEqual([
      { id: expect.toSatisfy(id => !id) as unknown, role: expect.toSatisfy(role => !role) as unknown },
    ])
    await expect(db.transaction(center(1), tx => tx.sql`insert into tenant_rows values (2, 'foreign')`)).rejects.toMatchObject({
      code: '42501',
    })
  })

  it('rolls back when the callback rejects, and passes its error on untouched', async () => {
    const db = rows.open(1)
    const refusal = new Error('no')
    const attempt = db.transaction(center(1), async tx => {
      await tx.sql`insert into tenant_rows values (1, 'x')`
      throw refusal
    })
    await expect(attempt).rejects.toBe(refusal)
    expect(await stored()).toEqual([])
  })

  it('does not report success when a swallowed error made COMMIT a ROLLBACK', async () => {
    const db = rows.open(1)
    const attempt = db.transaction(center(1), async tx => {
      await tx.sql`insert into tenant_rows values (1, 'x')`
      await tx.sql`select 1 / 0`.catch(() => null)
      return 'done'
    })
    await expect(attempt).rejects.toBeInstanceOf(TransactionAborted)
    expect(await db.transaction(center(1), async () => 'next')).toBe('next')
  })

  it('undoes a savepoint alone', async () => {
    const db = rows.open(1)
    await db.transaction(center(1), async tx => {
      await tx.sql`insert into tenant_rows values (1, 'kept')`
      await expect(
        tx.savepoint(async () => {
          await tx.sql`insert into tenant_rows values (1, 'undone')`
          await tx.sql`insert into tenant_rows values (2, 'foreign')`
        }),
      ).rejects.toMatchObject({ code: '42501' })
      expect(await tx.savepoint(() => tx.sql`insert into tenant_rows values (1, 'too') returning note`)).toEqual([{ note: 'too' }])
    })
    expect(await stored()).toEqual([
      { centerId: 1, note: 'kept' },
      { centerId: 1, note: 'too' },
    ])
  })

  it('S15: a dry run gives its result and leaves nothing', async () => {
    const work = (tx: Tx) => tx.sql`insert into tenant_rows values (1, 'x') returning note`
    expect(await rows.open(1).transaction(center(1), work, { isDryRun: true })).toEqual([{ note: 'x' }])
    expect(await stored()).toEqual([])
  })

  it('gives drizzle and raw SQL the same transaction', async () => {
    const seen = await rows.open(1).transaction(center(1), async tx => {
      await tx.orm.insert(rowsTable).values({ centerId: 1, note: 'by drizzle' })
      await tx.sql`insert into tenant_rows values (1, 'by hand')`
      return tx.orm.select({ note: rowsTable.note }).from(rowsTable).where(eq(rowsTable.centerId, 1)).orderBy(rowsTable.note)
    })
    expect(seen).toEqual([{ note: 'by drizzle' }, { note: 'by hand' }])
  })

  it('ends work that takes too long, inside the database or outside it', async () => {
    const db = rows.open(1)
    await expect(db.transaction(center(1), tx => tx.sql`select pg_sleep(10)`, { timeoutMs: 100 })).rejects.toBeInstanceOf(Error)
    await expect(db.transaction(center(1), () => sleep(10_000, null, { ref: false }), { timeoutMs: 100 })).rejects.toBeInstanceOf(
      TransactionLost,
    )
    expect(await db.transaction(center(1), async () => 'next')).toBe('next')
  })

  it('makes callers wait for a free connection, and not for ever', async () => {
    const { connect } = await import('../../db/connect.js')
    const db = connect({ url: rows.url, max: 1, acquireTimeoutMs: 100 })
    const mayEnd = createGate()
    const holder = db.transaction(center(1), () => mayEnd.opened)
    await expect(db.transaction(center(1), async () => 'second')).rejects.toBeInstanceOf(DatabaseBusy)
    const third = db.transaction(center(1), async () => 'third')
    mayEnd.open()
    expect(await third).toBe('third')
    await holder
    await db.close()
  })

  it('takes another connection when an idle one has died', async () => {
    const db = rows.open(1)
    await kill(await db.transaction(center(1), tx => pidOf(tx)))
    expect(await db.transaction(center(1), async () => 'next')).toBe('next')
  })

  it('refuses a context that could be SQL', async () => {
    const db = rows.open(1)
    await expect(db.transaction(center("1'; drop table tenant_rows; --" as unknown as number), async () => 1)).rejects.toBeInstanceOf(
      TypeError,
    )
    await expect(db.transaction({ centerId: 1, role: "x'" as 'center' }, async () => 1)).rejects.toBeInstanceOf(TypeError)
  })
})
