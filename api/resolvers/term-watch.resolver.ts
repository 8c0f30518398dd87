import { Arg, Args, ArgsType, Ctx, Field, Int, Mutation, Query, Resolver } from 'type-graphql'
import { RunTermJobInput, RunTermJobResult } from '../../schema/graphql/job-run.js'
import {
  SettleTermConflictInput,
  SettleTermConflictResult,
  TermConflict,
  TermConflictConnection,
} from '../../schema/graphql/term-conflict.js'
import { SwitchTermTierInput, SwitchTermTierResult, TermTier, type TermKind, type TermTierCode } from '../../schema/graphql/term-tier.js'
import type { Context } from '../context.js'
import { runTermJob } from '../operations/run-term-job.js'
import { listTermConflicts, settleTermConflict, type TermConflict as FoundConflict } from '../operations/term-conflicts.js'
import { listTermTiers, switchTermTier, type TierState } from '../operations/term-tiers.js'
import { toJobRun } from './job-run.resolver.js'
import { valueOrError, valueOrRefused } from './value-or-error.js'

@ArgsType()
class TermConflictArgs {
  @Field(() => Int, { defaultValue: 50, description: 'Conflicts a page, 1 to 500.' })
  first: number

  @Field(() => Boolean, { defaultValue: true, description: 'Open ones alone.' })
  isOpen: boolean

  @Field(() => String, { nullable: true, description: 'Within one center alone.' })
  center?: string | null

  @Field(() => String, { nullable: true, description: 'Cursor of the page before.' })
  after?: string | null
}

@Resolver(() => TermConflict)
export class TermWatchResolver {
  @Query(() => TermConflictConnection, {
    nullable: true,
    description:
      'Words that contradict each other or themselves, the newest first. Needs terms:curate, hub:admin, or stats:write for one’s own.',
  })
  async termConflicts(
    @Ctx() { hub, caller }: Context,
    @Args(() => TermConflictArgs) asked: TermConflictArgs,
  ): Promise<TermConflictConnection> {
    const { center, isOpen, first, after } = asked
    const page = valueOrError(await listTermConflicts(hub, caller, { center: center ?? null, isOpen, first, after: after ?? null }))
    return { ...page, nodes: page.nodes.map(toTermConflict) }
  }

  @Query(() => [TermTier], {
    nullable: true,
    description: 'Which kinds of evidence may accept words by themselves. Six at most. Needs terms:curate or hub:admin.',
  })
  async termTiers(@Ctx() { hub, caller }: Context): Promise<readonly TermTier[]> {
    return (await listTermTiers(hub, caller)).map(toTermTier)
  }

  @Mutation(() => SettleTermConflictResult, { description: 'Settles an open conflict among words. Needs terms:curate.' })
  async settleTermConflict(
    @Arg('input', () => SettleTermConflictInput, { description: 'Which, and how.' }) input: SettleTermConflictInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof SettleTermConflictResult> {
    const settled = valueOrRefused(await settleTermConflict(hub, caller, input))
    return 'issues' in settled ? settled : toTermConflict(settled)
  }

  @Mutation(() => SwitchTermTierResult, { description: 'Lets a kind of evidence accept words by itself, or not. Needs terms:curate.' })
  async switchTermTier(
    @Arg('input', () => SwitchTermTierInput, { description: 'Which, and why.' }) input: SwitchTermTierInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof SwitchTermTierResult> {
    const switched = valueOrRefused(await switchTermTier(hub, caller, input))
    return 'issues' in switched ? switched : toTermTier(switched)
  }

  @Mutation(() => RunTermJobResult, {
    description: 'Runs a job of the terms now, for one center where it is of one; safe beside the night. Needs terms:curate or hub:admin.',
  })
  async runTermJob(
    @Arg('input', () => RunTermJobInput, { description: 'Which job, for which center.' }) input: RunTermJobInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof RunTermJobResult> {
    const run = valueOrRefused(await runTermJob(hub, caller, { job: input.job, center: input.center ?? null }))
    return 'issues' in run ? run : toJobRun(run)
  }
}

const toTermConflict = (conflict: FoundConflict): TermConflict => ({
  id: conflict.id,
  center: conflict.center,
  conflict: conflict.conflict,
  subject: conflict.subject,
  terms: conflict.terms,
  detectedOn: conflict.detected_on,
  lastSeenOn: conflict.last_seen_on,
  evidence: JSON.stringify(conflict.evidence),
  state: conflict.state,
  settledAt: conflict.settled_at,
  settlement: conflict.settlement,
})

const toTermTier = (state: TierState): TermTier => ({
  kind: state.kind as TermKind, // as the constraint of the table has it
  tier: state.tier as TermTierCode, // likewise
  isOn: state.is_on,
  switchedAt: state.switched_at,
  reason: state.reason,
  accepted: state.accepted,
  suspended: state.suspended,
  reviewed: state.reviewed,
})
