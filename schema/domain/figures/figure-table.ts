import type { Issue } from '../issue.js'
import type { Day } from '../period.js'
import type { Standards } from '../statistics/standards.js'
import type { Figure, FigureMark, FigureQuality, NullReason } from './figure.js'
import { labelPeriod } from './period-label.js'

/** What may stand along a side of a table. */
export const TABLE_AXES = ['CENTER', 'REGION', 'PERIOD', 'INDICATOR', 'DIMENSION'] as const

/** One side of a table; `dimension` names the dimension of the axis DIMENSION, null for the others. */
export type TableAxis = { readonly axis: (typeof TABLE_AXES)[number]; readonly dimension: string | null }

export type TableSides = { readonly rows: TableAxis; readonly columns: TableAxis }

/** Heading of a row or column. */
export type TableHeading = {
  /** Code of the center, region, indicator, measure or item; the first day of a period; empty for all centers together. */
  readonly code: string
  readonly labelKo: string
  readonly labelEn: string
  /** Days of a period; null for other headings. */
  readonly from: Day | null
  readonly to: Day | null
}

/** A table of figures. Cells lie row by row: cell (r, c) has the place r x number of columns + c in every list. */
export type FigureTable = {
  readonly rows: readonly TableHeading[]
  readonly columns: readonly TableHeading[]
  readonly value: readonly (string | null)[]
  readonly reason: readonly (NullReason | null)[]
  readonly numerator: readonly (string | null)[]
  readonly denominator: readonly (string | null)[]
  readonly version: readonly (string | null)[]
  readonly marks: readonly (readonly FigureMark[])[]
  readonly qualities: readonly (readonly FigureQuality[])[]
  /** What is told beside the figures of the cell. */
  readonly issues: readonly (readonly Issue[])[]
}

/** Where the names of headings are looked up. */
export type HeadingNames = {
  readonly edition: Pick<Standards['edition'], 'codelists'>
  readonly centers: ReadonlyMap<string, { readonly nameKo: string; readonly nameEn: string }>
  readonly regions: ReadonlyMap<string, { readonly nameKo: string; readonly nameEn: string }>
}

type Cell = Pick<Figure, 'value' | 'reason' | 'numerator' | 'denominator' | 'version' | 'marks' | 'qualities' | 'issues'>

/** What a table keeps of a figure. */
const cellOf = ({ value, reason, numerator, denominator, version, marks, qualities, issues }: Figure): Cell => ({
  value,
  reason,
  numerator,
  denominator,
  version,
  marks,
  qualities,
  issues,
})

const heading = (code: string, name: { readonly nameKo: string; readonly nameEn: string } | undefined): TableHeading => ({
  code,
  labelKo: name?.nameKo ?? code,
  labelEn: name?.nameEn ?? code,
  from: null,
  to: null,
})

const TOGETHER = { nameKo: '합산', nameEn: 'Together' }

/** Where a figure stands along a side; null where it has no item of the dimension, because nothing was there to group. */
const headingOf = ({ axis, dimension }: TableAxis, figure: Figure, names: HeadingNames): TableHeading | null => {
  switch (axis) {
    case 'CENTER':
      return heading(figure.center ?? '', figure.center === null ? TOGETHER : names.centers.get(figure.center))
    case 'REGION':
      return heading(figure.region ?? '', names.regions.get(figure.region ?? ''))
    case 'INDICATOR':
      return heading(figure.code, figure)
    case 'PERIOD': {
      const { ko, en } = labelPeriod(figure.periodType, figure.from, figure.to)
      return { code: figure.from, labelKo: ko, labelEn: en, from: figure.from, to: figure.to }
    }
    case 'DIMENSION': {
      const item = figure.dimensions.find(one => one.dimension === dimension)?.item
      return item === undefined ? null : heading(item, names.edition.codelists.get(dimension ?? '')?.items.get(item))
    }
  }
}

