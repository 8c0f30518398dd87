import type { Issue } from '../issue.js'
import type { Standards } from '../statistics/standards.js'
import { namedGroups } from './figure-groups.js'
import { questionIssue } from './figure-issues.js'
import type { FigurePlan, SubjectPlan } from './figure-plan.js'
import { figureUnits } from './figure-units.js'
import { slicePeriods, splitByDefinition } from './slice-periods.js'

type Known = Pick<Standards, 'centers' | 'centerRegions' | 'memberships' | 'regions'>

const notOne = (
  field: string,
  facts: { readonly ko: string; readonly en: string; readonly expected: string; readonly got: number },
): Issue => questionIssue('NOT_ONE_FIGURE', ['input', field], { ...facts, got: String(facts.got) })

const subjectIssues = ({ subjects }: FigurePlan): readonly Issue[] =>
  subjects.length === 1
    ? []
    : [
        notOne('indicators', {
          ko: `지표와 측정값이 모두 ${subjects.length}개입니다. 근거는 한 수치에 대해서만 물을 수 있으니 하나만 적으십시오.`,
          en: `The question names ${subjects.length} indicators and measures; name one, as one figure is explained at a time.`,
          expected: 'one indicator or one measure',
          got: subjects.length,
        }),
      ]

const unitIssues = ({ question }: FigurePlan, known: Known): readonly Issue[] => {
  const { length } = figureUnits(known, question)
  if (length === 1) return []
  return [
    notOne('centers', {
      ko: `센터나 지역이 ${length}개입니다. 하나만 적거나, groupByCenter: false로 모두 합친 수치 하나를 물으십시오.`,
      en: `The question is about ${length} centers or regions; name one, or ask for all of them together with groupByCenter: false.`,
      expected: 'one center, one region, or groupByCenter: false',
      got: length,
    }),
  ]
}

const periodIssues = ({ question }: FigurePlan): readonly Issue[] => {
  const { length } = slicePeriods(question.from, question.to, question.by)
  if (length === 1) return []
  return [
    notOne('by', {
      ko: `기간이 ${length}개로 나뉩니다. by를 빼거나 한 기간만 물으십시오.`,
      en: `The range falls into ${length} periods; leave out "by", or ask for one of them.`,
      expected: 'one period, or no "by"',
      got: length,
    }),
  ]
}

const groupIssues = ({ question }: FigurePlan, subject: SubjectPlan): readonly Issue[] => {
  if (question.dimensions.length === 0) return []
  const terms = subject.definitions.flatMap(({ terms: all }) => all)
  const grouped = terms.find(term => question.dimensions.every(name => term.dimensions.includes(name)))
  const groups = namedGroups(question, grouped?.fixed ?? {})
  if (groups?.length === 1) return []
  return [
    notOne('dimensions', {
      ko: `${question.dimensions.join(', ')}별로 나누면 수치가 여럿입니다. filters에 구분마다 항목 하나를 적으십시오.`,
      en: `Grouped by ${question.dimensions.join(', ')} there are several figures; name one item of each dimension in filters.`,
      expected: 'a filter with one item for each dimension',
      got: groups?.length ?? 0,
    }),
  ]
}

/** Where the definition or the region changes inside the days asked (S23, S33). */
const spanIssues = ({ question }: FigurePlan, subject: SubjectPlan, known: Known): readonly Issue[] => {
  const [unit] = figureUnits(known, question)
  const spans = (unit?.spansIn({ from: question.from, to: question.to, by: 'itself' }) ?? []).flatMap(span =>
    splitByDefinition(span, subject.definitions),
  )
  if (spans.length === 1) return []
  const changes = spans.map(({ from, to }) => `${from}~${to}`).join(', ')
  return [
    notOne('from', {
      ko: `정의나 지역이 기간 안에서 바뀌어 수치가 ${spans.length}개입니다(${changes}). 그 가운데 한 기간만 묻거나, version을 정하십시오.`,
      en: `The definition or region changes within these days, which gives ${spans.length} figures (${changes}); ask for one of the spans, or name a version.`,
      expected: 'days of one span, or a version',
      got: spans.length,
    }),
  ]
}

/** Everything that makes a plan give more than one figure, or none, with what to narrow; empty when it gives exactly one. */
export const validateSingleFigure = (plan: FigurePlan, known: Known): readonly Issue[] => {
  const [subject] = plan.subjects
  const wide = [...subjectIssues(plan), ...unitIssues(plan, known), ...periodIssues(plan)]
  if (subject === undefined) return wide
  const within = groupIssues(plan, subject)
  return wide.length > 0 ? [...wide, ...within] : [...within, ...spanIssues(plan, subject, known)]
}
