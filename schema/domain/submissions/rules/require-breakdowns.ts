import { issue, type Issue } from '../../issue.js'
import { parseCellKey, tableKey } from '../../statistics/cell.js'
import type { Edition } from '../../statistics/edition.js'
import { pathOf } from '../row-key.js'
import type { JudgedRow } from '../submission.js'

const missingBreakdown = (row: JudgedRow, names: readonly string[]): Issue => {
  const table = names.join(', ')
  return issue({
    code: 'BREAKDOWN_REQUIRED',
    severity: 'warning',
    path: pathOf(row),
    messageKo: `${row.measure ?? ''}은(는) ${table} 구분표를 같은 제출에 함께 내야 합니다. 값은 받았습니다.`,
    messageEn: `${row.measure ?? ''} needs its breakdown by ${table} in the same batch; the value is accepted.`,
    expected: table,
    got: row.cell === '' ? 'total' : tableKey(Object.keys(parseCellKey(row.cell ?? ''))),
    sourceRow: row.sourceRow,
  })
}

/** First row of each measure and period whose required breakdown is not in the batch, with its BREAKDOWN_REQUIRED warning, by row index (S3). */
export const requireBreakdowns = (rows: readonly JudgedRow[], edition: Edition): ReadonlyMap<number, Issue> => {
  const firsts = new Map<string, { readonly row: JudgedRow; readonly names: readonly string[] }>()
  const present = new Set<string>()
  for (const row of rows) {
    const names = row.measure === null ? undefined : edition.measures.get(row.measure)?.requiredBreakdown
    if (names === undefined || names.length === 0 || row.period === null || row.cell === null) continue
    const key = `${row.measure}/${row.period.type}:${row.period.start}`
    if (tableKey(Object.keys(parseCellKey(row.cell))) === tableKey(names)) present.add(key)
    if (row.verdict === 'good' && !firsts.has(key)) firsts.set(key, { row, names })
  }
  const missing = [...firsts].filter(([key]) => !present.has(key))
  return new Map(missing.map(([, { row, names }]) => [row.index, missingBreakdown(row, names)]))
}
