import { lockActivation } from '../../db/queries/activations.js'
import { insertVersion } from '../../db/queries/playbook-versions.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { PlaybookVersion } from '../../schema/domain/playbooks/activation.js'
import { ACTIVATION_MACHINE } from '../../schema/domain/playbooks/activation-state.js'
import { transition } from '../../schema/domain/playbooks/transition.js'
import type { BroadcastStatus } from '../../schema/domain/playbooks/level-policy.js'
import type { Hub } from '../hub.js'
import { composeVersion, type TextToWrite } from './compose-version.js'
import { actOnPlaybooks, newPlaybookId, notePlaybookAct, type PlaybookPlace } from './playbook-act.js'
import { notFound, statusImmutable } from './playbook-refusals.js'

export type PlaybookToDraft = TextToWrite & {
  readonly activation: string
  /** What the coordinator takes the activation for; null is not said. */
  readonly status: BroadcastStatus | null
}

/** Writes a text from a template: the alert of an activation, or an update with the full text that replaces the head. Nothing is sent by it. */
export const draftPlaybook = (hub: Hub, caller: Caller, input: PlaybookToDraft): Promise<Outcome<PlaybookVersion>> =>
  actOnPlaybooks(hub, caller, place => draftPlaybookIn(place, input))

/** The same within an act that does more. */
export async function draftPlaybookIn(place: PlaybookPlace, input: PlaybookToDraft): Promise<Outcome<PlaybookVersion>> {
  const activation = await lockActivation(place.tx, input.activation)
  if (activation === null) return refuse(notFound('activation', input.activation))
  if (input.status !== null && input.status !== activation.status) return refuse(statusImmutable())
  const possible = transition(ACTIVATION_MACHINE, activation.state, 'draft')
  if (!possible.ok) return possible
  const type = activation.headSeq === 0 ? 'ALERT' : 'UPDATE'
  const kind = { type, purpose: 'INFORM', lead: { ko: [], en: [] }, libraryCode: null } as const
  const composed = await composeVersion(place, activation, { text: input, kind })
  if (!composed.ok) return composed
  const { library, playbook, ...text } = composed.value
  const version = await insertVersion(place.tx, {
    ...text,
    id: newPlaybookId(activation.status, place.now),
    activationId: activation.id,
    status: activation.status,
    type,
    purpose: 'INFORM',
    library: library.code,
    template: playbook.code,
    templateVersion: playbook.version,
    baseSeq: activation.headSeq,
    author: place.actor,
    authorAgency: place.agency,
  })
  await notePlaybookAct(place, 'playbook.drafted', { activation: activation.id, version: version.id, contentHash: version.contentHash })
  return accept(version)
}
