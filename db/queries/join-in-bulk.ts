import type { Tx } from '../transaction.js'

/** From so many rows on, joining row against row takes minutes where the planner takes a table it has not counted yet for a small one. */
const MANY_ROWS = 1_000

/** Runs statements that join a list of rows with a table, without nested loops where the list is long; 6,000 held rows took a minute and take a second. */
export async function joinInBulk(tx: Tx, rows: number, run: () => Promise<void>): Promise<void> {
  if (rows < MANY_ROWS) return run()
  await tx.sql`select set_config('enable_nestloop', 'off', true)`
  await run()
  await tx.sql`select set_config('enable_nestloop', 'on', true)`
}
