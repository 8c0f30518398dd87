import { lockActivation } from '../../db/queries/activations.js'
import { lockProposals } from '../../db/queries/evidence.js'
import { decideProposal, lockProposal, type StoredProposal } from '../../db/queries/proposals.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { PlaybookVersion } from '../../schema/domain/playbooks/activation.js'
import { ACTIVATION_MACHINE } from '../../schema/domain/playbooks/activation-state.js'
import { NO_EDITS } from '../../schema/domain/playbooks/broadcast.js'
import { LEVEL_POLICY } from '../../schema/domain/playbooks/level-policy.js'
import type { Level } from '../../schema/domain/playbooks/playbook.js'
import { transition } from '../../schema/domain/playbooks/transition.js'
import type { Hub } from '../hub.js'
import { draftPlaybookIn } from './draft-playbook.js'
import { openActivationIn } from './open-activation.js'
import { actOnPlaybooks, notePlaybookAct, sha256, type PlaybookPlace } from './playbook-act.js'
import { checkActReason, personRequired } from './playbook-refusals.js'
import { choiceMissing, endIsNoDraft, proposalDecided, proposalUnknown } from './proposal-refusals.js'

/** Null leaves it as the proposal has it. */
export type ProposalToAccept = {
  readonly proposal: string
  readonly hazard: string | null
  readonly playbook: string | null
  readonly level: Level | null
  readonly areas: readonly string[] | null
  readonly expiresAt: string | null
  /** As for openActivation. */
  readonly repeatReason: string | null
}

/** The draft that a proposal became. */
export type AcceptedProposal = { readonly proposal: StoredProposal; readonly version: PlaybookVersion }

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** Of a draft whose author says nothing else, in seconds; less where the texts of its level live shorter. */
const DRAFT_LIFE = 6 * 3600

/**
 * Makes a draft of a proposal, as its author: an activation is opened, or that of the proposal used while it is under way, and the text written by the ways that every draft goes.
 * It is submitted, approved by others and sent like every other; nothing is sent by this. PERSON_REQUIRED, NOT_FOUND, WRONG_STATE, BAD_USER_INPUT for what is
 * left open, and everything that openActivation and draftPlaybook refuse.
 */
export const acceptProposal = (hub: Hub, caller: Caller, input: ProposalToAccept): Promise<Outcome<AcceptedProposal>> =>
  actOnPlaybooks(hub, caller, async place => {
    const open = await lockOpen(place, input.proposal)
    if (!open.ok) return open
    if (open.value.advice === 'END') return refuse(endIsNoDraft(open.value.activationId ?? ''))
    const draft = await draftOf(place, open.value, input)
    if (!draft.ok) return draft
    const { id, activationId, contentHash } = draft.value
    const decision = { id: open.value.id, state: 'ACCEPTED', actor: place.actor, reason: null, activationId, versionId: id } as const
    const proposal = await decideProposal(place.tx, decision)
    await notePlaybookAct(place, 'proposal.accepted', { proposal: proposal.id, activation: activationId, version: id, contentHash })
    return accept({ proposal, version: draft.value })
  })

/** Says that a proposal leads to nothing, and why. The same hazard and area opens no other for 24 hours unless its level is higher. */
export const dismissProposal = (
  hub: Hub,
  caller: Caller,
  { proposal: id, reason }: { readonly proposal: string; readonly reason: string },
): Promise<Outcome<StoredProposal>> =>
  actOnPlaybooks(hub, caller, async place => {
    const faults = checkActReason(reason)
    if (faults.length > 0) return refuse(...faults)
    const open = await lockOpen(place, id)
    if (!open.ok) return open
    const decision = { id, state: 'DISMISSED', actor: place.actor, reason, activationId: null, versionId: null } as const
    const proposal = await decideProposal(place.tx, decision)
    await notePlaybookAct(place, 'proposal.dismissed', { proposal: id, reason: sha256(reason) })
    return accept(proposal)
  })

async function lockOpen({ tx, isPerson }: PlaybookPlace, id: string): Promise<Outcome<StoredProposal>> {
  if (!isPerson) return refuse(personRequired('proposal'))
  // First, as imports do: what comes in meanwhile is settled by what was decided.
  await lockProposals(tx)
  const proposal = ID.test(id) ? await lockProposal(tx, id) : null
  if (proposal === null) return refuse(proposalUnknown(id))
  return proposal.state === 'OPEN' ? accept(proposal) : refuse(proposalDecided(proposal.state))
}

async function draftOf(place: PlaybookPlace, proposal: StoredProposal, input: ProposalToAccept): Promise<Outcome<PlaybookVersion>> {
  const hazard = input.hazard ?? proposal.hazard ?? (proposal.hazardWord === '' ? null : proposal.hazardWord)
  const template = input.playbook ?? proposal.template
  const level = input.level ?? proposal.level
  const areas = input.areas ?? proposal.areas
  const left = [
    ...(hazard === null ? [choiceMissing('hazard', [])] : []),
    ...(template === null ? [choiceMissing('playbook', proposal.templates)] : []),
    ...(level === null ? [choiceMissing('level', [])] : []),
    ...(areas.length === 0 ? [choiceMissing('areas', [])] : []),
  ]
  if (hazard === null || template === null || level === null || left.length > 0) return refuse(...left)
  const activation = await activationOf(place, proposal, { hazard, areas, repeatReason: input.repeatReason })
  if (!activation.ok) return activation
  const life = Math.min(DRAFT_LIFE, LEVEL_POLICY[level].longestLife)
  return draftPlaybookIn(place, {
    activation: activation.value,
    status: 'ACTUAL',
    template,
    level,
    areas,
    overflow: [],
    expiresAt: input.expiresAt ?? new Date(Date.parse(place.now) + life * 1000).toISOString(),
    values: proposal.values,
    edits: NO_EDITS,
  })
}

type Opening = { readonly hazard: string; readonly areas: readonly string[]; readonly repeatReason: string | null }

/**
 * Id of the activation that is there, or of one that is opened. One that has ended since takes no more texts: another is opened that relates to it (emergency.md §2.2), with a reason
 * where the same hazard and area had a message within 24 hours.
 */
async function activationOf(place: PlaybookPlace, { activationId }: StoredProposal, opening: Opening): Promise<Outcome<string>> {
  const there = activationId === null ? null : await lockActivation(place.tx, activationId)
  if (there !== null && transition(ACTIVATION_MACHINE, there.state, 'draft').ok) return accept(there.id)
  const relatesTo = there?.id ?? null
  const opened = await openActivationIn(place, { ...opening, status: 'ACTUAL', overflow: [], relatesTo, exercise: null })
  return opened.ok ? accept(opened.value.id) : opened
}
