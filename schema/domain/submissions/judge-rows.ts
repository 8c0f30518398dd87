import { issue, type Issue } from '../issue.js'
import { checkSeriesShape } from './gates/check-series-shape.js'
import type { DimensionPair } from './gates/read-dimensions.js'
import { readParameters } from './gates/read-parameters.js'
import type { SubjectReading } from './gates/subject.js'
import { PERIOD_AXIS, statusInSeries } from './expand-batch.js'
import { toIssue, worsen, type Fault, type Place, type Verdict } from './fault.js'
import type { JudgeContext } from './judge-context.js'
import { startJudging, type JudgeState } from './judge-state.js'
import { checkPeriod, originOf, settleValue, type RowReadings } from './judge-value.js'
import type { Cell, JudgedRow, SubmittedBatch, SubmittedDimension, SubmittedRow, SubmittedSeries } from './submission.js'

/** Every row with its verdict, and what concerns the batch as a whole or, for series, a whole column. */
export type JudgedBatch = { readonly rows: readonly JudgedRow[]; readonly issues: readonly Issue[] }

const NO_ISSUES: readonly Issue[] = Object.freeze([])

/** Where notes go: onto the row itself, or once per series to the batch. */
type NoteKeeper = (notes: readonly Fault[], place: Place, issues: Issue[]) => void

const onRow: NoteKeeper = (notes, place, issues) => {
  for (const note of notes) issues.push(toIssue(note, place))
}

/** Notes of a series, each once, at its first row. */
const oncePerSeries = (batchIssues: Issue[]): NoteKeeper => {
  const seen = new Set<Fault>()
  const told = new Set<string>()
  return (notes, place) => {
    for (const note of notes) {
      if (seen.has(note)) continue
      seen.add(note)
      const key = `${note.code}|${note.got}|${note.expected}`
      if (!told.has(key)) batchIssues.push(toIssue(note, place))
      told.add(key)
    }
  }
}

type Header = { readonly index: number; readonly foreign: Fault | null; readonly noteTo: NoteKeeper }

const UNIT_NOTE = (readings: RowReadings, hasValue: boolean): readonly Fault[] =>
  hasValue && readings.unit.kind === 'settled' && readings.unit.note !== null ? [readings.unit.note] : []

/** All findings that decide the verdict, in the order of the row's fields. */
const gatherFaults = (readings: RowReadings, header: Header, state: JudgeState, valueFaults: readonly Fault[]): readonly Fault[] => {
  const { subject, unit, period, cell } = readings
  const periodFaults = period.period === null ? [] : checkPeriod(period.period, subject.subject, cell, state)
  const single = [header.foreign, subject.fault, unit.kind === 'unsettled' ? unit.fault : null, period.fault].filter(
    fault => fault !== null,
  )
  if (single.length + state.shared.length + periodFaults.length + cell.faults.length + valueFaults.length === 0) return []
  return [...state.shared, ...single, ...periodFaults, ...cell.faults, ...valueFaults]
}

const judgeOne = (readings: RowReadings, header: Header, place: Place, state: JudgeState): JudgedRow => {
  const settled = settleValue(readings, state)
  const faults = gatherFaults(readings, header, state, settled.faults)
  const subject = readings.subject.subject
  const issues: Issue[] = []
  let verdict: Verdict = 'good'
  for (const fault of faults) {
    verdict = worsen(verdict, fault.level)
    issues.push(toIssue(fault, place))
  }
  header.noteTo(readings.subject.notes, place, issues)
  header.noteTo(UNIT_NOTE(readings, settled.value !== null), place, issues)
  header.noteTo(readings.cell.notes, place, issues)
  return {
    index: header.index,
    series: place.kind === 'series' ? place.series : null,
    position: place.kind === 'series' ? place.position : place.row,
    sourceRow: place.sourceRow,
    measure: subject?.code ?? null,
    period: readings.period.period,
    cell: readings.cell.cell,
    value: settled.value,
    status: settled.status,
    parameters: settled.status === 'definition_differs' ? (subject?.parameters ?? null) : null,
    origin: originOf(readings, settled.value),
    isProvisionalMapping: readings.subject.isProvisional || readings.cell.isProvisional,
    verdict,
    duplicateOf: null,
    issues: issues.length === 0 ? NO_ISSUES : issues,
  }
}

const toPairs = (dimensions: readonly SubmittedDimension[]): DimensionPair[] =>
  dimensions.map(({ dimension, item }, index) => ({ dimension, item, field: ['dimensions', index] }))

/** The slice that the label names, and the hour that an instant names, are dimensions like those that are written out. */
const withImplied = (pairs: readonly DimensionPair[], subject: SubjectReading, hour: string | null): readonly DimensionPair[] => {
  const fixed = subject.subject?.fixed ?? null
  if (fixed === null && hour === null) return pairs
  const implied: DimensionPair[] = fixed === null ? [] : [{ ...fixed, field: ['measure'] }]
  return hour === null ? [...pairs, ...implied] : [...pairs, ...implied, { dimension: 'hour', item: hour, field: ['periodStart'] }]
}

