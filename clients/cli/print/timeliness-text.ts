import type { ReceiptDeadline, SubmissionReceipt, TimelinessLabel } from '../../sdk/index.js'

const LABELS: Readonly<Record<TimelinessLabel, string>> = {
  ON_TIME: '기한 안에 받음 on time',
  LATE: '기한 지나 받음 late',
  AFTER_LOCK: '마감 뒤 받음 after the lock',
}
const MOST_DEADLINES = 5

/** `2026-11-20 06:00`, as the hub says it in Korean time. */
const minuteOf = (instant: string): string => instant.slice(0, 16).replace('T', ' ')

const deadlineLine = ({ agreement, periodType, periodStart, dueAt, lockAt, timeliness, rows }: ReceiptDeadline): string =>
  `    ${LABELS[timeliness]}: ${agreement} ${periodType.toLowerCase()} ${periodStart}, ${rows}행 rows, 기한 due ${minuteOf(dueAt)}${
    timeliness === 'AFTER_LOCK' ? `, 마감 lock ${minuteOf(lockAt)}` : ''
  }`

/** How the rows stood to their deadlines; nothing where none of them has one. A label: what is late was taken all the same. */
export function timelinessLines({ timeliness, deadlines }: SubmissionReceipt): readonly string[] {
  if (timeliness === null) return []
  if (timeliness === 'ON_TIME') return [`  ${LABELS.ON_TIME}`]
  const passed = deadlines.filter(deadline => deadline.timeliness !== 'ON_TIME')
  const hidden = passed.length - MOST_DEADLINES
  return [
    `  ${LABELS[timeliness]} (표시일 뿐이며 값은 그대로 처리했습니다 / a label only, the values were treated like any other)`,
    ...passed.slice(0, MOST_DEADLINES).map(deadlineLine),
    ...(hidden > 0 ? [`    그 밖에 기한 ${hidden}건 (and ${hidden} more deadlines)`] : []),
  ]
}
