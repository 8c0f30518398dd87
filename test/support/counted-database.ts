import type { Database } from '../../db/connect.js'
import type { Tx } from '../../db/transaction.js'
import type { TestDatabase } from './database.js'

export type CountedDatabase = TestDatabase & {
  /** What the program has asked the database for since the last call: transactions and statements, pieces of statements included. */
  readonly takeCount: () => number
}

/** The same database, with everything counted that goes through `db`. */
export function countStatements(database: TestDatabase): CountedDatabase {
  let count = 0
  const counting = <T extends Tx['sql']>(sql: T): T =>
    new Proxy(sql, {
      apply(target, receiver, args) {
        count += 1
        return Reflect.apply(target, receiver, args) as unknown // what the driver gives
      },
    })
  const db: Database = {
    ...database.db,
    transaction(context, work, options) {
      count += 1
      return database.db.transaction(context, tx => work(countingTx(tx, counting)), options)
    },
    query(ask) {
      count += 1
      return database.db.query(sql => ask(counting(sql)))
    },
  }
  return {
    ...database,
    db,
    takeCount() {
      const taken = count
      count = 0
      return taken
    },
  }
}

/** Getters of the transaction stay getters: `orm` is made when it is first asked for. */
function countingTx(tx: Tx, counting: (sql: Tx['sql']) => Tx['sql']): Tx {
  return Object.create(tx, { sql: { value: counting(tx.sql) } }) as Tx // the same transaction, with one member overlaid
}
