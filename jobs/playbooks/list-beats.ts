import type { Hub } from '../../api/hub.js'
import { completeActivations } from '../../api/operations/complete-activations.js'
import { expireDueMessages } from '../../api/operations/expire-due-messages.js'
import { publishDuePlaybooks } from '../../api/operations/publish-due-playbooks.js'
import { takeOutDeparted } from '../../api/operations/take-out-departed.js'
import { runDrills } from '../../api/operations/run-drills.js'
import type { Beat } from '../beats.js'
import type { Deliverer } from './deliverer.js'
import { fireDueTimers } from './fire-due-timers.js'
import type { OpenSending } from './open-sending.js'
import type { Paging } from './page-channels.js'
import { pingEndpoints } from './ping-endpoints.js'
import { signUnsigned } from './sign-messages.js'
import { tellPages } from './tell-pages.js'

type Beating = { readonly sending: OpenSending | null; readonly deliverer: Deliverer | null; readonly paging?: Paging | null }

/** Everything about playbooks that is looked for every five seconds. Without the keys of sending, nothing is sent, without channels nobody is told, and all else goes on. */
export const listBeats = (hub: Hub, { sending, deliverer, paging = null }: Beating): readonly Beat[] => [
  { name: 'publish-due', run: () => publishDuePlaybooks(hub) },
  { name: 'expire-due', run: () => expireDueMessages(hub) },
  { name: 'take-out-departed', run: () => takeOutDeparted(hub) },
  { name: 'complete-activations', run: () => completeActivations(hub) },
  { name: 'run-drills', run: () => runDrills(hub) },
  ...(deliverer === null ? [] : [{ name: 'deliver-due', run: () => deliverer.sweep() }]),
  ...(sending === null
    ? []
    : [
        { name: 'sign-messages', run: () => signUnsigned(hub, sending.contentKey) },
        { name: 'ping-endpoints', run: () => pingEndpoints(hub, sending) },
      ]),
  { name: 'fire-timers', run: () => fireDueTimers(hub) },
  ...(paging === null ? [] : [{ name: 'tell-pages', run: () => tellPages(hub, paging) }]),
]
