import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../db/connect.js'
import type { Tx } from '../../db/transaction.js'
import { TransactionLost } from '../../db/transaction-fault.js'
import { createTenantRows, type TenantRows } from '../support/tenant-rows.js'

const WORKERS = 20
const CONNECTIONS = 10
const DURATION_MS = 8_000
const KILL_EVERY_MS = 40
/** Far below what a quiet machine does (thousands); a wedged pool does next to nothing. */
const LEAST_COMMITTED = 200
const LEAST_LOST = 20

interface Tally {
  committed: string[]
  unknown: string[]
  lost: number
  crossings: string[]
  otherErrors: string[]
}

let rows: TenantRows
beforeAll(async () => {
  rows = await createTenantRows()
})
afterAll(() => rows.drop())

async function expectOwnContext(tx: Tx, centerId: number, tally: Tally): Promise<void> {
  const [row] = await tx.sql<{ id: string; foreign: number }[]>`
    select current_setting('hub120.center_id', true) as id, (select count(*) from tenant_rows where center_id <> ${centerId}) as foreign`
  if (row?.id !== String(centerId) || row.foreign !== 0) tally.crossings.push(`center ${centerId} saw ${JSON.stringify(row)}`)
}

/** One transaction that writes two rows, with waiting outside the database in between: the time in which a backend dies unnoticed. */
async function writePair(db: Database, centerId: number, { note, tally }: { note: string; tally: Tally }): Promise<void> {
  try {
    await db.transaction({ centerId, role: 'center' }, async tx => {
      await expectOwnContext(tx, centerId, tally)
      await tx.sql`insert into tenant_rows values (${centerId}, ${note})`
      await sleep(Math.random() * 8)
      await expectOwnContext(tx, centerId, tally)
      await tx.sql`insert into tenant_rows values (${centerId}, ${note})`
    })
    tally.committed.push(note)
  } catch (error) {
    if (error instanceof TransactionLost) {
      tally.lost += 1
      if (error.isOutcomeUnknown) tally.unknown.push(note)
    } else tally.otherErrors.push(String(error))
  }
}

async function work(db: Database, centerId: number, { until, tally }: { until: number; tally: Tally }): Promise<void> {
  for (let n = 0; performance.now() < until; n++) await writePair(db, centerId, { note: `${centerId}-${n}`, tally })
}

async function killBackends(until: number): Promise<void> {
  while (performance.now() < until) {
    await rows.owner`
      select pg_terminate_backend(pid) from (
        select pid from pg_stat_activity where application_name = 'tenant rows' and datname = current_database() order by random() limit 2
      ) as victims`
    await sleep(KILL_EVERY_MS)
  }
}

describe('transactions while backends are killed', () => {
  it('G02: no crossing, no lost context, nothing uncaught, no half transaction, and the work goes on', async () => {
    const uncaught: string[] = []
    const note = (error: unknown) => void uncaught.push(String(error))
    process.on('uncaughtExceptionMonitor', note)
    process.on('unhandledRejection', note)
    const tally: Tally = { committed: [], unknown: [], lost: 0, crossings: [], otherErrors: [] }
    const db = rows.open(CONNECTIONS)
    const until = performance.now() + DURATION_MS
    await Promise.all([killBackends(until), ...Array.from({ length: WORKERS }, (_, index) => work(db, index + 1, { until, tally }))])
    process.off('uncaughtExceptionMonitor', note)
    process.off('unhandledRejection', note)

    expect({ ...tally, committed: 0, unknown: 0, lost: 0, uncaught }).toEqual({
      committed: 0,
      unknown: 0,
      lost: 0,
      crossings: [],
      otherErrors: [],
      uncaught: [],
    })
    expect(tally.lost).toBeGreaterThan(LEAST_LOST)
    expect(tally.committed.length).toBeGreaterThan(LEAST_COMMITTED)

    const stored = await rows.owner<{ note: string; n: number }[]>`select note, count(*)::int as n from tenant_rows group by note`
    const counts = new Map(stored.map(row => [row.note, row.n]))
    expect(stored.filter(row => row.n !== 2)).toEqual([])
    expect(tally.committed.filter(committed => counts.get(committed) !== 2)).toEqual([])
    const accounted = new Set([...tally.committed, ...tally.unknown])
    expect(stored.filter(row => !accounted.has(row.note))).toEqual([])
    expect(db.figures()).toMatchObject({ busy: 0, waiting: 0 })
  })
})
