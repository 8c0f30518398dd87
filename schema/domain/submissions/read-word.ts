import type { Day } from '../period.js'
import { chooseOn, type WordChoice } from '../terms/center-words.js'
import type { SourceWord, StandingMapping } from '../terms/mapping.js'
import { readMappedSubject, refuseNegated } from './gates/read-mapped-subject.js'
import { readMappedUnit } from './gates/read-mapped-unit.js'
import type { UnitReading } from './gates/read-unit.js'
import type { SubjectReading } from './gates/subject.js'
import { NO_WORDS, type WordUse } from './gates/word-use.js'
import type { IssueCode } from '../issue.js'
import type { JudgeState } from './judge-state.js'
import type { Cell } from './submission.js'

/** What a row is about and in which unit its value came, with the word it said where a decision settles that or is waited for. */
export type WordReading = {
  readonly subject: SubjectReading
  readonly unit: UnitReading
  readonly words: readonly WordUse[]
  /** The same word where a value of its rows waits for a decision about how it is written or in which unit. */
  readonly waiting: () => readonly WordUse[]
}

type Cells = { readonly measure: Cell; readonly unit: Cell }

const NO_UNIT: UnitReading = { kind: 'unsettled', fault: null }

/** Findings that a decision about the word can take away. */
const WORD_CODES: ReadonlySet<IssueCode> = new Set([
  'WORD_UNKNOWN',
  'WORD_AMBIGUOUS',
  'RATE_AMBIGUOUS',
  'WORD_REJECTED',
  'WORD_SUSPENDED',
  'UNIT_UNKNOWN',
  'UNIT_MISMATCH',
])

/** Unit labels are kept as they came; a blank is no unit. */
const wordOf = ({ measure, unit }: Cells): SourceWord | null =>
  typeof measure !== 'string' || measure.trim() === ''
    ? null
    : { kind: 'subject', field: 'measure', label: measure, unit: typeof unit === 'string' && unit.trim() !== '' ? unit : '' }

/** The unit of a row; a retraction has no value and needs none. */
const unitOf = (cell: Cell, subject: SubjectReading, state: JudgeState): UnitReading =>
  state.isRetraction ? NO_UNIT : state.unit(cell, subject.subject)

/** Decisions about what the cells say, for whatever days; nearly always none, found at the cost of one question. */
export const decisionsOn = (cells: Cells, { centerWords }: JudgeState): readonly StandingMapping[] => {
  const word = centerWords.isEmpty ? null : wordOf(cells)
  return word === null ? [] : centerWords.listDecisions(word)
}

const readByEdition = (cells: Cells, state: JudgeState): WordReading => {
  const subject = state.subject(cells.measure)
  const unit = unitOf(cells.unit, subject, state)
  const fault = subject.fault ?? (unit.kind === 'unsettled' ? unit.fault : null)
  const waiting = () => {
    const word = wordOf(cells)
    return word === null ? NO_WORDS : wordsOf(state.use(word, null, true), state)
  }
  return { subject, unit, words: fault !== null && WORD_CODES.has(fault.code) ? waiting() : NO_WORDS, waiting }
}

/** One list for one use, so that rows alike share it. */
const wordsOf = (use: WordUse, state: JudgeState): readonly WordUse[] =>
  state.settled(`list ${use.mapping?.no ?? ''} ${use.isWaiting} ${use.word.unit.length}${use.word.unit}${use.word.label}`, () => [use])

const readByChoice = (cells: Cells, { decided, negated }: WordChoice, state: JudgeState): WordReading => {
  const { subjectContext } = state
  const word = wordOf(cells)
  if (word === null) return readByEdition(cells, state)
  const label = word.label.trim()
  if (decided === null) {
    const subject = refuseNegated(state.subject(cells.measure), negated, { label, context: subjectContext })
    if (subject === state.subject(cells.measure)) return readByEdition(cells, state)
    const words = [state.use(word, null, true)]
    return { subject, unit: unitOf(cells.unit, subject, state), words, waiting: () => words }
  }
  const subject = readMappedSubject(label, decided, subjectContext)
  const target = subject.subject
  const isConverted = target !== null && !state.isRetraction
  const unit = isConverted
    ? readMappedUnit(cells.unit, target.unit, { conversion: decided.conversion, edition: subjectContext.edition })
    : unitOf(cells.unit, subject, state)
  const isWaiting = subject.fault !== null || (unit.kind === 'unsettled' && unit.fault !== null)
  return { subject, unit, words: [state.use(word, decided, isWaiting)], waiting: () => [state.use(word, decided, true)] }
}

/** Reads measure and unit by the center's own decision for that day where one stands, before the labels of the edition; else by those (S8). */
export const readWord = (cells: Cells, day: () => Day | null, state: JudgeState): WordReading => {
  const decisions = decisionsOn(cells, state)
  const choice = decisions.length === 0 ? null : chooseOn(decisions, day())
  if (choice === null) return readByEdition(cells, state)
  const key = [choice.decided?.no ?? '', ...choice.negated.map(({ no }) => no)].join(',')
  return state.settled(`choice ${key} ${JSON.stringify([cells.measure, cells.unit])}`, () => readByChoice(cells, choice, state))
}
