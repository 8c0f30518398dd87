import { listCurrentValues, type PeriodKey } from '../../db/queries/observations.js'
import type { Tx } from '../../db/transaction.js'
import { parseDecimal } from '../../schema/domain/decimal.js'
import type { Period } from '../../schema/domain/period.js'
import { measuresOf } from '../../schema/domain/statistics/formula.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { CurrentValue, ExactNumber, JudgedRow } from '../../schema/domain/submissions/submission.js'

/** A value that stands, with its revision: what a dry run's hash is bound to. */
export type LoadedValue = CurrentValue & { readonly revision: number; readonly submissionNo: number }

/** The text of a stored number as the domain reckons with it. */
export const readNumeric = (text: string): ExactNumber => {
  const plain = Number(text)
  if (Number.isSafeInteger(plain)) return plain
  const exact = parseDecimal(text)
  if (exact === null) throw new Error(`The database gave "${text}" for a number.`)
  return exact
}

/** The measures named and all that share a rule with one of them: what the rules of the edition are evaluated on (S7). */
const relatedMeasures = (edition: Edition, measures: ReadonlySet<string>): ReadonlySet<string> => {
  const related = new Set(measures)
  for (const { constraints } of edition.measures.values()) {
    for (const { check, when } of constraints) {
      const involved = [...measuresOf(check), ...(when === null ? [] : measuresOf(when))]
      if (involved.some(code => measures.has(code))) for (const code of involved) related.add(code)
    }
  }
  return related
}

const distinctPeriods = (periods: Iterable<Period>): readonly PeriodKey[] => [
  ...new Map(Array.from(periods, period => [`${period.type}|${period.start}`, period])).values(),
]

/**
 * What stands at the center for the rows, for the rules that speak of them, and for the scope that is to be replaced.
 * The numbers of the cells met are added to `cellIds`: a value that a scope takes back need not be named by any row.
 */
export async function loadCurrent(
  tx: Tx,
  place: { readonly standards: Standards; readonly centerId: number; readonly cellIds: Map<string, number> },
  wanted: {
    readonly rows: readonly JudgedRow[]
    readonly scope: { readonly measures: readonly string[]; readonly period: Period } | null
  },
): Promise<readonly LoadedValue[]> {
  const { standards, centerId, cellIds } = place
  const named = new Set(wanted.rows.flatMap(row => row.measure ?? []))
  const measures = new Set([...relatedMeasures(standards.edition, named), ...(wanted.scope?.measures ?? [])])
  const periods = distinctPeriods([...wanted.rows.flatMap(row => row.period ?? []), ...(wanted.scope ? [wanted.scope.period] : [])])
  if (measures.size === 0 || periods.length === 0) return []
  const stored = await listCurrentValues(tx, centerId, {
    measureIds: [...measures].flatMap(code => standards.measureIds.get(code) ?? []),
    periods,
    cellIds: null,
  })
  for (const { cell, cell_id: id } of stored) cellIds.set(cell, id)
  return stored.map(row => ({
    measure: requireCode(standards.measureCodes, row.measure_id),
    period: { type: row.period_type, start: row.period_start },
    cell: row.cell,
    value: row.value === null ? null : readNumeric(row.value),
    status: requireCode(standards.statusCodes, row.status_id),
    parameters: row.parameters,
    confirmedRules: row.confirmed_rules ?? [],
    revision: row.revision,
    submissionNo: row.submission_no,
  }))
}

function requireCode(codes: ReadonlyMap<number, string>, id: number): string {
  const code = codes.get(id)
  if (code === undefined) throw new Error(`Number ${id} has no code in this edition.`)
  return code
}
