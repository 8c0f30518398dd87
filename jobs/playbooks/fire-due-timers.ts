import type { Hub } from '../../api/hub.js'
import { throwTogether } from '../../api/operations/each-in-turn.js'
import { callClosedCenter, climbLadder, remindToApply } from './climb-ladder.js'
import { fireTimers, type TimerHandlers } from './fire-timers.js'
import type { Opening } from './opening.js'
import { pageApprovers } from './page-approvers.js'
import { warnOfExpiry } from './warn-of-expiry.js'
import { writeDigest } from './write-digest.js'

/** What timers do, by kind (schema/domain/playbooks/level-policy.ts). */
const listTimers = (opening: () => Opening): TimerHandlers => ({
  CLOSED_CENTER: callClosedCenter(opening),
  OTHER_CHANNEL: climbLadder,
  UNDELIVERED: climbLadder,
  LADDER_DUTY: climbLadder,
  LADDER_MANAGER: climbLadder,
  LADDER_COORDINATOR: climbLadder,
  LADDER_PHONE: climbLadder,
  APPLY_DUE: remindToApply(opening),
  DIGEST: writeDigest(opening),
  RATIFICATION_PAGE: pageApprovers,
  EXPIRY_WARNING: warnOfExpiry,
})

/** Fires what is due; throws what failed when all have had their turn. The registry is read only when something is due, for most ticks find nothing. */
export async function fireDueTimers(hub: Hub): Promise<void> {
  let opening: Opening | null = null
  const known = (): Opening => {
    if (opening === null) throw new Error('No registry was read before timers were fired.')
    return opening
  }
  const { claimed, faults } = await fireTimers(hub, listTimers(known), async () => {
    opening = await hub.standards()
  })
  throwTogether(faults, claimed)
}
