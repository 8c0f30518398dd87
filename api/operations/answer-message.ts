import { appendAudit } from '../../db/queries/audit.js'
import { endAnsweredTimers, findReceipt, lockReceipt, type Answer, type LockedReceipt } from '../../db/queries/receipts.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Receipt } from '../../schema/domain/playbooks/receipt.js'
import { isRepeat, RECEIPT_MACHINE, type ReceiptAct } from '../../schema/domain/playbooks/receipt-state.js'
import { transition } from '../../schema/domain/playbooks/transition.js'
import type { Hub } from '../hub.js'
import { inPlaybookTransaction, playbookActor, sha256, type PlaybookPlace } from './playbook-act.js'
import { playbookFault } from './playbook-refusals.js'
import { checkFreeText } from './text-refusals.js'

/** Which message a center answers, and which of its desks does. */
export type AnswerToMessage = { readonly message: string; readonly desk: string }

export type AnsweredMessage = {
  readonly receipt: Receipt
  /** Somebody of the center had done it before; theirs stands. */
  readonly isRepeated: boolean
  /** The center's receipt of the message that holds now; the same one where this is it, null where the center is asked nothing about that. */
  readonly head: Receipt | null
}

export type Answering = {
  readonly act: Exclude<ReceiptAct, 'receive'>
  readonly faults: readonly Issue[]
  /** Whether a repeat says more than what stands. */
  readonly isFurther?: (receipt: Receipt) => boolean
  readonly keep: (place: PlaybookPlace, answer: Answer, locked: LockedReceipt) => Promise<unknown>
  /** For the audit entry: counts and hashes. */
  readonly noted?: Readonly<Record<string, unknown>>
}

const LONGEST_DESK = 80
const DONE = { acknowledge: 'receipt.acknowledged', apply: 'receipt.applied', reject: 'receipt.rejected' } as const

/**
 * A center's answer to one message, in one transaction with its audit entry. Whoever comes second is told what stands, and is in the audit as well.
 * An answer to a message that is over is kept as late; it never counts for the one that holds now.
 */
export async function answerMessage(
  hub: Hub,
  caller: Caller,
  { message, desk, ...answering }: AnswerToMessage & Answering,
): Promise<Outcome<AnsweredMessage>> {
  const faults = [...checkDesk(desk), ...answering.faults]
  if (faults.length > 0) return refuse(...faults)
  const centerId = caller.center?.id
  if (centerId === undefined) return refuse(notAsked(message))
  return inPlaybookTransaction(hub, { who: playbookActor(caller), context: { centerId, role: 'center' } }, async place => {
    const locked = await lockReceipt(place.tx, centerId, message)
    if (locked === null) return refuse(notAsked(message))
    const before = locked.receipt
    const isRepeated = isRepeat(before.state, answering.act)
    const possible = isRepeated ? accept(before.state) : transition(RECEIPT_MACHINE, before.state, answering.act)
    if (!possible.ok) return possible
    const isLate = locked.messageState !== 'CURRENT' || locked.hasExpired
    if (!isRepeated || answering.isFurther?.(before) === true) {
      await answering.keep(place, { centerId, messageId: message, actor: place.actor, desk: desk.trim(), isLate }, locked)
      await endAnsweredTimers(place.tx, { centerId, messageId: message, isAll: answering.act !== 'acknowledge' })
    }
    const { activationId: activation, seq } = before
    const subject = { activation, message, seq, isRepeated, isLate, desk: sha256(desk.trim()), ...answering.noted }
    await appendAudit(place.tx, { chain: centerId, actor: place.actor, action: DONE[answering.act], subject })
    const receipt = await findReceipt(place.tx, centerId, message)
    if (receipt === null) throw new Error(`The receipt of message ${message} is gone.`)
    return accept({ receipt, isRepeated, head: await findReceipt(place.tx, centerId, locked.headMessage) })
  })
}

function checkDesk(desk: string): readonly Issue[] {
  const { length } = desk.trim()
  if (length >= 1 && length <= LONGEST_DESK) return checkFreeText(desk, ['input', 'desk'])
  return [
    playbookFault('DESK_REQUIRED', ['desk'], {
      ko: `어느 데스크 또는 당직이 답하는지 1~${LONGEST_DESK}자로 적으십시오. 사람 이름은 적지 않습니다.`,
      en: `Say which desk or duty answers, in 1 to ${LONGEST_DESK} characters; no name of a person.`,
      expected: '당직 1팀 (a desk or a duty)',
      got: String(length),
    }),
  ]
}

/** The same words whether there is no such message or it was sent to others: a center learns nothing of theirs by asking. */
const notAsked = (message: string): Issue =>
  playbookFault('NOT_FOUND', ['broadcast'], {
    ko: '이 번호로 우리 센터의 답을 묻는 발령이 없습니다. 다른 센터에 보낸 것과 전화만 넘겨받는 것에는 답하지 않습니다. 번호는 발령 목록에서 확인하십시오.',
    en: 'No message of this id asks this center for an answer. What was sent to others, or only makes it take over calls, is not answered; look the id up in the list.',
    expected: 'id of a message that was sent to the center, as listed by emergencyFeed',
    got: message,
  })
