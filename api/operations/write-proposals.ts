import { appendAudit, COUNCIL_CHAIN } from '../../db/queries/audit.js'
import { appendPage } from '../../db/queries/pages.js'
import { insertProposals, updateProposals } from '../../db/queries/proposals.js'
import type { Tx } from '../../db/transaction.js'
import type { FoldedProposal } from '../../schema/domain/playbooks/settle-signals.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { toWrite } from './standing-proposals.js'

/** Writes what signals have made of proposals, tells coordinators of new ones, and chains an entry for each. Codes and counts, never what a message says. */
export async function writeProposals(
  { tx, actor, standards }: { readonly tx: Tx; readonly actor: string; readonly standards: Standards },
  proposals: readonly FoldedProposal[],
): Promise<void> {
  const added = proposals.filter(({ isNew }) => isNew)
  const changed = proposals.filter(({ isNew, isChanged }) => !isNew && isChanged)
  const write = (list: readonly FoldedProposal[]) => list.map(one => toWrite(one, standards))
  if (added.length > 0) await insertProposals(tx, write(added), actor)
  if (changed.length > 0) await updateProposals(tx, write(changed), actor)
  for (const one of added) {
    const { id: proposal, source, advice, hazard, level, activationId, centers } = one
    await appendAudit(tx, {
      chain: COUNCIL_CHAIN,
      actor,
      action: 'proposal.opened',
      subject: { proposal, source, advice, hazard, level, centers: centers.length },
    })
    if (one.state !== 'OPEN') continue
    await appendPage(tx, {
      kind: 'PROPOSAL',
      subject: proposal,
      ...(activationId === null ? {} : { activationId }),
      detail: { proposal, source, advice, hazard, level, centers },
    })
  }
  for (const { id: proposal, state, level, centers } of changed) {
    const action = state === 'WITHDRAWN' ? 'proposal.withdrawn' : 'proposal.joined'
    await appendAudit(tx, { chain: COUNCIL_CHAIN, actor, action, subject: { proposal, level, centers: centers.length } })
  }
}
