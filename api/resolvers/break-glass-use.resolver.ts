import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql'
import { BreakGlassUseConnection } from '../../schema/graphql/break-glass-use.js'
import type { Context } from '../context.js'
import { listBreakGlassUses } from '../operations/list-break-glass-uses.js'
import { valueOrError } from './value-or-error.js'

@Resolver()
export class BreakGlassUseResolver {
  @Query(() => BreakGlassUseConnection, {
    nullable: true,
    description:
      'The monthly report on messages that one commander sent without approval: every one of them, the last one first. For coordinators and administrators.',
  })
  async breakGlassUses(
    @Ctx() { hub, caller }: Context,
    @Arg('first', () => Int, { defaultValue: 100, description: 'Uses a page, 1 to 500.' }) first: number,
    @Arg('month', () => String, { nullable: true, description: 'The month as 2026-11, of Seoul; null: this one.' }) month?: string | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the page before.' }) after?: string | null,
  ): Promise<BreakGlassUseConnection> {
    const listed = valueOrError(await listBreakGlassUses(hub, caller, { month: month ?? null, first, after: after ?? null }))
    const { centerCodes } = await hub.standards()
    return {
      ...listed,
      nodes: listed.nodes.map(({ messageId, activationId, centerIds, ...use }) => ({
        ...use,
        broadcast: messageId,
        activation: activationId,
        centers: centerIds.map(id => centerCodes.get(id) ?? String(id)),
      })),
    }
  }
}
