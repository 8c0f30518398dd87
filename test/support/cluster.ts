import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { startServer } from '../../db/server/start-server.js'

export interface TestCluster {
  /** Superuser's URL of a database that holds nothing; test databases are made beside it. */
  readonly adminUrl: string
  /** Beginning of the name of every database of this run. */
  readonly prefix: string
  stop(): Promise<void>
}

/** Fast rather than safe: nothing of it survives the run. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '200',
  max_locks_per_transaction: '256',
}

/** One cluster for a whole test run: the server of DATABASE_URL if given (as superuser), else a throwaway one in the temporary folder. */
export async function startTestCluster(databaseUrl: string | undefined): Promise<TestCluster> {
  const prefix = `hub120_test_${process.pid}_`
  if (databaseUrl) return { adminUrl: databaseUrl, prefix, stop: () => dropAll(databaseUrl, prefix) }
  const folder = mkdtempSync(join(tmpdir(), 'hub120-test-'))
  chmodSync(folder, 0o755)
  const server = await startServer({ dataDir: join(folder, 'data'), settings: SETTINGS })
  const remove = async () => {
    await server.stop()
    for (const place of [server.dataDir, folder]) rmSync(place, { recursive: true, force: true })
  }
  return { adminUrl: server.url, prefix, stop: remove }
}

async function dropAll(adminUrl: string, prefix: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined })
  try {
    const databases = await sql<{ datname: string }[]>`select datname from pg_database where starts_with(datname, ${prefix})`
    for (const { datname } of databases) await sql`drop database if exists ${sql(datname)} with (force)`
  } finally {
    await sql.end()
  }
}
