/** Faults that are named; of more the number is told. */
const MOST_NAMED = 5

/** One row that a sweep could not settle, with why. */
export class RowFault extends Error {
  constructor(row: string, cause: unknown) {
    super(`${row}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.name = 'RowFault'
  }
}

/**
 * Does the same for each of some rows, one after the other. One that cannot be settled holds up no other: what went wrong is thrown when all have had their turn, row by row
 * with its cause, in words that are the same for the same faults. `ended` may stop it between two rows.
 */
export async function eachInTurn<T, R>(
  rows: readonly T[],
  { nameOf, work, ended }: { readonly nameOf: (row: T) => string; readonly work: (row: T) => Promise<R>; readonly ended?: AbortSignal },
): Promise<readonly R[]> {
  const results: R[] = []
  const faults: RowFault[] = []
  for (const row of rows) {
    ended?.throwIfAborted()
    await work(row).then(
      result => void results.push(result),
      (fault: unknown) => void faults.push(new RowFault(nameOf(row), fault)),
    )
  }
  ended?.throwIfAborted()
  throwTogether(faults, rows.length)
  return results
}

/** Throws the faults of a sweep over so many rows as one; nothing where there are none. */
export function throwTogether(faults: readonly RowFault[], rows: number): void {
  if (faults.length === 0) return
  const named = faults.slice(0, MOST_NAMED).map(({ message }) => message)
  const more = faults.length > MOST_NAMED ? ` and ${faults.length - MOST_NAMED} more` : ''
  throw new AggregateError(faults, `${faults.length} of ${rows} were not settled: ${named.join('; ')}${more}`)
}
