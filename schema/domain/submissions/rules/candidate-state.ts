import type { Period } from '../../period.js'
import { KeyTree, type PeriodBranch } from '../key-tree.js'
import { hasKey, type CurrentValues } from '../row-key.js'
import type { CurrentValue, ExactNumber, JudgedRow } from '../submission.js'

/** One value of the candidate state: incoming where `row` is set, else stored. */
export type CandidateEntry = {
  readonly value: ExactNumber | null
  readonly status: string
  readonly row: JudgedRow | null
  /** The stored value of the same key, if any. */
  readonly stored: CurrentValue | null
}

/** Values that take part in a rule, by measure: several where it adds over a codelist. */
export type Participants = ReadonlyMap<string, readonly CandidateEntry[]>

/** A row that was put aside before the rules, with its cell where that was readable. */
export type AsideRow = { readonly measure: string; readonly cell: string | null }

/** The candidate state of one period: incoming values laid over stored ones, and what was put aside. */
export type CandidatePeriod = {
  readonly period: Period
  readonly incoming: PeriodBranch<JudgedRow>['measures']
  readonly stored: PeriodBranch<CurrentValue>['measures']
  readonly aside: readonly AsideRow[]
}

/** The value of a measure in a cell with all that is known of it, or null. */
export const entryAt = ({ incoming, stored }: CandidatePeriod, measure: string, cell: string): CandidateEntry | null => {
  const row = incoming.get(measure)?.get(cell) ?? null
  const before = stored.get(measure)?.get(cell) ?? null
  const status = row?.status ?? before?.status ?? null
  return status === null ? null : { value: row === null ? (before?.value ?? null) : row.value, status, row, stored: before }
}

/**
 * Stored values overlaid with every good row of the batch (S7), for each period that the batch touches.
 * Only the measures named are kept; a row that repeats another adds nothing.
 */
export const buildCandidateState = (
  rows: readonly JudgedRow[],
  current: CurrentValues,
  measures: ReadonlySet<string>,
): readonly CandidatePeriod[] => {
  const incoming = new KeyTree<JudgedRow>()
  const aside = new Map<PeriodBranch<JudgedRow>, AsideRow[]>()
  for (const row of rows) {
    if (row.measure === null || row.period === null || row.duplicateOf !== null || !measures.has(row.measure)) continue
    if (row.verdict === 'good' && hasKey(row)) {
      incoming.put(row, row)
      continue
    }
    const branch = incoming.branch(row.period)
    const list = aside.get(branch)
    if (list === undefined) aside.set(branch, [{ measure: row.measure, cell: row.cell }])
    else list.push({ measure: row.measure, cell: row.cell })
  }
  return [...incoming.branches()].map(branch => ({
    period: branch.period,
    incoming: branch.measures,
    stored: current.find(branch.period)?.measures ?? new Map<string, Map<string, CurrentValue>>(),
    aside: aside.get(branch) ?? [],
  }))
}
