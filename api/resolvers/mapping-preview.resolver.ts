import { Arg, Args, ArgsType, Ctx, Field, Int, Query, Resolver } from 'type-graphql'
import type { Grain } from '../../schema/domain/figures/grain.js'
import { Grains } from '../../schema/graphql/grain.js'
import { CurateTermInput, CurationActs } from '../../schema/graphql/term-decision.js'
import { MappingPreview } from '../../schema/graphql/term-preview.js'
import type { Context } from '../context.js'
import type { CurationAct } from '../operations/curation.js'
import { previewMapping } from '../operations/preview-mapping.js'
import { toCuration, toMappingPreview } from './curation-view.js'
import { valueOrError } from './value-or-error.js'

@ArgsType()
class PreviewArgs {
  @Field(() => CurationActs, { description: 'What would be done.' })
  act: CurationAct

  @Field(() => Grains, {
    defaultValue: 'month',
    description: 'Periods of the figures that are compared, in the whole months of the rows that move.',
  })
  by: Grain

  @Field(() => Int, { defaultValue: 100, description: 'Rows and figures listed at most, of each; 1 to 500.' })
  first: number
}

@Resolver()
export class MappingPreviewResolver {
  @Query(() => MappingPreview, {
    nullable: true,
    description:
      'What a decision about a word would do: which rows land or wait again, and which figures of its center and of all centers together move. Takes what the decision takes. Needs terms:curate.',
  })
  async previewMapping(
    @Ctx() { hub, caller }: Context,
    @Args(() => PreviewArgs) { act, by, first }: PreviewArgs,
    @Arg('input', () => CurateTermInput, { description: 'As the decision takes it.' }) input: CurateTermInput,
  ): Promise<MappingPreview> {
    return toMappingPreview(valueOrError(await previewMapping(hub, caller, { act, said: toCuration(input), by, first })))
  }
}
