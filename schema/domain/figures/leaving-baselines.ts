import { cellKey, tableKey } from '../statistics/cell.js'
import { BASELINE_MEASURE } from './baseline.js'
import { NOT_TOLD, type CellRequest, type StoredSeries } from './stored-cells.js'

/** What leaves the baselines of one cell of a center over centers, in decimal text by `dayNumber`. */
export type LeavingPart = { readonly center: string; readonly cell: string; readonly amounts: ReadonlyMap<number, string> }

/** The requests for baselines: a formula may ask for totals and for a breakdown of them. */
export const baselineRequests = (requests: readonly CellRequest[]): readonly CellRequest[] =>
  requests.filter(({ measure }) => measure === BASELINE_MEASURE)

const partKey = (center: string, cell: string): string => `${center} ${cell}`

/**
 * The same series, in which baselines say what leaves them over centers (S3); NOT_TOLD where nothing was kept of it. A baseline is a value with exactly its
 * dimensions, as an explicit total is one: of a sum of several nothing leaves, because contacts that are summed from such a table leave nothing either.
 */
export const tellLeaving = (
  stored: readonly StoredSeries[],
  requests: readonly CellRequest[],
  parts: readonly LeavingPart[],
): readonly StoredSeries[] => {
  const asked = new Map(requests.map(({ index, dimensions }) => [index, dimensions]))
  const known = new Map(parts.map(part => [partKey(part.center, part.cell), part.amounts]))
  return stored.map(series => {
    const dimensions = asked.get(series.request)
    if (dimensions === undefined || series.items === null || series.table !== tableKey(dimensions)) return series
    const items = series.items.split('|')
    const cell = cellKey(Object.fromEntries(dimensions.map((name, place) => [name, items[place] ?? ''])))
    const amounts = known.get(partKey(series.center, cell))
    return { ...series, councilExcluded: series.days.map(day => amounts?.get(day) ?? NOT_TOLD) }
  })
}
