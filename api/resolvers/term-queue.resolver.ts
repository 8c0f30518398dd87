import { Args, Ctx, Query, Resolver } from 'type-graphql'
import { TermQueueConnection } from '../../schema/graphql/term-queue.js'
import type { Context } from '../context.js'
import { listTermQueue } from '../operations/list-term-queue.js'
import { TermQueueArgs } from './term-queue-args.js'
import { toQueuedTerm } from './term-view.js'
import { valueOrError } from './value-or-error.js'

@Resolver()
export class TermQueueResolver {
  @Query(() => TermQueueConnection, {
    nullable: true,
    description:
      'Words that ask for something, what weighs most first: rows that wait, times one more than the published indicators that may rest on them. Of all centers for a steward (terms:curate) or an administrator (hub:admin), of its own for a center (stats:write, playbooks:ack). Null with an error CENTER_UNKNOWN for a center that the caller may not see.',
  })
  async termQueue(
    @Ctx() { hub, caller }: Context,
    @Args(() => TermQueueArgs)
    { center = null, kind = null, status = null, assignedTo = null, sameAs = null, first, after = null }: TermQueueArgs,
  ): Promise<TermQueueConnection> {
    const page = valueOrError(await listTermQueue(hub, caller, { center, kind, status, assignedTo, sameAs, first, after }))
    const { edition, centerCodes } = await hub.standards()
    return { ...page, nodes: page.nodes.map(term => toQueuedTerm(term, { edition, center: centerCodes.get(term.center_id) ?? '' })) }
  }
}
