import { createPublicKey, type KeyObject } from 'node:crypto'
import { broadcastNames } from '../../api/playbooks/broadcast-names.js'
import { contentHashOf, signContent } from '../../api/playbooks/compose-delivery.js'
import { keepMessageKey, keepSignatures, listSignatures, listUnsigned, type StoredSignature } from '../../db/queries/message-signatures.js'
import { listPublishedBroadcasts } from '../../db/queries/published-broadcasts.js'
import type { Tx } from '../../db/transaction.js'
import { canonicalJson } from '../../schema/domain/playbooks/canonical-json.js'
import { messageOfBroadcast, type PublishedBroadcast } from '../../schema/domain/playbooks/message-of-broadcast.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { JOBS, type JobHub } from '../job.js'

export type Signing = {
  /** The hub's own key, for the signature over the content. */
  readonly contentKey: KeyObject
  readonly standards: Pick<Standards, 'edition' | 'regions' | 'centers'>
}

const AT_ONCE = 100

/**
 * What goes out of messages, signed. Made once and kept: whatever road a message takes, and whoever renews a name or the key meanwhile, it is the same to the byte.
 * A content that is no message has none.
 */
export async function signMessages(tx: Tx, ids: readonly string[], signing: Signing): Promise<readonly StoredSignature[]> {
  const kept = await listSignatures(tx, ids)
  const known = new Set(kept.map(({ messageId }) => messageId))
  const missing = ids.filter(id => !known.has(id))
  if (missing.length === 0) return kept
  const made = (await listPublishedBroadcasts(tx, missing)).flatMap(one => signOne(one, signing) ?? [])
  if (made.length === 0) return kept
  return [...kept, ...(await keepSignatures(tx, made, publicKeyOf(signing.contentKey)))]
}

const publicKeyOf = (key: KeyObject): string => createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64')

function signOne(published: PublishedBroadcast, { contentKey, standards }: Signing): StoredSignature | null {
  const message = messageOfBroadcast(published, broadcastNames(standards, published.hazard))
  if (message === null) return null
  return { messageId: published.id, body: canonicalJson(message), contentHash: contentHashOf(message), ...signContent(message, contentKey) }
}

export type SigningHub = JobHub & { standards(): Promise<Standards> }

/**
 * Signs what has gone out and no claim of a copy has signed: a message without any endpoint is pulled all the same. The key is made known before it is used: from
 * then on nobody is shown a message that is not signed (db/queries/message-feed.ts).
 */
export async function signUnsigned(hub: SigningHub, contentKey: KeyObject): Promise<void> {
  const signing = { contentKey, standards: await hub.standards() }
  await hub.db.transaction(JOBS, async tx => {
    await keepMessageKey(tx, publicKeyOf(contentKey))
    await signMessages(tx, await listUnsigned(tx, AT_ONCE), signing)
  })
}

/** Signs soon, one turn at a time: called when the feed has moved, for its readers wait. Faults are logged, and the next tick tries again. */
export function signWhenMoved(hub: SigningHub, contentKey: KeyObject): () => void {
  const state = { isSigning: false, isDue: false }
  const sign = async () => {
    state.isSigning = true
    while (state.isDue) {
      state.isDue = false
      await signUnsigned(hub, contentKey).catch((err: unknown) => hub.log.error({ event: 'messages.notSigned', err }))
    }
    state.isSigning = false
  }
  return () => {
    state.isDue = true
    if (!state.isSigning) void sign()
  }
}