const judgeRow = (row: SubmittedRow, index: number, state: JudgeState): JudgedRow => {
  const subject = state.subject(row.measure)
  const period = state.period(row.periodStart, row.periodType, subject.subject)
  const pairs = withImplied(toPairs(row.dimensions), subject, period.hour)
  const readings: RowReadings = {
    subject,
    unit: state.isRetraction ? { kind: 'unsettled', fault: null } : state.unit(row.unit, subject.subject),
    period,
    cell: state.cell(pairs, subject.subject, period.period?.start ?? null),
    value: row.value,
    status: row.status,
  }
  const header = { index, foreign: state.foreign(row.center), noteTo: onRow }
  return judgeOne(readings, header, { kind: 'row', row: index, sourceRow: row.sourceRow }, state)
}

/** Every value of a series whose columns do not fit together. */
const rejectSeries = (series: SubmittedSeries, fault: Fault, at: { series: number; index: number }): readonly JudgedRow[] =>
  series.values.map((_, position) => {
    const sourceRow = series.sourceRows[position] ?? null
    const place: Place = { kind: 'series', series: at.series, position, fixedCount: series.fixed.length, periodAxis: null, sourceRow }
    return {
      index: at.index + position,
      series: at.series,
      position,
      sourceRow,
      measure: null,
      period: null,
      cell: null,
      value: null,
      status: null,
      parameters: null,
      origin: null,
      isProvisionalMapping: false,
      verdict: 'rejected',
      duplicateOf: null,
      issues: [toIssue(fault, place)],
    }
  })

type SeriesAxis = { readonly name: string; readonly items: readonly Cell[]; readonly field: Fault['field'] }

const dimensionAxes = (series: SubmittedSeries): readonly SeriesAxis[] =>
  series.axes
    .map((name, axis) => ({ name, items: series.items[axis] ?? [] }))
    .filter(({ name }) => name !== PERIOD_AXIS)
    .map(({ name, items }, index) => ({ name, items, field: ['dimensions', series.fixed.length + index] }))

const judgeSeries = (
  series: SubmittedSeries,
  at: { series: number; index: number; batchIssues: Issue[] },
  state: JudgeState,
): readonly JudgedRow[] => {
  const misshapen = checkSeriesShape(series)
  if (misshapen !== null) return rejectSeries(series, misshapen, at)
  const subject = state.subject(series.measure)
  const unit = state.isRetraction ? ({ kind: 'unsettled', fault: null } as const) : state.unit(series.unit, subject.subject)
  const fixed = toPairs(series.fixed)
  const axes = dimensionAxes(series)
  const periodAxis = series.axes.includes(PERIOD_AXIS) ? series.axes.indexOf(PERIOD_AXIS) : null
  const starts = periodAxis === null ? null : (series.items[periodAxis] ?? [])
  const noteTo = oncePerSeries(at.batchIssues)
  const foreign = state.foreign(series.center)
  const fixedCount = fixed.length
  return series.values.map((value, position) => {
    const period = state.period(starts === null ? series.periodStart : (starts[position] ?? null), series.periodType, subject.subject)
    const varying = axes.map(({ name, items, field }) => ({ dimension: name, item: items[position] ?? null, field }))
    const pairs = withImplied(fixedCount === 0 ? varying : [...fixed, ...varying], subject, period.hour)
    const cell = state.cell(pairs, subject.subject, period.period?.start ?? null)
    const place: Place = {
      kind: 'series',
      series: at.series,
      position,
      fixedCount,
      periodAxis,
      sourceRow: series.sourceRows[position] ?? null,
    }
    const readings: RowReadings = { subject, unit, period, cell, value, status: statusInSeries(series, position) }
    return judgeOne(readings, { index: at.index + position, foreign, noteTo }, place, state)
  })
}

const REASON_REQUIRED: Issue = issue({
  code: 'REASON_REQUIRED',
  path: ['reason'],
  messageKo: '값을 철회하려면 까닭을 적어야 합니다.',
  messageEn: 'A retraction needs a reason.',
  expected: 'a reason',
})

/**
 * Judges every row of a batch by itself (S1 to S8), before duplicates and rules: verdict, key, value in the unit of its measure, and all its
 * findings at once. Never throws, whatever the cells hold. Notes on a series (label, unit) come once per series, with the issues of the batch;
 * those of single rows stand on the row. REASON_REQUIRED is an error of the whole batch, for its caller to refuse.
 */
export const judgeRows = (batch: SubmittedBatch, context: JudgeContext): JudgedBatch => {
  const declared = readParameters(batch, context.edition)
  const state = startJudging(batch, context, declared)
  const issues: Issue[] = [...declared.issues]
  if (batch.strategy === 'RETRACT' && (batch.reason ?? '').trim() === '') issues.push(REASON_REQUIRED)
  const rows: JudgedRow[] = batch.rows.map((row, index) => judgeRow(row, index, state))
  for (const [series, columns] of batch.series.entries()) {
    for (const row of judgeSeries(columns, { series, index: rows.length, batchIssues: issues }, state)) rows.push(row)
  }
  return { rows, issues }
}
