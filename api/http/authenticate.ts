import type { IncomingMessage } from 'node:http'
import { claimDpopProof } from '../../db/queries/dpop-proofs.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { checkSender, type SenderRules } from '../auth/check-sender.js'
import { findCaller } from '../auth/find-caller.js'
import { readAccessToken } from '../auth/read-access-token.js'
import type { VerifyToken } from '../auth/verify-token.js'
import type { Hub } from '../hub.js'
import { unauthenticated } from './door-refusal.js'

export type SignInRules = { readonly hub: Hub; readonly verifyToken: VerifyToken; readonly senderRules: SenderRules }

/** Who asks, and how long by this token. */
export type Admitted = { readonly caller: Caller; readonly tokenEndsAtMs: number }

/** The caller of a request, from its token, its proof and the registry. Throws the one generic 401 for everything that is not in order. */
export async function authenticate(request: IncomingMessage, rules: SignInRules): Promise<Admitted> {
  const admitted = await findSender(request, rules)
  if (admitted === null) throw unauthenticated(rules.senderRules)
  return admitted
}

/** The proof is used up last, so that only registered callers make the hub write. */
async function findSender(request: IncomingMessage, { hub, verifyToken, senderRules }: SignInRules): Promise<Admitted | null> {
  const presented = readAccessToken(request)
  const claims = presented === null ? null : await verifyToken(presented.token)
  if (presented === null || claims === null) return null
  const sender = await checkSender(request, { ...presented, claims }, senderRules)
  const caller = sender === null ? null : await findCaller(hub.db, claims)
  if (sender === null || caller === null) return null
  const { proof } = sender
  const admitted = { caller, tokenEndsAtMs: claims.endsAtMs }
  return proof === null || (await hub.db.query(sql => claimDpopProof(sql, proof))) ? admitted : null
}
