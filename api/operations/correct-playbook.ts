import { lockActivation } from '../../db/queries/activations.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { ACTIVATION_MACHINE } from '../../schema/domain/playbooks/activation-state.js'
import { checkTwin, checkValues, MOST_UNDECLARED } from '../../schema/domain/playbooks/check-given.js'
import { fillTwin } from '../../schema/domain/playbooks/compose-broadcast.js'
import type { PlaceholderValues } from '../../schema/domain/playbooks/placeholder-value.js'
import { transition } from '../../schema/domain/playbooks/transition.js'
import type { Hub } from '../hub.js'
import { checkSending } from './check-publication.js'
import { deriveVersion } from './derive-version.js'
import { readHeadText, type HeadText } from './head-text.js'
import { onceOnly, type SentMessage } from './once-only.js'
import { actAsPerson } from './playbook-act.js'
import { notFound, playbookFault } from './playbook-refusals.js'
import { sendMessage } from './send-message.js'
import { settleTargets } from './settle-targets.js'

export type CorrectionToSend = {
  readonly activation: string
  /** What is right, as of when, and what to do for those who followed the wrong one; nothing else. */
  readonly values: PlaceholderValues
  /** Optional facts of the head that are wrong and are taken out of its text. */
  readonly takeOut: readonly string[]
  readonly idempotencyKey: string
}

/**
 * Corrects the head with the twin that was approved with it, on one person's word. It says what is right and may take facts out; other new facts are an
 * update and need approval. Goes out as an update with the full text.
 */
export const correctPlaybook = (hub: Hub, caller: Caller, input: CorrectionToSend): Promise<Outcome<SentMessage>> =>
  actAsPerson(hub, { caller, field: 'activation' }, async place => {
    const activation = await lockActivation(place.tx, input.activation)
    if (activation === null) return refuse(notFound('activation', input.activation))
    const { activation: id, idempotencyKey: key, values, takeOut } = input
    const keyed = { act: 'correct', key, status: activation.status, request: { activation: id, values: { ...values }, takeOut } }
    return onceOnly(place, keyed, async messageId => {
      const possible = transition(ACTIVATION_MACHINE, activation.state, 'update')
      if (!possible.ok) return possible
      const head = await readHeadText(place, activation)
      if (!head.ok) return head
      // The text of the alert is drawn from its template again: on one word it would be back on every screen after it had ended.
      if (head.value.message.purpose === 'ALL_CLEAR') return refuse(endIsNotCorrected())
      const issues = checkCorrection(input, head.value)
      if (issues.length > 0) return refuse(...issues)
      const { version: standing, library, playbook, given, message } = head.value
      const kept = Object.fromEntries(Object.entries(given.values).filter(([name]) => !takeOut.includes(name)))
      const all = { ...kept, ...values }
      const lead = fillTwin(playbook.correction, { library, level: standing.level, values: all, open: new Set() })
      const derived = { type: 'UPDATE', purpose: 'CORRECT', lead, values: all, expiresAt: message.expiresAt } as const
      const version = await deriveVersion(place, { activation, head: head.value }, derived)
      if (!version.ok) return version
      const settled = await settleTargets(place, activation, version.value)
      const against = await checkSending(place, { activation, version: version.value }, settled)
      if (against.length > 0) return refuse(...against)
      const targets = [...settled.targets, ...settled.overflow]
      const sending = { activation, version: version.value, messageId, targets, publisher: place.actor, isLate: false, isBreakGlass: false }
      return accept(await sendMessage(place, sending))
    })
  })

function checkCorrection({ values, takeOut }: CorrectionToSend, { library, playbook, given }: HeadText): readonly Issue[] {
  const allowed = [...library.requiredIn.correction, 'next_update']
  const optional = playbook.sections.key_facts.optional.filter(name => given.values[name] !== undefined)
  return [
    ...Object.keys(values)
      .filter(name => !allowed.includes(name))
      .slice(0, MOST_UNDECLARED)
      .map(name =>
        playbookFault('PLACEHOLDER_UNDECLARED', ['values', name], {
          ko: `바로잡음에는 ${allowed.join(', ')}만 채웁니다. 다른 사실은 UPDATE로 쓰고 승인을 받으십시오.`,
          en: `A correction fills in ${allowed.join(', ')} only; other facts are an update and need approval.`,
          expected: allowed.join(', '),
          got: name,
        }),
      ),
    ...takeOut
      .filter(name => !optional.includes(name))
      .slice(0, MOST_UNDECLARED)
      .map(name =>
        playbookFault('BAD_USER_INPUT', ['takeOut'], {
          ko: `${name.slice(0, 40)}은(는) 뺄 수 있는 칸이 아닙니다.`,
          en: `${name.slice(0, 40)} is no fact that can be taken out.`,
          expected: optional.join(', '),
          got: name,
        }),
      ),
    ...checkValues(values, library, ['input', 'values']),
    ...checkTwin(values, library.requiredIn.correction, library),
  ]
}

const endIsNotCorrected = (): Issue =>
  playbookFault('WRONG_STATE', ['activation'], {
    ko: '지금 나가 있는 글은 해제입니다. 해제는 바로잡지 않습니다. 잘못되었으면 거두고(withdrawPlaybook), 다시 알릴 것이 있으면 새 글을 쓰십시오(draftPlaybook).',
    en: 'What holds is an all-clear, and that is not corrected: take it back (withdrawPlaybook), or write another text (draftPlaybook).',
    expected: 'withdrawPlaybook or draftPlaybook',
  })
