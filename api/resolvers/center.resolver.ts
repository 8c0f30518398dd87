import { Ctx, Query, Resolver } from 'type-graphql'
import { Center } from '../../schema/graphql/center.js'
import type { Context } from '../context.js'
import { listCenters } from '../operations/list-centers.js'

@Resolver()
export class CenterResolver {
  @Query(() => [Center], { description: 'All centers that were ever registered. Open to every caller.' })
  centers(@Ctx() { hub }: Context): Promise<Center[]> {
    return listCenters(hub)
  }
}
