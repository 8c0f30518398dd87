import { type Rational } from '../decimal.js'
import type { Day } from '../period.js'
import type { Fault } from '../submissions/fault.js'
import { readItem } from '../submissions/gates/read-item.js'
import type { UnitReading } from '../submissions/gates/read-unit.js'
import { referenceOf, type Subject } from '../submissions/gates/subject.js'
import type { JudgeContext } from '../submissions/judge-context.js'
import { startJudging } from '../submissions/judge-state.js'
import { readWord } from '../submissions/read-word.js'
import type { SubmittedBatch } from '../submissions/submission.js'
import { chooseOn, indexMappings, type WordChoice } from './center-words.js'
import type { SourceWord, StandingMapping, TextFormat } from './mapping.js'

/** How a word would be read if it came in with a row of that day. */
export type WordTranslation = {
  /** True where a row would be taken by it; its value is judged as ever. */
  readonly isTaken: boolean
  /** What it would be read as; null where nothing is settled. */
  readonly target: string | null
  /** The center's own decision it would be read by; null where the edition says it. */
  readonly mapping: StandingMapping | null
  readonly isProvisional: boolean
  /** Decisions that the word does not mean something. */
  readonly negated: readonly StandingMapping[]
  readonly conversion: WordConversion | null
  /** What the receipt of a row would say of the word and its unit. */
  readonly findings: readonly Fault[]
}

/** From the unit of the word to that of the target; a clock notation is read as seconds first. Null where values stay as they are. */
export type WordConversion = {
  readonly factor: Rational | null
  readonly offset: string | null
  readonly clock: TextFormat | null
  readonly toUnit: string
}

/** A batch that says nothing of itself: words are read by the local label, not by the names of a declared edition. */
const PLAIN_BATCH: SubmittedBatch = {
  edition: null,
  mode: 'PARTIAL',
  strategy: 'MERGE',
  scope: null,
  reason: null,
  center: null,
  parameters: [],
  rows: [],
  series: [],
}

const conversionOf = (unit: UnitReading, subject: Subject | null): WordConversion | null => {
  if (unit.kind === 'unsettled' || subject === null) return null
  const { factor, offset, clock } = unit
  return factor === null && offset === null && clock === null
    ? null
    : { factor, offset: offset === null ? null : offset.toFixed(), clock, toUnit: subject.unit.code }
}

const standing = (findings: readonly (Fault | null)[]): readonly Fault[] => findings.filter(found => found !== null)

const translateSubject = (word: SourceWord, day: Day, context: JudgeContext): WordTranslation => {
  const state = startJudging(PLAIN_BATCH, context, { differing: new Map(), issues: [] })
  const reading = readWord({ measure: word.label, unit: word.unit === '' ? null : word.unit }, () => day, state)
  const { subject, unit, words } = reading
  const unitFault = unit.kind === 'unsettled' ? unit.fault : null
  const choice = chooseOn(state.centerWords.listDecisions(word), day)
  const mapping = words.find(use => use.mapping !== null)?.mapping ?? null
  return {
    isTaken: subject.subject !== null && subject.fault === null && unitFault === null,
    target: mapping?.target ?? (subject.subject === null ? null : referenceOf(subject.subject)),
    mapping,
    isProvisional: subject.isProvisional,
    negated: choice?.negated ?? [],
    conversion: conversionOf(unit, subject.subject),
    findings: standing([subject.fault, ...subject.notes, unitFault, unit.kind === 'settled' ? unit.note : null]),
  }
}

const translateItem = (word: SourceWord, day: Day, context: JudgeContext): WordTranslation => {
  const { edition } = context
  const codelist = edition.codelists.get(word.field)
  if (codelist === undefined) throw new Error(`Edition ${edition.code} has no codelist ${word.field}.`)
  const choice: WordChoice | null = chooseOn(indexMappings(context.mappings).listDecisions(word), day)
  const reading = readItem(word.label, { codelist, edition, region: context.regionOf(day), choice })
  const mapping = choice?.decided ?? null
  const read = reading.item === null ? null : `codelist:${codelist.code}.${reading.item.code}`
  return {
    isTaken: reading.code !== null && (reading.fault === null || reading.fault.level === 'info'),
    target: mapping?.target ?? read,
    mapping,
    isProvisional: reading.isProvisional,
    negated: choice?.negated ?? [],
    conversion: null,
    findings: standing([reading.fault]),
  }
}

/** How a word would be read on a day: by the center's own decision where one stands, else by the edition (S8). The gates are those of a submission. */
export const translateWord = (word: SourceWord, day: Day, context: JudgeContext): WordTranslation =>
  word.kind === 'subject' ? translateSubject(word, day, context) : translateItem(word, day, context)