const keyOf = ({ code, to }: TableHeading): string => `${code} ${to ?? ''}`

/** Headings along a side: items and periods in their own order, the others as they were asked. */
const sortHeadings = ({ axis }: TableAxis, met: ReadonlyMap<string, TableHeading>): readonly TableHeading[] => {
  const headings = [...met.values()]
  return axis === 'PERIOD' || axis === 'DIMENSION' ? headings.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) : headings
}

/** Several figures in one cell are several definitions, or times before there was one: no single value stands for them. */
const mergeCells = (a: Cell, b: Cell): Cell => {
  const isBreak = a.reason === 'NOT_COMPARABLE' || (a.version !== null && b.version !== null && a.version !== b.version)
  const marks = new Set([...a.marks, ...b.marks])
  return {
    value: null,
    numerator: null,
    denominator: null,
    version: null,
    reason: isBreak ? 'NOT_COMPARABLE' : (a.reason ?? b.reason ?? 'NOT_COMPARABLE'),
    marks: [...marks],
    qualities: [],
    issues: [...a.issues, ...b.issues],
  }
}

const emptyCell = (reason: NullReason): Cell => ({
  value: null,
  numerator: null,
  denominator: null,
  version: null,
  reason,
  marks: [],
  qualities: [],
  issues: [],
})

const placeKey = (row: TableHeading | null, column: TableHeading | null): string =>
  `${row === null ? '' : keyOf(row)}|${column === null ? '' : keyOf(column)}`

/** A table in the making. */
export type OpenTable = {
  /** Puts a figure where it belongs; `names` are those of its headings. */
  add(figure: Figure, names: HeadingNames): void
  finish(): FigureTable
}

/**
 * A table to put figures into. A cell without a figure is null with a reason: MISSING for an item that was not met there, NOT_ALIGNED for days that
 * another definition cuts elsewhere. Several figures in one cell, where a definition changed within the days, are NOT_COMPARABLE (S23).
 */
export const openTable = (sides: TableSides): OpenTable => {
  const rows = new Map<string, TableHeading>()
  const columns = new Map<string, TableHeading>()
  const cells = new Map<string, Cell>()
  // Why a row or column without items of the dimension has nothing.
  const nothing = new Map<string, NullReason>()
  // An item may not be met everywhere; without items, days differ only where a definition cuts them.
  const otherwise: NullReason = [sides.rows, sides.columns].some(({ axis }) => axis === 'DIMENSION') ? 'MISSING' : 'NOT_ALIGNED'
  const cellAt = (row: TableHeading, column: TableHeading): Cell =>
    cells.get(placeKey(row, column)) ?? emptyCell(nothing.get(placeKey(row, null)) ?? nothing.get(placeKey(null, column)) ?? otherwise)
  return {
    add(figure, names) {
      const row = headingOf(sides.rows, figure, names)
      const column = headingOf(sides.columns, figure, names)
      if (row !== null) rows.set(keyOf(row), row)
      if (column !== null) columns.set(keyOf(column), column)
      const key = placeKey(row, column)
      const known = cells.get(key)
      if (row === null || column === null) nothing.set(key, figure.reason ?? 'MISSING')
      else cells.set(key, known === undefined ? cellOf(figure) : mergeCells(known, figure))
    },
    finish() {
      const [down, across] = [sortHeadings(sides.rows, rows), sortHeadings(sides.columns, columns)]
      const laid = down.flatMap(row => across.map(column => cellAt(row, column)))
      return {
        rows: down,
        columns: across,
        value: laid.map(cell => cell.value),
        reason: laid.map(cell => cell.reason),
        numerator: laid.map(cell => cell.numerator),
        denominator: laid.map(cell => cell.denominator),
        version: laid.map(cell => cell.version),
        marks: laid.map(cell => cell.marks),
        qualities: laid.map(cell => cell.qualities),
        issues: laid.map(cell => cell.issues),
      }
    },
  }
}
