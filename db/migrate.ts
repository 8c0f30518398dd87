import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import postgres from 'postgres'
import { projectRoot } from './project-root.js'

/** A migration that was applied has been edited since, or is gone, or failed; the message names the file. */
class MigrationFault extends Error {
  override readonly name = 'MigrationFault'
}

export interface MigrationReport {
  /** Files applied by this call, in order. */
  readonly applied: readonly string[]
  /** Files known to be in the database after it. */
  readonly total: number
}

const FILE_NAME = /^\d{4}_[a-z0-9_]+\.sql$/

/** Any fixed number: all processes that migrate one database wait for each other under it. */
const LOCK = 120_120_120

/**
 * Brings the database to the newest state of `folder` (`NNNN_name.sql`, forward only), each file in its own transaction.
 * `url` must be allowed to create roles and extensions. Callers at the same moment wait for each other; the later ones find nothing to do.
 *
 * drizzle's migrator was not taken: it runs all files in one transaction, records no name that a fault could quote, and reads its own journal,
 * while most of our SQL is hand-written (partitions, policies, functions). `drizzle-kit generate` still drafts tables for us.
 */
export async function migrate(url: string, folder = join(projectRoot, 'db', 'migrations')): Promise<MigrationReport> {
  const files = await readMigrations(folder)
  const sql = postgres(url, {
    max: 1,
    onnotice: () => undefined,
    connection: { TimeZone: 'Asia/Seoul', application_name: 'hub120 migrate' },
  })
  try {
    await sql`select pg_advisory_lock(${LOCK})`
    await sql`
      create table if not exists hub120_migrations (
        name text primary key,
        sha256 text not null,
        applied_at timestamptz not null default now()
      )`
    const recorded = await sql<{ name: string; sha256: string }[]>`select name, sha256 from hub120_migrations order by name`
    const pending = findPending(files, recorded)
    for (const file of pending) await apply(sql, file)
    return { applied: pending.map(file => file.name), total: files.length }
  } finally {
    await sql.end({ timeout: 5 }) // ends the session, and the lock with it
  }
}

interface Migration {
  readonly name: string
  readonly text: string
  readonly sha256: string
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.sql')).sort()
  const misnamed = names.find((name, index) => !FILE_NAME.test(name) || name.slice(0, 4) === names[index - 1]?.slice(0, 4))
  if (misnamed) throw new MigrationFault(`${misnamed}: migrations are named NNNN_name.sql, each number once.`)
  return Promise.all(
    names.map(async name => {
      const text = await readFile(join(folder, name), 'utf8')
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

/** Files not yet recorded. Forward only: none may sort before one that was applied. */
function findPending(files: readonly Migration[], recorded: readonly { name: string; sha256: string }[]): Migration[] {
  const known = new Map(files.map(file => [file.name, file]))
  for (const { name, sha256 } of recorded) {
    const file = known.get(name)
    if (!file)
      throw new MigrationFault(
        `${name} was applied to this database but is not among the migrations: the database is newer than the program.`,
      )
    if (file.sha256 !== sha256) throw new MigrationFault(`${name} was edited after it was applied. Restore it and write a new migration.`)
  }
  const last = recorded.at(-1)?.name ?? ''
  const applied = new Set(recorded.map(({ name }) => name))
  const pending = files.filter(file => !applied.has(file.name))
  const late = pending.find(file => file.name < last)
  if (late) throw new MigrationFault(`${late.name} comes before ${last}, which was applied already. Give it the next number.`)
  return pending
}

/** Nobody waits longer behind a migration that waits for a table in use (G31); some files ask for more, written before that was settled. */
const LONGER_LOCK = /^set local lock_timeout = '\d+s';$/gm

async function apply(sql: postgres.Sql, file: Migration): Promise<void> {
  const { name, sha256 } = file
  const text = file.text.replaceAll(LONGER_LOCK, '')
  try {
    await sql.begin(async tx => {
      await tx`set local lock_timeout = '2s'`
      await tx.unsafe(text)
      await tx`insert into hub120_migrations (name, sha256) values (${name}, ${sha256})`
    })
  } catch (cause) {
    const said = cause instanceof postgres.PostgresError ? `${cause.message}${lineOf(text, cause.position)}` : String(cause)
    throw new MigrationFault(`${name}: ${said}`, { cause })
  }
}

function lineOf(text: string, position: string | undefined): string {
  return position ? ` (line ${text.slice(0, Number(position)).split('\n').length})` : ''
}
