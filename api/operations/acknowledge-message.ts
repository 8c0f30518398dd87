import { keepAcknowledged } from '../../db/queries/receipts.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { answerMessage, type AnsweredMessage, type AnswerToMessage } from './answer-message.js'

/** Somebody of the center has read the message. Ends the ladder for it, not the question whether it is applied. */
export const acknowledgeMessage = (hub: Hub, caller: Caller, answer: AnswerToMessage): Promise<Outcome<AnsweredMessage>> =>
  answerMessage(hub, caller, { ...answer, act: 'acknowledge', faults: [], keep: ({ tx }, kept) => keepAcknowledged(tx, kept) })
