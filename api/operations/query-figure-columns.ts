import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Figure } from '../../schema/domain/figures/figure.js'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { visitFigures, type AnswerHead } from './query-figures.js'

/** Columns of figures: what is read from each, by name. */
const COLUMNS = {
  code: (figure: Figure) => figure.code,
  version: (figure: Figure) => figure.version,
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
  centersIn: ({ coverage }: Figure) => coverage.centersIn,
  centersExpected: ({ coverage }: Figure) => coverage.centersExpected,
  cellsIn: ({ coverage }: Figure) => coverage.cellsIn,
  cellsExpected: ({ coverage }: Figure) => coverage.cellsExpected,
  extra: ({ coverage }: Figure) => coverage.extra,
}

type Columns = { readonly [K in keyof typeof COLUMNS]: readonly ReturnType<(typeof COLUMNS)[K]>[] }

/** All figures of a question in columns, with the items of each dimension grouped by. */
export type FigureColumnsAnswer = AnswerHead &
  Columns & { readonly rows: number; readonly dimensions: readonly { readonly dimension: string; readonly items: readonly string[] }[] }

/** The figures of a question as columns. Figures are not kept: a large answer costs its columns and no more. */
export async function queryFigureColumns(hub: Hub, caller: Caller, question: FigureQuestion): Promise<Outcome<FigureColumnsAnswer>> {
  const names = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[] // keys of a constant
  const columns = Object.fromEntries(names.map(name => [name, [] as unknown[]]))
  const dimensions = question.dimensions.map(dimension => ({ dimension, items: [] as string[] }))
  let rows = 0
  const take = (figure: Figure) => {
    rows++
    for (const name of names) columns[name]?.push(COLUMNS[name](figure))
    dimensions.forEach(({ items }, place) => items.push(figure.dimensions[place]?.item ?? ''))
  }
  const head = await visitFigures(hub, caller, { question, take })
  if (!head.ok) return head
  // Each list was filled by the function of its name.
  return accept({ ...head.value, ...(columns as unknown as Columns), rows, dimensions })
}
