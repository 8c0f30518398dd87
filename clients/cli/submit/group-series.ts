import { PERIOD_AXIS } from '../../../schema/domain/submissions/expand-batch.js'
import type { Cell, SubmittedDimension, SubmittedRow } from '../../../schema/domain/submissions/submission.js'
import type { RowInput, SeriesInput } from '../../sdk/index.js'

type SourceRow = SubmittedRow & { readonly sourceRow: number }

/** Rows in the shape the hub reads fastest (S16), and those few that columns cannot carry. */
export type GroupedRows = { readonly rows: readonly RowInput[]; readonly series: readonly SeriesInput[] }

/** A row whose dimension names are all plain text fits into columns; any other goes by itself, for the hub to judge. */
const fitsColumns = ({ dimensions }: SourceRow): boolean =>
  dimensions.every(({ dimension }) => typeof dimension === 'string' && dimension !== PERIOD_AXIS) &&
  new Set(dimensions.map(({ dimension }) => dimension)).size === dimensions.length

/** Only rows whose names are all text come this far. */
const nameOf = ({ dimension }: SubmittedDimension): string => (typeof dimension === 'string' ? dimension : '')

/** Names in one order, so that rows that list them differently share their columns. */
const sorted = (row: SourceRow): SourceRow['dimensions'] => row.dimensions.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))

const groupKey = (row: SourceRow): string =>
  JSON.stringify([row.center, row.measure, row.unit, row.periodType, ...sorted(row).map(({ dimension }) => dimension)])

const isOne = (cells: readonly Cell[]): boolean =>
  cells.every(cell => typeof cell !== 'object' && cell === cells[0]) || cells.every(cell => cell === null)

/** One status for all where they agree, none where no row names one. */
function statusColumn(rows: readonly SourceRow[]): readonly Cell[] {
  const statuses = rows.map(row => row.status)
  if (!isOne(statuses)) return statuses
  return statuses[0] === null || statuses[0] === undefined ? [] : [statuses[0]]
}

function toSeries(rows: readonly SourceRow[]): SeriesInput {
  const [first] = rows
  if (first === undefined) throw new RangeError('A series has at least one row.')
  const dimensions = rows.map(sorted)
  const names = (dimensions[0] ?? []).map(nameOf)
  const columns = names.map((name, at) => ({ name, items: dimensions.map(pairs => pairs[at]?.item ?? null) }))
  const starts = rows.map(row => row.periodStart)
  const hasOneStart = isOne(starts)
  const varying = columns.filter(({ items }) => !isOne(items))
  const axes = hasOneStart ? varying : [...varying, { name: PERIOD_AXIS, items: starts }]
  return {
    center: first.center,
    measure: first.measure,
    unit: first.unit,
    periodType: first.periodType,
    periodStart: hasOneStart ? first.periodStart : null,
    fixed: columns.filter(({ items }) => isOne(items)).map(({ name, items }) => ({ dimension: name, item: items[0] ?? null })),
    axes: axes.map(({ name }) => name),
    items: axes.map(({ items }) => items),
    values: rows.map(row => row.value),
    status: statusColumn(rows),
    sourceRows: rows.map(row => row.sourceRow),
  }
}

/** The rows in columns: one series for each measure, unit, period type and set of dimension names, in the order of the file. Nothing is merged or dropped. */
export function groupSeries(rows: readonly SourceRow[]): GroupedRows {
  const groups = new Map<string, SourceRow[]>()
  for (const row of rows.filter(fitsColumns)) {
    const key = groupKey(row)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return { rows: rows.filter(row => !fitsColumns(row)), series: [...groups.values()].map(toSeries) }
}
