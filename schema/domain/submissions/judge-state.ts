import type { Day, PeriodType } from '../period.js'
import { chooseOn, indexMappings, type CenterWords } from '../terms/center-words.js'
import type { SourceWord, StandingMapping } from '../terms/mapping.js'
import { checkCenter } from './gates/check-center.js'
import { readDimensions, type CellReading, type DimensionPair } from './gates/read-dimensions.js'
import type { DeclaredParameters } from './gates/read-parameters.js'
import { readFirstDay, readPeriod, readPeriodType, type PeriodReading } from './gates/read-period.js'
import { readStatus, type StatusReading } from './gates/read-status.js'
import { readSubject } from './gates/read-subject.js'
import { readUnit, type UnitReading } from './gates/read-unit.js'
import type { Subject, SubjectReading } from './gates/subject.js'
import type { SubjectContext } from './gates/subject-of-target.js'
import type { WordUse } from './gates/word-use.js'
import { emptyCellTree, leafOf, readingAt, type CellTree } from './cell-tree.js'
import type { Fault } from './fault.js'
import type { JudgeContext } from './judge-context.js'
import { textOf } from './read-cell.js'
import { startSpecialDays, type SpecialDays } from './special-days.js'
import type { Cell, SubmittedBatch } from './submission.js'

/**
 * Readings of one batch, each made once: rows repeat the same few words, periods and cells by the hundred thousand.
 * Faulty cells that are no text are read anew every time.
 */
export type JudgeState = {
  readonly context: JudgeContext
  readonly isRetraction: boolean
  readonly subject: (cell: Cell) => SubjectReading
  readonly unit: (cell: Cell, subject: Subject | null) => UnitReading
  readonly status: (cell: Cell) => StatusReading
  readonly specialDays: SpecialDays | null
  readonly period: (start: Cell, type: Cell, subject: Subject | null) => PeriodReading
  readonly cell: (pairs: readonly DimensionPair[], subject: Subject | null, day: Day | null) => CellReading
  /** Readings of cells by the raw items of each axis in turn, shared by series that vary along the same axes. */
  readonly cellTree: (signature: string) => CellTree
  /** What cells are read by on a day beside their words: the region of the center, and which decisions about items hold. */
  readonly placeOn: (day: Day) => string
  readonly firstDay: (start: Cell, type: Cell) => Day | null
  readonly centerWords: CenterWords
  readonly subjectContext: SubjectContext
  /** One object for all uses of a word alike. */
  readonly use: (word: SourceWord, mapping: StandingMapping | null, isWaiting: boolean) => WordUse
  readonly settled: <Reading>(key: string, read: () => Reading) => Reading
  /** Findings on the batch as a whole that every row shares: an unknown edition, a foreign center. */
  readonly shared: readonly Fault[]
  readonly foreign: (center: Cell) => Fault | null
}

/** The reading of that text, made at the first question; cells without text are not kept. */
const remember = <Reading>(kept: Map<string, Reading>, key: string | null, read: () => Reading): Reading => {
  if (key === null) return read()
  const found = kept.get(key)
  if (found !== undefined) return found
  const reading = read()
  kept.set(key, reading)
  return reading
}

/** Text keeps strings and numbers apart, since some cells must be strings; null for other kinds. */
const keyOf = (cell: Cell): string | null => {
  if (typeof cell === 'string') return `"${cell}`
  return cell === null ? '' : textOf(cell)
}

/** Where a measure is not settled its period type is not known either: a start that no type accepts is still a fault. */
const readUntypedPeriod = (start: Cell): PeriodReading => {
  const readings = (['day', 'month', 'quarter', 'half', 'year'] as const).map(type => readPeriod(start, type))
  const isReadable = readings.some(reading => reading.period !== null)
  return { period: null, hour: null, fault: isReadable ? null : (readings[0]?.fault ?? null) }
}

const readTypedPeriod = (start: Cell, typeCell: Cell, fallback: PeriodType | null): PeriodReading => {
  const named = readPeriodType(typeCell)
  if (named !== null && typeof named !== 'string') return { ...readUntypedPeriod(start), period: null, fault: named }
  const type = named ?? fallback
  return type === null ? readUntypedPeriod(start) : readPeriod(start, type)
}

const unknownEdition = (declared: string, known: string): Fault => {
  const got = declared.length > 100 ? `${declared.length} characters` : declared
  return {
    level: 'held',
    code: 'EDITION_UNKNOWN',
    field: [],
    ko: `표준 판 "${got}"을(를) 알 수 없습니다. 허브가 쓰는 판은 ${known}입니다.`,
    en: `The standard edition "${got}" is not known; the hub uses ${known}.`,
    expected: known,
    got,
  }
}

