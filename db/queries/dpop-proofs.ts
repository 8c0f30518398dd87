import type { Sql } from '../guarded-sql.js'

/** A use of a proof: which key signed it, what it calls itself (SHA-256 of its jti), and when it says it was made, in seconds since 1970. */
export type ProofUse = { readonly keyThumbprint: string; readonly jtiHash: Uint8Array; readonly issuedAtS: number }

/** True for the first use of a proof that was made within the last minute, by the clock of the database; false for every other. */
export async function claimDpopProof(sql: Sql, { keyThumbprint, jtiHash, issuedAtS }: ProofUse): Promise<boolean> {
  const [row] = await sql<{ isFirst: boolean }[]>`
    select hub_claim_dpop_proof(${keyThumbprint}::text, ${jtiHash}::bytea, to_timestamp(${issuedAtS}::double precision)) as "isFirst"`
  return row?.isFirst ?? false
}

/** Clears away up to `limit` proofs that can be good no more. Returns how many. */
export async function pruneDpopProofs(sql: Sql, limit: number): Promise<number> {
  const [row] = await sql<{ pruned: number }[]>`select hub_prune_dpop_proofs(${limit}::integer) as pruned`
  return row?.pruned ?? 0
}
