import { moveVersion } from '../../db/queries/playbook-versions.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { parseInstant } from '../../schema/domain/instant.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { PlaybookVersion } from '../../schema/domain/playbooks/activation.js'
import type { Hub } from '../hub.js'
import { checkPublication } from './check-publication.js'
import { moveLockedVersion } from './locked-version.js'
import { actStrongly, notePlaybookAct } from './playbook-act.js'
import { playbookFault } from './playbook-refusals.js'

export type PlaybookToSchedule = { readonly version: string; readonly publishAt: string }

/** Sets the instant at which an approved text goes out by itself, by the clock of the database; what stands against sending it now stands against this too. */
export const schedulePlaybook = (hub: Hub, caller: Caller, input: PlaybookToSchedule): Promise<Outcome<PlaybookVersion>> =>
  actStrongly(hub, caller, async place => {
    const { version: id, publishAt } = input
    const locked = await moveLockedVersion(place, id, 'schedule')
    if (!locked.ok) return locked
    const { version, next } = locked.value
    const at = parseInstant(publishAt) === null ? NaN : Date.parse(publishAt)
    if (!(at > Date.parse(place.now) && at < Date.parse(version.expiresAt))) return refuse(notThen(publishAt, version.expiresAt))
    const ready = await checkPublication(place, locked.value)
    if (!ready.ok) return ready
    const scheduled = await moveVersion(place.tx, { id, state: next, publishAt, scheduledBy: place.actor })
    await notePlaybookAct(place, 'playbook.scheduled', { version: id, publishAt, contentHash: version.contentHash })
    return accept(scheduled)
  })

const notThen = (got: string, expiresAt: string) =>
  playbookFault('BAD_USER_INPUT', ['publishAt'], {
    ko: `발행 시각 ${got.slice(0, 40)}은(는) 지금보다 뒤이고 만료(${expiresAt})보다 앞이어야 합니다.`,
    en: `It cannot go out at ${got.slice(0, 40)}: give an instant from now until it expires (${expiresAt}).`,
    expected: `later than now and before ${expiresAt}`,
    got,
  })
