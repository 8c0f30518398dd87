import { instantSeconds } from '../instant-seconds.js'
import { APPROVAL_LIFE, LEVEL_POLICY } from './level-policy.js'
import type { Level } from './playbook.js'

/** One person's word for one content. */
export type Approval = {
  readonly revision: number
  readonly contentHash: string
  readonly approver: string
  readonly agency: string
  /** ISO instant. */
  readonly approvedAt: string
  /** Number of centers that the approver typed again. */
  readonly centers: number
}

/** One for the centers of a text by their numbers; null where they were not kept yet. */
export type TargetedApproval = Approval & { readonly targets: readonly number[] | null }

export type ApprovalsNeeded = { readonly persons: 1 | 2; readonly agencies: 1 | 2 }

/** 심각, or every center of the country: two persons of two agencies; else one (emergency.md §2.1). */
export const approvalsNeeded = (level: Level, isAll: boolean): ApprovalsNeeded =>
  isAll || LEVEL_POLICY[level].approvers === 2 ? { persons: 2, agencies: 2 } : { persons: 1, agencies: 1 }

type Approved = { readonly revision: number; readonly contentHash: string; readonly now: string }

/** Approvals that count: of this very content and younger than a day. */
export const standingApprovals = <A extends Approval>(approvals: readonly A[], { revision, contentHash, now }: Approved): readonly A[] =>
  approvals.filter(
    approval =>
      approval.revision === revision &&
      approval.contentHash === contentHash &&
      instantSeconds(now) - instantSeconds(approval.approvedAt) < APPROVAL_LIFE,
  )

export type TargetChange = { readonly lost: readonly number[]; readonly gained: readonly number[] }

/** What of the centers is no longer as it was approved; null where all of it is. Of an approval that kept only their number, that alone is known. */
export const changeOfTargets = ({ centers, targets }: TargetedApproval, now: readonly number[]): TargetChange | null => {
  if (targets === null) return centers === now.length ? null : { lost: [], gained: [] }
  const change = { lost: targets.filter(id => !now.includes(id)), gained: now.filter(id => !targets.includes(id)) }
  return change.lost.length + change.gained.length === 0 ? null : change
}

export const isApproved = (standing: readonly Approval[], { persons, agencies }: ApprovalsNeeded): boolean =>
  new Set(standing.map(({ approver }) => approver)).size >= persons && new Set(standing.map(({ agency }) => agency)).size >= agencies
