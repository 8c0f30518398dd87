import { requireEdition } from '../db/queries/editions.js'
import { JOBS, type JobContext } from './job.js'

/**
 * Runs `work` for every center, one after the other. A fault at one center leaves the others theirs and is thrown when all have had their turn; a
 * process that ends stops at the next center.
 */
export async function eachCenter<T>({ db, signal }: JobContext, work: (centerId: number) => Promise<T>): Promise<readonly T[]> {
  const { centers } = await db.transaction(JOBS, tx => requireEdition(tx.sql), { isReadOnly: true })
  const results: T[] = []
  const faults: unknown[] = []
  for (const { id } of centers.values()) {
    signal.throwIfAborted()
    await work(id).then(
      result => results.push(result),
      (fault: unknown) => faults.push(fault),
    )
  }
  signal.throwIfAborted()
  if (faults.length > 0) throw new AggregateError(faults, `Not done at ${faults.length} of ${centers.size} centers: ${String(faults[0])}`)
  return results
}

/** Counts of all centers added up, name by name. */
export const addCounts = (counts: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> => {
  const total: Record<string, number> = {}
  for (const one of counts) for (const [name, count] of Object.entries(one)) total[name] = (total[name] ?? 0) + count
  return total
}
