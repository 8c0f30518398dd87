import { listCurrentValues, type PeriodKey } from '../../db/queries/observations.js'
import type { Tx } from '../../db/transaction.js'
import { parseDecimal } from '../../schema/domain/decimal.js'
import type { Period } from '../../schema/domain/period.js'
import { measuresOf } from '../../schema/domain/statistics/formula.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'
import type { CurrentValue, ExactNumber, JudgedRow } from '../../schema/domain/submissions/submission.js'
import type { CenterWork } from './center-work.js'

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

/** Rows of one period share its object, so most are told apart without a text. */
const distinctPeriods = (rows: readonly JudgedRow[], others: readonly Period[]): readonly PeriodKey[] => {
  const objects = new Set(others)
  for (const { period } of rows) if (period !== null) objects.add(period)
  return [...new Map([...objects].map(period => [`${period.type}|${period.start}`, period])).values()]
}

/** Measures that the rows name. */
const namedMeasures = (rows: readonly JudgedRow[]): ReadonlySet<string> => {
  const named = new Set<string>()
  for (const { measure } of rows) if (measure !== null) named.add(measure)
  return named
}

/**
 * What stands at the center for the rows, for the rules that speak of them, and for the scope that is to be replaced.
 * The numbers of the cells met are added to `cellIds`: a value that a scope takes back need not be named by any row; and the keys under which a
 * retracted value stands to `retractedKeys`: what lands there is a revision for the store.
 */
export async function loadCurrent(
  tx: Tx,
  place: Pick<CenterWork, 'standards' | 'centerId' | 'cellIds' | 'retractedKeys'>,
  wanted: {
    readonly rows: readonly JudgedRow[]
    readonly scope: { readonly measures: readonly string[]; readonly period: Period } | null
  },
): Promise<readonly LoadedValue[]> {
  const { standards, centerId, cellIds, retractedKeys } = place
  const named = namedMeasures(wanted.rows)
  const measures = new Set([...relatedMeasures(standards.edition, named), ...(wanted.scope?.measures ?? [])])
  const periods = distinctPeriods(wanted.rows, wanted.scope ? [wanted.scope.period] : [])
  if (measures.size === 0 || periods.length === 0) return []
  const stored = await listCurrentValues(tx, centerId, {
    measureIds: [...measures].flatMap(code => standards.measureIds.get(code) ?? []),
    periods,
    cellIds: null,
  })
  const values: LoadedValue[] = []
  for (const row of stored) {
    cellIds.set(row.cell, row.cell_id)
    const measure = requireCode(standards.measureCodes, row.measure_id)
    const period = { type: row.period_type, start: row.period_start }
    if (row.is_retracted) {
      retractedKeys.add(storedKey({ measure, period, cell: row.cell }))
      continue
    }
    values.push({
      measure,
      period,
      cell: row.cell,
      value: row.value === null ? null : readNumeric(row.value),
      status: requireCode(standards.statusCodes, row.status_id),
      parameters: row.parameters,
      confirmedRules: row.confirmed_rules ?? [],
      revision: row.revision,
      submissionNo: row.submission_no,
    })
  }
  return values
}

/** Text of a key within one center, for looking it up. */
export const storedKey = ({ measure, period, cell }: Pick<JudgedRow, 'measure' | 'period' | 'cell'>): string =>
  `${period?.type}:${period?.start}/${measure}/${cell}`

function requireCode(codes: ReadonlyMap<number, string>, id: number): string {
  const code = codes.get(id)
  if (code === undefined) throw new Error(`Number ${id} has no code in this edition.`)
  return code
}
