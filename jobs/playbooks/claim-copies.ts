import { composeDelivery } from '../../api/playbooks/compose-delivery.js'
import { claimDeliveries, type ClaimedDelivery, type ClaimLimits } from '../../db/queries/deliveries.js'
import { keepBodies, listBodies, type StoredBody } from '../../db/queries/delivery-bodies.js'
import type { StoredSignature } from '../../db/queries/message-signatures.js'
import type { Tx } from '../../db/transaction.js'
import { parsePlaybookMessage } from '../../schema/domain/playbooks/parse-playbook-message.js'
import { signMessages, type Signing } from './sign-messages.js'

/** A claimed copy with the bytes to send; null where none can be made of what was published. */
export type Copy = ClaimedDelivery & { readonly body: Uint8Array | null }

/**
 * Claims copies and gives each its body. A body is made once for a message and center and kept in the same transaction, before anything is sent: whatever
 * is retried by whichever replica is the same to the byte (P1).
 */
export async function claimCopies(tx: Tx, limits: ClaimLimits, making: Signing): Promise<readonly Copy[]> {
  const claims = await claimDeliveries(tx, limits)
  if (claims.length === 0) return []
  const known = byPlace(await listBodies(tx, claims.map(placeOf)))
  const missing = claims.filter(claim => !known.has(keyOf(claim)))
  const made = missing.length === 0 ? new Map<string, Uint8Array>() : byPlace(await keepBodies(tx, await makeBodies(tx, missing, making)))
  return claims.map(claim => ({ ...claim, body: known.get(keyOf(claim)) ?? made.get(keyOf(claim)) ?? null }))
}

const placeOf = ({ centerId, messageId }: ClaimedDelivery) => ({ centerId, messageId })
const keyOf = ({ centerId, messageId }: { readonly centerId: number; readonly messageId: string }): string => `${messageId} ${centerId}`
const byPlace = (bodies: readonly StoredBody[]): ReadonlyMap<string, Uint8Array> => new Map(bodies.map(one => [keyOf(one), one.body]))

async function makeBodies(tx: Tx, claims: readonly ClaimedDelivery[], making: Signing): Promise<readonly StoredBody[]> {
  const signed = await signMessages(tx, [...new Set(claims.map(({ messageId }) => messageId))], making)
  const composers = new Map(signed.map(one => [one.messageId, composerOf(one)]))
  return claims.flatMap(({ centerId, messageId, center }) => {
    const body = composers.get(messageId)?.(center) ?? null
    return body === null ? [] : [{ centerId, messageId, body }]
  })
}

/** Makes the body of a message for each center. A content that is no message gives none: one message must not keep the others from going out. */
function composerOf({ body, keyId, value }: StoredSignature): (center: string) => Uint8Array | null {
  const message = parsePlaybookMessage(JSON.parse(body))
  return center => (message === null ? null : composeDelivery(message, center, { keyId, value }))
}
