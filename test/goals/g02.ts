import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import type { Database } from '../../db/connect.js'
import { TransactionLost } from '../../db/transaction-fault.js'
import type { Tx } from '../../db/transaction.js'
import { createTenantRows, type TenantRows } from '../support/tenant-rows.js'
import type { RunGoal } from './goal.js'

const WORKERS = 20
const KILL_EVERY_MS = 40

type Tally = { committed: number; lost: number; crossings: number; contextsLost: number; others: string[] }

/** G02: isolation while two backends die every 40 ms, with transactions that also wait for something beside the database; and the one deterministic case. */
export const runG02: RunGoal = async ({ isQuick }) => {
  const uncaught: string[] = []
  const note = (fault: unknown) => void uncaught.push(String(fault))
  process.on('uncaughtExceptionMonitor', note)
  process.on('unhandledRejection', note)
  const rows = await createTenantRows()
  try {
    const crossed = await meetsStranger(rows)
    await rows.owner`truncate tenant_rows`
    const tally: Tally = { committed: 0, lost: 0, crossings: crossed ? 1 : 0, contextsLost: 0, others: [] }
    const db = rows.open(10)
    const until = performance.now() + (isQuick ? 8_000 : 60_000)
    await Promise.all([
      killBackends(rows.owner, until),
      ...Array.from({ length: WORKERS }, async (_, index) => {
        for (let n = 0; performance.now() < until; n++) await writePair(db, index + 1, { note: `${index}-${n}`, tally })
      }),
    ])
    const [halves] = await rows.owner<
      { n: number }[]
    >`select count(*)::int as n from (select from tenant_rows group by note having count(*) <> 2 or min(center_id) <> max(center_id)) as half`
    const bad = tally.crossings + tally.contextsLost + uncaught.length + tally.others.length + (halves?.n ?? 1)
    const { committed, lost, crossings, contextsLost, others } = tally
    return {
      id: 'G02',
      value:
        `${crossings} crossings, ${contextsLost} contexts lost, ${uncaught.length} uncaught, ${halves?.n} halves, ${others.length} other faults ` +
        `(${committed} committed, ${lost} lost)${others.length > 0 ? ` ${others[0]}` : ''}`,
      bar: '0 crossings, 0 contexts lost, 0 uncaught, 0 exits',
      ok: bad === 0 && committed > 200 && lost > 20,
    }
  } finally {
    process.off('uncaughtExceptionMonitor', note)
    process.off('unhandledRejection', note)
    await rows.drop()
  }
}

async function expectOwnContext({ sql }: Tx, centerId: number, tally: Tally): Promise<void> {
  const [row] = await sql<{ id: string | null; foreign: number }[]>`
    select current_setting('hub120.center_id', true) as id, (select count(*)::int from tenant_rows where center_id <> ${centerId}) as foreign`
  if (!row?.id) tally.contextsLost += 1
  else if (row.id !== String(centerId) || row.foreign !== 0) tally.crossings += 1
}

async function writePair(db: Database, centerId: number, { note, tally }: { note: string; tally: Tally }): Promise<void> {
  try {
    await db.transaction({ centerId, role: 'center' }, async tx => {
      await expectOwnContext(tx, centerId, tally)
      await tx.sql`insert into tenant_rows values (${centerId}, ${note})`
      await sleep(Math.random() * 8)
      await expectOwnContext(tx, centerId, tally)
      await tx.sql`insert into tenant_rows values (${centerId}, ${note})`
    })
    tally.committed += 1
  } catch (fault) {
    if (fault instanceof TransactionLost) tally.lost += 1
    else tally.others.push(String(fault))
  }
}

async function killBackends(owner: postgres.Sql, until: number): Promise<void> {
  while (performance.now() < until) {
    await owner`
      select pg_terminate_backend(pid) from (
        select pid from pg_stat_activity where application_name = 'tenant rows' and datname = current_database() order by random() limit 2
      ) as victims`
    await sleep(KILL_EVERY_MS)
  }
}

/** Whether A, whose backend died while it waited elsewhere, then reads or commits anything on the connection that B got (trust §1.1). */
async function meetsStranger(rows: TenantRows): Promise<boolean> {
  const db = rows.open(1)
  const [aIsIn, aMayGoOn, aIsOut] = [createGate<number>(), createGate<undefined>(), createGate<unknown>()]
  const a = db.transaction({ centerId: 1, role: 'center' }, async tx => {
    const [row] = await tx.sql<{ pid: number }[]>`select pg_backend_pid() as pid`
    aIsIn.resolve(row?.pid ?? 0)
    await aMayGoOn.promise
    aIsOut.resolve(await tx.sql`select current_setting('hub120.center_id', true)`.catch(() => null))
  })
  const aEnded = a.catch((fault: unknown) => fault)
  await rows.owner`select pg_terminate_backend(${await aIsIn.promise}, 2000)`
  await aEnded
  const b = db.transaction({ centerId: 2, role: 'center' }, async tx => {
    await tx.sql`insert into tenant_rows values (2, 'B rolls this back')`
    aMayGoOn.resolve(undefined)
    const seen = await aIsOut.promise
    await sleep(200) // a stray COMMIT has no promise to wait for
    throw new Error(seen === null ? 'B changes its mind' : 'A read something')
  })
  const bEnded = await b.catch((fault: unknown) => String(fault))
  const stored = await rows.owner`select from tenant_rows`
  return bEnded !== 'Error: B changes its mind' || stored.length > 0
}

function createGate<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  const gate: { resolve: (value: T) => void } = { resolve: () => undefined }
  const promise = new Promise<T>(resolve => (gate.resolve = resolve))
  return { promise, resolve: value => gate.resolve(value) }
}
