import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TenantContext, TransactionOptions } from '../../db/transaction.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'

let database: TestDatabase

beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.drop())

it.each<[string, TenantContext['role'], TransactionOptions, string]>([
  ['a read', 'reader', { isReadOnly: true }, '3s'],
  ['a read that says how long it needs', 'reader', { isReadOnly: true, timeoutMs: 30_000 }, '30s'],
  ['a write', 'admin', {}, '30s'],
  ['a read of a job', 'jobs', { isReadOnly: true }, '30s'],
])('T8: a statement of %s is ended after its limit', async (_title, role, options, limit) => {
  const context = { centerId: null, role }
  const found = await database.db.transaction(context, tx => tx.sql`select current_setting('statement_timeout') as "limit"`, options)
  expect(found).toEqual([{ limit }])
})

it('plans are made once where the transaction says so, and anew in the next', async () => {
  const context = { centerId: null, role: 'reader' } as const
  const read = (options: TransactionOptions) =>
    database.db.transaction(context, tx => tx.sql`select current_setting('plan_cache_mode') as mode`, options)
  expect(await read({ isPlannedOnce: true })).toEqual([{ mode: 'force_generic_plan' }])
  expect(await read({})).toEqual([{ mode: 'auto' }])
})
