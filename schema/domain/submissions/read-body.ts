import { readJson } from '../read-json.js'
import type { Cell, SubmittedBatch, SubmittedDimension, SubmittedRow, SubmittedSeries } from './submission.js'

type Fields = Readonly<Record<string, unknown>>

/** Canonical text leaves out what is null. */
const cellOf = (fields: Fields, name: string): Cell => (fields[name] ?? null) as Cell // any JSON value is a cell
const listOf = (fields: Fields, name: string): readonly unknown[] => (Array.isArray(fields[name]) ? fields[name] : [])
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {}) // named by canonicalText

const dimensionsOf = (fields: Fields, name: string): readonly SubmittedDimension[] =>
  listOf(fields, name)
    .map(fieldsOf)
    .map(one => ({ dimension: cellOf(one, 'dimension'), item: cellOf(one, 'item') }))

const headOf = (fields: Fields) => ({
  center: cellOf(fields, 'center'),
  measure: cellOf(fields, 'measure'),
  unit: cellOf(fields, 'unit'),
  periodType: cellOf(fields, 'periodType'),
  periodStart: cellOf(fields, 'periodStart'),
})

const rowOf = (fields: Fields): SubmittedRow => ({
  ...headOf(fields),
  dimensions: dimensionsOf(fields, 'dimensions'),
  value: cellOf(fields, 'value'),
  status: cellOf(fields, 'status'),
  sourceRow: typeof fields.sourceRow === 'number' ? fields.sourceRow : null,
})

const seriesOf = (fields: Fields): SubmittedSeries => ({
  ...headOf(fields),
  fixed: dimensionsOf(fields, 'fixed'),
  axes: listOf(fields, 'axes').map(String),
  items: listOf(fields, 'items').map(column => (Array.isArray(column) ? (column as readonly Cell[]) : null)), // written from cells
  values: listOf(fields, 'values') as readonly Cell[], // written from cells
  status: listOf(fields, 'status') as readonly Cell[], // written from cells
  sourceRows: listOf(fields, 'sourceRows').map(Number),
})

/**
 * The batch whose canonical text this is, as it was judged: what `canonicalText` wrote of a batch that the hub received and nothing else.
 * A mode, strategy or scope is read as written; throws JsonFault for text that is no JSON.
 */
export const readBody = (text: string): SubmittedBatch => {
  const fields = fieldsOf(readJson(text))
  const written = fields as Partial<SubmittedBatch> // the hub's own text
  return {
    edition: written.edition ?? null,
    mode: written.mode ?? 'PARTIAL',
    strategy: written.strategy ?? 'MERGE',
    scope: written.scope ?? null,
    reason: written.reason ?? null,
    center: cellOf(fields, 'center'),
    parameters: listOf(fields, 'parameters')
      .map(fieldsOf)
      .map(one => ({ name: String(one.name), value: cellOf(one, 'value') })),
    rows: listOf(fields, 'rows').map(fieldsOf).map(rowOf),
    series: listOf(fields, 'series').map(fieldsOf).map(seriesOf),
  }
}
