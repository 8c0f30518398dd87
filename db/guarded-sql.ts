import { PgDialect } from 'drizzle-orm/pg-core'
import { PostgresJsDatabase, PostgresJsSession } from 'drizzle-orm/postgres-js'
import type { ISql, JSONValue, Sql as Client, UnsafeQueryOptions } from 'postgres'
import { ARRAY_TYPES } from './postgres-types.js'

/** Tagged-template SQL: `sql\`select ...\``, `sql(name)`, `sql.unsafe`, `sql.json`, `sql.array`. It cannot begin transactions. */
export type Sql = ISql<Record<never, never>>

/** drizzle's query builder over the same session. Its `transaction` is left out: use `tx.savepoint`. */
export type Orm = Omit<PostgresJsDatabase, 'transaction'>

/** What postgres.js keeps on its queries and its types do not show: `handler` sends the query, `reject` fails it. */
interface SentQuery {
  handler?: (query: SentQuery) => unknown
  reject: (error: Error) => void
}

/**
 * `client` with one more step: `refusal()` is asked at the moment a query would be sent, not when it is written,
 * because a query of postgres.js is lazy and may be awaited long after its transaction.
 */
export function guardSql(client: Client, refusal: () => Error | null): Sql {
  const guard = <T>(made: T): T => {
    const query = made as T & SentQuery // a query, or a helper without handler
    const send = query.handler
    if (typeof send === 'function') {
      query.handler = sent => {
        const error = refusal()
        return error === null ? send(sent) : sent.reject(error)
      }
    }
    return made
  }
  // The overloads of the tag (template, identifier, helper) cannot be expressed by one function; arguments are passed on untouched.
  const call = client as unknown as (...args: unknown[]) => unknown
  type Arguments = Parameters<Client['unsafe']>[1]
  return Object.assign((...args: unknown[]) => guard(call(...args)), {
    types: client.types,
    typed: client.typed,
    array: (list: unknown, elementType?: number) => client.typed(list, elementType === undefined ? 0 : (ARRAY_TYPES[elementType] ?? 0)),
    json: (value: JSONValue) => client.json(value),
    notify: (channel: string, payload: string) => guard(client`select pg_notify(${channel}, ${payload})`),
    unsafe: (text: string, values?: Arguments, options?: UnsafeQueryOptions) => guard(client.unsafe(text, values, options)),
    file: (path: string, values?: Arguments) => guard(client.file(path, values ?? [])),
  }) as unknown as Sql
}

const dialect = new PgDialect()

/**
 * drizzle over guarded SQL, in the same transaction. `drizzle(client)` would replace the client's parsers and serializers;
 * a session made by hand leaves them alone, and the types of `postgres-types.ts` suit both (strings for time, JSON text passed through).
 * Columns of time must therefore be declared with `mode: 'string'`.
 */
export function createOrm(sql: Sql): Orm {
  // Prepared, as raw SQL is: an unprepared query with parameters costs two round trips each time.
  const unsafe = (query: string, parameters: Parameters<Sql['unsafe']>[1]) => sql.unsafe(query, parameters, { prepare: true })
  const session = new PostgresJsSession({ unsafe } as unknown as Client, dialect, undefined) // it calls nothing but `unsafe`
  return new PostgresJsDatabase(dialect, session, undefined)
}
