import { closeActivation as keepClosed, findActivation, listUnanswered, lockActivation } from '../../db/queries/activations.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Activation } from '../../schema/domain/playbooks/activation.js'
import { ACTIVATION_MACHINE } from '../../schema/domain/playbooks/activation-state.js'
import { transition } from '../../schema/domain/playbooks/transition.js'
import type { Hub } from '../hub.js'
import { actAsPerson, notePlaybookAct, sha256 } from './playbook-act.js'
import { checkActReason, notFound } from './playbook-refusals.js'

export type ActivationToClose = { readonly activation: string; readonly reason: string }

/** Closes an activation that has ended, or that nothing was ever sent of, by name and with the list of centers that had not answered. */
export const closeActivation = (hub: Hub, caller: Caller, { activation: id, reason }: ActivationToClose): Promise<Outcome<Activation>> =>
  actAsPerson(hub, { caller, field: 'activation' }, async place => {
    const issues = checkActReason(reason)
    if (issues.length > 0) return refuse(...issues)
    const activation = await lockActivation(place.tx, id)
    if (activation === null) return refuse(notFound('activation', id))
    const possible = transition(ACTIVATION_MACHINE, activation.state, 'close')
    if (!possible.ok) return possible
    const without = activation.headMessage === null ? [] : await listUnanswered(place.tx, activation.headMessage)
    await keepClosed(place.tx, { id, actor: place.actor, without })
    await notePlaybookAct(place, 'activation.closed', { activation: id, without, reason: sha256(reason) })
    const closed = await findActivation(place.tx, id)
    return closed === null ? refuse(notFound('activation', id)) : accept(closed)
  })
