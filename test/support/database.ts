import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import postgres from 'postgres'
import { inject } from 'vitest'
import { connect, type Database } from '../../db/connect.js'
import { loadEdition } from '../../db/edition/load-edition.js'
import { migrate } from '../../db/migrate.js'
import { postgresTypes } from '../../db/postgres-types.js'
import { projectRoot } from '../../db/project-root.js'

export interface TestDatabase {
  readonly url: string
  /** The superuser: bypasses every policy. For arranging and inspecting only. */
  readonly owner: postgres.Sql
  /** As the program connects: role hub120_app. */
  readonly db: Database
  /** Stops hub_now() at an instant, e.g. `2026-11-20T02:10:00+09:00`; null lets it run again (S26). */
  readonly setClock: (instant: string | null) => Promise<void>
  readonly drop: () => Promise<void>
}

export interface CloneOptions {
  /** With the council's edition 2026.1 loaded. */
  readonly withEdition?: boolean
  /** Connections of `db`; 10 by default. */
  readonly max?: number
}

/** A database of its own, migrated, in tens of milliseconds. Call `drop` in afterAll: it closes what is open, and the database goes soon afterwards. */
export async function cloneDatabase({ withEdition = false, max = 10 }: CloneOptions = {}): Promise<TestDatabase> {
  const template = await requireTemplate(withEdition ? 'edition' : 'migrated')
  const name = `${inject('databasePrefix')}${randomBytes(6).toString('hex')}`
  const sql = keepAdmin()
  await sql`create database ${sql(name)} template ${sql(template)} strategy file_copy`
  const url = urlOf(name)
  const owner = openOwner(url)
  const db = connect({ url, max })
  return {
    url,
    owner,
    db,
    async setClock(instant) {
      if (instant === null) await owner`delete from test_clock`
      else await owner`insert into test_clock (instant) values (${instant}) on conflict (is_only) do update set instant = excluded.instant`
    },
    async drop() {
      await Promise.all([db.close(), owner.end({ timeout: 5 })])
      dropSoon(name)
    },
  }
}

/** A database with nothing in it, not even migrations; `isPlainC`: one whose LC_CTYPE is C, to which no Hangul is a letter. */
export async function createEmptyDatabase({ isPlainC = false } = {}): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `${inject('databasePrefix')}${randomBytes(6).toString('hex')}`
  const plainC = "template template0 encoding 'UTF8' locale_provider libc lc_collate 'C' lc_ctype 'C'"
  const sql = keepAdmin()
  await sql`create database ${sql(name)} ${sql.unsafe(isPlainC ? plainC : '')}`
  return { url: urlOf(name), drop: async () => dropSoon(name) }
}

let admin: postgres.Sql | null = null

/** Sessions of the worker for making and dropping databases, as opening one takes a quarter of the time of a clone. They end when they rest. */
function keepAdmin(): postgres.Sql {
  admin ??= postgres(inject('adminUrl'), { max: 2, idle_timeout: 1, fetch_types: false, onnotice: () => undefined })
  return admin
}

/** Nobody waits for it: what is left of a run goes with its cluster, or by its prefix. A failure ends the run, as nobody catches it. */
function dropSoon(name: string): void {
  const sql = keepAdmin()
  void sql`drop database if exists ${sql(name)} with (force)`.execute()
}

const TEMPLATE_LOCK = 120_120_121

type TemplateKind = 'migrated' | 'edition'
const templates = new Map<TemplateKind, Promise<string>>()

function requireTemplate(kind: TemplateKind): Promise<string> {
  const template = templates.get(kind) ?? makeTemplate(kind)
  templates.set(kind, template)
  return template
}

/** Made by whichever worker comes first; the others wait for it. The name is taken only when the content is whole. */
async function makeTemplate(kind: TemplateKind): Promise<string> {
  const name = `${inject('databasePrefix')}${kind}`
  const base = kind === 'edition' ? await requireTemplate('migrated') : null
  return asAdmin(async sql => {
    await sql`select pg_advisory_lock(${TEMPLATE_LOCK})`
    const found = await sql`select from pg_database where datname = ${name}`
    if (found.length > 0) return name
    const draft = `${name}_draft`
    await sql`drop database if exists ${sql(draft)} with (force)`
    await (base === null ? sql`create database ${sql(draft)}` : sql`create database ${sql(draft)} template ${sql(base)}`)
    await (kind === 'edition' ? fillEdition(urlOf(draft)) : migrate(urlOf(draft)))
    await sql`alter database ${sql(draft)} rename to ${sql(name)}`
    return name
  })
}

const LONG_AGO = '2024-11-20T09:00:00+09:00'

async function fillEdition(url: string): Promise<void> {
  const sql = openOwner(url)
  try {
    // Long before any instant that a test sets its clock to: what is asked as of then finds the edition.
    await sql`insert into test_clock (instant) values (${LONG_AGO})`
    const loaded = await loadEdition(sql, join(projectRoot, 'db', 'edition', '2026.1'))
    if (!loaded.ok) throw new Error(`The edition was refused: ${JSON.stringify(loaded.issues)}`)
    await sql`delete from test_clock`
    // So are those whom a test registers known then, whatever day it runs on.
    await sql`alter table callers alter column valid_from set default ${sql.unsafe(`'${LONG_AGO}'`)}`
  } finally {
    await sql.end({ timeout: 5 })
  }
}

function openOwner(url: string): postgres.Sql {
  const connection = { TimeZone: 'Asia/Seoul', application_name: 'hub120 test owner' }
  return postgres(url, { max: 3, types: postgresTypes, fetch_types: false, onnotice: () => undefined, connection })
}

function urlOf(database: string): string {
  const url = new URL(inject('adminUrl'))
  url.pathname = `/${database}`
  return url.href
}

async function asAdmin<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(inject('adminUrl'), { max: 1, fetch_types: false, onnotice: () => undefined })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
