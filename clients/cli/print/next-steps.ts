import type { IssueCode } from '../../../schema/domain/issue.js'
import type { ReceiptRow, SubmissionReceipt } from '../../sdk/index.js'
import { standing } from './issue-text.js'

/** Held until a word is decided; that lands the row by itself. */
const WORD_CODES: ReadonlySet<IssueCode> = new Set(['WORD_UNKNOWN', 'WORD_AMBIGUOUS', 'RATE_AMBIGUOUS'])
const MOST_STEPS = 20

function stepsForHeld(row: ReceiptRow, signIn: string): readonly string[] {
  const issues = standing(row.issues)
  const command = `hub120 resolve ${row.heldRow ?? ''}${signIn}`
  const place = row.sourceRow === null ? `#${row.index}` : `${row.sourceRow}행 line ${row.sourceRow}`
  const word = row.submitted?.measure
  const line = typeof word === 'string' ? `${place} ${word}` : place
  if (issues.some(({ code }) => WORD_CODES.has(code))) {
    return [
      `  ${line}: 용어 담당자가 뜻을 정하면 저절로 반영됩니다. 보내지 않을 값이면 / lands once a steward decides; or ${command} --withdraw`,
    ]
  }
  const onlyDoubted = issues.length > 0 && issues.every(({ code, severity }) => code === 'RULE_BROKEN' && severity === 'hold')
  const confirm = onlyDoubted ? `\n      값이 맞으면 if it is right: ${command} --confirm --reason "까닭"` : ''
  return [`  ${line}: 값을 바로잡으려면 to correct: ${command} --correct 값${confirm}`]
}

/** Commands that settle the rows which still wait, and what to do about those that were rejected. */
export function nextSteps(receipt: SubmissionReceipt, attention: readonly ReceiptRow[], signIn: string): readonly string[] {
  if (receipt.dryRun || attention.length === 0) return []
  const held = attention.filter(row => row.heldRow !== null && (row.heldState ?? 'HELD') === 'HELD')
  const rejected = attention.filter(row => row.outcome === 'REJECTED' && row.sourceRow !== null).map(row => row.sourceRow)
  const mend =
    rejected.length === 0
      ? []
      : [`  ${rejected.slice(0, MOST_STEPS).join(', ')}행 line: 파일에서 고쳐 새 파일로 다시 보내십시오 / mend the file and push it again`]
  const rest = held.length > MOST_STEPS ? [`  그 밖의 보류 행 the other held rows: hub120 quarantine${signIn}`] : []
  const steps = [...held.slice(0, MOST_STEPS).flatMap(row => stepsForHeld(row, signIn)), ...rest, ...mend]
  return steps.length === 0 ? [] : ['다음 할 일 Next', ...steps]
}
