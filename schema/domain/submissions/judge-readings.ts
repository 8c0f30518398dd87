import type { Issue } from '../issue.js'
import type { CellReading } from './gates/read-dimensions.js'
import type { PeriodReading } from './gates/read-period.js'
import { DEFAULT_STATUS, type StatusReading } from './gates/read-status.js'
import type { UnitReading } from './gates/read-unit.js'
import { doubtUnit } from './gates/doubt-unit.js'
import type { SubjectReading } from './gates/subject.js'
import type { WordUse } from './gates/word-use.js'
import { toIssue, worsen, type Fault, type Place, type Verdict } from './fault.js'
import type { JudgeState } from './judge-state.js'
import { checkPeriod, NOTATION_OPEN, originOf, settleValue } from './judge-value.js'
import type { Cell, ExactNumber, JudgedRow } from './submission.js'

/** What the rows of a series share, and what a single row says once. */
export type RowHeader = {
  readonly series: number | null
  readonly subject: SubjectReading
  readonly unit: UnitReading
  readonly words: readonly WordUse[]
  /** The same where a value waits for a decision about how it is written or in which unit. */
  readonly waiting: () => readonly WordUse[]
  /** Findings on the batch, the center, the measure and the unit. */
  readonly faults: readonly Fault[]
  /** Where notes go: onto the row itself, or once per series to the batch. */
  readonly noteTo: (note: Fault, place: Place, issues: Issue[]) => void
  readonly placeOf: (position: number, sourceRow: number | null) => Place
}

/** What a row says by itself, read cell by cell. */
export type RowReadings = {
  readonly index: number
  readonly position: number
  readonly sourceRow: number | null
  readonly period: PeriodReading
  readonly cell: CellReading
  readonly value: Cell
  readonly status: StatusReading
}

const NONE: readonly never[] = Object.freeze([])

/** The findings that the measure, the unit and the center give to every row under them. */
export const headerFaults = (state: JudgeState, center: Cell, subject: SubjectReading, unit: UnitReading): readonly Fault[] => {
  const found = [state.foreign(center), subject.fault, unit.kind === 'unsettled' ? unit.fault : null].filter(fault => fault !== null)
  return found.length === 0 ? state.shared : [...state.shared, ...found]
}

/** Findings of one row in the order of its fields; header first. */
const gatherFaults = (header: RowHeader, readings: RowReadings, valueFaults: readonly Fault[], state: JudgeState): readonly Fault[] => {
  const { period, cell } = readings
  const periodFaults = period.period === null ? NONE : checkPeriod(period.period, header.subject.subject, cell, state)
  const hasNone = periodFaults.length + cell.faults.length + valueFaults.length === 0 && period.fault === null
  if (hasNone) return header.faults
  return [...header.faults, ...(period.fault === null ? NONE : [period.fault]), ...periodFaults, ...cell.faults, ...valueFaults]
}

const notesOf = ({ subject, unit }: RowHeader, { cell }: RowReadings, hasValue: boolean): readonly Fault[] => {
  const note = hasValue && unit.kind === 'settled' ? unit.note : null
  if (note === null && cell.notes.length === 0) return subject.notes
  return [...subject.notes, ...(note === null ? NONE : [note]), ...cell.notes]
}

/** What somebody decided about the word is in no doubt: values that look odd under it are for the watch of the night. */
const doubtOf = ({ subject: { subject }, unit, words }: RowHeader, value: ExactNumber | null, state: JudgeState): Fault | null =>
  value === null || subject === null || subject.measure !== null || words.some(({ mapping }) => mapping !== null)
    ? null
    : doubtUnit({ value, subject, unit }, state.context)

/** What a row that names no status ends with: on a day of a declared emergency it is a special event (exchange 13). */
const statusOf = (settled: string | null, { status, period }: RowReadings, state: JudgeState): string | null =>
  state.specialDays === null || settled !== DEFAULT_STATUS || status.status !== null
    ? settled
    : (state.specialDays.statusOn(period.period) ?? settled)

/** The row with everything that was read of it, its verdict and its issues. */
export const judgeReadings = (header: RowHeader, readings: RowReadings, state: JudgeState): JudgedRow => {
  const { subject, unit } = header
  const settled = settleValue(readings, header, state.isRetraction)
  const doubt = doubtOf(header, settled.value, state)
  const faults = gatherFaults(header, readings, doubt === null ? settled.faults : [...settled.faults, doubt], state)
  const notes = notesOf(header, readings, settled.value !== null)
  let verdict: Verdict = 'good'
  let issues: readonly Issue[] = NONE
  if (faults.length + notes.length > 0) {
    const place = header.placeOf(readings.position, readings.sourceRow)
    const found = faults.map(fault => toIssue(fault, place))
    for (const fault of faults) verdict = worsen(verdict, fault.level)
    for (const note of notes) header.noteTo(note, place, found)
    issues = found.length === 0 ? NONE : found
  }
  const words = doubt !== null || settled.faults.includes(NOTATION_OPEN) ? header.waiting() : header.words
  return {
    index: readings.index,
    series: header.series,
    position: readings.position,
    sourceRow: readings.sourceRow,
    measure: subject.subject?.code ?? null,
    period: readings.period.period,
    cell: readings.cell.cell,
    // What is to be taken back is no number of the table.
    waitingCell: state.isRetraction ? null : readings.cell.waitingCell,
    value: settled.value,
    status: verdict === 'rejected' ? settled.status : statusOf(settled.status, readings, state),
    parameters: settled.status === 'definition_differs' ? (subject.subject?.parameters ?? null) : null,
    origin: originOf(readings.value, subject.label, settled.value === null ? null : unit),
    isProvisionalMapping: subject.isProvisional || readings.cell.isProvisional,
    words: readings.cell.words.length === 0 ? words : [...words, ...readings.cell.words],
    verdict,
    duplicateOf: null,
    issues,
  }
}
