import type { TermDecision } from '../../db/queries/term-decisions.js'
import { issue, type Issue } from '../../schema/domain/issue.js'

export const mayNotCurate = (): Issue =>
  issue({
    code: 'FORBIDDEN',
    messageKo: '용어의 뜻은 용어 담당자(terms:curate)가 정합니다.',
    messageEn: 'What a word means is decided by a steward (terms:curate).',
    expected: 'terms:curate',
  })

/** The same answer for what another center has and for what does not exist. */
export const noSuchTerm = (): Issue =>
  issue({
    code: 'NOT_FOUND',
    path: ['sourceTerm'],
    messageKo: '그런 용어가 없습니다.',
    messageEn: 'There is no such word.',
    expected: 'id of a word of the queue',
  })

export const noSuchDecision = (): Issue =>
  issue({
    code: 'NOT_FOUND',
    path: ['decision'],
    messageKo: '그런 결정이 없습니다.',
    messageEn: 'There is no such decision.',
    expected: 'id of a decision about a word',
  })

export const nothingToSuspend = (): Issue =>
  issue({
    code: 'MAPPING_INVALID',
    path: ['effective'],
    messageKo: '그 기간에 적용 중인 매핑이 없습니다.',
    messageEn: 'No mapping of the word is active on those days.',
    expected: 'days on which a mapping is active',
  })

/** MAPPING_REJECTED: somebody refused this pair, and nothing is known that was not known then. */
export const refusedBefore = (target: string): Issue =>
  issue({
    code: 'MAPPING_REJECTED',
    path: ['target'],
    messageKo: `이 용어를 ${target}(으)로 읽자는 제안은 같은 근거로 이미 거절되었습니다. 근거가 바뀌어야 다시 제안할 수 있습니다.`,
    messageEn: `To read this word as ${target} was refused on the same evidence; it can be proposed again when the evidence changes.`,
    expected: 'other evidence, or another target',
    got: target,
  })

/** DECISION_OVERTAKEN: what the decision said does not stand any more, or was taken back already. */
export const overtaken = (decision: TermDecision): Issue =>
  issue({
    code: 'DECISION_OVERTAKEN',
    path: ['decision'],
    messageKo:
      decision.undone_by === null
        ? '이 결정 뒤에 다른 결정이 있어 되돌릴 수 없습니다. 나중 결정부터 되돌리십시오.'
        : '이 결정은 이미 되돌렸습니다.',
    messageEn:
      decision.undone_by === null
        ? 'A later decision took the place of this one; undo that one first.'
        : 'This decision was undone already.',
    expected: 'the last decision about the word that is not undone',
    got: decision.id,
  })
