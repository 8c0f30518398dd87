import { Arg, Ctx, Mutation, Resolver } from 'type-graphql'
import type { Outcome } from '../../schema/domain/outcome.js'
import {
  AcknowledgeMessageInput,
  AnswerMessageResult,
  ApplyMessageInput,
  RejectMessageInput,
} from '../../schema/graphql/broadcast-receipt.js'
import type { Context } from '../context.js'
import { acknowledgeMessage } from '../operations/acknowledge-message.js'
import type { AnsweredMessage } from '../operations/answer-message.js'
import { applyMessage } from '../operations/apply-message.js'
import { rejectMessage } from '../operations/reject-message.js'
import { toBroadcastReceipt } from './broadcast-receipt-view.js'

@Resolver()
export class BroadcastReceiptResolver {
  @Mutation(() => AnswerMessageResult, {
    description:
      'Says that somebody of the own center has read a message; ends the ladder for it. Of an earlier message it is kept as late, and the one that holds waits on. Needs playbooks:ack.',
  })
  async acknowledgeMessage(
    @Arg('input', () => AcknowledgeMessageInput, { description: 'Which, and who.' }) { broadcast, desk }: AcknowledgeMessageInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof AnswerMessageResult> {
    return toResult(await acknowledgeMessage(hub, caller, { message: broadcast, desk }))
  }

  @Mutation(() => AnswerMessageResult, {
    description:
      'Says that the own center works by a message it has acknowledged, and by what it shows. Said again with more, the more is kept. Needs playbooks:ack.',
  })
  async applyMessage(
    @Arg('input', () => ApplyMessageInput, { description: 'Which, who, and what was done.' }) input: ApplyMessageInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof AnswerMessageResult> {
    const { broadcast, desk, desksBriefed, desksTotal, routingSet, routing = null } = input
    const done = { desksBriefed, desksTotal, routingSet, routing }
    return toResult(await applyMessage(hub, caller, { message: broadcast, desk, done }))
  }

  @Mutation(() => AnswerMessageResult, {
    description: 'Says that the own center will not work by a message, and why; coordinators are told. Needs playbooks:ack.',
  })
  async rejectMessage(
    @Arg('input', () => RejectMessageInput, { description: 'Which, who, and why.' }) { broadcast, desk, reason }: RejectMessageInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof AnswerMessageResult> {
    return toResult(await rejectMessage(hub, caller, { message: broadcast, desk, reason }))
  }
}

function toResult(outcome: Outcome<AnsweredMessage>): typeof AnswerMessageResult {
  if (!outcome.ok) return { issues: outcome.issues }
  const { receipt, isRepeated, head } = outcome.value
  return { receipt: toBroadcastReceipt(receipt), isRepeated, head: head === null ? null : toBroadcastReceipt(head) }
}