const sharedFaults = (batch: SubmittedBatch, context: JudgeContext): readonly Fault[] => {
  const foreign = checkCenter(batch.center, context.center, ['center'])
  const isKnown = batch.edition === null || (context.editions?.has(batch.edition) ?? true)
  return [...(foreign === null ? [] : [foreign]), ...(isKnown ? [] : [unknownEdition(batch.edition ?? '', context.edition.code)])]
}

/** The readings of a batch, empty at first. */
export const startJudging = (batch: SubmittedBatch, context: JudgeContext, declared: DeclaredParameters): JudgeState => {
  const { edition, center } = context
  const isStandard = batch.edition !== null
  const subjects = new Map<string, SubjectReading>()
  const units = new Map<Subject | null, Map<string, UnitReading>>()
  const statuses = new Map<string, StatusReading>()
  const periods = new Map<string, Map<string, PeriodReading>>()
  const cells = new Map<string, CellTree>()
  const centerWords = indexMappings(context.mappings)
  const subjectContext: SubjectContext = { edition, isStandard, declared }
  const places = new Map<string, { readonly region: string | null; readonly key: string }>()
  const placeOf = (day: Day) => remember(places, day, () => describePlace(day, context, centerWords))
  const uses = new Map<string, WordUse>()
  const use: JudgeState['use'] = (word, mapping, isWaiting) =>
    remember(uses, [mapping?.no ?? '', isWaiting, word.field, word.unit.length, word.unit, word.label].join(' '), () => ({
      word,
      mapping,
      isWaiting,
    }))
  const days = new Map<string, { readonly day: Day | null }>()
  const settledWords = new Map<string, unknown>()
  const texts = new Map<string, string>()
  const trees = new Map<string, CellTree>()
  const readCell = (pairs: readonly DimensionPair[], subject: Subject | null, day: Day | null): CellReading => {
    const allowed = subject?.dimensions ?? null
    const region = day === null ? null : placeOf(day).region
    const choose = (word: SourceWord) => (centerWords.isEmpty ? null : chooseOn(centerWords.listDecisions(word), day))
    const reading = readDimensions(pairs, { edition, center, region, allowed, subjectCode: subject?.code ?? null, choose, use })
    const { cell } = reading
    // one text object for equal cells of all measures: maps by cell then compare by identity
    return cell === null ? reading : { ...reading, cell: remember(texts, cell, () => cell) }
  }
  return {
    context,
    isRetraction: batch.strategy === 'RETRACT',
    shared: sharedFaults(batch, context),
    placeOn: day => placeOf(day).key,
    firstDay: (start, type) => remember(days, dayKey(start, type), () => ({ day: readFirstDay(start, type) })).day,
    centerWords,
    subjectContext,
    use,
    // Each caller keeps readings of its own kind under keys of its own.
    settled: (key, read) => remember(settledWords as Map<string, ReturnType<typeof read>>, key, read),
    foreign: cell => checkCenter(cell, center, ['center']),
    subject: cell => remember(subjects, keyOf(cell), () => readSubject(cell, subjectContext)),
    unit: (cell, subject) => remember(branch(units, subject), keyOf(cell), () => readUnit(cell, subject?.unit ?? null, edition)),
    specialDays: startSpecialDays(context.specialSpans, edition),
    status: cell => remember(statuses, keyOf(cell), () => readStatus(cell, edition)),
    period: (start, type, subject) => {
      const typeKey = keyOf(type)
      const fallback = subject?.defaultType ?? null
      if (typeKey === null) return readTypedPeriod(start, type, fallback)
      return remember(branch(periods, `${typeKey}\u0000${fallback}`), keyOf(start), () => readTypedPeriod(start, type, fallback))
    },
    cellTree: signature => remember(trees, signature, emptyCellTree),
    cell: (pairs, subject, day) => {
      const root = remember(cells, day === null ? '' : placeOf(day).key, emptyCellTree)
      return readingAt(leafOf(root, pairs), subject, of => readCell(pairs, of, day))
    },
  }
}

const dayKey = (start: Cell, type: Cell): string | null => {
  const [startKey, typeKey] = [keyOf(start), keyOf(type)]
  return startKey === null || typeKey === null ? null : `${typeKey} ${startKey}`
}

/** The region of a day, and a text that is the same on two days exactly when cells are read alike on both. */
const describePlace = (day: Day, { regionOf }: JudgeContext, { itemDays }: CenterWords) => {
  const region = regionOf(day)
  const passed = itemDays.findLastIndex(bound => bound <= day)
  return { region, key: passed < 0 ? (region ?? '') : `${region ?? ''}#${passed}` }
}

const branch = <Key, Value>(tree: Map<Key, Map<string, Value>>, key: Key): Map<string, Value> => {
  const found = tree.get(key)
  if (found !== undefined) return found
  const empty = new Map<string, Value>()
  tree.set(key, empty)
  return empty
}
