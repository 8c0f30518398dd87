import { parseCellKey, tableKey } from '../statistics/cell.js'
import { wordKey } from '../terms/center-words.js'
import { normalizeLabel } from '../terms/normalize-label.js'
import { readRawNumber } from './collect-words.js'
import type { DecidedRow } from './decide-outcomes.js'
import { textOfNumber } from './exact-number.js'
import type { ReplacementScope } from './plan-replacement.js'
import { textOf } from './read-cell.js'
import type { JudgedRow, SubmittedRow } from './submission.js'

/** A row that waits because nobody knows its item, as it reads now. */
export type UnreadRow = { readonly row: JudgedRow; readonly submitted: SubmittedRow; readonly submissionNo: number }

/** One such row with the times it was said before, in the order they came: the last says its value. */
export type UnreadGroup<Row extends UnreadRow> = {
  /** The table that it waits in. */
  readonly table: string
  readonly name: string
  readonly rows: readonly Row[]
}

/** What a submission says of one table: the keys that could be read, the new ones among them by what they came with, and the rows that wait for their item. */
export type SaidTable = {
  readonly cells: Set<string>
  readonly added: Map<string, string[]>
  readonly unread: Set<string>
}

/** True for a row that waits for its item: one that nobody could read, or a well-formed code that its list does not have (S8). */
export const isUnread = ({ verdict, cell, waitingCell, issues }: JudgedRow): boolean =>
  verdict === 'held' && (waitingCell !== null || (cell !== null && issues.some(({ code }) => code === 'CODE_UNKNOWN')))

/** The table of a row (S3): measure, period and names of dimensions; null where one of them could not be read. */
export const tableOf = ({ measure, period, cell, waitingCell }: JudgedRow): string | null => {
  const known = cell ?? waitingCell
  return measure === null || period === null || known === null
    ? null
    : `${period.type}:${period.start}/${measure}/${tableKey(Object.keys(parseCellKey(known)))}`
}

/** What the row calls its items, spellings of one word alike. */
const nameOf = ({ cell, waitingCell, words }: JudgedRow): string =>
  cell ??
  [waitingCell, ...words.flatMap(({ word, isWaiting }) => (isWaiting && word.kind === 'codelist' ? [wordKey(word)] : [])).toSorted()].join(
    '\u0001',
  )

/** Waiting rows by what they say; `rows` come in the order they were handed in. */
export const groupUnread = <Row extends UnreadRow>(rows: readonly Row[]): readonly UnreadGroup<Row>[] => {
  const groups = new Map<string, { table: string; name: string; rows: Row[] }>()
  for (const one of rows) {
    const table = isUnread(one.row) ? tableOf(one.row) : null
    if (table === null) continue
    const name = nameOf(one.row)
    const group = groups.get(`${table}\u0002${name}`) ?? { table, name, rows: [] }
    groups.set(`${table}\u0002${name}`, group)
    group.rows.push(one)
  }
  return [...groups.values()]
}

/** Number and unit as they came, or why there is no number; a row that is the same under its right code has the same. */
const rawOf = ({ value, unit, status }: SubmittedRow): string => {
  const number = readRawNumber(value)
  return JSON.stringify([normalizeLabel(textOf(unit) ?? ''), number === null ? [textOf(value), textOf(status)] : textOfNumber(number)])
}

/** What the submission says of the tables named. What it rejects it does not say. */
export const readSaidTables = (
  decided: readonly DecidedRow[],
  submittedAt: (index: number) => SubmittedRow,
  tables: ReadonlySet<string>,
): ReadonlyMap<string, SaidTable> => {
  const said = new Map<string, SaidTable>()
  for (const { row, outcome } of decided) {
    const name = outcome === 'rejected' ? null : tableOf(row)
    if (name === null || !tables.has(name)) continue
    const table = said.get(name) ?? { cells: new Set(), added: new Map(), unread: new Set() }
    said.set(name, table)
    if (isUnread(row)) table.unread.add(nameOf(row))
    else if (row.cell !== null) {
      table.cells.add(row.cell)
      if (outcome !== 'inserted') continue
      const raw = rawOf(submittedAt(row.index))
      const same = table.added.get(raw)
      if (same === undefined) table.added.set(raw, [row.cell])
      else same.push(row.cell)
    }
  }
  return said
}

