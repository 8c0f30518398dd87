import type { Issue } from '../issue.js'
import { accept, refuse, type Outcome } from '../outcome.js'
import type { Standards } from '../statistics/standards.js'
import { questionIssue } from './figure-issues.js'
import type { FigureQuestion } from './figure-question.js'

const ownCenterOnly = (got: string): Issue =>
  questionIssue('BAD_USER_INPUT', ['input', 'preview'], {
    ko: '미리 보기는 자기 센터만 물을 수 있습니다. centers에 자기 센터 코드 하나만 적으십시오.',
    en: 'A preview is about the own center alone: name its code, and nothing else, in centers.',
    expected: 'centers with the code of the own center, and no regions',
    got,
  })

/**
 * The standards by which a question is answered. A preview (S29) counts the trial days of the center that asks as days of a member, so that it
 * sees what its figures would be; it is refused for anybody else's (BAD_USER_INPUT). Nobody else's answer knows of it.
 */
export const standardsForQuestion = (
  standards: Standards,
  { isPreview, centers, regions }: Pick<FigureQuestion, 'isPreview' | 'centers' | 'regions'>,
  ownCenter: string | null,
): Outcome<Standards> => {
  if (!isPreview) return accept(standards)
  const isOwn = ownCenter !== null && centers.length > 0 && centers.every(code => code === ownCenter) && regions.length === 0
  if (!isOwn) return refuse(ownCenterOnly([...centers, ...regions].join(', ')))
  const memberships = standards.memberships.map(one => (one.center === ownCenter ? { ...one, isTrial: false } : one))
  return accept({ ...standards, memberships })
}
