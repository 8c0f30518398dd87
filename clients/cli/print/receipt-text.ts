import type { NextCommand } from '../commands/command-context.js'
import type { ReceiptOutcome, ReceiptRow, SubmissionReceipt } from '../../sdk/index.js'
import { drawTable } from './draw-table.js'
import { issueLine, issueText, standing } from './issue-text.js'
import { lineRanges } from './line-ranges.js'
import { nextSteps } from './next-steps.js'
import { timelinessLines } from './timeliness-text.js'

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

export const cellText = (value: unknown): string => {
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

/** Rows with the same fault stand apart up to this many, because each has its own value; more of them share one row of the table. */
const MOST_ALIKE = 3

/** Rows that one row of the table shows: with the same outcome for the same reasons. In the order of the file. */
function groupAlike(rows: readonly ReceiptRow[]): readonly (readonly ReceiptRow[])[] {
  const groups = new Map<string, ReceiptRow[]>()
  for (const row of rows) {
    const key = JSON.stringify([row.outcome, row.heldState, standing(row.issues).map(issueText)])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  const shown = [...groups.values()].flatMap(group => (group.length > MOST_ALIKE ? [group] : group.map(row => [row])))
  const place = ([row]: readonly ReceiptRow[]): number => row?.sourceRow ?? row?.index ?? 0
  return shown.toSorted((a, b) => place(a) - place(b))
}

function tableRow(rows: readonly ReceiptRow[]): readonly string[] {
  const [row] = rows
  if (row === undefined) return []
  const issues = standing(row.issues)
  const settled = row.heldState === null ? undefined : SETTLED[row.heldState]
  return [
    row.sourceRow === null ? `#${row.index}` : lineRanges(rows.map(({ sourceRow }) => sourceRow)),
    settled === undefined ? OUTCOMES[row.outcome] : `${OUTCOMES[row.outcome]}\n(${settled})`,
    rows.length === 1 ? labelOf(row) : `${rows.length}행 rows`,
    issues.map(issueText).join('\n'),
    [...new Set(issues.map(({ expected }) => expected ?? '').filter(text => text !== ''))].join('\n'),
  ]
}

/** What a dry run did, also where the key was used before and the hub gave the receipt of that time. */
function dryRunLines(receipt: SubmissionReceipt, isDryRun: boolean): readonly string[] {
  if (receipt.dryRun)
    return [`  시험 실행이며 아무것도 저장하지 않았습니다. (dry run: nothing was kept) --dry-run-hash ${receipt.dryRunHash ?? ''}`]
  if (!isDryRun) return []
  return [
    '  시험 실행이며 아무것도 저장하지 않았습니다. 같은 키로 이미 받은 제출이 있어 그 접수증을 보여 드립니다. (dry run: nothing was kept; the key was used before, and this is the receipt of that time)',
  ]
}

const MOST_RETRACTIONS = 20

/** The values that a replaced scope leaves out, so that nobody takes values away without having read which. */
function retractionLines({ counts, impliedRetractions, dryRun }: SubmissionReceipt): readonly string[] {
  if (counts.impliedRetractions === 0) return []
  const lines = impliedRetractions.slice(0, MOST_RETRACTIONS).map(({ measure, periodType, periodStart, dimensions }) => {
    const items = dimensions.map(({ dimension, item }) => `${dimension}=${item}`).join(';')
    return `    ${measure} ${periodType.toLowerCase()} ${periodStart}${items === '' ? '' : ` ${items}`}`
  })
  const hidden = counts.impliedRetractions - lines.length
  return [
    dryRun ? '  이 범위에서 철회될 값 values that would be retracted:' : '  이 범위에서 철회된 값 values retracted:',
    ...lines,
    ...(hidden > 0 ? [`    그 밖에 ${hidden}개 값 (and ${hidden} more)`] : []),
  ]
}

function headLines(receipt: SubmissionReceipt, isDryRun: boolean): readonly string[] {
  const replayed = receipt.replayed ? ['  이미 받은 제출이어서 처음 접수증을 다시 보냅니다. (replayed: the first receipt again)'] : []
  const newer =
    receipt.newerSubmissions.length === 0 ? [] : [`  이후 같은 값을 바꾼 제출 newer submissions: ${receipt.newerSubmissions.join(', ')}`]
  return [
    `${receipt.dryRun ? '시험 실행 dry run' : `접수증 receipt ${receipt.id}`}  센터 center ${receipt.center}  표준 edition ${receipt.edition}  키 key ${receipt.idempotencyKey}`,
    countsLine(receipt),
    ...timelinessLines(receipt),
    ...replayed,
    ...newer,
    ...dryRunLines(receipt, isDryRun),
    ...retractionLines(receipt),
  ]
}

/** A receipt for people: counts, the rows that need somebody with their lines, and what to do about them. */
export function receiptText(
  receipt: SubmissionReceipt,
  attention: readonly ReceiptRow[],
  view: { columns: number; nextCommand: NextCommand; isDryRun: boolean },
): string {
  const warnings = receipt.issues.filter(({ severity }) => severity !== 'info').map(issueLine)
  const hidden = receipt.counts.quarantined + receipt.counts.rejected - attention.length
  const table =
    attention.length === 0
      ? []
      : [
          drawTable({
            head: ['줄\nline', '결과\noutcome', '항목\nlabel', '무엇이 문제인가\nwhat is wrong', '받을 수 있는 것\naccepted'],
            rows: groupAlike(attention).map(tableRow),
            flexible: { 3: Infinity, 4: 36 },
            columns: view.columns,
          }),
        ]
  const where = receipt.dryRun ? '' : `: ${view.nextCommand(`receipt ${receipt.id}`, '--json')}`
  const more = hidden > 0 ? [`  그 밖에 ${hidden}행 (and ${hidden} more rows)${where}`] : []
  return [...headLines(receipt, view.isDryRun), ...warnings, ...table, ...more, ...nextSteps(receipt, attention, view.nextCommand)].join(
    '\n',
  )
}
