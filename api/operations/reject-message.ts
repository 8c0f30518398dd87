import { appendPage } from '../../db/queries/pages.js'
import { keepRejected } from '../../db/queries/receipts.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { answerMessage, type AnsweredMessage, type AnswerToMessage } from './answer-message.js'
import { sha256 } from './playbook-act.js'
import { checkActReason } from './playbook-refusals.js'

/** The center will not work by the message, and says why; coordinators are told in the same transaction. */
export const rejectMessage = (
  hub: Hub,
  caller: Caller,
  { reason, ...answer }: AnswerToMessage & { reason: string },
): Promise<Outcome<AnsweredMessage>> =>
  answerMessage(hub, caller, {
    ...answer,
    act: 'reject',
    faults: checkActReason(reason),
    async keep({ tx }, kept, { receipt }) {
      const { centerId, messageId, activationId } = receipt
      await keepRejected(tx, kept, reason)
      await appendPage(tx, {
        kind: 'REJECTED',
        subject: `${messageId} ${centerId} desk`,
        centerId,
        activationId,
        messageId,
        detail: { reason },
      })
    },
    noted: { reason: sha256(reason) },
  })
