import type { Database } from '../../db/connect.js'
import type { Sql } from '../../db/guarded-sql.js'

export interface CountedDatabase {
  readonly db: Database
  /** Texts of the statements sent since `forget`, without those that begin and end transactions. */
  readonly seen: () => readonly string[]
  readonly forget: () => void
}

/** A database that remembers each statement that is sent through it. Parts of a statement are none. */
export function countStatements(db: Database): CountedDatabase {
  let sent: string[] = []
  const watch = (sql: Sql): Sql => watchSql(sql, text => sent.push(text))
  return {
    db: {
      ...db,
      query: ask => db.query(sql => ask(watch(sql))),
      transaction: (context, work, options) =>
        db.transaction(
          context,
          tx => work(Object.defineProperty(Object.create(tx) as typeof tx, 'sql', { value: watch(tx.sql) })),
          options,
        ), // tx with another sql
    },
    seen: () => sent,
    forget: () => {
      sent = []
    },
  }
}

/** What postgres.js keeps on a query: `handler` sends it. */
interface Query {
  handler?: (query: unknown) => unknown
  strings?: readonly string[]
}

function watchSql(sql: Sql, note: (text: string) => void): Sql {
  const noted = (made: unknown): unknown => {
    const query = made as Query // a query, or a helper without handler
    const { handler } = query
    if (typeof handler === 'function') {
      query.handler = sending => {
        note(query.strings?.join('?') ?? '')
        return handler(sending)
      }
    }
    return made
  }
  return new Proxy(sql, {
    apply: (target, _self, args) => noted(Reflect.apply(target, undefined, args)),
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name)
      return name === 'unsafe' ? (...args: Parameters<Sql['unsafe']>) => noted(target.unsafe(...args)) : member
    },
  })
}
