import type { Issue } from '../../../schema/domain/issue.js'
import type { CheckedRow, LocalCheck } from '../submit/local-check.js'
import { issueLine, standing } from './issue-text.js'

const MOST_LINES = 50

/** Rows that the hub will most likely hold or reject. */
export const countDoubtful = ({ rows }: LocalCheck): number => rows.filter(({ verdict }) => verdict !== 'good').length

const lineOf = ({ sourceRow, issues }: CheckedRow): string =>
  `  ${sourceRow}행 line ${sourceRow}: ${standing(issues)
    .map(({ rule, code }) => rule ?? code)
    .join(', ')}`

/** The problems found before sending, by the file's own line numbers: in full where nothing will be sent, else in short, because the receipt says them. */
export function checkText(check: LocalCheck, notes: readonly Issue[], isFull: boolean): string {
  const doubtful = check.rows.filter(({ verdict }) => verdict !== 'good')
  const inFull = doubtful.flatMap(({ issues, sourceRow }) => standing(issues).map(issue => issueLine({ ...issue, sourceRow })))
  const warnings = [...notes, ...check.issues].filter(({ severity }) => severity !== 'info').map(issueLine)
  const lines = [...warnings, ...(isFull ? inFull : doubtful.map(lineOf))]
  const head =
    doubtful.length === 0
      ? '보내기 전 검사: 걸리는 행이 없습니다. (check: no row stands out)'
      : `보내기 전 검사: ${doubtful.length}개 행이 보류되거나 거부될 수 있습니다. (check: ${doubtful.length} rows may be held or rejected)`
  const rest = lines.length > MOST_LINES ? [`  … ${lines.length - MOST_LINES}`] : []
  return [head, ...lines.slice(0, MOST_LINES), ...rest].join('\n')
}
