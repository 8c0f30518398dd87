import { moveVersion } from '../../db/queries/playbook-versions.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { PlaybookVersion } from '../../schema/domain/playbooks/activation.js'
import type { Hub } from '../hub.js'
import { moveLockedVersion } from './locked-version.js'
import { actOnPlaybooks, notePlaybookAct, sha256 } from './playbook-act.js'
import { checkActReason } from './playbook-refusals.js'

/** Gives a text back to its author, with a reason; the next submission asks for approval anew once it was edited. */
export const returnPlaybook = (
  hub: Hub,
  caller: Caller,
  { version: id, reason }: { readonly version: string; readonly reason: string },
): Promise<Outcome<PlaybookVersion>> =>
  actOnPlaybooks(hub, caller, async place => {
    const issues = checkActReason(reason)
    if (issues.length > 0) return refuse(...issues)
    const locked = await moveLockedVersion(place, id, 'return')
    if (!locked.ok) return locked
    const returned = await moveVersion(place.tx, { id, state: locked.value.next })
    await notePlaybookAct(place, 'playbook.returned', { version: id, revision: returned.revision, reason: sha256(reason) })
    return accept(returned)
  })
