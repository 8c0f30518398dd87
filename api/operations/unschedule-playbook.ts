import { moveVersion } from '../../db/queries/playbook-versions.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { PlaybookVersion } from '../../schema/domain/playbooks/activation.js'
import type { Hub } from '../hub.js'
import { moveLockedVersion } from './locked-version.js'
import { actOnPlaybooks, notePlaybookAct } from './playbook-act.js'

/** Takes a text off the schedule before it goes out; it stays approved. One person is enough. */
export const unschedulePlaybook = (
  hub: Hub,
  caller: Caller,
  { version: id }: { readonly version: string },
): Promise<Outcome<PlaybookVersion>> =>
  actOnPlaybooks(hub, caller, async place => {
    const locked = await moveLockedVersion(place, id, 'unschedule')
    if (!locked.ok) return locked
    const standing = await moveVersion(place.tx, { id, state: locked.value.next })
    await notePlaybookAct(place, 'playbook.unscheduled', { version: id })
    return accept(standing)
  })
