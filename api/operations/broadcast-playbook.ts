import { findVersion } from '../../db/queries/playbook-versions.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { checkPublication } from './check-publication.js'
import { moveLockedVersion } from './locked-version.js'
import { onceOnly, type SentMessage } from './once-only.js'
import { actStrongly } from './playbook-act.js'
import { notFound } from './playbook-refusals.js'
import { sendMessage } from './send-message.js'

export type PlaybookToBroadcast = { readonly version: string; readonly idempotencyKey: string }

/**
 * Sends an approved text to everybody its areas mean: answers when all of it is committed, and then nothing of it can be lost. Refused where its approvals no longer
 * hold, the head has moved, or the centers are not those that were approved.
 */
export const broadcastPlaybook = (
  hub: Hub,
  caller: Caller,
  { version: id, idempotencyKey }: PlaybookToBroadcast,
): Promise<Outcome<SentMessage>> =>
  actStrongly(hub, caller, async place => {
    const found = await findVersion(place.tx, id)
    if (found === null) return refuse(notFound('version', id))
    const keyed = { act: 'broadcast', key: idempotencyKey, status: found.status, request: { version: id } }
    return onceOnly(place, keyed, async messageId => {
      const locked = await moveLockedVersion(place, id, 'publish')
      if (!locked.ok) return locked
      const settled = await checkPublication(place, locked.value)
      if (!settled.ok) return settled
      const targets = [...settled.value.targets, ...settled.value.overflow]
      const { activation, version } = locked.value
      return accept(
        await sendMessage(place, { activation, version, messageId, targets, publisher: place.actor, isLate: false, isBreakGlass: false }),
      )
    })
  })
