import { Ctx, Query, Resolver } from 'type-graphql'
import { Viewer } from '../../schema/graphql/viewer.js'
import type { Context } from '../context.js'
import { findCenter } from '../operations/list-centers.js'

@Resolver()
export class ViewerResolver {
  @Query(() => Viewer, { description: 'Who the hub takes the caller for, and what it may do. Open to every caller, each for itself.' })
  async viewer(@Ctx() { hub, caller }: Context): Promise<Viewer> {
    const { subject, kind, center, scopes } = caller
    return { subject, kind, center: center === null ? null : await findCenter(hub, center.code), scopes: [...scopes] }
  }
}
