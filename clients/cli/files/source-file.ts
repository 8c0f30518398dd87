import { issue, type Issue, type IssueCode } from '../../../schema/domain/issue.js'
import type { Cell, SubmittedRow } from '../../../schema/domain/submissions/submission.js'

/** What a file says, in the hub's shape, before any of its words are understood. Every row carries its line. */
export type SourceFile = {
  /** Key that the file names for itself (S14), or null. */
  readonly submissionId: string | null
  /** Center the file names where it names one for all its rows, else null. */
  readonly center: Cell
  /** Standard edition the file declares; null for a file in local words. */
  readonly edition: string | null
  readonly parameters: readonly { readonly name: string; readonly value: Cell }[]
  readonly rows: readonly (SubmittedRow & { readonly sourceRow: number })[]
  /** Columns and fields that stay at the center, and other remarks; none stands in the way. */
  readonly notes: readonly Issue[]
}

/** A fault of the file itself, at a line where one is known. Contents of the file are never repeated. */
export const fileIssue = (facts: { code?: IssueCode; line?: number; ko: string; en: string; expected?: string; got?: string }): Issue =>
  issue({
    code: facts.code ?? 'ROW_UNREADABLE',
    messageKo: facts.ko,
    messageEn: facts.en,
    expected: facts.expected ?? null,
    got: facts.got ?? null,
    sourceRow: facts.line ?? null,
  })

/** Names a column or field that is not sent. Free-text columns are expected and only noted; others are a warning. */
export const notSent = (name: string, kind: 'freeText' | 'unknown'): Issue =>
  issue({
    code: 'COLUMN_NOT_SENT',
    severity: kind === 'freeText' ? 'info' : 'warning',
    messageKo:
      kind === 'freeText'
        ? `"${name}" 열은 자유 서술이므로 보내지 않습니다.`
        : `"${name}" 열은 알 수 없는 열이므로 보내지 않습니다. 구분(차원)이라면 표준 이름으로 적으십시오.`,
    messageEn:
      kind === 'freeText'
        ? `The column "${name}" is free text and is not sent.`
        : `The column "${name}" is not known and is not sent; a dimension needs its standard name.`,
    got: name,
  })

/** The one center that all rows name, which then moves from the rows to the batch; null where they differ or name none. */
export function liftCenter(rows: SourceFile['rows']): Pick<SourceFile, 'center' | 'rows'> {
  const [first] = rows
  const center = first === undefined || typeof first.center !== 'string' ? null : first.center
  if (center === null || !rows.every(row => row.center === center)) return { center: null, rows }
  return { center, rows: rows.map(row => ({ ...row, center: null })) }
}
