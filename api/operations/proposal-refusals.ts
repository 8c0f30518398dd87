import type { Issue } from '../../schema/domain/issue.js'
import type { ProposalState } from '../../schema/domain/playbooks/proposal.js'
import { playbookFault } from './playbook-refusals.js'

export const proposalUnknown = (got: string): Issue =>
  playbookFault('NOT_FOUND', ['proposal'], {
    ko: '그런 제안이 없습니다.',
    en: 'There is no such proposal.',
    expected: 'id of a proposal, as listed by playbookProposals',
    got,
  })

export const proposalDecided = (state: ProposalState): Issue =>
  playbookFault('WRONG_STATE', ['proposal'], {
    ko: `이미 정해진 제안입니다(${state}).`,
    en: `The proposal was decided already (${state}).`,
    expected: 'an open proposal',
    got: state,
  })

export const endIsNoDraft = (activation: string): Issue =>
  playbookFault('WRONG_STATE', ['proposal'], {
    ko: `끝났다는 제안은 초안이 되지 않습니다. 확인한 뒤 withdrawPlaybook으로 발령 ${activation}을(를) 해제하고, 제안은 까닭과 함께 물리치십시오.`,
    en: `What suggests an end is no draft; make sure of it, end activation ${activation} with withdrawPlaybook, and dismiss the proposal with the reason.`,
    expected: 'a proposal of a text',
    got: activation,
  })

/** What the proposal leaves open and the person has to say. */
export const choiceMissing = (field: 'hazard' | 'playbook' | 'level' | 'areas', choices: readonly string[]): Issue =>
  playbookFault('BAD_USER_INPUT', [field], {
    ko: `제안이 정하지 못한 값입니다. ${field}을(를) 적으십시오.`,
    en: `The proposal leaves ${field} open; say which.`,
    expected: choices.join(', ') || `a ${field}`,
  })
