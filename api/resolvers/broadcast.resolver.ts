import { Arg, Ctx, Mutation, Resolver } from 'type-graphql'
import type { Outcome } from '../../schema/domain/outcome.js'
import { DecideRatificationResult, SentBroadcastResult } from '../../schema/graphql/activation.js'
import {
  BreakGlassInput,
  BroadcastPlaybookInput,
  CorrectPlaybookInput,
  DecideRatificationInput,
  WithdrawPlaybookInput,
} from '../../schema/graphql/playbook-input.js'
import type { Context } from '../context.js'
import { breakGlass } from '../operations/break-glass.js'
import { broadcastPlaybook } from '../operations/broadcast-playbook.js'
import { correctPlaybook } from '../operations/correct-playbook.js'
import { decideRatification } from '../operations/decide-ratification.js'
import { readMessage } from '../operations/list-activations.js'
import type { SentMessage } from '../operations/once-only.js'
import { withdrawPlaybook } from '../operations/withdraw-playbook.js'
import { toBroadcast, toRatification } from './broadcast-view.js'
import { toValues } from './playbook-view.js'

@Resolver()
export class BroadcastResolver {
  @Mutation(() => SentBroadcastResult, {
    description: 'Sends an approved text to everybody its areas mean; answers when all of it is committed. Needs playbooks:broadcast.',
  })
  async broadcastPlaybook(
    @Arg('input', () => BroadcastPlaybookInput, { description: 'Which.' }) input: BroadcastPlaybookInput,
    @Ctx() context: Context,
  ): Promise<typeof SentBroadcastResult> {
    return toResult(context, await broadcastPlaybook(context.hub, context.caller, input))
  }

  @Mutation(() => SentBroadcastResult, {
    description:
      'Corrects the last message in the words that were approved with it, on one word. For persons with playbooks:author, playbooks:approve or playbooks:broadcast.',
  })
  async correctPlaybook(
    @Arg('input', () => CorrectPlaybookInput, { description: 'What is right.' }) input: CorrectPlaybookInput,
    @Ctx() context: Context,
  ): Promise<typeof SentBroadcastResult> {
    const { values, takeOut, ...said } = input
    const corrected = await correctPlaybook(context.hub, context.caller, { ...said, values: toValues(values), takeOut: takeOut ?? [] })
    return toResult(context, corrected)
  }

  @Mutation(() => SentBroadcastResult, {
    description:
      'Ends an activation with a cancel to everybody who got anything of it, on one word. For persons with playbooks:author, playbooks:approve, playbooks:broadcast or playbooks:break-glass.',
  })
  async withdrawPlaybook(
    @Arg('input', () => WithdrawPlaybookInput, { description: 'Which, and why.' }) input: WithdrawPlaybookInput,
    @Ctx() context: Context,
  ): Promise<typeof SentBroadcastResult> {
    const { isAllClear, values, ...said } = input
    const purpose = isAllClear ? 'ALL_CLEAR' : 'ISSUED_IN_ERROR'
    return toResult(context, await withdrawPlaybook(context.hub, context.caller, { ...said, purpose, values: toValues(values ?? []) }))
  }

  @Mutation(() => SentBroadcastResult, {
    description:
      'Sends a text at once without approval: the real thing, 경계 or 심각, for two hours at most, to be ratified afterwards. Needs playbooks:break-glass.',
  })
  async breakGlass(
    @Arg('input', () => BreakGlassInput, { description: 'Which, and why.' }) input: BreakGlassInput,
    @Ctx() context: Context,
  ): Promise<typeof SentBroadcastResult> {
    return toResult(context, await breakGlass(context.hub, context.caller, input))
  }

  @Mutation(() => DecideRatificationResult, {
    description: 'Approves what went out without approval, or refuses it, which cancels it at once. Needs playbooks:approve.',
  })
  async decideRatification(
    @Arg('input', () => DecideRatificationInput, { description: 'Which, and why.' }) input: DecideRatificationInput,
    @Ctx() context: Context,
  ): Promise<typeof DecideRatificationResult> {
    const { broadcast: message, ...said } = input
    const decided = await decideRatification(context.hub, context.caller, { ...said, message })
    if (!decided.ok) return { issues: decided.issues }
    const { ratification, cancel } = decided.value
    return { ratification: toRatification(ratification), cancel: cancel === null ? null : await viewMessage(context, cancel) }
  }
}

const viewMessage = async ({ hub, caller }: Context, { message }: SentMessage) =>
  toBroadcast(await readMessage(hub, caller, message), await hub.standards())

async function toResult(context: Context, outcome: Outcome<SentMessage>): Promise<typeof SentBroadcastResult> {
  if (!outcome.ok) return { issues: outcome.issues }
  return { broadcast: await viewMessage(context, outcome.value), isReplayed: outcome.value.isReplayed }
}
