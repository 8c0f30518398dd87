import { insertDrillApproval, listDrillApprovals, lockDrillPlan, moveDrillPlan } from '../../db/queries/drill-plans.js'
import { openRound } from '../../db/queries/drills.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { approvalsNeeded, isApproved } from '../../schema/domain/playbooks/approval.js'
import type { DrillPlan } from '../../schema/domain/playbooks/drill.js'
import { DRILL_PLAN_MACHINE } from '../../schema/domain/playbooks/drill-state.js'
import { isPlanOver } from '../../schema/domain/playbooks/drill-window.js'
import { highestLevel } from '../../schema/domain/playbooks/plan-injects.js'
import { transition } from '../../schema/domain/playbooks/transition.js'
import type { Hub } from '../hub.js'
import { planIsOver } from './drill-refusals.js'
import { actStrongly, newPlaybookId, notePlaybookAct, type PlaybookPlace } from './playbook-act.js'
import {
  approvalOfOtherContent,
  approvedAlready,
  approverIsAuthor,
  approverIsProgram,
  notFound,
  noTargets,
  retypedDiffers,
} from './playbook-refusals.js'
import { readDrillContent } from './read-drill-content.js'
import { isRetyped, retypedText, wordsToRetype, type Retyped } from './retype.js'
import { settleTargets } from './settle-targets.js'

export type DrillPlanToApprove = { readonly plan: string; readonly contentHash: string; readonly retyped: Retyped }

/**
 * One person's word for a drill with all that happens in it, under the rules of a message of its highest level: not an author's, not a program's, bound to the hash. Unlike that
 * of a message it stands until the content changes, for a drill may be weeks away (docs/decisions/0043). With the last one needed the drill waits for its time; a plan whose
 * time has passed meanwhile is not approved, as nothing would ever come of it.
 */
export const approveDrillPlan = (hub: Hub, caller: Caller, input: DrillPlanToApprove): Promise<Outcome<DrillPlan>> =>
  actStrongly(hub, caller, async place => {
    const plan = await lockDrillPlan(place.tx, input.plan)
    if (plan === null) return refuse(notFound('plan', input.plan))
    const possible = transition(DRILL_PLAN_MACHINE, plan.state, 'approveInPart')
    if (!possible.ok) return possible
    const against = [...checkApprover(place, input, plan), ...checkTime(plan, place)]
    if (against.length > 0) return refuse(...against)
    const content = readDrillContent(plan.content)
    const aimed = { areas: content.participants, overflow: plan.overflow }
    const { targets, isAll } = await settleTargets(
      place,
      { id: plan.id, status: 'EXERCISE', hazard: plan.hazard, participants: plan.participants },
      aimed,
    )
    if (targets.length === 0) return refuse(noTargets())
    const drill = { status: 'EXERCISE', hazard: plan.hazard } as const
    if (!isRetyped(input.retyped, drill, { centers: targets.length, standards: place.standards }))
      return refuse(retypedDiffers(retypedText(wordsToRetype(drill, targets.length, place.standards)), retypedText(input.retyped)))
    const { revision, contentHash } = plan
    const before = (await listDrillApprovals(place.tx, [plan.id])).filter(
      one => one.revision === revision && one.contentHash === contentHash,
    )
    if (before.some(({ approver }) => approver === place.actor)) return refuse(approvedAlready())
    const word = { revision, contentHash, approver: place.actor, agency: place.agency, centers: targets.length }
    await insertDrillApproval(place.tx, { ...word, planId: plan.id, hazard: plan.hazard })
    const isEnough = isApproved([...before, { ...word, approvedAt: place.now }], approvalsNeeded(highestLevel(content.injects), isAll))
    await notePlaybookAct(place, 'drill.approved', { plan: plan.id, revision, contentHash, centers: targets.length, isEnough })
    if (!isEnough) return accept(plan)
    const approved = await moveDrillPlan(place.tx, plan.id, 'APPROVED')
    const opened = await openRound(place.tx, { planId: plan.id, drillId: newPlaybookId('EXERCISE', place.now) })
    return opened === null ? refuse(planIsOver(timeOf(plan))) : accept(approved)
  })

const timeOf = ({ startsAt, windowTo }: DrillPlan): string => startsAt ?? windowTo ?? ''

const checkTime = (plan: DrillPlan, at: Pick<PlaybookPlace, 'now' | 'today'>): readonly Issue[] =>
  isPlanOver(plan, at) ? [planIsOver(timeOf(plan))] : []

const checkApprover = ({ actor, isPerson }: PlaybookPlace, { contentHash }: DrillPlanToApprove, plan: DrillPlan): readonly Issue[] => [
  ...(isPerson ? [] : [approverIsProgram()]),
  ...(plan.authors.includes(actor) ? [approverIsAuthor()] : []),
  ...(contentHash === plan.contentHash ? [] : [approvalOfOtherContent(contentHash, plan.contentHash)]),
]
