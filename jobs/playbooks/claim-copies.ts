import type { KeyObject } from 'node:crypto'
import { broadcastNames } from '../../api/playbooks/broadcast-names.js'
import { composeDelivery, signContent } from '../../api/playbooks/compose-delivery.js'
import { claimDeliveries, type ClaimedDelivery, type ClaimLimits } from '../../db/queries/deliveries.js'
import { keepBodies, listBodies, type StoredBody } from '../../db/queries/delivery-bodies.js'
import { listPublishedBroadcasts } from '../../db/queries/published-broadcasts.js'
import type { Tx } from '../../db/transaction.js'
import { messageOfBroadcast, type PublishedBroadcast } from '../../schema/domain/playbooks/message-of-broadcast.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'

/** A claimed copy with the bytes to send; null where none can be made of what was published. */
export type Copy = ClaimedDelivery & { readonly body: Uint8Array | null }

export type BodyMaking = {
  /** The hub's own key, for the signature over the content. */
  readonly contentKey: KeyObject
  readonly standards: Pick<Standards, 'edition' | 'regions'>
}

/**
 * Claims copies and gives each its body. A body is made once for a message and center and kept in the same transaction, before anything is sent: whatever
 * is retried by whichever replica is the same to the byte (P1).
 */
export async function claimCopies(tx: Tx, limits: ClaimLimits, making: BodyMaking): Promise<readonly Copy[]> {
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

async function makeBodies(tx: Tx, claims: readonly ClaimedDelivery[], making: BodyMaking): Promise<readonly StoredBody[]> {
  const published = await listPublishedBroadcasts(tx, [...new Set(claims.map(({ messageId }) => messageId))])
  const composers = new Map(published.map(one => [one.id, composerOf(one, making)]))
  return claims.flatMap(({ centerId, messageId, center }) => {
    const body = composers.get(messageId)?.(center) ?? null
    return body === null ? [] : [{ centerId, messageId, body }]
  })
}

/** Makes the body of a message for each center. A content that is no message gives none: one message must not keep the others from going out. */
function composerOf(published: PublishedBroadcast, { contentKey, standards }: BodyMaking): (center: string) => Uint8Array | null {
  const message = messageOfBroadcast(published, broadcastNames(standards, published.hazard))
  if (message === null) return () => null
  const signature = signContent(message, contentKey)
  return center => composeDelivery(message, center, signature)
}
