import { listStandingActivations, type StoredProposal } from '../../db/queries/proposals.js'
import type { Tx } from '../../db/transaction.js'
import type { StandingActivation } from '../../schema/domain/playbooks/proposal.js'
import { resolveAreas } from '../../schema/domain/playbooks/resolve-areas.js'
import type { FoldedProposal } from '../../schema/domain/playbooks/settle-signals.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { ProposalToWrite } from '../../db/queries/proposals.js'

/** What belongs together: the same hazard and area within this (emergency.md §1, fatigue). */
export const PROPOSAL_WINDOW = 24 * 3600

export const toFolded = ({ centers, ...proposal }: StoredProposal, { centerCodes }: Standards): FoldedProposal => ({
  ...proposal,
  centers: centers.flatMap(id => centerCodes.get(id) ?? []),
  isNew: false,
  isChanged: false,
})

export const toWrite = (
  { centers, isNew: _new, isChanged: _changed, ...proposal }: FoldedProposal,
  { centerIds }: Standards,
): ProposalToWrite => ({
  ...proposal,
  centers: centers.flatMap(code => centerIds.get(code) ?? []),
})

/** Real emergencies that stand: who got the last message, and whom a plan is for. */
export async function readStandingActivations(
  tx: Tx,
  { standards, today }: { readonly standards: Standards; readonly today: string },
): Promise<readonly StandingActivation[]> {
  const rows = await listStandingActivations(tx, PROPOSAL_WINDOW)
  return rows.map(({ id, hazard, areas, centers, isPlanned }) => ({
    id,
    hazard,
    isActive: !isPlanned,
    centers: isPlanned
      ? resolveAreas(areas, standards, today).targets.map(({ center }) => center)
      : centers.flatMap(centerId => standards.centerCodes.get(centerId) ?? []),
  }))
}
