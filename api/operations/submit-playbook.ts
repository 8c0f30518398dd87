import { moveVersion } from '../../db/queries/playbook-versions.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { PlaybookVersion } from '../../schema/domain/playbooks/activation.js'
import type { Hub } from '../hub.js'
import { lintVersion } from './lint-version.js'
import { moveLockedVersion } from './locked-version.js'
import { actStrongly, notePlaybookAct } from './playbook-act.js'

/**
 * Hands a text over for approval, as its author: with a new sign-in, as those who approve it (emergency.md §2.3). A draft needs none; nothing comes of it before this. Refused with
 * everything the lint holds against it; its warnings stay with the text for the approver.
 */
export const submitPlaybook = (
  hub: Hub,
  caller: Caller,
  { version: id }: { readonly version: string },
): Promise<Outcome<PlaybookVersion>> =>
  actStrongly(hub, caller, async place => {
    const locked = await moveLockedVersion(place, id, 'submit')
    if (!locked.ok) return locked
    const { version, next } = locked.value
    const faults = (await lintVersion(place, version)).filter(({ severity }) => severity === 'error')
    if (faults.length > 0) return refuse(...faults)
    const submitted = await moveVersion(place.tx, { id, state: next })
    await notePlaybookAct(place, 'playbook.submitted', { version: id, revision: version.revision, contentHash: version.contentHash })
    return accept(submitted)
  })
