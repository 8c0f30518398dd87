import { join } from 'node:path'
import postgres from 'postgres'
import type { Issue } from '../schema/domain/issue.js'
import { loadEdition, type LoadingAct } from './edition/load-edition.js'
import { migrate, type MigrationReport } from './migrate.js'
import { projectRoot } from './project-root.js'

/** The edition pack was refused; every issue with its file and path. */
class EditionFault extends Error {
  override readonly name = 'EditionFault'

  constructor(issues: readonly Issue[]) {
    super(
      issues
        .map(({ path, messageEn, expected }) => `${path.join('.')}: ${messageEn}${expected === null ? '' : ` (${expected})`}`)
        .join('\n'),
    )
  }
}

export type SetUpReport = { readonly migrations: MigrationReport; readonly edition: string; readonly isNewEdition: boolean }

/** The edition that this version of the hub brings. */
const EDITION_FOLDER = join(projectRoot, 'db', 'edition', '2026.1')

/** Brings a database to where the hub can serve: migrated under the lock, and the edition loaded. `url` is the owner's. Safe to repeat and to run from two processes at once. */
export async function setUpDatabase(url: string): Promise<SetUpReport> {
  const migrations = await migrate(url)
  const loaded = await asOwner(url, sql => loadEdition(sql, EDITION_FOLDER))
  if (!loaded.ok) throw new EditionFault(loaded.issues)
  return { migrations, edition: loaded.value.edition, isNewEdition: loaded.value.isNew }
}

/** Loads the edition in `folder` beside those that are there, under an act that says by whom and why. `url` is the owner's. */
export async function loadEditionBeside(url: string, folder: string, act: LoadingAct): ReturnType<typeof loadEdition> {
  return asOwner(url, sql => loadEdition(sql, folder, act))
}

async function asOwner<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, {
    max: 1,
    onnotice: () => undefined,
    connection: { TimeZone: 'Asia/Seoul', application_name: 'hub120 set up' },
  })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
