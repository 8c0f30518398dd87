import type { Issue } from '../../issue.js'
import { lintIssue, type LintRule } from './lint-rule.js'

/** Hazards, topics, measures and contacts that a template names are those of the edition and the library. */
export const referencesExist: LintRule = ({ hazard_type, also, sections, levels, cap }, { library, hazards, topics, measures }) => {
  const { routing, statistics } = sections
  const key = ['sections', 'statistics'] as const
  const contacts = new Set(library.contacts.keys())
  return [
    ...unknown(['hazard_type'], hazard_type, hazards),
    ...also.flatMap((code, i) => unknown(['also', i], code, hazards)),
    ...unknown([...key, 'hazard_type'], statistics.hazard_type, hazards),
    ...statistics.topics.flatMap((code, i) => unknown([...key, 'topics', i], code, topics)),
    ...statistics.measures_add.flatMap((code, i) => unknown([...key, 'measures_add', i], code, measures)),
    ...routing.flatMap(([, to], i) => unknown(['sections', 'routing', i, 1], to, contacts)),
    ...levels.filter(level => cap[level] === null).flatMap(level => unknown(['cap', level], level, new Set())),
  ]
}

const unknown = (path: Issue['path'], code: string, known: ReadonlySet<string>): readonly Issue[] =>
  known.has(code)
    ? []
    : [
        lintIssue({
          code: 'EDITION_UNKNOWN_REFERENCE',
          path,
          ko: `"${code}"을(를) 가리키지만 그런 것이 없습니다.`,
          en: `It names "${code}", which is not there.`,
          expected: [...known].slice(0, 40).join(', '),
          got: code,
        }),
      ]
