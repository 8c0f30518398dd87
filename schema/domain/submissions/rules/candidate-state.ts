import type { Period } from '../../period.js'
import type { CurrentValues } from '../row-key.js'
import type { CurrentValue, ExactNumber, JudgedRow } from '../submission.js'

/** One value of the candidate state: incoming where `row` is set, else stored. */
export type CandidateEntry = {
  readonly value: ExactNumber | null
  readonly status: string
  readonly row: JudgedRow | null
  /** The stored value of the same key, if any. */
  readonly stored: CurrentValue | null
}

/** Values of one cell by measure. */
export type CandidateCell = Map<string, CandidateEntry>

/** Values that take part in a rule, by measure: several where it adds over a codelist. */
export type Participants = ReadonlyMap<string, readonly CandidateEntry[]>

/** All that is known of one period: cells by canonical text, and the measures whose rows were put aside there, with the cell where it was readable. */
export type CandidatePeriod = {
  readonly period: Period
  readonly cells: Map<string, CandidateCell>
  readonly aside: { readonly measure: string; readonly cell: string | null }[]
}

type Periods = Map<string, CandidatePeriod>

const periodOf = (periods: Periods, period: Period): CandidatePeriod => {
  const key = `${period.type}:${period.start}`
  const found = periods.get(key)
  if (found !== undefined) return found
  const empty: CandidatePeriod = { period, cells: new Map(), aside: [] }
  periods.set(key, empty)
  return empty
}

const cellOf = ({ cells }: CandidatePeriod, cell: string): CandidateCell => {
  const found = cells.get(cell)
  if (found !== undefined) return found
  const empty: CandidateCell = new Map()
  cells.set(cell, empty)
  return empty
}

const addRow = (periods: Periods, row: JudgedRow): void => {
  const { measure, period, cell, status, value } = row
  if (measure === null || period === null || row.duplicateOf !== null) return
  const candidate = periodOf(periods, period)
  if (row.verdict !== 'good' || cell === null || status === null) {
    candidate.aside.push({ measure, cell })
    return
  }
  const values = cellOf(candidate, cell)
  values.set(measure, { value, status, row, stored: values.get(measure)?.stored ?? null })
}

/** Stored values overlaid with every good row of the batch (S7), for the periods that the batch touches. */
export const buildCandidateState = (rows: readonly JudgedRow[], current: CurrentValues): readonly CandidatePeriod[] => {
  const periods: Periods = new Map()
  for (const { period } of rows) if (period !== null) periodOf(periods, period)
  for (const stored of current.values()) {
    const candidate = periods.get(`${stored.period.type}:${stored.period.start}`)
    if (candidate === undefined) continue
    cellOf(candidate, stored.cell).set(stored.measure, { value: stored.value, status: stored.status, row: null, stored })
  }
  for (const row of rows) addRow(periods, row)
  return [...periods.values()]
}
