import type { Cell, SubmittedBatch, SubmittedDimension, SubmittedRow, SubmittedSeries } from './submission.js'

/** Name of the axis that carries period starts in place of a dimension. */
export const PERIOD_AXIS = 'periodStart'

/** Rows received: the rows, then every value of every series; a series counts by its `values` whatever else is wrong with it. */
export const countRows = (batch: SubmittedBatch): number =>
  batch.series.reduce((count, series) => count + series.values.length, batch.rows.length)

const itemOf = (series: SubmittedSeries, axis: number, position: number): Cell => series.items[axis]?.[position] ?? null

/** The status of one value: its own, the one for all, or none. */
export const statusInSeries = (series: SubmittedSeries, position: number): Cell =>
  (series.status.length === 1 ? series.status[0] : series.status[position]) ?? null

/** One value of a series in the row shape. Where lists are too short, what is not there is null. */
const rowOfSeries = (series: SubmittedSeries, position: number): SubmittedRow => {
  const dimensions: SubmittedDimension[] = [...series.fixed]
  let periodStart = series.periodStart
  for (const [axis, name] of series.axes.entries()) {
    if (name === PERIOD_AXIS) periodStart = itemOf(series, axis, position)
    else dimensions.push({ dimension: name, item: itemOf(series, axis, position) })
  }
  return {
    center: series.center,
    measure: series.measure,
    unit: series.unit,
    periodType: series.periodType,
    periodStart,
    dimensions,
    value: series.values[position] ?? null,
    status: statusInSeries(series, position),
    sourceRow: series.sourceRows[position] ?? null,
  }
}

/** The submitted form of any row by its running index, as quarantine keeps it. An index beyond the batch is our fault and thrown. */
export const rowAt = (batch: SubmittedBatch, index: number): SubmittedRow => {
  const row = batch.rows[index]
  if (row !== undefined) return row
  let position = index - batch.rows.length
  for (const series of batch.series) {
    if (position >= 0 && position < series.values.length) return rowOfSeries(series, position)
    position -= series.values.length
  }
  throw new RangeError(`Row ${index} is outside a batch of ${countRows(batch)}.`)
}

/** Every row of the batch in the row shape, in the order of its running index. */
export function* expandBatch(batch: SubmittedBatch): Generator<SubmittedRow> {
  yield* batch.rows
  for (const series of batch.series) {
    for (let position = 0; position < series.values.length; position++) yield rowOfSeries(series, position)
  }
}
