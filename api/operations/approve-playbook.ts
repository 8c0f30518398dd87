import { insertApproval, listApprovals, moveVersion } from '../../db/queries/playbook-versions.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { PlaybookVersion } from '../../schema/domain/playbooks/activation.js'
import { approvalsNeeded, isApproved, standingApprovals } from '../../schema/domain/playbooks/approval.js'
import { transition } from '../../schema/domain/playbooks/transition.js'
import { VERSION_MACHINE } from '../../schema/domain/playbooks/version-state.js'
import type { Hub } from '../hub.js'
import { lockVersion, type LockedVersion } from './locked-version.js'
import { actStrongly, notePlaybookAct, type PlaybookPlace } from './playbook-act.js'
import {
  approvalOfOtherContent,
  approvedAlready,
  approverIsAuthor,
  approverIsProgram,
  noTargets,
  retypedDiffers,
} from './playbook-refusals.js'
import { isRetyped, retypedText, wordsToRetype, type Retyped } from './retype.js'
import { settleTargets } from './settle-targets.js'

export type PlaybookToApprove = {
  readonly version: string
  /** Hash of the content that the approver has read. */
  readonly contentHash: string
  readonly retyped: Retyped
}

/**
 * One person's word for one content: not an author's, not a program's, bound to the hash, for the hazard and number of centers typed again. The text is
 * approved when enough persons of enough agencies have said so within a day. Its correction and its all-clear are part of the content and approved with it.
 */
export const approvePlaybook = (hub: Hub, caller: Caller, input: PlaybookToApprove): Promise<Outcome<PlaybookVersion>> =>
  actStrongly(hub, caller, async place => {
    const locked = await lockVersion(place, input.version)
    if (!locked.ok) return locked
    const { activation, version } = locked.value
    const possible = transition(VERSION_MACHINE, version.state, 'approveInPart')
    if (!possible.ok) return possible
    const against = checkApprover(place, input, locked.value)
    if (against.length > 0) return refuse(...against)
    const { targets, isAll, unknownAreas } = await settleTargets(place, activation, version)
    if (targets.length === 0) return refuse(noTargets(unknownAreas))
    if (!isRetyped(input.retyped, activation, { centers: targets.length, standards: place.standards })) {
      const asked = retypedText(wordsToRetype(activation, targets.length, place.standards))
      return refuse(retypedDiffers(asked, retypedText(input.retyped)))
    }
    const { revision, contentHash } = version
    const before = standingApprovals(await listApprovals(place.tx, [version.id]), { revision, contentHash, now: place.now })
    if (before.some(({ approver }) => approver === place.actor)) return refuse(approvedAlready())
    const word = {
      revision,
      contentHash,
      approver: place.actor,
      agency: place.agency,
      centers: targets.length,
      targets: targets.map(({ centerId }) => centerId),
    }
    await insertApproval(place.tx, { ...word, versionId: version.id, hazard: activation.hazard })
    const isEnough = isApproved([...before, { ...word, approvedAt: place.now }], approvalsNeeded(version.level, isAll))
    await notePlaybookAct(place, 'playbook.approved', { version: version.id, revision, contentHash, centers: targets.length, isEnough })
    return accept(isEnough ? await moveVersion(place.tx, { id: version.id, state: 'APPROVED' }) : version)
  })

const checkApprover = (
  { actor, isPerson }: PlaybookPlace,
  { contentHash }: PlaybookToApprove,
  { version }: LockedVersion,
): readonly Issue[] => [
  ...(isPerson ? [] : [approverIsProgram()]),
  ...(version.authors.includes(actor) ? [approverIsAuthor()] : []),
  ...(contentHash === version.contentHash ? [] : [approvalOfOtherContent(contentHash, version.contentHash)]),
]
