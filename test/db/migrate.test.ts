import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect } from '../../db/connect.js'
import { migrate, type MigrationReport } from '../../db/migrate.js'
import { projectRoot } from '../../db/project-root.js'
import { cloneDatabase, createEmptyDatabase } from '../support/database.js'

let folder: string
let database: { url: string; drop: () => Promise<void> }

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hub120-migrations-'))
  cpSync(join(projectRoot, 'db/migrations/0000_roles_and_clock.sql'), join(folder, '0000_roles_and_clock.sql'))
  database = await createEmptyDatabase()
})

afterEach(async () => {
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text)
}

async function ask(query: string): Promise<unknown> {
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined })
  try {
    return await sql.unsafe(query).values()
  } finally {
    await sql.end()
  }
}

function migrateInProcess(): Promise<MigrationReport> {
  const args = ['--import', './test/support/typescript-resolver.mjs', 'test/support/migrate-once.ts', database.url, folder]
  return promisify(execFile)(process.execPath, args, { cwd: projectRoot }).then(
    ({ stdout }) => JSON.parse(stdout) as MigrationReport, // what migrate-once.ts prints
  )
}

describe('migrate', () => {
  it('applies each file once, in order', async () => {
    write('0001_first.sql', 'create table a (n int); insert into a values (1);')
    write('0002_second.sql', 'update a set n = n + 1;')
    expect(await migrate(database.url, folder)).toEqual({
      applied: ['0000_roles_and_clock.sql', '0001_first.sql', '0002_second.sql'],
      total: 3,
    })
    expect(await migrate(database.url, folder)).toEqual({ applied: [], total: 3 })
    expect(await ask('select n from a')).toEqual([[2]])
  })

  it('lets two processes migrate one fresh database at the same moment', async () => {
    write('0001_slow.sql', 'select pg_sleep(0.3); create table a (n int);')
    const reports = await Promise.all([migrateInProcess(), migrateInProcess()])
    expect(reports.map(report => report.applied.length).sort((a, b) => a - b)).toEqual([0, 2])
    expect(await ask('select count(*)::int from hub120_migrations')).toEqual([[2]])
  })

  it('undoes a file that fails, keeps those before it, and names file and line', async () => {
    write('0001_good.sql', 'create table a (n int);')
    write('0002_bad.sql', 'create table b (n int);\ninsert into nowhere values (1);')
    await expect(migrate(database.url, folder)).rejects.toThrow('0002_bad.sql: relation "nowhere" does not exist (line 2)')
    expect(await ask("select to_regclass('a')::text, to_regclass('b')::text")).toEqual([['a', null]])
  })

  it('refuses an applied file that was edited', async () => {
    write('0001_first.sql', 'create table a (n int);')
    await migrate(database.url, folder)
    write('0001_first.sql', 'create table a (n bigint);')
    await expect(migrate(database.url, folder)).rejects.toThrow('0001_first.sql was edited after it was applied')
  })

  it('refuses a database that is newer than the program, and a file squeezed in before an applied one', async () => {
    write('0002_second.sql', 'select 1;')
    await migrate(database.url, folder)
    write('0001_late.sql', 'select 1;')
    await expect(migrate(database.url, folder)).rejects.toThrow('0001_late.sql comes before 0002_second.sql')
    rmSync(join(folder, '0001_late.sql'))
    rmSync(join(folder, '0002_second.sql'))
    await expect(migrate(database.url, folder)).rejects.toThrow('0002_second.sql was applied to this database but')
  })

  it('refuses names that have no place in the order', async () => {
    mkdirSync(join(folder, 'ignored'))
    write('0000_again.sql', 'select 1;')
    await expect(migrate(database.url, folder)).rejects.toThrow('each number once')
  })

  it('G31: gives up after 2 s rather than queue behind a lock that the running hub holds', async () => {
    write('0001_table.sql', 'create table a (n int);')
    await migrate(database.url, folder)
    write('0002_alter.sql', 'alter table a add m int;')
    const hub = postgres(database.url, { max: 1 })
    try {
      await hub.begin(async tx => {
        await tx`select * from a`
        await expect(migrate(database.url, folder)).rejects.toThrow('0002_alter.sql: canceling statement due to lock timeout')
      })
    } finally {
      await hub.end()
    }
  })
})

describe('roles and clock', () => {
  it('S26: hub_now() is now() unless the test clock stands, and today is Korean', async () => {
    const { owner, setClock, drop } = await cloneDatabase()
    try {
      expect(await owner`select hub_now() = now() as same`).toEqual([{ same: true }])
      await setClock('2026-11-19T23:30:00+09:00')
      expect(await owner`select hub_now() as now, hub_today() as today`).toEqual([
        { now: '2026-11-19T23:30:00+09:00', today: '2026-11-19' },
      ])
      await setClock('2026-11-19T15:30:00Z')
      expect(await owner`select hub_now() as now, hub_today() as today`).toEqual([
        { now: '2026-11-20T00:30:00+09:00', today: '2026-11-20' },
      ])
      await setClock(null)
      expect(await owner`select hub_now() = now() as same`).toEqual([{ same: true }])
    } finally {
      await drop()
    }
  })

  it('lets the application role read the clock, not set it, and lets it own nothing', async () => {
    const { db, owner, drop } = await cloneDatabase()
    try {
      expect(await db.query(sql => sql`select current_user::text as who, hub_now() is not null as reads`)).toEqual([
        { who: 'hub120_app', reads: true },
      ])
      await expect(db.query(sql => sql`insert into test_clock (instant) values (now())`)).rejects.toMatchObject({ code: '42501' })
      await expect(db.query(sql => sql`create table mine (n int)`)).rejects.toMatchObject({ code: '42501' })
      expect(await owner`select rolsuper, rolbypassrls, rolcanlogin from pg_roles where rolname = 'hub120_app'`).toEqual([
        { rolsuper: false, rolbypassrls: false, rolcanlogin: false },
      ])
      expect(await owner`select count(*) as owned from pg_class join pg_roles r on r.oid = relowner where rolname = 'hub120_app'`).toEqual([
        { owned: 0 },
      ])
    } finally {
      await drop()
    }
  })

  it('lets the test role set the clock', async () => {
    const { url, drop } = await cloneDatabase()
    const tester = connect({ url, role: 'hub120_test', max: 1 })
    try {
      await tester.query(sql => sql`insert into test_clock (instant) values ('2026-11-19T02:10:00+09:00')`)
      expect(await tester.query(sql => sql`select hub_now() as now`)).toEqual([{ now: '2026-11-19T02:10:00+09:00' }])
    } finally {
      await tester.close()
      await drop()
    }
  })

  it('G31: gives up a table in use after 2 s, whatever its file asks for, and lets others pass', async () => {
    const sql = postgres(database.url, { max: 2, onnotice: () => undefined })
    await sql`create table busy (n int)`
    write('0001_add_column.sql', "set local lock_timeout = '10s';\nalter table busy add column m int;\n")
    const holder = await sql.reserve()
    await holder`begin`
    await holder`select from busy`
    const migrated = migrate(database.url, folder).catch((fault: unknown) => String(fault))
    await expect.poll(async () => (await sql`select from pg_locks where not granted`).length, { timeout: 10_000 }).toBe(1)
    const startedAt = performance.now()
    await sql`select from busy` // queues behind the migration
    expect(performance.now() - startedAt).toBeLessThan(2_500)
    await holder`commit`
    holder.release()
    expect(await migrated).toContain('lock timeout')
    expect((await migrate(database.url, folder)).applied).toEqual(['0001_add_column.sql'])
    await sql.end()
  })
})
