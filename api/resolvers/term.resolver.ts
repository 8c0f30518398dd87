import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql'
import { Term } from '../../schema/graphql/term.js'
import type { Context } from '../context.js'
import { listTerms } from '../operations/list-definitions.js'
import { valueOrError } from './value-or-error.js'

@Resolver()
export class TermResolver {
  @Query(() => [Term], {
    nullable: true,
    description: 'The glossary of the edition in force. Null with an error TERM_UNKNOWN when a ref is not known. Open to every caller.',
  })
  async terms(
    @Arg('refs', () => [ID], { nullable: true, description: 'Only these, in this order; null: all.' }) refs: readonly string[] | null,
    @Ctx() { hub }: Context,
  ): Promise<readonly Term[]> {
    return valueOrError(await listTerms(hub, refs ?? null))
  }
}
