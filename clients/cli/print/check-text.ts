import type { Issue } from '../../../schema/domain/issue.js'
import type { LocalCheck } from '../submit/local-check.js'
import { issueLine, standing } from './issue-text.js'

const MOST_LINES = 50

/** Rows that the hub will most likely hold or reject. */
export const countDoubtful = ({ rows }: LocalCheck): number => rows.filter(({ verdict }) => verdict !== 'good').length

/** The problems found before sending, a line each by the file's own line numbers. */
export function checkText(check: LocalCheck, notes: readonly Issue[]): string {
  const problems = check.rows.flatMap(({ issues, sourceRow }) => standing(issues).map(issue => ({ ...issue, sourceRow })))
  const warnings = [...notes, ...check.issues].filter(({ severity }) => severity !== 'info')
  const lines = [...warnings, ...problems].map(issueLine)
  const count = countDoubtful(check)
  const head =
    count === 0
      ? '보내기 전 검사: 걸리는 행이 없습니다. (check: no row stands out)'
      : `보내기 전 검사: ${count}개 행이 보류되거나 거부될 수 있습니다. (check: ${count} rows may be held or rejected)`
  const rest = lines.length > MOST_LINES ? [`  … ${lines.length - MOST_LINES}`] : []
  return [head, ...lines.slice(0, MOST_LINES), ...rest].join('\n')
}
