import type { Issue } from '../../../schema/domain/issue.js'
import type { CheckedRow, LocalCheck } from '../submit/local-check.js'
import { issueLines, joinAlike, standing } from './issue-text.js'

const MOST_LINES = 50

/** Rows that the hub will most likely hold or reject. */
export const countDoubtful = ({ rows }: LocalCheck): number => rows.filter(({ verdict }) => verdict !== 'good').length

const inFull = (rows: readonly CheckedRow[]): readonly string[] =>
  issueLines(rows.flatMap(({ issues, sourceRow }) => standing(issues).map(issue => ({ ...issue, sourceRow }))))

const inShort = (rows: readonly CheckedRow[]): readonly string[] =>
  joinAlike(
    rows.map(({ sourceRow, issues }) => ({
      sourceRow,
      text: standing(issues)
        .map(({ rule, code }) => rule ?? code)
        .join(', '),
    })),
  )

/** The problems found before sending, by the file's own line numbers: in full where nothing will be sent, else in short, because the receipt says them. */
export function checkText(check: LocalCheck, notes: readonly Issue[], isFull: boolean): string {
  const doubtful = check.rows.filter(({ verdict }) => verdict !== 'good')
  const warnings = issueLines([...notes, ...check.issues].filter(({ severity }) => severity !== 'info'))
  const lines = [...warnings, ...(isFull ? inFull(doubtful) : inShort(doubtful))]
  const head =
    doubtful.length === 0
      ? '보내기 전 검사: 걸리는 행이 없습니다. (check: no row stands out)'
      : `보내기 전 검사: ${doubtful.length}개 행이 보류되거나 거부될 수 있습니다. (check: ${doubtful.length} rows may be held or rejected)`
  const hidden = lines.length - MOST_LINES
  const rest = hidden > 0 ? [`  그 밖에 ${hidden}줄이 더 있습니다. --json에 모두 나옵니다. (and ${hidden} more; --json has them all)`] : []
  return [head, ...lines.slice(0, MOST_LINES), ...rest].join('\n')
}
