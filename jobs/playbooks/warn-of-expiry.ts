import { findMessage } from '../../db/queries/activations.js'
import { appendPage } from '../../db/queries/pages.js'
import type { TimerHandler } from './fire-timers.js'

/**
 * At four fifths of a message's life coordinators are asked whether to extend it by an update or to let it end; once, however often the timer fires. A message
 * that has ended by then needs no answer.
 */
export const warnOfExpiry: TimerHandler = async ({ tx }, { messageId, activationId }) => {
  const message = await findMessage(tx, messageId)
  if (message === null || message.state !== 'CURRENT') return 'superseded'
  const detail = { seq: message.seq, level: message.level, expiresAt: message.expiresAt }
  await appendPage(tx, { kind: 'EXPIRING', subject: messageId, activationId, messageId, detail })
  return 'fired'
}
