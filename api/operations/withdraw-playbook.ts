import { lockActivation } from '../../db/queries/activations.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { refuse, type Outcome } from '../../schema/domain/outcome.js'
import { checkTwin, checkValues, MOST_UNDECLARED } from '../../schema/domain/playbooks/check-given.js'
import { fillTwin } from '../../schema/domain/playbooks/compose-broadcast.js'
import { endingLines } from '../../schema/domain/playbooks/ending-lines.js'
import type { PlaceholderValues } from '../../schema/domain/playbooks/placeholder-value.js'
import type { Hub } from '../hub.js'
import { cancelActivation } from './cancel-activation.js'
import { readHeadText, type HeadText } from './head-text.js'
import { onceOnly, type SentMessage } from './once-only.js'
import { actAsPerson, sha256 } from './playbook-act.js'
import { checkActReason, notFound, playbookFault } from './playbook-refusals.js'

export type WithdrawalToSend = {
  readonly activation: string
  /** The hazard has ended, or it should never have gone out. */
  readonly purpose: 'ALL_CLEAR' | 'ISSUED_IN_ERROR'
  readonly reason: string
  /** For an all-clear: when it ended. */
  readonly values: PlaceholderValues
  readonly idempotencyKey: string
}

/**
 * Ends an activation, on one person's word: stopping is easier than starting. An all-clear is the twin that was approved with the head; what went out in
 * error is taken back in fixed words. From its commit on no attempt of an earlier message is started.
 */
export const withdrawPlaybook = (hub: Hub, caller: Caller, input: WithdrawalToSend): Promise<Outcome<SentMessage>> =>
  actAsPerson(hub, { caller, field: 'activation' }, async place => {
    const activation = await lockActivation(place.tx, input.activation)
    if (activation === null) return refuse(notFound('activation', input.activation))
    const { activation: id, idempotencyKey: key, purpose, reason, values } = input
    const keyed = { act: 'withdraw', key, status: activation.status, request: { activation: id, purpose, reason, values: { ...values } } }
    return onceOnly(place, keyed, async messageId => {
      const issues = checkActReason(reason)
      if (issues.length > 0) return refuse(...issues)
      const head = await readHeadText(place, activation)
      if (!head.ok) return head
      const faults = checkEnding(input, head.value)
      if (faults.length > 0) return refuse(...faults)
      const all = { ...head.value.given.values, ...values }
      const lead = leadOf(input, head.value)
      const cancel = { messageId, purpose, lead, values: all, noted: { reason: sha256(reason) } }
      return cancelActivation(place, { activation, head: head.value }, cancel)
    })
  })

const leadOf = ({ purpose, values }: WithdrawalToSend, { library, playbook, version, given }: HeadText) =>
  purpose === 'ALL_CLEAR'
    ? fillTwin(playbook.all_clear, { library, level: version.level, values: { ...given.values, ...values }, open: new Set() })
    : endingLines(purpose, playbook, { library, level: version.level })

function checkEnding({ purpose, values }: WithdrawalToSend, { library }: HeadText): readonly Issue[] {
  const allowed = purpose === 'ALL_CLEAR' ? library.requiredIn.all_clear : []
  return [
    ...Object.keys(values)
      .filter(name => !allowed.includes(name))
      .slice(0, MOST_UNDECLARED)
      .map(name =>
        playbookFault('PLACEHOLDER_UNDECLARED', ['values', name], {
          ko: `끝맺음에 채우는 칸이 아닙니다: ${name.slice(0, 40)}`,
          en: `An ending does not fill in ${name.slice(0, 40)}.`,
          expected: allowed.join(', '),
          got: name,
        }),
      ),
    ...checkValues(values, library, ['input', 'values']),
    ...checkTwin(values, allowed, library),
  ]
}
