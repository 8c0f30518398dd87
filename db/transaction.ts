import postgres from 'postgres'
import { ConnectionLost, type Connection, type ConnectionPool } from './connection-pool.js'
import { createOrm, guardSql, type Orm, type Sql } from './guarded-sql.js'
import { TransactionAborted, TransactionLost, TransactionOver } from './transaction-fault.js'

/**
 * On whose behalf a transaction runs. Policies read it as `hub120.center_id` and `hub120.role`.
 * Both are '' outside a transaction, so a policy must use nullif(current_setting(..., true), '').
 */
export interface TenantContext {
  readonly centerId: number | null
  readonly role: 'center' | 'reader' | 'steward' | 'coordinator' | 'admin' | 'jobs'
}

export interface Tx {
  readonly sql: Sql
  readonly orm: Orm
  /** Runs `work` so that its writes can be undone alone: if it rejects, they are, and the rejection goes on to the caller. */
  savepoint<T>(work: () => Promise<T>): Promise<T>
}

export interface TransactionOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable'
  readonly isReadOnly?: boolean
  /** Everything is done and rolled back; the result is returned all the same (S15). */
  readonly isDryRun?: boolean
  /**
   * For the whole transaction, work outside the database included; also the limit of each statement. 30 s by default; a statement of a
   * read-only transaction gets 3 s then, as questions that take longer would starve the others (trust, T8). Jobs have the 30 s.
   */
  readonly timeoutMs?: number
  /**
   * Aborted when nobody wants the result any more: the promise rejects with the reason at once, nothing more is sent, and the database stops what it
   * does within a moment. For transactions that write nothing; null or left out for all others.
   */
  readonly gone?: AbortSignal | null
  /**
   * Statements are planned once for all values: without it PostgreSQL plans the first five of every connection anew, which takes a large question half
   * as long again. For statements whose best plan is known to be the same whatever is asked.
   */
  readonly isPlannedOnce?: boolean
}

const ROLES: Readonly<Record<TenantContext['role'], true>> = {
  center: true,
  reader: true,
  steward: true,
  coordinator: true,
  admin: true,
  jobs: true,
}
const DEFAULT_TIMEOUT_MS = 30_000
const READ_STATEMENT_TIMEOUT_MS = 3_000
const CONTROL_TIMEOUT_MS = 5_000
const BEGIN_ATTEMPTS = 3
const LEFT_AFTER_MS = 500

/**
 * Runs `work` in one transaction on one connection that nobody else can reach until it has ended.
 *
 * When the connection is lost, the promise rejects with TransactionLost at once, although `work` may go on:
 * whatever it still sends is refused, whatever it settles to is ignored, and neither COMMIT nor ROLLBACK is sent.
 * A query that `work` left unawaited is refused after the end (TransactionOver) instead of running in the next holder's session.
 */
export async function runTransaction<T>(
  pool: ConnectionPool,
  context: TenantContext,
  { work, options = {} }: { work: (tx: Tx) => Promise<T>; options?: TransactionOptions },
): Promise<T> {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, isDryRun = false, gone = null } = options
  gone?.throwIfAborted()
  const connection = await begin(pool, beginStatement(context, options))
  const progress: Progress = { isOver: false, isCommitting: false }
  try {
    gone?.throwIfAborted()
    const result = await connection.hold(unlessGone(work(createTx(connection, progress)), gone), timeoutMs)
    progress.isOver = true
    progress.isCommitting = !isDryRun
    const end = isDryRun ? 'rollback' : 'commit'
    const { command } = await connection.hold(connection.sql.unsafe(end), CONTROL_TIMEOUT_MS + timeoutMs)
    pool.release(connection)
    if (command.toLowerCase() !== end) throw new TransactionAborted('A statement of this transaction had failed, so nothing was committed.')
    return result
  } catch (error) {
    if (error instanceof TransactionAborted) throw error
    progress.isOver = true
    if (gone?.aborted === true) {
      // Closing the connection is what ends the statement (see beginStatement), and its transaction with it.
      pool.discard(connection)
      throw gone.reason
    }
    if (!(error instanceof ConnectionLost) && (await rollback(pool, connection))) throw error
    pool.discard(connection)
    const outcome = progress.isCommitting ? 'it may or may not have been committed' : 'it was rolled back'
    const isOutcomeUnknown = progress.isCommitting
    throw new TransactionLost(`The transaction lost its connection; ${outcome}.`, { isOutcomeUnknown, cause: error })
  }
}

