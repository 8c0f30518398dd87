import { lockActivation } from '../../db/queries/activations.js'
import { lockDrill } from '../../db/queries/drills.js'
import { listReached } from '../../db/queries/publications.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Drill } from '../../schema/domain/playbooks/drill.js'
import { DRILL_MACHINE } from '../../schema/domain/playbooks/drill-state.js'
import { transition } from '../../schema/domain/playbooks/transition.js'
import type { Hub } from '../hub.js'
import { cancelActivation } from './cancel-activation.js'
import { finishDrill } from './finish-drill.js'
import { readHeadText } from './head-text.js'
import { actAsPerson, newPlaybookId, sha256, type PlaybookPlace } from './playbook-act.js'
import { checkActReason, notFound } from './playbook-refusals.js'

export type DrillToAbort = { readonly drill: string; readonly reason: string }

const LEAD = {
  ko: ['훈련을 여기서 멈춥니다. 훈련 문구를 모두 거두고 평소 업무로 돌아가십시오.', '훈련 전화에는 더 답하지 않아도 됩니다.'],
  en: ['The exercise stops here. Put away its texts and go back to normal work.', 'Exercise calls need no answer any more.'],
}

/**
 * Stops a drill on one person's word: one that waits never begins; of one that runs nothing more happens, and a cancel in fixed words goes wherever anything of it was sent. Done
 * twice it is refused, and nothing is sent twice.
 */
export const abortDrill = (hub: Hub, caller: Caller, { drill: id, reason }: DrillToAbort): Promise<Outcome<Drill>> =>
  actAsPerson(hub, { caller, field: 'drill' }, async place => {
    const issues = checkActReason(reason)
    if (issues.length > 0) return refuse(...issues)
    const drill = await lockDrill(place.tx, id)
    if (drill === null) return refuse(notFound('drill', id))
    const possible = transition(DRILL_MACHINE, drill.state, 'abort')
    if (!possible.ok) return possible
    const canceled = await cancelDrill(place, drill, reason)
    return canceled.ok ? accept(await finishDrill(place, { id, state: 'ABORTED', cause: 'ABORTED', reason })) : canceled
  })

async function cancelDrill(place: PlaybookPlace, { activationId }: Drill, reason: string): Promise<Outcome<unknown>> {
  const activation = activationId === null ? null : await lockActivation(place.tx, activationId)
  // Nothing went out, it has been ended, or the real thing has taken everybody out.
  if (activation?.state !== 'ACTIVE' || (await listReached(place.tx, activation.id)).length === 0) return accept(null)
  const head = await readHeadText(place, activation)
  if (!head.ok) return head
  const { values } = head.value.given
  const noted = { reason: sha256(reason) }
  const cancel = { messageId: newPlaybookId('EXERCISE', place.now), purpose: 'ALL_CLEAR', lead: LEAD, values, noted } as const
  return cancelActivation(place, { activation, head: head.value }, cancel)
}
