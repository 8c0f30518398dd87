import { Arg, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql'
import { EmergencyNudge } from '../../schema/graphql/emergency-feed.js'
import type { Context } from '../context.js'
import { followFeed, type FeedNudge } from '../operations/follow-feed.js'

@Resolver()
export class EmergencyNudgeResolver {
  @Subscription(() => EmergencyNudge, {
    // By the schema isForAll is a Boolean with a default.
    subscribe: ({ args, context: { hub, caller } }: SubscribeResolverData<undefined, { readonly isForAll: boolean }, Context>) =>
      followFeed(hub, caller, args),
    description:
      'Says that there may be something to fetch: at once, and whenever a message was sent. Answered as text/event-stream (GraphQL over SSE, distinct connections). It holds nothing of a message and may be lost: fetch emergencyFeed from your own cursor at each nudge and after each connection. Needs stats:write, playbooks:ack, a coordinator or hub:admin.',
  })
  emergencyNudge(
    @Root() nudge: FeedNudge,
    @Arg('isForAll', () => Boolean, { defaultValue: false, description: 'True: also for what was not sent to the own center.' })
    _isForAll: boolean,
  ): EmergencyNudge {
    return nudge
  }
}
