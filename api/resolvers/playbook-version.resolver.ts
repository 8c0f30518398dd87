import { Arg, Args, ArgsType, Ctx, Field, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import type { Outcome } from '../../schema/domain/outcome.js'
import type { PlaybookVersion as DomainVersion } from '../../schema/domain/playbooks/activation.js'
import {
  ApprovePlaybookInput,
  DraftPlaybookInput,
  EditPlaybookInput,
  PlaybookVersionInput,
  ReturnPlaybookInput,
  SchedulePlaybookInput,
} from '../../schema/graphql/playbook-input.js'
import { BroadcastPreview, PlaybookVersionConnection, PlaybookVersionResult } from '../../schema/graphql/playbook-version.js'
import type { Context } from '../context.js'
import { approvePlaybook } from '../operations/approve-playbook.js'
import { draftPlaybook } from '../operations/draft-playbook.js'
import { editPlaybook } from '../operations/edit-playbook.js'
import { listPlaybookVersions, withApprovals } from '../operations/list-playbook-versions.js'
import { previewBroadcast } from '../operations/preview-broadcast.js'
import { returnPlaybook } from '../operations/return-playbook.js'
import { schedulePlaybook } from '../operations/schedule-playbook.js'
import { submitPlaybook } from '../operations/submit-playbook.js'
import { unschedulePlaybook } from '../operations/unschedule-playbook.js'
import { toPreview, toVersion } from './broadcast-view.js'
import { toText } from './playbook-view.js'
import { valueOrError } from './value-or-error.js'

@ArgsType()
class VersionsArgs {
  @Field(() => ID, { description: 'Id of the activation.' })
  activation: string

  @Field(() => Int, { defaultValue: 20, description: 'Texts a page, 1 to 500.' })
  first: number

  @Field(() => String, { nullable: true, description: 'Cursor of the page before.' })
  after?: string | null
}

@Resolver()
export class PlaybookVersionResolver {
  @Query(() => PlaybookVersionConnection, {
    nullable: true,
    description: 'Texts of an activation, the newest first. For coordinators and administrators.',
  })
  async playbookVersions(
    @Args(() => VersionsArgs) args: VersionsArgs,
    @Ctx() { hub, caller }: Context,
  ): Promise<PlaybookVersionConnection> {
    const { activation, first, after } = args
    const { nodes, ...page } = valueOrError(await listPlaybookVersions(hub, caller, { activation, first, after: after ?? null }))
    const standards = await hub.standards()
    return { ...page, nodes: nodes.map(version => toVersion(version, standards)) }
  }

  @Query(() => BroadcastPreview, {
    nullable: true,
    description: 'Exactly who would get a text if it were sent now, and what it still needs. For coordinators and administrators.',
  })
  async previewBroadcast(
    @Arg('version', () => ID, { description: 'Id of the text.' }) version: string,
    @Ctx() { hub, caller }: Context,
  ): Promise<BroadcastPreview> {
    return toPreview(valueOrError(await previewBroadcast(hub, caller, version)), await hub.standards())
  }

  @Mutation(() => PlaybookVersionResult, {
    description: 'Writes a text from a template; nothing is sent by it. Needs playbooks:author or playbooks:break-glass.',
  })
  async draftPlaybook(
    @Arg('input', () => DraftPlaybookInput, { description: 'The text.' }) input: DraftPlaybookInput,
    @Ctx() context: Context,
  ): Promise<typeof PlaybookVersionResult> {
    const { activation, status = null } = input
    return toResult(context, await draftPlaybook(context.hub, context.caller, { ...toText(input), activation, status }))
  }

  @Mutation(() => PlaybookVersionResult, {
    description:
      'The next revision of a text, whole; it is a draft again, and its approvals are void. Needs playbooks:author or playbooks:break-glass.',
  })
  async editPlaybook(
    @Arg('input', () => EditPlaybookInput, { description: 'The text.' }) input: EditPlaybookInput,
    @Ctx() context: Context,
  ): Promise<typeof PlaybookVersionResult> {
    return toResult(context, await editPlaybook(context.hub, context.caller, { ...toText(input), version: input.version }))
  }

  @Mutation(() => PlaybookVersionResult, {
    description:
      'Hands a text over for approval; refused with everything that the lint holds against it. Needs playbooks:author or playbooks:break-glass, and a sign-in of the last minutes.',
  })
  async submitPlaybook(
    @Arg('input', () => PlaybookVersionInput, { description: 'Which.' }) input: PlaybookVersionInput,
    @Ctx() context: Context,
  ): Promise<typeof PlaybookVersionResult> {
    return toResult(context, await submitPlaybook(context.hub, context.caller, input))
  }

  @Mutation(() => PlaybookVersionResult, {
    description:
      'Approves the content of a hash, of which the caller wrote no revision, with what is sent typed again. Needs playbooks:approve.',
  })
  async approvePlaybook(
    @Arg('input', () => ApprovePlaybookInput, { description: 'Which content, and for whom.' }) input: ApprovePlaybookInput,
    @Ctx() context: Context,
  ): Promise<typeof PlaybookVersionResult> {
    return toResult(context, await approvePlaybook(context.hub, context.caller, input))
  }

  @Mutation(() => PlaybookVersionResult, { description: 'Gives a text back to its author. Needs playbooks:approve.' })
  async returnPlaybook(
    @Arg('input', () => ReturnPlaybookInput, { description: 'Which, and why.' }) input: ReturnPlaybookInput,
    @Ctx() context: Context,
  ): Promise<typeof PlaybookVersionResult> {
    return toResult(context, await returnPlaybook(context.hub, context.caller, input))
  }

  @Mutation(() => PlaybookVersionResult, {
    description: 'Sets when an approved text goes out by itself, by the clock of the database. Needs playbooks:broadcast.',
  })
  async schedulePlaybook(
    @Arg('input', () => SchedulePlaybookInput, { description: 'Which, and when.' }) input: SchedulePlaybookInput,
    @Ctx() context: Context,
  ): Promise<typeof PlaybookVersionResult> {
    return toResult(context, await schedulePlaybook(context.hub, context.caller, input))
  }

  @Mutation(() => PlaybookVersionResult, { description: 'Takes a text off the schedule; it stays approved. Needs playbooks:broadcast.' })
  async unschedulePlaybook(
    @Arg('input', () => PlaybookVersionInput, { description: 'Which.' }) input: PlaybookVersionInput,
    @Ctx() context: Context,
  ): Promise<typeof PlaybookVersionResult> {
    return toResult(context, await unschedulePlaybook(context.hub, context.caller, input))
  }
}

async function toResult({ hub, caller }: Context, outcome: Outcome<DomainVersion>): Promise<typeof PlaybookVersionResult> {
  if (!outcome.ok) return { issues: outcome.issues }
  return toVersion(await withApprovals(hub, caller, outcome.value), await hub.standards())
}
