import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql'
import { Observation, ObservationConnection, ObservationsInput } from '../../schema/graphql/observation.js'
import type { Context } from '../context.js'
import { listObservations } from '../operations/list-observations.js'
import { viewObservations } from './observation-view.js'
import { valueOrError } from './value-or-error.js'

@Resolver(() => Observation)
export class ObservationResolver {
  @Query(() => ObservationConnection, {
    nullable: true,
    description:
      'Values as they stand. A center sees its own; analysts and administrators see the open measures of all. Needs stats:write, playbooks:ack, stats:read or hub:admin.',
  })
  async observations(
    @Arg('input', () => ObservationsInput, { description: 'Which values.' }) input: ObservationsInput,
    @Ctx() { hub, caller }: Context,
    @Arg('first', () => Int, { defaultValue: 100, description: 'Values a page, 1 to 500.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the page before.' }) after?: string | null,
  ): Promise<ObservationConnection> {
    const question = {
      centers: input.centers ?? [],
      measures: input.measures ?? [],
      from: input.from,
      to: input.to,
      periodType: input.periodType ?? null,
      filters: input.filters ?? [],
      includeRetracted: input.includeRetracted,
    }
    const page = valueOrError(await listObservations(hub, caller, { ...question, first, after: after ?? null }))
    const standards = await hub.standards()
    return { ...page, nodes: viewObservations({ hub, caller, standards }, page.nodes) }
  }
}
