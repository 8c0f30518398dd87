import type { Period } from '../period.js'

/** Values of one period: by measure, then by cell. */
export type PeriodBranch<Value> = { readonly period: Period; readonly measures: Map<string, Map<string, Value>> }

/**
 * Values by the key they have within one center (S1): period type and start, measure, cell.
 * A tree, since joining a quarter of a million keys into texts costs more than judging the rows does; equal period objects are met by identity first.
 */
export class KeyTree<Value> {
  readonly #branches = new Map<string, PeriodBranch<Value>>()
  readonly #known = new Map<Period, PeriodBranch<Value>>()
  #size = 0

  /** Number of keys. */
  get size(): number {
    return this.#size
  }

  /** The values of a period, or null where there are none. */
  find(period: Period): PeriodBranch<Value> | null {
    const known = this.#known.get(period)
    if (known !== undefined) return known
    const branch = this.#branches.get(`${period.type}:${period.start}`)
    if (branch === undefined) return null
    this.#known.set(period, branch)
    return branch
  }

  get(measure: string, period: Period, cell: string): Value | null {
    return this.find(period)?.measures.get(measure)?.get(cell) ?? null
  }

  /** Puts the value in place of an earlier one; returns the earlier one, or null. */
  put(key: { readonly measure: string; readonly period: Period; readonly cell: string }, value: Value): Value | null {
    const { measures } = this.branch(key.period)
    let cells = measures.get(key.measure)
    if (cells === undefined) {
      cells = new Map()
      measures.set(key.measure, cells)
    }
    const before = cells.get(key.cell) ?? null
    cells.set(key.cell, value)
    if (before === null) this.#size++
    return before
  }

  /** The values of a period, none at first. */
  branch(period: Period): PeriodBranch<Value> {
    const found = this.find(period)
    if (found !== null) return found
    const empty: PeriodBranch<Value> = { period, measures: new Map() }
    this.#branches.set(`${period.type}:${period.start}`, empty)
    this.#known.set(period, empty)
    return empty
  }

  branches(): Iterable<PeriodBranch<Value>> {
    return this.#branches.values()
  }
}
