import type { TableHeading, WideTable } from '../../sdk/index.js'
import { reasonText } from '../names/reason-names.js'
import { drawTable } from './draw-table.js'
import { issueLine } from './issue-text.js'

const headingText = ({ code, labelKo, from }: TableHeading): string => (from !== null || code === '' ? labelKo : `${labelKo}\n${code}`)

/** Figures side by side: each cell its value or the reason why it has none, and its marks; what is told beside them below. */
export function wideTableText(table: WideTable, columns: number): string {
  if (table.rows.length === 0) return '해당하는 지표 값이 없습니다. (no figures)'
  const width = table.columns.length
  const cellText = (place: number): string => {
    const reason = table.reason[place] ?? null
    const said = table.value[place] ?? (reason === null ? '-' : reasonText(reason))
    return [said, ...(table.marks[place] ?? []).map(reasonText)].join('\n')
  }
  const drawn = drawTable({
    head: ['', ...table.columns.map(headingText)],
    rows: table.rows.map((heading, row) => [headingText(heading), ...table.columns.map((_, at) => cellText(row * width + at))]),
    flexible: {},
    columns,
  })
  const warnings = new Set(table.issues.flat().flatMap(issue => (issue.severity === 'info' ? [] : [issueLine(issue)])))
  return [drawn, ...warnings].join('\n')
}
