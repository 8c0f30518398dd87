import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql'
import { Measure } from '../../schema/graphql/measure.js'
import type { Context } from '../context.js'
import { listMeasures } from '../operations/list-definitions.js'
import { valueOrError } from './value-or-error.js'

@Resolver()
export class MeasureResolver {
  @Query(() => [Measure], {
    nullable: true,
    description: 'Measures of the edition in force. Null with an error MEASURE_UNKNOWN when a code is not known. Open to every caller.',
  })
  async measures(
    @Arg('codes', () => [ID], { nullable: true, description: 'Only these, in this order; null: all.' }) codes: readonly string[] | null,
    @Ctx() { hub }: Context,
  ): Promise<readonly Measure[]> {
    return valueOrError(await listMeasures(hub, codes ?? null))
  }
}
