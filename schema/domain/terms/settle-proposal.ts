import { abstention } from './matching/say.js'
import type { Proposal } from './proposal.js'

const FEW_NIGHTS = [
  '값이 이레에 못 미쳐, 이레의 값이 확인할 때까지 값을 보류합니다.',
  'There are fewer than seven nights of values; they stay held until seven have confirmed it.',
] as const

/**
 * The proposal as it stands tonight: one accepted on fewer than seven nights lets no value into a figure yet, and is for a person until it does
 * (terminology.md §2.9). The night's job keeps the two apart, because a provisional mapping confirms itself.
 */
export const settleProposal = (proposal: Proposal): Proposal =>
  proposal.isProvisional ? { ...proposal, decision: 'review', tier: null, abstentions: [abstention('FEW_NIGHTS', FEW_NIGHTS)] } : proposal
