import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql'
import { DateTime } from '../../schema/graphql/scalars/date-time.js'
import { SwitchTermWeightsInput, SwitchTermWeightsResult, TermWeights } from '../../schema/graphql/term-weights.js'
import type { Context } from '../context.js'
import { listTermWeights, switchTermWeights } from '../operations/term-weights.js'
import { toTermWeights } from './term-weights-view.js'
import { valueOrError, valueOrRefused } from './value-or-error.js'

@Resolver(() => TermWeights)
export class TermWeightsResolver {
  @Query(() => [TermWeights], {
    nullable: true,
    description:
      'By what candidates for words are weighed, kind by kind: what is in force, what was learned from decisions of stewards, and how reliable it is. Needs terms:curate or hub:admin.',
  })
  async termWeights(
    @Ctx() { hub, caller }: Context,
    @Arg('asOf', () => DateTime, { nullable: true, description: 'How it stood at an instant; null: now.' }) asOf?: string | null,
  ): Promise<readonly TermWeights[]> {
    return valueOrError(await listTermWeights(hub, caller, asOf ?? null)).map(toTermWeights)
  }

  @Mutation(() => SwitchTermWeightsResult, {
    description:
      'Puts learned weights of a kind in force, or the fixed ones again. Only such as are no worse than those in force, or were in force before. They rank candidates and say how likely they are; nothing is accepted by them that the rules leave to a person. Needs terms:curate.',
  })
  async switchTermWeights(
    @Arg('input', () => SwitchTermWeightsInput, { description: 'Which, and why.' }) input: SwitchTermWeightsInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof SwitchTermWeightsResult> {
    const switched = valueOrRefused(await switchTermWeights(hub, caller, input))
    return 'issues' in switched ? switched : toTermWeights(switched)
  }
}