/** Settles as the work does, or rejects as soon as nobody wants it; what the work does later is ignored. */
function unlessGone<T>(work: Promise<T>, gone: AbortSignal | null): Promise<T> {
  if (gone === null) return work
  return new Promise((resolve, reject) => {
    const leave = () => reject(gone.reason as Error) // what was given to abort()
    gone.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => gone.removeEventListener('abort', leave))
  })
}

interface Progress {
  isOver: boolean
  isCommitting: boolean
}

/** An idle connection may have died unnoticed; nothing has run before BEGIN is answered, so it is tried on another one. */
async function begin(pool: ConnectionPool, statement: string): Promise<Connection> {
  for (let attempt = 1; ; attempt++) {
    const connection = await pool.acquire()
    try {
      await connection.hold(connection.sql.unsafe(statement), CONTROL_TIMEOUT_MS)
      return connection
    } catch (error) {
      const isRefused = error instanceof postgres.PostgresError && !connection.isLost
      pool.discard(connection)
      if (isRefused || attempt === BEGIN_ATTEMPTS) throw new TransactionLost('No transaction could be begun.', { cause: error })
    }
  }
}

/** BEGIN and the context in one round trip. All that is put into the text is a whole number or a word of a closed list. */
function beginStatement(
  { centerId, role }: TenantContext,
  { isolation, isReadOnly, timeoutMs, gone, isPlannedOnce = false }: TransactionOptions,
): string {
  if (centerId !== null && !Number.isSafeInteger(centerId)) throw new TypeError(`Center id ${String(centerId)} is not a whole number.`)
  if (!Object.hasOwn(ROLES, role)) throw new TypeError(`Role "${role}" is none of ${Object.keys(ROLES).join(', ')}.`)
  const mode = `${isolation ? ` isolation level ${isolation}` : ''}${isReadOnly ? ' read only' : ''}`
  const standardMs = isReadOnly && role !== 'jobs' ? READ_STATEMENT_TIMEOUT_MS : DEFAULT_TIMEOUT_MS
  const settings = [
    `set_config('hub120.center_id', '${centerId ?? ''}', true)`,
    `set_config('hub120.role', '${role}', true)`,
    `set_config('statement_timeout', '${Math.trunc(timeoutMs ?? standardMs)}', true)`,
    // The server looks whether its client is still there while it works: a statement of nobody ends.
    ...(gone == null ? [] : [`set_config('client_connection_check_interval', '${LEFT_AFTER_MS}', true)`]),
    ...(isPlannedOnce ? [`set_config('plan_cache_mode', 'force_generic_plan', true)`] : []),
  ]
  return `begin${mode}; select ${settings.join(', ')}`
}

function createTx(connection: Connection, progress: Progress): Tx {
  const sql = guardSql(connection.sql, () => {
    if (connection.isLost) return new TransactionLost('This transaction has lost its connection; nothing more is sent.')
    return progress.isOver ? new TransactionOver('This transaction has ended; a query of its callback was not awaited.') : null
  })
  const made: { orm: Orm | null; savepoints: number } = { orm: null, savepoints: 0 }
  return {
    sql,
    get orm() {
      return (made.orm ??= createOrm(sql))
    },
    async savepoint(work) {
      const name = `s${++made.savepoints}`
      await sql.unsafe(`savepoint ${name}`)
      try {
        const result = await work()
        await sql.unsafe(`release savepoint ${name}`)
        return result
      } catch (error) {
        if (!connection.isLost && !progress.isOver) await sql.unsafe(`rollback to savepoint ${name}`)
        throw error
      }
    },
  }
}

/** False when the connection does not answer any more; closing it then rolls back as well. */
async function rollback(pool: ConnectionPool, connection: Connection): Promise<boolean> {
  if (connection.isLost) return false
  try {
    await connection.hold(connection.sql.unsafe('rollback'), CONTROL_TIMEOUT_MS)
  } catch {
    return false // why is known to the caller already: it holds the error that led here
  }
  pool.release(connection)
  return true
}
