import { Arg, Args, ArgsType, Ctx, Field, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import type { Activation as DomainActivation } from '../../schema/domain/playbooks/activation.js'
import type { ActivationState } from '../../schema/domain/playbooks/activation-state.js'
import type { BroadcastStatus } from '../../schema/domain/playbooks/level-policy.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import { ActivationConnection, ActivationHistory, ActivationResult } from '../../schema/graphql/activation.js'
import { AreaResolution } from '../../schema/graphql/area-resolution.js'
import { ActivationStates, BroadcastStatuses } from '../../schema/graphql/playbook-enums.js'
import { CloseActivationInput, OpenActivationInput } from '../../schema/graphql/playbook-input.js'
import type { Context } from '../context.js'
import type { Hub } from '../hub.js'
import { closeActivation } from '../operations/close-activation.js'
import { listActivations, readActivation } from '../operations/list-activations.js'
import { openActivation } from '../operations/open-activation.js'
import { resolveTargetAreas } from '../operations/resolve-target-areas.js'
import { toActivation, toBroadcast } from './broadcast-view.js'
import { valueOrError } from './value-or-error.js'

@ArgsType()
class ActivationsArgs {
  @Field(() => ActivationStates, { nullable: true, description: 'Only those that stand so; null: all.' })
  state?: ActivationState | null

  @Field(() => BroadcastStatuses, { nullable: true, description: 'Only the real thing, drills or tests; null: all.' })
  status?: BroadcastStatus | null

  @Field(() => Int, { defaultValue: 50, description: 'Activations a page, 1 to 500.' })
  first: number

  @Field(() => String, { nullable: true, description: 'Cursor of the page before.' })
  after?: string | null
}

@Resolver()
export class ActivationResolver {
  @Query(() => ActivationConnection, {
    nullable: true,
    description:
      'Activations, the one opened last first. Open to every role; what was only planned is for coordinators and administrators.',
  })
  async activations(@Args(() => ActivationsArgs) args: ActivationsArgs, @Ctx() { hub, caller }: Context): Promise<ActivationConnection> {
    const { state = null, status = null, first, after = null } = args
    const { nodes, ...page } = valueOrError(await listActivations(hub, caller, { state, status, first, after }))
    const standards = await hub.standards()
    return { ...page, nodes: nodes.map(activation => toActivation(activation, standards)) }
  }

  @Query(() => ActivationHistory, {
    nullable: true,
    description:
      'An activation with everything that was sent. Open to every role; what was only planned is for coordinators and administrators.',
  })
  async activation(
    @Arg('id', () => ID, { description: 'Id of the activation.' }) id: string,
    @Ctx() { hub, caller }: Context,
  ): Promise<ActivationHistory> {
    const { activation, messages } = valueOrError(await readActivation(hub, caller, id))
    const standards = await hub.standards()
    return { activation: toActivation(activation, standards), broadcasts: messages.map(message => toBroadcast(message, standards)) }
  }

  @Query(() => AreaResolution, {
    nullable: true,
    description: 'Which member centers areas mean today. For coordinators and administrators.',
  })
  async targetAreas(
    @Arg('areas', () => [String], { description: 'Areas, as for openActivation.' }) areas: readonly string[],
    @Ctx() { hub }: Context,
  ): Promise<AreaResolution> {
    return valueOrError(await resolveTargetAreas(hub, areas))
  }

  @Mutation(() => ActivationResult, {
    description: 'Opens an emergency, a drill or a test; nothing is sent by it. Needs playbooks:author or playbooks:break-glass.',
  })
  async openActivation(
    @Arg('input', () => OpenActivationInput, { description: 'What it is, and where.' }) input: OpenActivationInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof ActivationResult> {
    const { overflow, relatesTo, repeatReason, exercise, ...said } = input
    const opened = await openActivation(hub, caller, {
      ...said,
      overflow: overflow ?? [],
      relatesTo: relatesTo ?? null,
      repeatReason: repeatReason ?? null,
      exercise: exercise ?? null,
    })
    return toActivationResult(hub, opened)
  }

  @Mutation(() => ActivationResult, {
    description:
      'Closes an activation that has ended, or that nothing was sent of, with the list of centers that had not answered. For persons with playbooks:author or playbooks:broadcast.',
  })
  async closeActivation(
    @Arg('input', () => CloseActivationInput, { description: 'Which, and why.' }) input: CloseActivationInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof ActivationResult> {
    return toActivationResult(hub, await closeActivation(hub, caller, input))
  }
}

const toActivationResult = async (hub: Hub, outcome: Outcome<DomainActivation>): Promise<typeof ActivationResult> =>
  outcome.ok ? toActivation(outcome.value, await hub.standards()) : { issues: outcome.issues }
