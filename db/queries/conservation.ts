import type { Tx } from '../transaction.js'

/** Where the rows of a submission stand: received = facts + held + voided + rejected, and nothing is lost. */
export type Conservation = {
  readonly center_id: number
  readonly submission_no: number
  readonly submission_id: string
  readonly received: number
  readonly facts: number
  readonly held: number
  readonly voided: number
  readonly rejected: number
  readonly lost: number
}

/** Submissions whose rows do not add up; there are none. `centerId` null is all centers that the policies show. */
export const listImbalances = (
  tx: Tx,
  { centerId, limit }: { readonly centerId: number | null; readonly limit: number },
): Promise<readonly Conservation[]> =>
  tx.sql<Conservation[]>`
    select center_id, submission_no, submission_id, received, facts, held, voided, rejected, lost
    from submission_conservation
    where (${centerId}::smallint is null or center_id = ${centerId}) and (lost <> 0 or received <> facts + held + voided + rejected)
    order by center_id, submission_no
    limit ${limit}`

/** Where the rows of one submission stand now; null where the policies show none. */
export async function findConservation(tx: Tx, centerId: number, submissionNo: number): Promise<Conservation | null> {
  const [row] = await tx.sql<Conservation[]>`
    select center_id, submission_no, submission_id, received, facts, held, voided, rejected, lost
    from submission_conservation
    where center_id = ${centerId} and submission_no = ${submissionNo}`
  return row ?? null
}

/** All submissions of a center, or of all, added up. */
export async function sumConservation(
  tx: Tx,
  centerId: number | null,
): Promise<Omit<Conservation, 'center_id' | 'submission_no' | 'submission_id'> & { readonly submissions: number }> {
  const [sums] = await tx.sql<(Omit<Conservation, 'center_id' | 'submission_no' | 'submission_id'> & { submissions: number })[]>`
    select count(*)::int as submissions, coalesce(sum(received), 0)::float8 as received, coalesce(sum(facts), 0)::float8 as facts,
      coalesce(sum(held), 0)::float8 as held, coalesce(sum(voided), 0)::float8 as voided, coalesce(sum(rejected), 0)::float8 as rejected,
      coalesce(sum(lost), 0)::float8 as lost
    from submission_conservation
    where ${centerId}::smallint is null or center_id = ${centerId}`
  if (sums === undefined) throw new Error('A sum gave no row.')
  return sums
}
