import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Figure, FigureChange, FigurePercentile } from '../../schema/domain/figures/figure.js'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import type { ChangeKind } from '../../schema/domain/figures/other-period.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { visitFigures, type AnswerHead } from './query-figures.js'

/** Columns of figures: what is read from each, by name. */
const COLUMNS = {
  code: (figure: Figure) => figure.code,
  version: (figure: Figure) => figure.version,
  variant: (figure: Figure) => figure.variant,
  unit: (figure: Figure) => figure.unit,
  center: (figure: Figure) => figure.center,
  region: (figure: Figure) => figure.region,
  from: (figure: Figure) => figure.from,
  to: (figure: Figure) => figure.to,
  value: (figure: Figure) => figure.value,
  numerator: (figure: Figure) => figure.numerator,
  denominator: (figure: Figure) => figure.denominator,
  factor: (figure: Figure) => figure.factor,
  reason: (figure: Figure) => figure.reason,
  marks: (figure: Figure) => figure.marks,
  qualities: (figure: Figure) => figure.qualities,
  centersIn: ({ coverage }: Figure) => coverage.centersIn,
  centersExpected: ({ coverage }: Figure) => coverage.centersExpected,
  cellsIn: ({ coverage }: Figure) => coverage.cellsIn,
  cellsExpected: ({ coverage }: Figure) => coverage.cellsExpected,
  extra: ({ coverage }: Figure) => coverage.extra,
  issues: (figure: Figure) => figure.issues,
}

/** Columns of one kind of change. */
const CHANGE_COLUMNS = {
  version: (change: FigureChange) => change.version,
  value: (change: FigureChange) => change.value,
  numerator: (change: FigureChange) => change.numerator,
  denominator: (change: FigureChange) => change.denominator,
  difference: (change: FigureChange) => change.difference,
  percent: (change: FigureChange) => change.percent,
  reason: (change: FigureChange) => change.reason,
  qualities: (change: FigureChange) => change.qualities,
  centersIn: ({ coverage }: FigureChange) => coverage?.centersIn ?? null,
  centersExpected: ({ coverage }: FigureChange) => coverage?.centersExpected ?? null,
  cellsIn: ({ coverage }: FigureChange) => coverage?.cellsIn ?? null,
  cellsExpected: ({ coverage }: FigureChange) => coverage?.cellsExpected ?? null,
  unequal: (change: FigureChange) => change.unequal,
}

/** Columns of one percentile; a figure that is no distribution, or of which nothing was counted, has none. */
const PERCENTILE_COLUMNS = {
  band: (found: FigurePercentile | null) => found?.band ?? null,
  over: (found: FigurePercentile | null) => found?.over ?? null,
  upTo: (found: FigurePercentile | null) => found?.upTo ?? null,
  of: (found: FigurePercentile | null) => found?.of ?? null,
}

type ColumnsOf<Readers extends Record<string, (from: never) => unknown>> = { readonly [K in keyof Readers]: ReturnType<Readers[K]>[] }

/** An empty list for each reader, and the function that puts one more row at their ends. */
function openColumns<Row, Readers extends Record<string, (row: Row) => unknown>>(readers: Readers) {
  const columns = Object.entries(readers).map(([name, read]) => ({ name, read, list: [] as unknown[] }))
  const add = (row: Row): void => {
    for (const { list, read } of columns) list.push(read(row))
  }
  // Each list is filled by the function of its name.
  return { columns: Object.fromEntries(columns.map(({ name, list }) => [name, list])) as unknown as ColumnsOf<Readers>, add }
}

/** All figures of a question in columns, with the items of each dimension grouped by, and the changes and percentiles asked for. */
export type FigureColumnsAnswer = AnswerHead &
  ColumnsOf<typeof COLUMNS> & {
    readonly rows: number
    readonly dimensions: readonly { readonly dimension: string; readonly items: readonly string[] }[]
    readonly changes: readonly (ColumnsOf<typeof CHANGE_COLUMNS> & { readonly kind: ChangeKind })[]
    readonly percentiles: readonly (ColumnsOf<typeof PERCENTILE_COLUMNS> & { readonly percent: number })[]
  }

/** The figures of a question as columns. Figures are not kept: a large answer costs its columns and no more. */
export async function queryFigureColumns(hub: Hub, caller: Caller, question: FigureQuestion): Promise<Outcome<FigureColumnsAnswer>> {
  const figures = openColumns<Figure, typeof COLUMNS>(COLUMNS)
  const changes = question.changes.map(kind => ({ kind, ...openColumns<FigureChange, typeof CHANGE_COLUMNS>(CHANGE_COLUMNS) }))
  const percentiles = question.percentiles.map(percent => ({
    percent,
    ...openColumns<FigurePercentile | null, typeof PERCENTILE_COLUMNS>(PERCENTILE_COLUMNS),
  }))
  const dimensions = question.dimensions.map(dimension => ({ dimension, items: [] as string[] }))
  let rows = 0
  const take = (figure: Figure) => {
    rows++
    figures.add(figure)
    figure.changes.forEach((change, place) => changes[place]?.add(change))
    for (const { percent, add } of percentiles) add(figure.percentiles.find(one => one.percent === percent) ?? null)
    dimensions.forEach(({ items }, place) => items.push(figure.dimensions[place]?.item ?? ''))
  }
  const head = await visitFigures(hub, caller, { question, take })
  if (!head.ok) return head
  return accept({
    ...head.value,
    ...figures.columns,
    rows,
    dimensions,
    changes: changes.map(({ kind, columns }) => ({ kind, ...columns })),
    percentiles: percentiles.map(({ percent, columns }) => ({ percent, ...columns })),
  })
}
