import { Args, ArgsType, Ctx, Field, Int, Query, Resolver } from 'type-graphql'
import { canonicalJson } from '../../schema/domain/playbooks/canonical-json.js'
import { EmergencyFeed, MessageKey, type EmergencyFeedEntry } from '../../schema/graphql/emergency-feed.js'
import type { Context } from '../context.js'
import { listMessageKeys, pullMessages, type PulledMessage } from '../operations/pull-messages.js'
import { contentHashOf } from '../playbooks/compose-delivery.js'
import { toBroadcastReceipt } from './broadcast-receipt-view.js'
import { valueOrError } from './value-or-error.js'

@ArgsType()
class EmergencyFeedArgs {
  @Field(() => Int, { defaultValue: 50, description: 'Messages a page, 1 to 500.' })
  first: number

  @Field(() => String, { nullable: true, description: 'Cursor to go on from; null: from the first message ever.' })
  after?: string | null

  @Field(() => Boolean, { defaultValue: false, description: 'True: also what was not sent to the own center, to read.' })
  isForAll: boolean
}

@Resolver()
export class EmergencyFeedResolver {
  @Query(() => EmergencyFeed, {
    nullable: true,
    description:
      'Messages to fetch, for whom no endpoint reaches: whoever goes on from the last cursor misses none. What a client or duty officer fetches for its center is received. Needs stats:write, playbooks:ack, a coordinator or hub:admin.',
  })
  async emergencyFeed(@Args(() => EmergencyFeedArgs) args: EmergencyFeedArgs, @Ctx() { hub, caller }: Context): Promise<EmergencyFeed> {
    const { first, after = null, isForAll } = args
    const { nodes, ...page } = valueOrError(await pullMessages(hub, caller, { first, after, isForAll }))
    return { ...page, nodes: nodes.map(toEntry) }
  }

  @Query(() => [MessageKey], {
    nullable: true,
    description: 'Public keys that messages are or were signed with, oldest first. For every caller.',
  })
  async messageKeys(@Ctx() { hub, caller }: Context): Promise<readonly MessageKey[]> {
    return listMessageKeys(hub, caller)
  }
}

const toEntry = ({ row, message, receipt, changes }: PulledMessage): EmergencyFeedEntry => {
  const { id, activationId, acknowledgedBefore: _against, feedNo: _place, ...said } = row
  return {
    ...said,
    broadcast: id,
    activation: activationId,
    message: message === null ? null : canonicalJson(message.message),
    messageHash: message === null ? null : contentHashOf(message.message),
    contentSignature: message?.signature ?? null,
    receipt: receipt === null ? null : toBroadcastReceipt(receipt),
    changes,
  }
}
