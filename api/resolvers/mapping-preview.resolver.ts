import { Args, ArgsType, Ctx, Field, Int, Query, Resolver } from 'type-graphql'
import type { Grain } from '../../schema/domain/figures/grain.js'
import { Grains } from '../../schema/graphql/grain.js'
import { CurateTermInput, CurationActs, UndoTermDecisionInput } from '../../schema/graphql/term-decision.js'
import { MappingPreview } from '../../schema/graphql/term-preview.js'
import type { Context } from '../context.js'
import type { CurationAct } from '../operations/curation.js'
import { previewDecision } from '../operations/preview-mapping.js'
import { toCuration, toMappingPreview, toUndoing } from './curation-view.js'
import { valueOrError } from './value-or-error.js'

@ArgsType()
class PreviewArgs {
  @Field(() => CurationActs, { nullable: true, description: 'What would be done, with input; left out for an undo.' })
  act?: CurationAct | null

  @Field(() => CurateTermInput, { nullable: true, description: 'As the decision takes it; left out for an undo.' })
  input?: CurateTermInput | null

  @Field(() => UndoTermDecisionInput, {
    nullable: true,
    description: 'As undoTermDecision takes it, in place of act and input.',
  })
  undo?: UndoTermDecisionInput | null

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
      'What a decision about a word, or its undo, would do: which rows land or wait again, and which figures of its center and of all centers together move. Takes what the decision takes. Needs terms:curate.',
  })
  async previewMapping(
    @Ctx() { hub, caller }: Context,
    @Args(() => PreviewArgs) { act, input, undo, by, first }: PreviewArgs,
  ): Promise<MappingPreview> {
    const said = input == null ? null : toCuration(input)
    const undoing = undo == null ? null : toUndoing(undo)
    return toMappingPreview(valueOrError(await previewDecision(hub, caller, { act: act ?? null, said, undo: undoing, by, first })))
  }
}
