import { Arg, Args, ArgsType, Ctx, Field, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { CompletePhoneTaskInput, CompletePhoneTaskResult, PhoneTaskConnection, type PhoneTask } from '../../schema/graphql/phone-task.js'
import type { Context } from '../context.js'
import { completePhoneTask, listCalls, type Call } from '../operations/complete-phone-task.js'
import { valueOrError } from './value-or-error.js'

@ArgsType()
class PhoneTaskArgs {
  @Field(() => ID, { nullable: true, description: 'Id of an activation; null: of all.' })
  activation?: string | null

  @Field(() => Boolean, { defaultValue: true, description: 'Only calls that are still to be made.' })
  isOpen: boolean

  @Field(() => Int, { defaultValue: 100, description: 'Calls a page, 1 to 500.' })
  first: number

  @Field(() => String, { nullable: true, description: 'Cursor of the page before.' })
  after?: string | null
}

@Resolver()
export class PhoneTaskResolver {
  @Query(() => PhoneTaskConnection, {
    nullable: true,
    description: 'Calls to centers that do not answer, the oldest first. For coordinators and administrators.',
  })
  async phoneTasks(
    @Args(() => PhoneTaskArgs) { activation = null, isOpen, first, after = null }: PhoneTaskArgs,
    @Ctx() { hub, caller }: Context,
  ): Promise<PhoneTaskConnection> {
    const page = valueOrError(await listCalls(hub, caller, { activation, isOpen, first, after }))
    const standards = await hub.standards()
    return { ...page, nodes: page.nodes.map(task => toPhoneTask(task, standards)) }
  }

  @Mutation(() => CompletePhoneTaskResult, {
    description:
      'Keeps which desk called a center and what came of it; the ladder goes on until the center itself answers. For every coordinator.',
  })
  async completePhoneTask(
    @Arg('input', () => CompletePhoneTaskInput, { description: 'Which call, who, and what came of it.' })
    { task, desk, result, note = null }: CompletePhoneTaskInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof CompletePhoneTaskResult> {
    const outcome = await completePhoneTask(hub, caller, { task, desk, result, note })
    return outcome.ok ? toPhoneTask(outcome.value, await hub.standards()) : { issues: outcome.issues }
  }
}

const toPhoneTask = (
  { centerId, activationId, messageId, completedBy: _completedBy, ...task }: Call,
  { centerCodes }: Standards,
): PhoneTask => ({
  ...task,
  center: centerCodes.get(centerId) ?? '',
  activation: activationId,
  broadcast: messageId,
})
