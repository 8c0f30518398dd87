import type { ReceiptOutcome, ReceiptRow, SubmissionReceipt } from '../../sdk/index.js'
import { drawTable } from './draw-table.js'
import { issueLine, issueText, standing } from './issue-text.js'
import { nextSteps } from './next-steps.js'

const OUTCOMES: Readonly<Record<ReceiptOutcome, string>> = {
  INSERTED: '신규\ninserted',
  REVISED: '수정\nrevised',
  UNCHANGED: '동일\nunchanged',
  RETRACTED: '철회\nretracted',
  QUARANTINED: '보류\nquarantined',
  REJECTED: '거부\nrejected',
}

const countsLine = ({ counts }: SubmissionReceipt): string => {
  const parts = [
    `신규 inserted ${counts.inserted}`,
    `수정 revised ${counts.revised}`,
    `동일 unchanged ${counts.unchanged}`,
    `철회 retracted ${counts.retracted}`,
    `보류 quarantined ${counts.quarantined}`,
    `거부 rejected ${counts.rejected}`,
  ]
  const implied = counts.impliedRetractions === 0 ? '' : ` (범위 교체로 철회 implied retractions ${counts.impliedRetractions})`
  return `  받음 received ${counts.received} = ${parts.join(' + ')}${implied}`
}

const cellText = (value: unknown): string => {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  if (typeof value === 'object' && value !== null && 'numberText' in value) return String(value.numberText)
  return ''
}

/** What the row said, as far as it says it: `응대콜 1561 호`, with its dimensions. */
export function labelOf({ submitted, measure }: Pick<ReceiptRow, 'submitted' | 'measure'>): string {
  if (submitted === null) return measure ?? ''
  const dimensions = (submitted.dimensions ?? []).map(({ dimension, item }) => `${cellText(dimension)}=${cellText(item)}`)
  const figure = [cellText(submitted.value), cellText(submitted.unit)].filter(text => text !== '').join(' ')
  return [cellText(submitted.measure), ...dimensions, figure].filter(text => text !== '').join('\n')
}

const SETTLED: Partial<Record<string, string>> = {
  REPLAYED: '반영됨 landed since',
  CORRECTED: '바로잡음 corrected since',
  WITHDRAWN: '취소됨 withdrawn since',
  SUPERSEDED: '새 값으로 대체됨 superseded since',
  EXPIRED: '기한 지남 expired since',
}

function tableRow(row: ReceiptRow): readonly string[] {
  const issues = standing(row.issues)
  const settled = row.heldState === null ? undefined : SETTLED[row.heldState]
  return [
    row.sourceRow === null ? `#${row.index}` : String(row.sourceRow),
    settled === undefined ? OUTCOMES[row.outcome] : `${OUTCOMES[row.outcome]}\n(${settled})`,
    labelOf(row),
    issues.map(issueText).join('\n'),
    [...new Set(issues.map(({ expected }) => expected ?? '').filter(text => text !== ''))].join('\n'),
  ]
}

function headLines(receipt: SubmissionReceipt): readonly string[] {
  const replayed = receipt.replayed ? ['  이미 받은 제출이어서 처음 접수증을 다시 보냅니다. (replayed: the first receipt again)'] : []
  const newer =
    receipt.newerSubmissions.length === 0 ? [] : [`  이후 같은 값을 바꾼 제출 newer submissions: ${receipt.newerSubmissions.join(', ')}`]
  const dryRun = receipt.dryRun
    ? [`  시험 실행이며 아무것도 저장하지 않았습니다. (dry run: nothing was kept) --dry-run-hash ${receipt.dryRunHash ?? ''}`]
    : []
  return [
    `접수증 receipt ${receipt.id}  센터 center ${receipt.center}  표준 edition ${receipt.edition}  키 key ${receipt.idempotencyKey}`,
    countsLine(receipt),
    ...replayed,
    ...newer,
    ...dryRun,
  ]
}

/** A receipt for people: counts, the rows that need somebody with their lines, and what to do about them. */
export function receiptText(
  receipt: SubmissionReceipt,
  attention: readonly ReceiptRow[],
  view: { columns: number; signIn: string },
): string {
  const warnings = receipt.issues.filter(({ severity }) => severity !== 'info').map(issueLine)
  const hidden = receipt.counts.quarantined + receipt.counts.rejected - attention.length
  const table =
    attention.length === 0
      ? []
      : [
          drawTable({
            head: ['줄\nline', '결과\noutcome', '항목\nlabel', '무엇이 문제인가\nwhat is wrong', '받을 수 있는 것\naccepted'],
            rows: attention.map(tableRow),
            flexible: { 3: Infinity, 4: 36 },
            columns: view.columns,
          }),
        ]
  const more = hidden > 0 ? [`  그 밖에 ${hidden}개 행 (and ${hidden} more rows): hub120 receipt ${receipt.id}${view.signIn}`] : []
  return [...headLines(receipt), ...warnings, ...table, ...more, ...nextSteps(receipt, attention, view.signIn)].join('\n')
}
