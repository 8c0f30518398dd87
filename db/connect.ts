import postgres from 'postgres'
import { createConnectionPool, type PoolFigures } from './connection-pool.js'
import { guardSql, type Sql } from './guarded-sql.js'
import { runTransaction, type TenantContext, type TransactionOptions, type Tx } from './transaction.js'

export interface ConnectOptions {
  readonly url: string
  /** Role taken at the start of every session, `hub120_app` by default: it owns nothing, so row level security binds it whoever logs in. */
  readonly role?: string
  readonly max?: number
  readonly applicationName?: string
  /** How long a caller waits for a free connection; 5 s by default. */
  readonly acquireTimeoutMs?: number
}

export interface Database {
  /** The only way to rows of members: everything in `work` commits together, under `context`. */
  transaction<T>(context: TenantContext, work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** One statement outside any transaction and without context: health checks, catalog questions. Policies show it no member's row. */
  query<T>(ask: (sql: Sql) => Promise<T>): Promise<T>
  figures(): PoolFigures
  /** Waits up to 5 s for what is under way. */
  close(): Promise<void>
}

const STATEMENT_TIMEOUT_MS = 30_000
const QUERY_TIMEOUT_MS = 5_000

/**
 * Sessions speak Seoul time whatever the process zone. Timeouts are a net under everything; transactions set their own.
 * A pooler in between must keep sessions (PgBouncer: pool_mode = session), as role and time zone are set at their start.
 */
export function connect({
  url,
  role = 'hub120_app',
  max = 10,
  applicationName = 'hub120',
  acquireTimeoutMs = 5_000,
}: ConnectOptions): Database {
  const pool = createConnectionPool({
    url,
    max,
    acquireTimeoutMs,
    session: {
      role,
      TimeZone: 'Asia/Seoul',
      DateStyle: 'ISO',
      application_name: applicationName,
      statement_timeout: String(STATEMENT_TIMEOUT_MS),
      idle_in_transaction_session_timeout: String(STATEMENT_TIMEOUT_MS),
    },
  })
  return {
    transaction: (context, work, options) => runTransaction(pool, context, { work, ...(options && { options }) }),
    async query(ask) {
      const connection = await pool.acquire()
      const progress = { isOver: false }
      const sql = guardSql(connection.sql, () => (progress.isOver ? new Error('This query was sent after its turn.') : null))
      try {
        const answer = await connection.hold(ask(sql), QUERY_TIMEOUT_MS)
        progress.isOver = true
        pool.release(connection)
        return answer
      } catch (error) {
        progress.isOver = true
        if (error instanceof postgres.PostgresError) pool.release(connection)
        else pool.discard(connection)
        throw error
      }
    },
    figures: () => pool.figures(),
    close: () => pool.close(),
  }
}
