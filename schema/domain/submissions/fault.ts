import { issue, type Issue, type IssueCode, type IssueSeverity } from '../issue.js'
import { showUnseen } from '../terms/show-text.js'

/** What a finding does to its row: rejected and held decide its verdict, warning and info only tell (S8). */
export type FaultLevel = 'rejected' | 'held' | 'warning' | 'info'

/**
 * A finding about one cell, before it is known which row it belongs to; one reading is shared by all rows that say the same.
 * `field` leads to the cell within a row: ['unit'], ['dimensions', 1, 'item'].
 */
export type Fault = {
  readonly level: FaultLevel
  readonly code: IssueCode
  readonly field: readonly (string | number)[]
  readonly ko: string
  readonly en: string
  readonly expected: string | null
  readonly got: string | null
}

export type Verdict = 'good' | 'held' | 'rejected'

/** Where a row stands in the input: one of `rows`, or the k-th value of a series whose first `fixedCount` dimensions are fixed. */
export type Place =
  | { readonly kind: 'row'; readonly row: number; readonly sourceRow: number | null }
  | {
      readonly kind: 'series'
      readonly series: number
      readonly position: number
      readonly fixedCount: number
      /** Axis that carries the period starts; null where the series has one for all. */
      readonly periodAxis: number | null
      readonly sourceRow: number | null
    }

const SEVERITIES: Record<FaultLevel, IssueSeverity> = { rejected: 'error', held: 'hold', warning: 'warning', info: 'info' }

const pathInSeries = (field: Fault['field'], place: Extract<Place, { kind: 'series' }>): readonly (string | number)[] => {
  const [name, index] = field
  const start = ['series', place.series] as const
  if (name === 'value') return [...start, 'values', place.position]
  if (name === 'status') return [...start, 'status', place.position]
  if (name === 'periodStart' && place.periodAxis !== null) return [...start, 'items', place.periodAxis, place.position]
  if (name !== 'dimensions' || typeof index !== 'number') return [...start, ...field]
  if (index < place.fixedCount) return [...start, 'fixed', index, ...field.slice(2)]
  const axis = index - place.fixedCount
  const column = place.periodAxis !== null && axis >= place.periodAxis ? axis + 1 : axis
  return field[2] === 'dimension' ? [...start, 'axes', column] : [...start, 'items', column, place.position]
}

/** The finding as an issue of the row at that place. What it repeats of the row is shown as it would be read; the row itself is kept byte for byte. */
export const toIssue = (fault: Fault, place: Place): Issue =>
  issue({
    code: fault.code,
    severity: SEVERITIES[fault.level],
    path: place.kind === 'row' ? ['rows', place.row, ...fault.field] : pathInSeries(fault.field, place),
    messageKo: showUnseen(fault.ko),
    messageEn: showUnseen(fault.en),
    expected: fault.expected === null ? null : showUnseen(fault.expected),
    got: fault.got === null ? null : showUnseen(fault.got),
    sourceRow: place.sourceRow,
  })

/** The graver of a verdict and a finding. */
export const worsen = (verdict: Verdict, level: FaultLevel): Verdict => {
  if (level === 'rejected' || verdict === 'rejected') return 'rejected'
  return level === 'held' ? 'held' : verdict
}
