import { closeActivation, lockActivation } from '../../db/queries/activations.js'
import { keepMedians } from '../../db/queries/drill-results.js'
import { endDrill, type DrillEnd } from '../../db/queries/drills.js'
import type { Drill } from '../../schema/domain/playbooks/drill.js'
import { notePlaybookAct, sha256, type PlaybookPlace } from './playbook-act.js'

/** Ends a drill: what is still to come is dropped, how centers did is kept, and an activation of which nothing was sent is closed. The drill's lock is held. */
export async function finishDrill(place: PlaybookPlace, end: Omit<DrillEnd, 'by'>): Promise<Drill> {
  const drill = await endDrill(place.tx, { ...end, by: place.actor })
  const activation = drill.activationId === null ? null : await lockActivation(place.tx, drill.activationId)
  if (activation?.state === 'PLANNED') await closeActivation(place.tx, { id: activation.id, actor: place.actor, without: [] })
  await keepMedians(place.tx, drill.id)
  const { id, state, cause } = drill
  const reason = end.reason === undefined ? {} : { reason: sha256(end.reason) }
  await notePlaybookAct(place, `drill.${state.toLowerCase()}`, { drill: id, activation: drill.activationId, cause, ...reason })
  return drill
}
