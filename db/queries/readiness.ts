import type { Sql } from '../guarded-sql.js'

export type Readiness = {
  /** Names of applied migrations, in order. */
  readonly migrations: readonly string[]
  readonly hasEdition: boolean
}

/** What must be in place before the hub answers anything. One statement; rejects when the schema is not there at all. */
export async function readReadiness(sql: Sql): Promise<Readiness> {
  const [row] = await sql<Readiness[]>`
    select
      (select coalesce(array_agg(name order by name), '{}') from hub120_migrations) as migrations,
      exists (select from editions) as "hasEdition"`
  if (row === undefined) throw new Error('The readiness query gave no row.')
  return row
}
