import { callClosedCenter, climbLadder, remindToApply, type Opening } from './climb-ladder.js'
import type { TimerHandlers } from './fire-timers.js'
import { pageApprovers } from './page-approvers.js'
import { warnOfExpiry } from './warn-of-expiry.js'
import { writeDigest } from './write-digest.js'

/** What timers do, by kind (schema/domain/playbooks/level-policy.ts). */
export const listTimers = (opening: Opening): TimerHandlers => ({
  CLOSED_CENTER: callClosedCenter(opening),
  OTHER_CHANNEL: climbLadder,
  UNDELIVERED: climbLadder,
  LADDER_DUTY: climbLadder,
  LADDER_MANAGER: climbLadder,
  LADDER_COORDINATOR: climbLadder,
  LADDER_PHONE: climbLadder,
  APPLY_DUE: remindToApply,
  DIGEST: writeDigest(opening),
  RATIFICATION_PAGE: pageApprovers,
  EXPIRY_WARNING: warnOfExpiry,
})
