import { insertDrillPlan, lockDrillPlan, moveDrillPlan, reviseDrillPlan } from '../../db/queries/drill-plans.js'
import { endDrill, listOpenDrills } from '../../db/queries/drills.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { DrillPlan } from '../../schema/domain/playbooks/drill.js'
import { DRILL_PLAN_MACHINE } from '../../schema/domain/playbooks/drill-state.js'
import { transition } from '../../schema/domain/playbooks/transition.js'
import type { Hub } from '../hub.js'
import { composeDrill } from './compose-drill.js'
import type { DrillToPlan } from './drill-to-plan.js'
import { drillRuns } from './drill-refusals.js'
import { actOnPlaybooks, actStrongly, newPlaybookId, notePlaybookAct, sha256, type PlaybookPlace } from './playbook-act.js'
import { checkActReason, notFound } from './playbook-refusals.js'

/**
 * Writes down what a drill is to be, from a scenario of the library. Nothing begins by it: another person approves it first. What is written waits for that at once, so its author has
 * just signed in, as whoever hands over a text.
 */
export const planDrill = (hub: Hub, caller: Caller, input: DrillToPlan): Promise<Outcome<DrillPlan>> =>
  actStrongly(hub, caller, async place => {
    const composed = await composeDrill(place, input)
    if (!composed.ok) return composed
    const id = newPlaybookId('EXERCISE', place.now)
    const plan = await insertDrillPlan(place.tx, { ...composed.value, id, author: place.actor, agency: place.agency })
    await notePlaybookAct(place, 'drill.planned', { plan: id, scenario: plan.scenario, contentHash: plan.contentHash })
    return accept(plan)
  })

/** The next revision of a plan, whole. Whatever was approved counts no more, be it one letter that changed, and a drill of it that waits never begins. */
export const editDrillPlan = (
  hub: Hub,
  caller: Caller,
  { plan: id, ...input }: DrillToPlan & { readonly plan: string },
): Promise<Outcome<DrillPlan>> =>
  actStrongly(hub, caller, async place => {
    const locked = await lockMovable(place, id, 'edit')
    if (!locked.ok) return locked
    const composed = await composeDrill(place, input)
    if (!composed.ok) return composed
    await stopWaiting(place, id, 'PLAN_CHANGED')
    const plan = await reviseDrillPlan(place.tx, { ...composed.value, id, author: place.actor, agency: place.agency })
    await notePlaybookAct(place, 'drill.edited', { plan: id, revision: plan.revision, contentHash: plan.contentHash })
    return accept(plan)
  })

/** Ends a plan: a drill of it that waits never begins, and no further one does. One person is enough. */
export const closeDrillPlan = (
  hub: Hub,
  caller: Caller,
  { plan: id, reason }: { readonly plan: string; readonly reason: string },
): Promise<Outcome<DrillPlan>> =>
  actOnPlaybooks(hub, caller, async place => {
    const issues = checkActReason(reason)
    if (issues.length > 0) return refuse(...issues)
    const locked = await lockMovable(place, id, 'close')
    if (!locked.ok) return locked
    await stopWaiting(place, id, 'ABORTED', reason)
    const plan = await moveDrillPlan(place.tx, id, 'CLOSED')
    await notePlaybookAct(place, 'drill.closed', { plan: id, reason: sha256(reason) })
    return accept(plan)
  })

async function lockMovable(place: PlaybookPlace, id: string, act: 'edit' | 'close'): Promise<Outcome<DrillPlan>> {
  const plan = await lockDrillPlan(place.tx, id)
  if (plan === null) return refuse(notFound('plan', id))
  const possible = transition(DRILL_PLAN_MACHINE, plan.state, act)
  if (!possible.ok) return possible
  const running = (await listOpenDrills(place.tx, id)).find(({ state }) => state === 'RUNNING')
  return running === undefined ? accept(plan) : refuse(drillRuns(running.id))
}

async function stopWaiting(place: PlaybookPlace, planId: string, cause: 'PLAN_CHANGED' | 'ABORTED', reason?: string): Promise<void> {
  for (const { id } of await listOpenDrills(place.tx, planId))
    await endDrill(place.tx, { id, state: 'ABORTED', cause, by: place.actor, ...(reason === undefined ? {} : { reason }) })
}
