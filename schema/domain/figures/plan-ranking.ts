import type { Issue } from '../issue.js'
import { refuse, type Outcome } from '../outcome.js'
import type { FigureStandards } from './answer-context.js'
import { questionIssue } from './figure-issues.js'
import type { FigurePlan } from './figure-plan.js'
import type { FigureQuestion } from './figure-question.js'
import { figureUnits } from './figure-units.js'
import { planFigures } from './plan-figures.js'
import { isCut, type Rank } from './rank-figures.js'

/** Longest list of the first. */
const MOST_RANKED = 100

const fault = (path: readonly string[], facts: { ko: string; en: string; expected: string; got: string }): Issue =>
  questionIssue('BAD_USER_INPUT', path, facts)

const sizeIssues = ({ n }: Rank): readonly Issue[] =>
  Number.isInteger(n) && n >= 1 && n <= MOST_RANKED
    ? []
    : [
        fault(['top', 'n'], {
          ko: `1부터 ${MOST_RANKED}까지의 수를 적으십시오.`,
          en: `Ask for 1 to ${MOST_RANKED}.`,
          expected: `1 to ${MOST_RANKED}`,
          got: `${n}`,
        }),
      ]

const subjectIssues = ({ indicators, measures }: FigureQuestion): readonly Issue[] => {
  const subjects = [...new Set([...indicators, ...measures])]
  if (subjects.length < 2) return [] // none is said elsewhere
  return [
    fault(['input'], {
      ko: '순서는 지표나 측정값 하나로 매깁니다.',
      en: 'An order is by one indicator or measure.',
      expected: 'one indicator or measure',
      got: subjects.join(', '),
    }),
  ]
}

const centerIssues = ({ dimensions, regions, isByCenter }: FigureQuestion): readonly Issue[] =>
  dimensions.length === 0 && regions.length === 0 && isByCenter
    ? []
    : [
        fault(['input'], {
          ko: '센터의 순서는 groupByCenter: true로 묻고 dimensions와 regions는 비우십시오.',
          en: 'An order of centers is asked with groupByCenter: true, without dimensions and regions.',
          expected: 'groupByCenter: true, no dimensions, no regions',
          got: [...dimensions, ...regions].join(', '),
        }),
      ]

const itemIssues = (question: FigureQuestion, dimension: string, standards: FigureStandards): readonly Issue[] => {
  const issues: Issue[] = []
  if (question.dimensions.length !== 1 || question.dimensions[0] !== dimension) {
    issues.push(
      fault(['input', 'dimensions'], {
        ko: `dimensions에 ${dimension} 하나만 적으십시오.`,
        en: `Group by ${dimension} alone.`,
        expected: dimension,
        got: question.dimensions.join(', '),
      }),
    )
  }
  const isKnown = [
    ...question.regions.map(code => standards.regions.has(code)),
    ...question.centers.map(code => standards.centers.has(code)),
  ]
  if (isKnown.every(Boolean) && figureUnits(standards, question).length !== 1) {
    issues.push(
      fault(['input', 'centers'], {
        ko: '항목의 순서는 한 센터나 한 지역, 또는 groupByCenter: false로 물으십시오.',
        en: 'An order of items is of one center, one region, or all centers together (groupByCenter: false).',
        expected: 'one center, one region, or groupByCenter: false',
        got: [...question.centers, ...question.regions].join(', '),
      }),
    )
  }
  return issues
}

const cutIssue = ({ from, to }: FigureQuestion): Issue =>
  fault(['input', 'to'], {
    ko: '순서는 한 기간, 한 정의의 값으로 매깁니다. 기간을 하나로 줄이거나 definition에 판을 적으십시오.',
    en: 'An order is of one period under one definition; ask for a shorter range without `by`, or name a version in definition.',
    expected: 'one period under one definition',
    got: `${from} to ${to}`,
  })

/** What to fetch for an order of centers or items, or every fault at once (S28). */
export const planRanking = (question: FigureQuestion, rank: Rank, standards: FigureStandards): Outcome<FigurePlan> => {
  const planned = planFigures(question, standards)
  const issues = [
    ...sizeIssues(rank),
    ...subjectIssues(question),
    ...(rank.dimension === null ? centerIssues(question) : itemIssues(question, rank.dimension, standards)),
    ...(planned.ok && isCut(planned.value, standards) ? [cutIssue(question)] : []),
  ]
  if (issues.length === 0) return planned
  return refuse(...issues, ...(planned.ok ? [] : planned.issues))
}
