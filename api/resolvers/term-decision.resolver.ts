import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import {
  AssignTermInput,
  CurateTermInput,
  FlagTermInput,
  ReviewMappingInput,
  TermDecisionResult,
  UndoTermDecisionInput,
} from '../../schema/graphql/term-decision.js'
import { TermDecisionConnection } from '../../schema/graphql/term-history.js'
import type { Context } from '../context.js'
import { curateTerm } from '../operations/curate-term.js'
import type { CurationAct } from '../operations/curation.js'
import { listTermDecisions } from '../operations/list-term-decisions.js'
import { assignTerm, flagTerm } from '../operations/mark-term.js'
import { reviewTerm } from '../operations/review-term.js'
import { undoTermDecision } from '../operations/undo-term-decision.js'
import { toCuration, toTermDecided, toTermDecision, toUndoing } from './curation-view.js'
import { valueOrError } from './value-or-error.js'

type Answer = Awaited<ReturnType<typeof curateTerm>>
const answerOf = (outcome: Answer): typeof TermDecisionResult => (outcome.ok ? toTermDecided(outcome.value) : { issues: outcome.issues })

const curate = async ({ hub, caller }: Context, act: CurationAct, input: CurateTermInput): Promise<typeof TermDecisionResult> =>
  answerOf(await curateTerm(hub, caller, { act, said: toCuration(input) }))

@Resolver()
export class TermDecisionResolver {
  @Query(() => TermDecisionConnection, {
    nullable: true,
    description:
      'What was decided about a word, newest first: who, when, why, on what evidence. Of any word for a steward or an administrator, of its own for a center. Null with an error NOT_FOUND for a word that the caller may not see.',
  })
  async termDecisions(
    @Ctx() { hub, caller }: Context,
    @Arg('term', () => ID, { description: 'Id of the word.' }) term: string,
    @Arg('first', () => Int, { defaultValue: 20, description: 'Decisions a page, 1 to 500.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the page before.' }) after?: string | null,
  ): Promise<TermDecisionConnection> {
    const page = valueOrError(await listTermDecisions(hub, caller, { term, first, after: after ?? null }))
    return { ...page, nodes: page.nodes.map(toTermDecision) }
  }

  @Mutation(() => TermDecisionResult, {
    description:
      'Says that a word means one of its candidates, with the conversion and the days as proposed unless others are given. Rows that wait for it land. A meaning that enters published figures stands only when another steward approves the same. Needs terms:curate.',
  })
  async approveMapping(
    @Ctx() context: Context,
    @Arg('input', () => CurateTermInput, { description: 'The word and the candidate.' }) input: CurateTermInput,
  ): Promise<typeof TermDecisionResult> {
    return curate(context, 'approve', input)
  }

  @Mutation(() => TermDecisionResult, {
    description:
      'Gives a word another meaning or another conversion on the days given; other days keep what stands. Values that read otherwise are taken back and read again. Needs terms:curate.',
  })
  async correctMapping(
    @Ctx() context: Context,
    @Arg('input', () => CurateTermInput, { description: 'The word and what it means.' }) input: CurateTermInput,
  ): Promise<typeof TermDecisionResult> {
    return curate(context, 'correct', input)
  }

  @Mutation(() => TermDecisionResult, {
    description:
      'Refuses a meaning. It is not proposed again unless the evidence changes, and then with what changed. Where it is in force it ends: values read by it wait again. Needs terms:curate.',
  })
  async rejectCandidate(
    @Ctx() context: Context,
    @Arg('input', () => CurateTermInput, { description: 'The word and the meaning.' }) input: CurateTermInput,
  ): Promise<typeof TermDecisionResult> {
    return curate(context, 'reject', input)
  }

  @Mutation(() => TermDecisionResult, {
    description: 'Says that the edition has nothing that a word could mean. Its rows go on waiting and ask for nobody. Needs terms:curate.',
  })
  async decideNoMatch(
    @Ctx() context: Context,
    @Arg('input', () => CurateTermInput, { description: 'The word.' }) input: CurateTermInput,
  ): Promise<typeof TermDecisionResult> {
    return curate(context, 'noMatch', input)
  }

  @Mutation(() => TermDecisionResult, {
    description:
      'From a day on, reads a word by another target or conversion, as long as the mapping would have held; earlier days keep it. Needs terms:curate.',
  })
  async splitMappingByDate(
    @Ctx() context: Context,
    @Arg('input', () => CurateTermInput, { description: 'The word, the day (from) and what changes.' }) input: CurateTermInput,
  ): Promise<typeof TermDecisionResult> {
    return curate(context, 'split', input)
  }

  @Mutation(() => TermDecisionResult, {
    description: 'Confirms what the hub accepted by itself, or accepted provisionally for want of nights. Needs terms:curate.',
  })
  async confirmProvisional(
    @Ctx() context: Context,
    @Arg('input', () => CurateTermInput, { description: 'The word.' }) input: CurateTermInput,
  ): Promise<typeof TermDecisionResult> {
    return curate(context, 'confirm', input)
  }

  @Mutation(() => TermDecisionResult, {
    description:
      'Agrees with an approval that waits for another look, which then stands, or disagrees, which is kept and stops what the hub had accepted by itself. Needs terms:curate.',
  })
  async reviewMapping(
    @Ctx() { hub, caller }: Context,
    @Arg('input', () => ReviewMappingInput, { description: 'The approval and what is said of it.' }) input: ReviewMappingInput,
  ): Promise<typeof TermDecisionResult> {
    const { mapping = null, reason = null, ...said } = input
    return answerOf(await reviewTerm(hub, caller, { ...said, mapping, reason }))
  }

  @Mutation(() => TermDecisionResult, {
    description: 'Notes what is odd about a word: it stays in the queue, and no night accepts it. Needs terms:curate.',
  })
  async flagTerm(
    @Ctx() { hub, caller }: Context,
    @Arg('input', () => FlagTermInput, { description: 'The word and the flag.' }) input: FlagTermInput,
  ): Promise<typeof TermDecisionResult> {
    const { flag = null, ...seen } = input
    return answerOf(await flagTerm(hub, caller, { ...seen, flag }))
  }

  @Mutation(() => TermDecisionResult, { description: 'Puts a word on the desk of a steward. Needs terms:curate.' })
  async assignTerm(
    @Ctx() { hub, caller }: Context,
    @Arg('input', () => AssignTermInput, { description: 'The word and the steward.' }) input: AssignTermInput,
  ): Promise<typeof TermDecisionResult> {
    const { to = null, ...seen } = input
    return answerOf(await assignTerm(hub, caller, { ...seen, to }))
  }

  @Mutation(() => TermDecisionResult, {
    description:
      'Takes a decision back by a further one: what stood before stands again, and values that it had let through wait once more. What would come back into published figures waits for another steward (needsReview). What the hub had accepted by itself counts as refused. The last one first. Needs terms:curate.',
  })
  async undoTermDecision(
    @Ctx() { hub, caller }: Context,
    @Arg('input', () => UndoTermDecisionInput, { description: 'The decision.' }) input: UndoTermDecisionInput,
  ): Promise<typeof TermDecisionResult> {
    return answerOf(await undoTermDecision(hub, caller, toUndoing(input)))
  }
}
