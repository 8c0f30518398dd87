import type { Big } from 'big.js'
import type { Issue } from '../issue.js'
import type { Period } from '../period.js'
import type { WordUse } from './gates/word-use.js'

/** A JSON number whose source text a double cannot carry (97.10, 2^53+1, 1e3), kept as written (S6). */
export type NumberText = { readonly numberText: string }

/** Any JSON value, as submitted. Cells never throw: the domain judges them row by row (S6, S8). */
export type Cell = string | number | boolean | null | NumberText | readonly Cell[] | { readonly [key: string]: Cell }

export type SubmittedDimension = { readonly dimension: Cell; readonly item: Cell }

/** One value as submitted. Every field may be null; `sourceRow` is the line of the member's own file, echoed in the receipt. */
export type SubmittedRow = {
  readonly center: Cell
  readonly measure: Cell
  readonly unit: Cell
  readonly periodType: Cell
  readonly periodStart: Cell
  readonly dimensions: readonly SubmittedDimension[]
  readonly value: Cell
  readonly status: Cell
  readonly sourceRow: number | null
}

/** Many values of one measure in columns (S16). `axes` name the varying dimensions, or periodStart; `items` has one list per axis, each as long as `values`. */
export type SubmittedSeries = {
  readonly center: Cell
  readonly measure: Cell
  readonly unit: Cell
  readonly periodType: Cell
  readonly periodStart: Cell
  readonly fixed: readonly SubmittedDimension[]
  readonly axes: readonly string[]
  readonly items: readonly (readonly Cell[] | null)[]
  readonly values: readonly Cell[]
  /** One status per value, one for all, or none. */
  readonly status: readonly Cell[]
  readonly sourceRows: readonly number[]
}

export type SubmissionMode = 'PARTIAL' | 'ATOMIC'
export type SubmissionStrategy = 'MERGE' | 'REPLACE_SCOPE' | 'RETRACT'

/** What a center hands in: rows, columns or both. Row indexes count the rows first, then the values of each series in turn. */
export type SubmittedBatch = {
  /** Standard edition the file declares; standard names are exact then (terms.yaml). Null for a file in local words. */
  readonly edition: string | null
  readonly mode: SubmissionMode
  readonly strategy: SubmissionStrategy
  /** For REPLACE_SCOPE: the measure set and period replaced. */
  readonly scope: { readonly measureSet: string; readonly periodType: string; readonly periodStart: string } | null
  /** For RETRACT: why. */
  readonly reason: string | null
  /** Center the payload names for itself, or null. It grants nothing; a foreign one rejects its rows (S2). */
  readonly center: Cell
  /** Declared parameters, by the names of the edition (short_abandon_threshold_seconds: 5). */
  readonly parameters: readonly { readonly name: string; readonly value: Cell }[]
  readonly rows: readonly SubmittedRow[]
  readonly series: readonly SubmittedSeries[]
}

/** An exact number: a safe integer as number, everything else as Big. */
export type ExactNumber = number | Big

/** The six outcomes; they add up to the rows received (S8). */
export const ROW_OUTCOMES = ['inserted', 'revised', 'unchanged', 'retracted', 'quarantined', 'rejected'] as const
export type RowOutcome = (typeof ROW_OUTCOMES)[number]

/**
 * What the row said where that differs from what is stored (S5): raw value and unit with the factor applied, and the label a synonym was read from.
 * A `rawUnit` of '' records that the row named none and the measure's unit was assumed.
 */
export type RowOrigin = {
  readonly rawValue: string | null
  readonly rawUnit: string | null
  readonly factor: string | null
  readonly label: string | null
}

/**
 * One row after words, units, numbers, dimensions and period are settled (S7), before rules.
 * `verdict`: good rows go on to the rules; held and rejected ones carry the issues that say why. The key fields are null as far as they could not be read.
 */
export type JudgedRow = {
  /** Running index in the batch: rows first, then the values of each series. */
  readonly index: number
  /** The series the value came in, null for a plain row; `position` counts within `rows` or within that series. */
  readonly series: number | null
  readonly position: number
  readonly sourceRow: number | null
  /** Measure code, or `reported:<indicator>[:<variant>]` for a rate that the center computed itself (S8). */
  readonly measure: string | null
  readonly period: Period | null
  /** Canonical cell text (cell.ts), '' for a total. */
  readonly cell: string | null
  /** Where a value waits in its table although its item is not known (UNREAD_ITEM); null for every other row. */
  readonly waitingCell: string | null
  /** In the measure's unit; null with a status that carries a missing reason. */
  readonly value: ExactNumber | null
  readonly status: string | null
  /** Declared parameters that differ from the measure's definition, by name. */
  readonly parameters: Readonly<Record<string, string>> | null
  readonly origin: RowOrigin | null
  readonly isProvisionalMapping: boolean
  /** Words that a decision settles, and words that the row waits for; nearly always none. */
  readonly words: readonly WordUse[]
  readonly verdict: 'good' | 'held' | 'rejected'
  /** Index of the earlier row that says the same of the same key; such a row changes nothing (S8). */
  readonly duplicateOf: number | null
  readonly issues: readonly Issue[]
}

/** A value as it stands in the hub now, without retracted ones. */
export type CurrentValue = {
  readonly measure: string
  readonly period: Period
  readonly cell: string
  readonly value: ExactNumber | null
  readonly status: string
  readonly parameters: Readonly<Record<string, string>> | null
  /** Hold rules that the center has confirmed for exactly this value (S11). */
  readonly confirmedRules: readonly string[]
}
