import fc from 'fast-check'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, type Database } from '../../db/connect.js'
import { createTenantRows, type TenantRows } from '../support/tenant-rows.js'

let rows: TenantRows
let db: Database
beforeAll(async () => {
  rows = await createTenantRows()
  db = connect({ url: rows.url, max: 2 })
})
afterAll(async () => {
  await db.close()
  await rows.drop()
})

const read = (expression: string) => db.query(sql => sql.unsafe(`select ${expression} as v`)).then(([row]) => row?.v as unknown)

describe('values from PostgreSQL', () => {
  it.each([
    ['42::int8', 42],
    ['(select count(*) from pg_class where false)', 0],
    ['12.50::numeric', '12.50'],
    ["'2026-11-19 02:10:00.123456+09'::timestamptz", '2026-11-19T02:10:00.123456+09:00'],
    ["'2026-11-18T17:10:00Z'::timestamptz", '2026-11-19T02:10:00+09:00'],
    ["'1988-07-01 00:00:00+10'::timestamptz", '1988-07-01T00:00:00+10:00'],
    ["'infinity'::timestamptz", 'infinity'],
    ["'2026-11-19'::date", '2026-11-19'],
    ["'2026-11-19 02:10'::timestamp", '2026-11-19 02:10:00'],
    [`'{"a":[1,null]}'::jsonb`, { a: [1, null] }],
    ["array['a', null, 'NULL', '', '}{\"\\,']", ['a', null, 'NULL', '', '}{"\\,']],
    ["'{}'::text[]", []],
    ['array[[1,2],[3,null]]', [[1, 2], [3, null]]], // prettier-ignore
    ['array[1.10, null]::numeric[]', ['1.10', null]],
    ['array[true, null, false]', [true, null, false]],
    ["array['2026-11-19 02:10+09']::timestamptz[]", ['2026-11-19T02:10:00+09:00']],
    [`array['{"a":1}'::jsonb, null]`, [{ a: 1 }, null]],
  ])('%s', async (expression, expected) => {
    expect(await read(expression)).toEqual(expected)
  })

  it('fails rather than round a bigint that a number cannot hold', async () => {
    await expect(read('9007199254740993::int8')).rejects.toThrow('bigint 9007199254740993 does not fit')
    expect(await read('1')).toBe(1)
  })
})

describe('values to PostgreSQL', () => {
  it('keeps every digit, microsecond and character', async () => {
    const given = {
      n: '123456789012345678901234567890.10',
      t: '2026-11-19T02:10:00.123456+09:00',
      d: '2026-11-19',
      s: '"{강제종료}\\,NULL',
    }
    const sent = await db.query(
      sql => sql`select ${given.n}::numeric as n, ${given.t}::timestamptz as t, ${given.d}::date as d, ${given.s} as s`,
    )
    expect(sent).toEqual([given])
  })

  it('takes JSON text and JSON values alike', async () => {
    const sent = await db.query(sql => sql`select ${'{"exact": 97.10}'}::jsonb::text as text, ${sql.json({ a: ['x', null] })} as value`)
    expect(sent).toEqual([{ text: '{"exact": 97.10}', value: { a: ['x', null] } }])
  })

  it('refuses a day that does not exist and a Date where a day is meant', async () => {
    await expect(db.query(sql => sql`select ${'2026-02-29'}::date as d`)).rejects.toMatchObject({ code: '22008' })
    await expect(
      db.query(sql => sql`select d from (select '2026-01-01'::date as d) as days where d = ${'2026-01-01'}`),
    ).resolves.toHaveLength(1)
  })

  it('sends lists with nulls, of the types that SQL states or sql.array names', async () => {
    const sent = await db.query(
      sql =>
        sql`select ${['a', null, 'b"\\']}::text[] as t, ${['1.50', null]}::numeric[] as n, ${[1, 2]}::int8[] as i, ${sql.array([true, false], 16)} as b`,
    )
    expect(sent).toEqual([{ t: ['a', null, 'b"\\'], n: ['1.50', null], i: [1, 2], b: [true, false] }])
  })

  it('gives back any list of texts as it was sent', async () => {
    const text = fc.option(
      fc.string({ unit: 'binary' }).map(s => s.replaceAll('\0', '').replace(/\p{Cs}/gu, '')),
      { nil: null },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(text), async list => {
        expect(await db.query(sql => sql`select ${list}::text[] as v`)).toEqual([{ v: list }])
      }),
      { numRuns: 100 },
    )
  })
})

describe('sessions', () => {
  it('G32: speak Seoul time whatever the zone of the process, as a role that owns nothing', async () => {
    expect(await read("current_setting('timezone')")).toBe('Asia/Seoul')
    expect(await read('current_user::text')).toBe('hub120_app')
    expect(await read("current_setting('idle_in_transaction_session_timeout')")).toBe('30s')
  })

  it('fails within seconds where no server answers', async () => {
    const nowhere = connect({ url: rows.url.replace(/:\d+\//, ':1/'), max: 1 })
    const started = performance.now()
    await expect(nowhere.transaction({ centerId: 1, role: 'center' }, async () => 1)).rejects.toMatchObject({ name: 'TransactionLost' })
    expect(performance.now() - started).toBeLessThan(5000)
    await nowhere.close()
  })

  it('says what the server said when it refuses the login', async () => {
    const stranger = connect({ url: rows.url, role: 'nobody_such', max: 1 })
    const attempt = stranger.transaction({ centerId: 1, role: 'center' }, async () => 1)
    await expect(attempt).rejects.toMatchObject({ cause: expect.any(postgres.PostgresError) as unknown })
    await stranger.close()
  })
})
