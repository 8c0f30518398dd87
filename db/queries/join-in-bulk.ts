import type { Tx } from '../transaction.js'

/** From so many rows on, joining row against row takes minutes where the planner takes a table it has not counted yet for a small one. */
const MANY_ROWS = 1_000

/**
 * Runs statements that join a list of rows with a table, without nested loops where the list is long; 6,000 held rows took a minute and take a second. Foreign keys
 * are checked by a plan that is made once: under the lock of a center (`lockCenter`) every statement is planned anew, and so is the check of every key of every
 * row, which took 24 of the 60 seconds in which 60,000 rows were to be held again.
 */
export async function joinInBulk(tx: Tx, rows: number, run: () => Promise<void>): Promise<void> {
  if (rows < MANY_ROWS) return run()
  const [before] = await tx.sql<{ mode: string }[]>`
    select current_setting('plan_cache_mode') as mode, set_config('enable_nestloop', 'off', true), set_config('plan_cache_mode', 'auto', true)`
  await run()
  await tx.sql`select set_config('enable_nestloop', 'on', true), set_config('plan_cache_mode', ${before?.mode ?? 'auto'}, true)`
}
