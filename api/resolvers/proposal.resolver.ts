import { Arg, Args, ArgsType, Ctx, Field, Int, Mutation, Query, Resolver } from 'type-graphql'
import type { ProposalState } from '../../schema/domain/playbooks/proposal.js'
import { DisasterEvidenceConnection, ImportEvidenceInput, ImportEvidenceResult } from '../../schema/graphql/evidence.js'
import {
  AcceptProposalInput,
  AcceptProposalResult,
  DismissProposalInput,
  DismissProposalResult,
  PlaybookProposalConnection,
  WatchSurgesResult,
} from '../../schema/graphql/proposal.js'
import { ProposalStates } from '../../schema/graphql/proposal-enums.js'
import type { Context } from '../context.js'
import { acceptProposal, dismissProposal } from '../operations/decide-proposal.js'
import { importEvidence } from '../operations/import-evidence.js'
import { listEvidence, listProposals, readListed } from '../operations/list-proposals.js'
import { runSurgeWatch } from '../operations/run-surge-watch.js'
import { withApprovals } from '../operations/list-playbook-versions.js'
import { toVersion } from './broadcast-view.js'
import { toEvidence, toProposal } from './proposal-view.js'
import { valueOrError, valueOrRefused } from './value-or-error.js'

@ArgsType()
class EvidenceArgs {
  @Field(() => Int, { defaultValue: 50, description: 'Entries a page, 1 to 500.' })
  first: number

  @Field(() => String, { nullable: true, description: 'Cursor of the page before.' })
  after?: string | null
}

@ArgsType()
class ProposalsArgs extends EvidenceArgs {
  @Field(() => ProposalStates, { nullable: true, description: 'Only those that stand so; null: all.' })
  state?: ProposalState | null
}

@Resolver()
export class ProposalResolver {
  @Query(() => PlaybookProposalConnection, {
    nullable: true,
    description:
      'Playbooks that messages of others, or counts of our own, suggest; the one opened last first. For coordinators and administrators.',
  })
  async playbookProposals(
    @Args(() => ProposalsArgs) args: ProposalsArgs,
    @Ctx() { hub, caller }: Context,
  ): Promise<PlaybookProposalConnection> {
    const { state = null, first, after = null } = args
    const { nodes, ...page } = valueOrError(await listProposals(hub, caller, { state, first, after }))
    const standards = await hub.standards()
    return { ...page, nodes: nodes.map(proposal => toProposal(proposal, standards)) }
  }

  @Query(() => DisasterEvidenceConnection, {
    nullable: true,
    description:
      'What others told the public and was brought in, also what suggests nothing; the latest first. For coordinators and administrators.',
  })
  async disasterEvidence(
    @Args(() => EvidenceArgs) args: EvidenceArgs,
    @Ctx() { hub, caller }: Context,
  ): Promise<DisasterEvidenceConnection> {
    const { nodes, ...page } = valueOrError(await listEvidence(hub, caller, { first: args.first, after: args.after ?? null }))
    return { ...page, nodes: nodes.map(toEvidence) }
  }

  @Mutation(() => ImportEvidenceResult, {
    description:
      'Keeps public disaster messages of others as evidence and lets them suggest playbooks; nothing is sent by it, and sent again it changes nothing. Needs a role of a coordinator.',
  })
  async importEvidence(
    @Arg('input', () => ImportEvidenceInput, { description: 'The messages.' }) input: ImportEvidenceInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof ImportEvidenceResult> {
    return valueOrRefused(await importEvidence(hub, caller, input))
  }

  @Mutation(() => AcceptProposalResult, {
    description: 'Makes a draft of a proposal; nothing is sent by it. For persons with playbooks:author or playbooks:break-glass.',
  })
  async acceptProposal(
    @Arg('input', () => AcceptProposalInput, { description: 'Which, and what it leaves open.' }) input: AcceptProposalInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof AcceptProposalResult> {
    const { proposal, hazard = null, playbook = null, level = null, areas = null, expiresAt = null, repeatReason = null } = input
    const outcome = await acceptProposal(hub, caller, { proposal, hazard, playbook, level, areas, expiresAt, repeatReason })
    if (!outcome.ok) return { issues: outcome.issues }
    const standards = await hub.standards()
    return {
      proposal: toProposal(await readListed(hub, caller, outcome.value.proposal), standards),
      version: toVersion(await withApprovals(hub, caller, outcome.value.version), standards),
    }
  }

  @Mutation(() => DismissProposalResult, {
    description: 'Says that a proposal leads to nothing, and why. For persons with a role of a coordinator.',
  })
  async dismissProposal(
    @Arg('input', () => DismissProposalInput, { description: 'Which, and why.' }) input: DismissProposalInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof DismissProposalResult> {
    const outcome = await dismissProposal(hub, caller, input)
    return outcome.ok ? toProposal(await readListed(hub, caller, outcome.value), await hub.standards()) : { issues: outcome.issues }
  }

  @Mutation(() => WatchSurgesResult, {
    description:
      'Looks now for hazards and topics that many more people ask about than usual, as the hub does every hour; it suggests, and sends nothing. Needs a role of a coordinator.',
  })
  async watchSurges(@Ctx() { hub, caller }: Context): Promise<typeof WatchSurgesResult> {
    return valueOrRefused(await runSurgeWatch(hub, caller))
  }
}
