import type { KeyObject } from 'node:crypto'
import { composeDelivery, signContent } from '../../api/playbooks/compose-delivery.js'
import { claimDeliveries, type ClaimedDelivery, type ClaimLimits } from '../../db/queries/deliveries.js'
import { keepBodies, listBodies, listMessageContents, type StoredBody } from '../../db/queries/delivery-bodies.js'
import type { Tx } from '../../db/transaction.js'
import { parsePlaybookMessage } from '../../schema/domain/playbooks/parse-playbook-message.js'

/** A claimed copy with the bytes to send; null where none can be made of what was published. */
export type Copy = ClaimedDelivery & { readonly body: Uint8Array | null }

/**
 * Claims copies and gives each its body. A body is made once for a message and center and kept in the same transaction, before anything is sent: whatever
 * is retried by whichever replica is the same to the byte (P1).
 */
export async function claimCopies(tx: Tx, limits: ClaimLimits, contentKey: KeyObject): Promise<readonly Copy[]> {
  const claims = await claimDeliveries(tx, limits)
  if (claims.length === 0) return []
  const known = byPlace(await listBodies(tx, claims.map(placeOf)))
  const missing = claims.filter(claim => !known.has(keyOf(claim)))
  const made =
    missing.length === 0 ? new Map<string, Uint8Array>() : byPlace(await keepBodies(tx, await makeBodies(tx, missing, contentKey)))
  return claims.map(claim => ({ ...claim, body: known.get(keyOf(claim)) ?? made.get(keyOf(claim)) ?? null }))
}

const placeOf = ({ centerId, messageId }: ClaimedDelivery) => ({ centerId, messageId })
const keyOf = ({ centerId, messageId }: { readonly centerId: number; readonly messageId: string }): string => `${messageId} ${centerId}`
const byPlace = (bodies: readonly StoredBody[]): ReadonlyMap<string, Uint8Array> => new Map(bodies.map(one => [keyOf(one), one.body]))

async function makeBodies(tx: Tx, claims: readonly ClaimedDelivery[], contentKey: KeyObject): Promise<readonly StoredBody[]> {
  const contents = await listMessageContents(tx, [...new Set(claims.map(({ messageId }) => messageId))])
  const compose = [...contents].map(([messageId, content]) => [messageId, composerOf(content, contentKey)] as const)
  const composers = new Map(compose)
  return claims.flatMap(({ centerId, messageId, center }) => {
    const body = composers.get(messageId)?.(center) ?? null
    return body === null ? [] : [{ centerId, messageId, body }]
  })
}

/** Makes the body of a message for each center. A content that is no message gives none; one message must not keep the others from going out. */
function composerOf(content: string, contentKey: KeyObject): (center: string) => Uint8Array | null {
  const message = parsePlaybookMessage(parseJson(content))
  if (message === null) return () => null
  const signature = signContent(message, contentKey)
  return center => composeDelivery(message, center, signature)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
