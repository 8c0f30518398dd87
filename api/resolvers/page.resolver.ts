import { Args, ArgsType, Ctx, Field, ID, Int, Query, Resolver } from 'type-graphql'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { PageConnection, type Page } from '../../schema/graphql/page.js'
import type { Context } from '../context.js'
import { listTold, type ToldPage } from '../operations/list-pages.js'
import { valueOrError } from './value-or-error.js'

@ArgsType()
class PageArgs {
  @Field(() => ID, { nullable: true, description: 'Id of an activation; null: of all, and of none.' })
  activation?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Code of a center: pages about it and to its desks. Null: of all that the caller may see.',
  })
  center?: string | null

  @Field(() => Boolean, { defaultValue: false, description: 'Only those that have reached nobody yet and are tried again.' })
  isOpen: boolean

  @Field(() => Int, { defaultValue: 100, description: 'Pages at once, 1 to 500.' })
  first: number

  @Field(() => String, { nullable: true, description: 'Cursor of the page before.' })
  after?: string | null
}

@Resolver()
export class PageResolver {
  @Query(() => PageConnection, {
    nullable: true,
    description:
      'Who was told what, when, over which channel, and what came of it, the last one first. Everything for coordinators and administrators; for a duty officer what was for desks of the own center.',
  })
  async pages(
    @Args(() => PageArgs) { activation = null, center = null, isOpen, first, after = null }: PageArgs,
    @Ctx() { hub, caller }: Context,
  ): Promise<PageConnection> {
    const listed = valueOrError(await listTold(hub, caller, { activation, center, isOpen, first, after }))
    const standards = await hub.standards()
    return { ...listed, nodes: listed.nodes.map(page => toPage(page, standards)) }
  }
}

const toPage = ({ id, toCenterId, centerId, activationId, messageId, toldWith, ...page }: ToldPage, { centerCodes }: Standards): Page => ({
  ...page,
  id: String(id),
  to: toCenterId === null ? null : (centerCodes.get(toCenterId) ?? ''),
  center: centerId === null ? null : (centerCodes.get(centerId) ?? ''),
  activation: activationId,
  broadcast: messageId,
  toldWith: toldWith === null ? null : String(toldWith),
  state: page.toldAt !== null ? 'TOLD' : page.closedAt !== null ? 'CLOSED' : 'WAITING',
})
