import { Arg, Ctx, Query, Resolver } from 'type-graphql'
import { TranslateInput, Translation } from '../../schema/graphql/term-translation.js'
import type { Context } from '../context.js'
import { translateTerm } from '../operations/translate-term.js'
import { toTranslation } from './term-translation-view.js'
import { valueOrError } from './value-or-error.js'

@Resolver()
export class TermTranslationResolver {
  @Query(() => Translation, {
    nullable: true,
    description:
      'What a word of a center means on a day, exactly as a row would be read: by the center’s own decision, else by the edition; with what it may mean where nothing is settled. Open to every caller for the edition and one’s own center; null with an error CENTER_UNKNOWN for a center whose words the caller may not see.',
  })
  async translate(
    @Arg('input', () => TranslateInput, { description: 'The word.' }) input: TranslateInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<Translation> {
    const { center = null, kind = null, label, unit = null, on = null } = input
    return toTranslation(valueOrError(await translateTerm(hub, caller, { center, kind, label, unit, on })))
  }
}