/** What the group came with: its last row says it. */
const rawOfGroup = <Row extends UnreadRow>({ rows }: UnreadGroup<Row>): string => {
  const last = rows.at(-1)
  return last === undefined ? '' : rawOf(last.submitted)
}

/** Groups whose table is said without them and with a new row of their value: what their own submissions carried decides about them. */
export const listDoubtful = <Row extends UnreadRow>(
  groups: readonly UnreadGroup<Row>[],
  said: ReadonlyMap<string, SaidTable>,
): readonly UnreadGroup<Row>[] =>
  groups.filter(group => {
    const table = said.get(group.table)
    return table !== undefined && !table.unread.has(group.name) && table.added.has(rawOfGroup(group))
  })

/** What a submission means for rows that waited before it came. */
export type UnreadOutcome<Row extends UnreadRow> = {
  readonly superseded: readonly UnreadGroup<Row>[]
  /** Groups that go on waiting although their table was spoken of without them. */
  readonly waiting: readonly UnreadGroup<Row>[]
}

const isIn = ({ row: { measure, period } }: UnreadRow, { measures, period: whole }: ReplacementScope): boolean =>
  measure !== null && measures.has(measure) && period?.type === whole.type && period.start === whole.start

/** Hands out the new rows of each table, each once: one new row is the right name of one that waits. */
const offerAdded = (said: ReadonlyMap<string, SaidTable>) => {
  const left = new Map<string, string[]>()
  return (table: string, raw: string, carried: ReadonlySet<string>): boolean => {
    const key = `${table}\u0002${raw}`
    const cells = left.get(key) ?? [...(said.get(table)?.added.get(raw) ?? [])]
    left.set(key, cells)
    const place = cells.findIndex(cell => !carried.has(cell))
    if (place >= 0) cells.splice(place, 1)
    return place >= 0
  }
}

/** Whether a table is said again with all that was carried; a whole table of waiting rows asks it of the same keys. */
const compareCarried = () => {
  const known = new Map<ReadonlySet<string>, boolean>()
  return (carried: ReadonlySet<string>, { cells }: SaidTable): boolean => {
    const isAgain = known.get(carried) ?? (carried.size > 0 && [...carried].every(cell => cells.has(cell)))
    known.set(carried, isAgain)
    return isAgain
  }
}

/**
 * Which waiting rows a later submission of their center puts an end to (S11, decision 55): it says their table again without them, with every key that could be
 * read where they stood, and with a row that was not there before and has their value and unit: one new row for one of them. A scope that is said anew
 * (S13) ends all of it that it does not carry again. `carriedWith` gives the keys of their table that the submissions of a group carried.
 */
export const decideUnread = <Row extends UnreadRow>(
  groups: readonly UnreadGroup<Row>[],
  { said, replaced }: { readonly said: ReadonlyMap<string, SaidTable>; readonly replaced: ReplacementScope | null },
  carriedWith: (group: UnreadGroup<Row>) => ReadonlySet<string>,
): UnreadOutcome<Row> => {
  const takeAdded = offerAdded(said)
  const isSaidAgain = compareCarried()
  const [superseded, waiting]: [UnreadGroup<Row>[], UnreadGroup<Row>[]] = [[], []]
  const newestFirst = groups.toSorted((a, b) => (b.rows.at(-1)?.submissionNo ?? 0) - (a.rows.at(-1)?.submissionNo ?? 0))
  for (const group of newestFirst) {
    const table = said.get(group.table)
    if (table?.unread.has(group.name) === true) continue
    const isReplaced = replaced !== null && group.rows.every(one => isIn(one, replaced))
    if (!isReplaced && (table === undefined || table.cells.size === 0)) continue
    const carried = carriedWith(group)
    const isNamed = table !== undefined && isSaidAgain(carried, table) && takeAdded(group.table, rawOfGroup(group), carried)
    if (isReplaced || isNamed) superseded.push(group)
    else waiting.push(group)
  }
  return { superseded, waiting }
}
