import type { IssueCode } from '../../../schema/domain/issue.js'
import type { ReceiptRow, SubmissionReceipt } from '../../sdk/index.js'
import type { NextCommand } from '../commands/command-context.js'
import { standing } from './issue-text.js'
import { linesText } from './line-ranges.js'

/** Held until a word is decided; that lands the row by itself. */
const WORD_CODES: ReadonlySet<IssueCode> = new Set(['WORD_UNKNOWN', 'WORD_AMBIGUOUS', 'RATE_AMBIGUOUS'])
const MOST_STEPS = 20

function stepsForHeld(row: ReceiptRow, nextCommand: NextCommand): readonly string[] {
  const issues = standing(row.issues)
  const resolve = (options: string): string => nextCommand(`resolve ${row.heldRow ?? ''}`, options)
  const place = row.sourceRow === null ? `#${row.index}` : linesText([row.sourceRow])
  const word = row.submitted?.measure
  const line = typeof word === 'string' ? `${place} ${word}` : place
  if (issues.some(({ code }) => WORD_CODES.has(code))) {
    return [
      `  ${line}: 용어 담당자가 뜻을 정하면 저절로 반영됩니다. 보내지 않을 값이면 / lands once a steward decides; or ${resolve('--withdraw')}`,
    ]
  }
  if (issues.some(({ code }) => code === 'CODE_UNKNOWN')) {
    return [
      `  ${line}: 바른 코드로 고쳐 같은 항목과 날의 행을 모두 함께 다시 보내거나, 용어 담당자가 뜻을 정하면 풀립니다. 보내지 않을 값이면 / push all rows of its measure and day again with the right code, or a steward decides; or ${resolve('--withdraw')}`,
    ]
  }
  const onlyDoubted = issues.length > 0 && issues.every(({ code, severity }) => code === 'RULE_BROKEN' && severity === 'hold')
  const confirm = onlyDoubted ? `\n      값이 맞으면 if it is right: ${resolve('--confirm --reason "까닭"')}` : ''
  return [`  ${line}: 값을 바로잡으려면 to correct: ${resolve('--correct 값')}${confirm}`]
}

/** Rows that one rule holds together wait for one another. */
function togetherHint(held: readonly ReceiptRow[]): readonly string[] {
  const said = held.flatMap(({ issues }) => [...new Set(standing(issues).flatMap(({ rule }) => rule ?? []))])
  return new Set(said).size === said.length
    ? []
    : [
        '  함께 걸린 행은 틀린 것 하나만 고치면 나머지는 저절로 반영됩니다. / Of rows held together, correct the one that is wrong; the others land by themselves.',
      ]
}

const isForeign = ({ issues }: ReceiptRow): boolean => issues.some(({ code }) => code === 'FOREIGN_CENTER')

function stepsForRejected(rejected: readonly ReceiptRow[], receipt: SubmissionReceipt): readonly string[] {
  const foreign = rejected.filter(isForeign)
  const wrong = linesText(rejected.filter(row => !isForeign(row)).map(({ sourceRow }) => sourceRow))
  const lines = linesText(foreign.map(({ sourceRow }) => sourceRow))
  return [
    ...(foreign.length === 0
      ? []
      : [
          `  ${lines}: 파일을 고치지 말고 그 행의 센터로 로그인해 보내십시오. 지금은 ${receipt.center} 센터로 로그인했습니다. / Leave the file as it is and sign in as the center it names; this sign-in is of ${receipt.center}.`,
        ]),
    ...(wrong === '' ? [] : [`  ${wrong}: 파일에서 고쳐 다시 보내십시오. / Mend the file and push it again.`]),
  ]
}

/** Commands that settle the rows which still wait, and what to do about those that were rejected. */
export function nextSteps(receipt: SubmissionReceipt, attention: readonly ReceiptRow[], nextCommand: NextCommand): readonly string[] {
  if (attention.length === 0) return []
  const held = receipt.dryRun ? [] : attention.filter(row => row.heldRow !== null && (row.heldState ?? 'HELD') === 'HELD')
  const rejected = attention.filter(row => row.outcome === 'REJECTED')
  const hidden = held.length - MOST_STEPS
  const rest = hidden > 0 ? [`  그 밖에 보류 ${hidden}행 and ${hidden} more held rows: ${nextCommand('quarantine')}`] : []
  const steps = [
    ...held.slice(0, MOST_STEPS).flatMap(row => stepsForHeld(row, nextCommand)),
    ...rest,
    ...togetherHint(held),
    ...stepsForRejected(rejected, receipt),
  ]
  return steps.length === 0 ? [] : ['다음 할 일 Next', ...steps]
}
