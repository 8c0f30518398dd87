import { NumberText } from '../number-text.js'
import { findSuspect, type SuspectKind } from '../suspect-text.js'
import type { Cell, SubmittedBatch, SubmittedDimension, SubmittedRow, SubmittedSeries } from './submission.js'

/** Where a text was taken out, and of which kind it seemed to be; never the text. */
export type RemovedText = { readonly path: readonly (string | number)[]; readonly kind: SuspectKind; readonly sourceRow: number | null }

/** What stands in place of a text that was taken out: no cell can be read from it, so its row is rejected. */
const REMOVED: Cell = Object.freeze({})

/** Words short of seven digits and without @ hold no number of a person; nearly all are. */
const MAY_NAME_A_PERSON = /@|＠|(?:[\d０-９][^\d０-９]{0,3}){7}/u

/** A number as the hub reads it; whatever its digits, it names nobody. */
const NUMBER = /^-?\d+(?:\.\d+)?$/

/** What a cell says, lists and objects included; null for numbers and for what holds no words. */
const wordsOf = (cell: Cell): string | null => {
  if (typeof cell === 'string') return NUMBER.test(cell) ? null : cell
  return typeof cell === 'object' && cell !== null && !(cell instanceof NumberText) ? JSON.stringify(cell) : null
}

type Place = { readonly path: RemovedText['path']; readonly sourceRow: number | null }

/** Finds suspect words, each distinct one looked at once, and keeps the places. */
class Sieve {
  readonly removed: RemovedText[] = []
  private readonly known = new Map<string, SuspectKind | null>()

  /** Whether the words of the cell name a person; digits alone are words but where a value is expected. */
  isSuspect(cell: Cell, isValue: boolean): boolean {
    const words = typeof cell === 'string' && !isValue ? cell : wordsOf(cell)
    return words !== null && this.kindOf(words) !== null
  }

  pass(cell: Cell, { path, sourceRow }: Place): Cell {
    const words = typeof cell === 'string' ? cell : wordsOf(cell)
    const kind = words === null ? null : this.kindOf(words)
    if (kind === null) return cell
    this.removed.push({ path, kind, sourceRow })
    return REMOVED
  }

  /** The same where a number is what is expected: digits alone are no words there. */
  passValue(cell: Cell, place: Place): Cell {
    return wordsOf(cell) === null ? cell : this.pass(cell, place)
  }

  passDimensions(dimensions: readonly SubmittedDimension[], { path, sourceRow }: Place): readonly SubmittedDimension[] {
    return dimensions.map(({ dimension, item }, index) => ({
      dimension: this.pass(dimension, { path: [...path, index, 'dimension'], sourceRow }),
      item: this.pass(item, { path: [...path, index, 'item'], sourceRow }),
    }))
  }

  private kindOf(text: string): SuspectKind | null {
    const before = this.known.get(text)
    if (before !== undefined) return before
    const kind = MAY_NAME_A_PERSON.test(text) ? findSuspect(text) : null
    this.known.set(text, kind)
    return kind
  }
}

/** Whether any word of the row is to be taken out; asked first, because nearly no row has one and rows come by the hundred thousand. */
const isSuspectRow = (sieve: Sieve, row: SubmittedRow): boolean => {
  const { center, measure, unit, periodType, periodStart, status } = row
  for (const cell of [center, measure, unit, periodType, periodStart, status]) if (sieve.isSuspect(cell, false)) return true
  for (const { dimension, item } of row.dimensions) if (sieve.isSuspect(dimension, false) || sieve.isSuspect(item, false)) return true
  return sieve.isSuspect(row.value, true)
}

const sieveRow = (sieve: Sieve, row: SubmittedRow, index: number): SubmittedRow => {
  if (!isSuspectRow(sieve, row)) return row
  const at = (name: string): Place => ({ path: ['rows', index, name], sourceRow: row.sourceRow })
  return {
    ...row,
    center: sieve.pass(row.center, at('center')),
    measure: sieve.pass(row.measure, at('measure')),
    unit: sieve.pass(row.unit, at('unit')),
    periodType: sieve.pass(row.periodType, at('periodType')),
    periodStart: sieve.pass(row.periodStart, at('periodStart')),
    value: sieve.passValue(row.value, at('value')),
    status: sieve.pass(row.status, at('status')),
    dimensions: row.dimensions.length === 0 ? row.dimensions : sieve.passDimensions(row.dimensions, at('dimensions')),
  }
}

const sieveSeries = (sieve: Sieve, series: SubmittedSeries, index: number): SubmittedSeries => {
  const at = (...names: readonly (string | number)[]): Place => ({
    path: ['series', index, ...names],
    sourceRow: series.sourceRows[0] ?? null,
  })
  return {
    ...series,
    center: sieve.pass(series.center, at('center')),
    measure: sieve.pass(series.measure, at('measure')),
    unit: sieve.pass(series.unit, at('unit')),
    periodType: sieve.pass(series.periodType, at('periodType')),
    periodStart: sieve.pass(series.periodStart, at('periodStart')),
    // A name is a text and has no cell to take its place: the empty one names no dimension.
    axes: series.axes.map((name, k) => (sieve.pass(name, at('axes', k)) === name ? name : '')),
    values: series.values.every(cell => wordsOf(cell) === null)
      ? series.values
      : series.values.map((cell, k) => sieve.passValue(cell, { path: at('values', k).path, sourceRow: series.sourceRows[k] ?? null })),
    status: series.status.some(cell => sieve.isSuspect(cell, false))
      ? series.status.map((cell, k) => sieve.pass(cell, at('status', k)))
      : series.status,
    fixed: sieve.passDimensions(series.fixed, at('fixed')),
    items: series.items.map((column, axis) =>
      column?.some(cell => sieve.isSuspect(cell, false)) ? column.map((cell, k) => sieve.pass(cell, at('items', axis, k))) : column,
    ),
  }
}

/**
 * The batch without words that seem to name a person: a resident, phone or card number or an e-mail address in a label, unit, item or status, in a
 * period or in place of a value is taken out before anything is judged, hashed, kept or repeated, and its row cannot be read any more.
 */
export const removeSuspectText = (batch: SubmittedBatch): { readonly batch: SubmittedBatch; readonly removed: readonly RemovedText[] } => {
  const sieve = new Sieve()
  const sieved: SubmittedBatch = {
    ...batch,
    center: sieve.pass(batch.center, { path: ['center'], sourceRow: null }),
    rows: batch.rows.map((row, index) => sieveRow(sieve, row, index)),
    series: batch.series.map((series, index) => sieveSeries(sieve, series, index)),
  }
  return sieve.removed.length === 0 ? { batch, removed: [] } : { batch: sieved, removed: sieve.removed }
}
