import { readStandingMappings, requireMappingMark, type StandingMappings } from '../../db/queries/term-mappings.js'
import type { Tx } from '../../db/transaction.js'
import type { Hub } from '../hub.js'

/** What stood at the last look, by center. Every decision raises the mark, so the same mark is the same mappings. */
const known = new WeakMap<Hub['db'], Map<number, StandingMappings>>()

/**
 * What stands about the words of a center as this transaction sees it: one small question while nothing was decided, which is nearly always.
 * A batch is judged by one such reading from end to end.
 */
export async function pinMappings(hub: Pick<Hub, 'db'>, tx: Tx, centerId: number): Promise<StandingMappings> {
  const centers = known.get(hub.db) ?? new Map<number, StandingMappings>()
  known.set(hub.db, centers)
  const before = centers.get(centerId)
  if (before !== undefined && before.mark === (await requireMappingMark(tx, centerId))) return before
  const now = await readStandingMappings(tx, centerId)
  centers.set(centerId, now)
  return now
}
