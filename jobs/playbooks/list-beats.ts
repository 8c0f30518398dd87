import type { Hub } from '../../api/hub.js'
import { completeActivations } from '../../api/operations/complete-activations.js'
import { expireDueMessages } from '../../api/operations/expire-due-messages.js'
import { publishDuePlaybooks } from '../../api/operations/publish-due-playbooks.js'
import { takeOutDeparted } from '../../api/operations/take-out-departed.js'
import { runDrills } from '../../api/operations/run-drills.js'
import type { Beat } from '../beats.js'
import type { Deliverer } from './deliverer.js'
import { fireTimers, type TimerHandlers } from './fire-timers.js'
import type { OpenSending } from './open-sending.js'
import { pingEndpoints } from './ping-endpoints.js'
import { signUnsigned } from './sign-messages.js'
import { warnOfExpiry } from './warn-of-expiry.js'

/** What timers do, by kind. */
const TIMERS: TimerHandlers = { EXPIRY_WARNING: warnOfExpiry }

/** Everything about playbooks that is looked for every five seconds. Without the keys of sending, nothing is sent and all else goes on. */
export const listBeats = (
  hub: Hub,
  { sending, deliverer }: { sending: OpenSending | null; deliverer: Deliverer | null },
): readonly Beat[] => [
  { name: 'publish-due', run: () => publishDuePlaybooks(hub) },
  { name: 'expire-due', run: () => expireDueMessages(hub) },
  { name: 'take-out-departed', run: () => takeOutDeparted(hub) },
  { name: 'complete-activations', run: () => completeActivations(hub) },
  { name: 'run-drills', run: () => runDrills(hub) },
  { name: 'fire-timers', run: () => fireTimers(hub, TIMERS) },
  ...(deliverer === null ? [] : [{ name: 'deliver-due', run: () => deliverer.sweep() }]),
  ...(sending === null
    ? []
    : [
        { name: 'sign-messages', run: () => signUnsigned(hub, sending.contentKey) },
        { name: 'ping-endpoints', run: () => pingEndpoints(hub, sending) },
      ]),
]
