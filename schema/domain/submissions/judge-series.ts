import type { Issue } from '../issue.js'
import { checkSeriesShape } from './gates/check-series-shape.js'
import type { CellReading } from './gates/read-dimensions.js'
import type { PeriodReading } from './gates/read-period.js'
import type { Subject, SubjectReading } from './gates/subject.js'
import { PERIOD_AXIS, statusInSeries } from './expand-batch.js'
import { toIssue, type Fault } from './fault.js'
import { headerFaults, judgeReadings, type RowHeader } from './judge-readings.js'
import { toPairs, withImplied } from './judge-row.js'
import { readingAt, stepCell } from './cell-tree.js'
import type { JudgeState } from './judge-state.js'
import { decisionsOn, readWord, type WordReading } from './read-word.js'
import type { Cell, JudgedRow, SubmittedSeries } from './submission.js'

/** Which series of the batch, the running index of its first value, and where its notes go. */
export type SeriesPlace = { readonly series: number; readonly index: number; readonly batchIssues: Issue[] }

/** Notes of a series, each once, at its first row. */
const oncePerSeries = (batchIssues: Issue[]): RowHeader['noteTo'] => {
  const seen = new Set<Fault>()
  const told = new Set<string>()
  return (note, place) => {
    if (seen.has(note)) return
    seen.add(note)
    const key = `${note.code}|${note.got}|${note.expected}`
    if (!told.has(key)) batchIssues.push(toIssue(note, place))
    told.add(key)
  }
}

/** Every value of a series whose columns do not fit together. */
const rejectSeries = (series: SubmittedSeries, fault: Fault, at: SeriesPlace): readonly JudgedRow[] =>
  series.values.map((_, position) => {
    const sourceRow = series.sourceRows[position] ?? null
    const place = { kind: 'series', series: at.series, position, fixedCount: series.fixed.length, periodAxis: null, sourceRow } as const
    return {
      index: at.index + position,
      series: at.series,
      position,
      sourceRow,
      measure: null,
      period: null,
      cell: null,
      waitingCell: null,
      value: null,
      status: null,
      parameters: null,
      origin: null,
      isProvisionalMapping: false,
      words: [],
      verdict: 'rejected',
      duplicateOf: null,
      issues: [toIssue(fault, place)],
    }
  })

const cellReader = (series: SubmittedSeries, subject: SubjectReading, state: JudgeState) => {
  const fixed = toPairs(series.fixed)
  const axes = series.axes
    .map((name, axis) => ({ name, items: series.items[axis] ?? [] }))
    .filter(({ name }) => name !== PERIOD_AXIS)
    .map((axis, index) => ({ ...axis, field: ['dimensions', fixed.length + index] }))
  // A label that fixes an item of its own makes other cells of the same columns.
  const root = state.cellTree(JSON.stringify([subject.subject?.fixed ?? null, series.fixed, axes.map(({ name }) => name)]))
  const read = (position: number, { period, hour }: PeriodReading, of: Subject | null): CellReading => {
    const varying = axes.map(({ name, items, field }) => ({ dimension: name, item: items[position] ?? null, field }))
    return state.cell(withImplied([...fixed, ...varying], subject, hour), of, period?.start ?? null)
  }
  return (position: number, period: PeriodReading): CellReading => {
    const place = period.period === null ? '' : state.placeOn(period.period.start)
    let leaf = stepCell(root, period.hour === null ? place : `${place} ${period.hour}`)
    for (const { items } of axes) leaf = stepCell(leaf, items[position] ?? null)
    return readingAt(leaf, subject.subject, of => read(position, period, of))
  }
}

const periodReader = (series: SubmittedSeries, subject: SubjectReading, state: JudgeState) => {
  const read = (start: Cell): PeriodReading => state.period(start, series.periodType, subject.subject)
  const axis = series.axes.indexOf(PERIOD_AXIS)
  const starts = series.items[axis] ?? null
  if (starts === null) {
    const period = read(series.periodStart)
    return () => period
  }
  const readings = new Map<Cell, PeriodReading>()
  return (position: number): PeriodReading => {
    const start = starts[position] ?? null
    const found = readings.get(start)
    if (found !== undefined) return found
    const reading = read(start)
    readings.set(start, reading)
    return reading
  }
}

const headerOf = (series: SubmittedSeries, { subject, unit, words, waiting }: WordReading, at: SeriesReading): RowHeader => {
  const periodAxis = series.axes.includes(PERIOD_AXIS) ? series.axes.indexOf(PERIOD_AXIS) : null
  const fixedCount = series.fixed.length
  return {
    series: at.series,
    subject,
    unit,
    words,
    waiting,
    faults: headerFaults(at.state, series.center, subject, unit),
    noteTo: at.noteTo,
    placeOf: (position, sourceRow) => ({ kind: 'series', series: at.series, position, fixedCount, periodAxis, sourceRow }),
  }
}

/** How the values of a series are read under one reading of its word. */
type SeriesReader = {
  readonly header: RowHeader
  readonly periodAt: (position: number) => PeriodReading
  readonly cellAt: (position: number, period: PeriodReading) => CellReading
}

type SeriesReading = Pick<SeriesPlace, 'series'> & { readonly state: JudgeState; readonly noteTo: RowHeader['noteTo'] }

const readerOf = (series: SubmittedSeries, word: WordReading, at: SeriesReading): SeriesReader => ({
  header: headerOf(series, word, at),
  periodAt: periodReader(series, word.subject, at.state),
  cellAt: cellReader(series, word.subject, at.state),
})

/** The reader of each value: one for all, or by day where the center's word was decided on for some days only. */
const seriesReader = (series: SubmittedSeries, at: SeriesReading): ((position: number) => SeriesReader) => {
  const { state } = at
  const starts = series.items[series.axes.indexOf(PERIOD_AXIS)] ?? null
  const wordAt = (start: Cell): WordReading => readWord(series, () => state.firstDay(start, series.periodType), state)
  if (starts === null || decisionsOn(series, state).length === 0) {
    const reader = readerOf(series, wordAt(series.periodStart), at)
    return () => reader
  }
  const readers = new Map<SubjectReading, SeriesReader>()
  return position => {
    const word = wordAt(starts[position] ?? null)
    const reader = readers.get(word.subject) ?? readerOf(series, word, at)
    readers.set(word.subject, reader)
    return reader
  }
}

/** Judges every value of a series; what its columns share is read once, and its notes go to the batch. SERIES_SHAPE rejects all of them (S16). */
export const judgeSeries = (series: SubmittedSeries, at: SeriesPlace, state: JudgeState): readonly JudgedRow[] => {
  const misshapen = checkSeriesShape(series)
  if (misshapen !== null) return rejectSeries(series, misshapen, at)
  const readerAt = seriesReader(series, { series: at.series, state, noteTo: oncePerSeries(at.batchIssues) })
  const common = series.status.length <= 1 ? state.status(series.status[0] ?? null) : null
  return series.values.map((value, position) => {
    const { header, periodAt, cellAt } = readerAt(position)
    const period = periodAt(position)
    const cell = cellAt(position, period)
    const status = common ?? state.status(statusInSeries(series, position))
    const sourceRow = series.sourceRows[position] ?? null
    return judgeReadings(header, { index: at.index + position, position, sourceRow, period, cell, value, status }, state)
  })
}
