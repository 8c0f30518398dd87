import type { DimensionPair } from './gates/read-dimensions.js'
import type { SubjectReading } from './gates/subject.js'
import { toIssue } from './fault.js'
import { headerFaults, judgeReadings, type RowHeader } from './judge-readings.js'
import type { JudgeState } from './judge-state.js'
import { readWord } from './read-word.js'
import type { JudgedRow, SubmittedDimension, SubmittedRow } from './submission.js'

/** Where findings on the dimensions of a row point to; rows share these. */
const FIELDS: readonly DimensionPair['field'][] = Array.from({ length: 8 }, (_, index) => Object.freeze(['dimensions', index]))

export const toPairs = (dimensions: readonly SubmittedDimension[]): readonly DimensionPair[] =>
  dimensions.map(({ dimension, item }, index) => ({ dimension, item, field: FIELDS[index] ?? ['dimensions', index] }))

/** The slice that the label names, and the hour that an instant names, are dimensions like those that are written out. */
export const withImplied = (
  pairs: readonly DimensionPair[],
  { subject }: SubjectReading,
  hour: string | null,
): readonly DimensionPair[] => {
  const fixed = subject?.fixed ?? null
  if (fixed === null && hour === null) return pairs
  const implied: DimensionPair[] = fixed === null ? [] : [{ ...fixed, field: ['measure'] }]
  return hour === null ? [...pairs, ...implied] : [...pairs, ...implied, { dimension: 'hour', item: hour, field: ['periodStart'] }]
}

/** Judges one row of the row shape; its notes stand on the row itself. */
export const judgeRow = (row: SubmittedRow, index: number, state: JudgeState): JudgedRow => {
  const { subject, unit, words, waiting } = readWord(row, () => state.firstDay(row.periodStart, row.periodType), state)
  const period = state.period(row.periodStart, row.periodType, subject.subject)
  const pairs = withImplied(toPairs(row.dimensions), subject, period.hour)
  const header: RowHeader = {
    series: null,
    subject,
    unit,
    words,
    waiting,
    faults: headerFaults(state, row.center, subject, unit),
    noteTo: (note, place, issues) => issues.push(toIssue(note, place)),
    placeOf: (position, sourceRow) => ({ kind: 'row', row: position, sourceRow }),
  }
  const cell = state.cell(pairs, subject.subject, period.period?.start ?? null)
  const { sourceRow, value } = row
  return judgeReadings(header, { index, position: index, sourceRow, period, cell, value, status: state.status(row.status) }, state)
}
