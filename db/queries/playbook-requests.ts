import type { Tx } from '../transaction.js'

export type PlaybookRequest = { readonly actor: string; readonly key: string; readonly act: string; readonly requestHash: string }

/** What a key was first used for. */
export type FirstRequest = { readonly act: string; readonly requestHash: string; readonly messageId: string }

/**
 * Claims a key for a message that this transaction is going to make; null when it is claimed now, else what it was used for. Whoever comes second waits
 * here until the first has committed or failed.
 */
export async function claimKey(tx: Tx, { actor, key, act, requestHash }: PlaybookRequest, messageId: string): Promise<FirstRequest | null> {
  const claimed = await tx.sql`
    insert into playbook_requests (actor, key, act, request_hash, message_id)
    values (${actor}, ${key}, ${act}, ${requestHash}, ${messageId})
    on conflict on constraint playbook_requests_pk do nothing
    returning key`
  if (claimed.length > 0) return null
  const [first] = await tx.sql<FirstRequest[]>`
    select act, request_hash as "requestHash", message_id as "messageId" from playbook_requests where actor = ${actor} and key = ${key}`
  if (first === undefined) throw new Error('A key that was claimed is not there.')
  return first
}
