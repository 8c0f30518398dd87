import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tryTenants } from '../goals/g01-tenant-isolation.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'

let database: TestDatabase

beforeAll(async () => {
  database = await cloneDatabase({ withEdition: true, max: 2 })
})

afterAll(() => database.drop())

describe('G01: five centers and the roles of the council', () => {
  it('read, count and write what is theirs and learn nothing of what is not, whatever they send as SQL', async () => {
    expect(await tryTenants(database, { operations: 500, seed: 2026 })).toEqual([])
  })
})
