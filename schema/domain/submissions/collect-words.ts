import Big from 'big.js'
import type { Day } from '../period.js'
import type { Edition } from '../statistics/edition.js'
import type { SourceWord } from '../terms/mapping.js'
import { normalizeLabel } from '../terms/normalize-label.js'
import { printFullReference } from '../terms/parse-reference.js'
import { profileValues, type ValueProfile } from '../terms/profile-values.js'
import { readNumber } from './gates/read-number.js'
import { readFirstDay } from './gates/read-period.js'
import type { Cell, ExactNumber, JudgedRow, SubmittedRow } from './submission.js'

/** One spelling of a word that a batch said, with the days it was about and what its values looked like. */
export type SeenWord = {
  readonly word: SourceWord
  readonly normLabel: string
  readonly normUnit: string
  /** What the edition says it may mean, as references. */
  readonly editionCandidates: readonly string[]
  readonly valueCount: number
  readonly firstDay: Day | null
  readonly lastDay: Day | null
  readonly profiles: readonly { readonly day: Day; readonly profile: ValueProfile }[]
}

/** The number of a cell as it came, in whatever unit; null where it is none. */
export const readRawNumber = (cell: Cell): ExactNumber | null => {
  const read = readNumber(cell)
  return typeof read === 'number' || read instanceof Big ? read : null
}

type Gathered = { readonly word: SourceWord; readonly byDay: Map<Day, ExactNumber[]>; valueCount: number }

const note = (gathered: Gathered, day: Day | null, value: ExactNumber | null): void => {
  gathered.valueCount += 1
  if (day === null) return
  const values = gathered.byDay.get(day) ?? []
  gathered.byDay.set(day, values)
  if (value !== null) values.push(value)
}

const candidatesOf = ({ kind, label }: SourceWord, { lexicon }: Edition): readonly string[] => {
  if (kind === 'codelist') return []
  const compared = normalizeLabel(label)
  const ambiguous = lexicon.ambiguous.get(compared)?.candidates
  return (ambiguous ?? (lexicon.subjects.get(compared) ?? []).map(({ target }) => target)).map(printFullReference)
}

const toSeen = ({ word, byDay, valueCount }: Gathered, edition: Edition): SeenWord => {
  const days = [...byDay.keys()].toSorted()
  return {
    word,
    normLabel: normalizeLabel(word.label),
    normUnit: normalizeLabel(word.unit),
    editionCandidates: candidatesOf(word, edition),
    valueCount,
    firstDay: days[0] ?? null,
    lastDay: days.at(-1) ?? null,
    profiles: [...byDay].flatMap(([day, values]) => (values.length === 0 ? [] : [{ day, profile: profileValues(values) }])),
  }
}

const sameSpelling = ({ kind, field, label, unit }: SourceWord): string => JSON.stringify([kind, field, label, unit])

/** The words of rows that wait for one or were read by a decision, spelling by spelling, in the order they came; `submittedAt` gives a row as it came. */
export const collectWords = (
  rows: Iterable<JudgedRow>,
  submittedAt: (index: number) => SubmittedRow,
  edition: Edition,
): readonly SeenWord[] => {
  const gathered = new Map<string, Gathered>()
  for (const { words, index } of rows) {
    if (words.length === 0) continue
    const { periodStart, periodType, value } = submittedAt(index)
    const [day, number] = [readFirstDay(periodStart, periodType), readRawNumber(value)]
    for (const { word } of words) {
      const key = sameSpelling(word)
      const found = gathered.get(key) ?? { word, byDay: new Map<Day, ExactNumber[]>(), valueCount: 0 }
      gathered.set(key, found)
      note(found, day, number)
    }
  }
  return [...gathered.values()].map(one => toSeen(one, edition))
}

/**
 * The word that a held row belongs to: the first that it waits for, else the first that it was read by, since another decision about that would read
 * it otherwise. Null where neither is.
 */
export const wordOfHeld = ({ words }: JudgedRow): SourceWord | null => (words.find(({ isWaiting }) => isWaiting) ?? words[0])?.word ?? null

/** Numbers of the versions of mappings that the row was read by. */
export const mappingVersionsOf = ({ words }: JudgedRow): readonly number[] =>
  words.flatMap(({ mapping, isWaiting }) => (mapping === null || isWaiting ? [] : [mapping.no]))
