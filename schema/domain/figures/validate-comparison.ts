import type { Issue } from '../issue.js'
import type { Standards } from '../statistics/standards.js'
import { questionIssue } from './figure-issues.js'
import type { DefinitionChoice, FigureQuestion } from './figure-question.js'
import { definitionIssues } from './validate-definition.js'

const notHere = (field: 'measures' | 'definition' | 'changes', facts: { ko: string; en: string; got: string }): Issue =>
  questionIssue('BAD_USER_INPUT', ['input', field], { ...facts, expected: `no ${field}` })

/** What a comparison asks besides an ordinary question: indicators only, and definitions on both sides that they have. */
export const comparisonIssues = (
  { indicators, measures, definition, changes }: FigureQuestion,
  { left, right }: { readonly left: DefinitionChoice | null; readonly right: DefinitionChoice | null },
  { edition }: Pick<Standards, 'edition'>,
): readonly Issue[] => {
  const issues: Issue[] = []
  if (measures.length > 0) {
    issues.push(
      notHere('measures', {
        ko: '측정값에는 판이나 방식이 없어 비교할 것이 없습니다. 지표만 적으십시오.',
        en: 'Measures have no versions or variants to compare; name indicators only.',
        got: measures.join(', '),
      }),
    )
  }
  if (definition !== null) {
    issues.push(
      notHere('definition', {
        ko: '비교에서는 정의를 left와 right에 적습니다.',
        en: 'A comparison takes its definitions from left and right.',
        got: definition.version ?? definition.variant ?? '',
      }),
    )
  }
  if (changes.length > 0) {
    issues.push(
      notHere('changes', {
        ko: '정의 비교와 기간 증감은 따로 물으십시오.',
        en: 'Ask for changes over time apart from a comparison of definitions.',
        got: changes.join(', '),
      }),
    )
  }
  return [
    ...issues,
    ...definitionIssues(left, { indicators, edition, path: ['left'] }),
    ...definitionIssues(right, { indicators, edition, path: ['right'] }),
  ]
}
