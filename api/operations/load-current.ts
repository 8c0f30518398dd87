import { listCellsById } from '../../db/queries/cells.js'
import { listCurrentValues, type PeriodKey, type StoredColumns } from '../../db/queries/observations.js'
import type { Tx } from '../../db/transaction.js'
import { parseDecimal } from '../../schema/domain/decimal.js'
import type { Period } from '../../schema/domain/period.js'
import { measuresOf } from '../../schema/domain/statistics/formula.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'
import type { CurrentValue, ExactNumber, JudgedRow } from '../../schema/domain/submissions/submission.js'
import type { CenterWork } from './center-work.js'

const NONE: readonly never[] = Object.freeze([])

/** A value that stands, with its revision: what a dry run's hash is bound to. */
export type LoadedValue = CurrentValue & { readonly revision: number; readonly submissionNo: number }

/** The text of a stored number as the domain reckons with it. */
export const readNumeric = (text: string): ExactNumber => {
  // A longer text may round to a whole number that it is not.
  const plain = text.length <= 15 ? Number(text) : Number.NaN
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
  })
  const cells = await nameCells(tx, stored, cellIds)
  return stored.flatMap(columns => readColumns(columns, { standards, cells, retractedKeys }))
}

type Reading = Pick<CenterWork, 'standards' | 'retractedKeys'> & { readonly cells: ReadonlyMap<number, string> }

/** The values of one measure and period; they share its objects. */
function readColumns(columns: StoredColumns, { standards, cells, retractedKeys }: Reading): readonly LoadedValue[] {
  const measure = requireCode(standards.measureCodes, columns.measure_id)
  const period: Period = { type: columns.period_type, start: columns.period_start }
  const numbers = columns.numbers.split(',')
  const [statuses, revisions, submissions] = [columns.status_ids, columns.revisions, columns.submissions].map(text => text.split(','))
  const retracted = columns.retracted.split(',')
  const values: LoadedValue[] = []
  for (const [place, id] of columns.cell_ids.split(',').entries()) {
    const cell = requireCode(cells, Number(id))
    if (retracted[place] === 't') {
      retractedKeys.add(storedKey({ measure, period, cell }))
      continue
    }
    const number = numbers[place] ?? ''
    values.push({
      measure,
      period,
      cell,
      value: number === '' ? null : readNumeric(number),
      status: requireCode(standards.statusCodes, Number(statuses?.[place])),
      parameters: columns.parameters?.[id] ?? null,
      confirmedRules: columns.confirmed?.[id] ?? NONE,
      revision: Number(revisions?.[place]),
      submissionNo: Number(submissions?.[place]),
    })
  }
  return values
}

/** The cells by number; those that the batch does not name are fetched and added to `cellIds`. */
async function nameCells(tx: Tx, stored: readonly StoredColumns[], cellIds: Map<string, number>): Promise<ReadonlyMap<number, string>> {
  const cells = new Map([...cellIds].map(([cell, id]) => [id, cell]))
  const unnamed = new Set<number>()
  for (const { cell_ids: ids } of stored) for (const id of ids.split(',')) if (!cells.has(Number(id))) unnamed.add(Number(id))
  if (unnamed.size === 0) return cells
  for (const { id, key } of await listCellsById(tx, [...unnamed])) {
    cells.set(id, key)
    cellIds.set(key, id)
  }
  return cells
}

/** Text of a key within one center, for looking it up. */
export const storedKey = ({ measure, period, cell }: Pick<JudgedRow, 'measure' | 'period' | 'cell'>): string =>
  `${period?.type}:${period?.start}/${measure}/${cell}`

function requireCode(codes: ReadonlyMap<number, string>, id: number): string {
  const code = codes.get(id)
  if (code === undefined) throw new Error(`Number ${id} has no code in this edition.`)
  return code
}
