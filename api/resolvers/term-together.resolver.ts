import { Arg, Ctx, Mutation, Resolver } from 'type-graphql'
import type { Outcome } from '../../schema/domain/outcome.js'
import { ApproveTogetherInput, ApproveTogetherResult } from '../../schema/graphql/term-decision.js'
import {
  AssignTogetherInput,
  CurateTogetherInput,
  FlagTogetherInput,
  TermsDecisionResult,
  UndoTogetherInput,
  UndoTogetherResult,
} from '../../schema/graphql/term-together.js'
import type { Context } from '../context.js'
import { curateTogether } from '../operations/curate-together.js'
import type { Curated } from '../operations/curation.js'
import type { TermOutcome } from '../operations/identical-terms.js'
import { assignTogether, flagTogether } from '../operations/mark-together.js'
import { undoTogether } from '../operations/undo-together.js'
import { toConversion, toTermDecided } from './curation-view.js'

const decidedOf = (curated: Curated | null) => (curated === null ? null : toTermDecided(curated))

const answerOf = (outcome: Outcome<readonly TermOutcome[]>): typeof TermsDecisionResult =>
  outcome.ok
    ? { terms: outcome.value.map(({ term, curated, issues }) => ({ term, decided: decidedOf(curated), issues })) }
    : { issues: outcome.issues }

const toMeaning = ({ conversion, from = null, to = null, reason = null }: ApproveTogetherInput | CurateTogetherInput) => ({
  conversion: toConversion(conversion),
  from,
  to,
  reason,
})

@Resolver()
export class TermTogetherResolver {
  @Mutation(() => ApproveTogetherResult, {
    description:
      'Approves one meaning for identical words of several centers: each is a decision of its own, and one that was decided on since is refused while the others go on. List them with termQueue(sameAs) first. Needs terms:curate.',
  })
  async approveTogether(
    @Ctx() { hub, caller }: Context,
    @Arg('input', () => ApproveTogetherInput, { description: 'The words and the meaning.' }) input: ApproveTogetherInput,
  ): Promise<typeof ApproveTogetherResult> {
    const { terms, target } = input
    return answerOf(await curateTogether(hub, caller, { act: 'approve', terms, target, predicate: null, ...toMeaning(input) }))
  }

  @Mutation(() => TermsDecisionResult, {
    description:
      'Does the same about identical words of several centers: approve, correct, split by date, refuse, confirm, or say that nothing fits. Each is a decision of its own, with the steward that it takes; one that was decided on since is refused while the others go on. undoTogether takes them back. Needs terms:curate.',
  })
  async curateTogether(
    @Ctx() { hub, caller }: Context,
    @Arg('input', () => CurateTogetherInput, { description: 'The act, the words and what is said of them.' }) input: CurateTogetherInput,
  ): Promise<typeof TermsDecisionResult> {
    const { act, terms, target = null, predicate = null } = input
    return answerOf(await curateTogether(hub, caller, { act, terms, target, predicate, ...toMeaning(input) }))
  }

  @Mutation(() => TermsDecisionResult, {
    description:
      'Notes what is odd about identical words of several centers, as flagTerm does; null takes the flags away. Needs terms:curate.',
  })
  async flagTogether(
    @Ctx() { hub, caller }: Context,
    @Arg('input', () => FlagTogetherInput, { description: 'The words and the flag.' }) { terms, flag = null }: FlagTogetherInput,
  ): Promise<typeof TermsDecisionResult> {
    return answerOf(await flagTogether(hub, caller, { terms, flag }))
  }

  @Mutation(() => TermsDecisionResult, {
    description: 'Puts identical words of several centers on the desk of one steward, as assignTerm does. Needs terms:curate.',
  })
  async assignTogether(
    @Ctx() { hub, caller }: Context,
    @Arg('input', () => AssignTogetherInput, { description: 'The words and the steward.' }) { terms, to = null }: AssignTogetherInput,
  ): Promise<typeof TermsDecisionResult> {
    return answerOf(await assignTogether(hub, caller, { terms, to }))
  }

  @Mutation(() => UndoTogetherResult, {
    description:
      'Takes decisions about identical words back, each as undoTermDecision does; one that cannot be is refused while the others go on. Needs terms:curate.',
  })
  async undoTogether(
    @Ctx() { hub, caller }: Context,
    @Arg('input', () => UndoTogetherInput, { description: 'The decisions.' }) { decisions, reason = null }: UndoTogetherInput,
  ): Promise<typeof UndoTogetherResult> {
    const outcome = await undoTogether(hub, caller, { decisions, reason })
    if (!outcome.ok) return { issues: outcome.issues }
    return { decisions: outcome.value.map(({ decision, curated, issues }) => ({ decision, undone: decidedOf(curated), issues })) }
  }
}
