import { ITEMS, UNREAD } from './definitions.js'
import { itemsText, tableText, type Items, type Row } from './ledger.js'
import type { Random } from './random.js'
import { minus, isZero, readDecimal } from './rational.js'
import type { World } from './world.js'

/** A row that waits for its item, and all rows that came with it. */
export type UnreadRow = { readonly row: Row; readonly sentWith: readonly Row[] }

export const isUnread = ({ items }: Row): boolean => Object.values(items).some(item => UNREAD.includes(item))

const tableOf = ({ center, measure, period, start, items }: Row): string =>
  [center, measure, period, start, tableText(Object.keys(items))].join(' ')
const keysOf = (rows: readonly Row[], table: string): ReadonlySet<string> =>
  new Set(rows.filter(row => tableOf(row) === table && !isUnread(row)).map(({ items }) => itemsText(items)))

const isSameNumber = (a: Row, b: Row): boolean =>
  a.value === null || b.value === null
    ? a.value === b.value && a.status === b.status
    : isZero(minus(readDecimal(a.value), readDecimal(b.value)))

/**
 * Lines of the waiting rows that the rows sent later put an end to: their table is said again with everything that was read of it, without their word,
 * and with a key that is new (outcome i) and has their number. One new key is the right name of one word. `waiting` is in the order in which it was sent.
 */
export function freedBy(waiting: readonly UnreadRow[], sent: readonly Row[], outcomes: string): ReadonlySet<number> {
  const byWord = new Map<string, UnreadRow[]>()
  for (const one of waiting) {
    const word = `${tableOf(one.row)} ${itemsText(one.row.items)}`
    byWord.set(word, [...(byWord.get(word) ?? []), one])
  }
  const freed = new Set<number>()
  const used = new Set<Row>()
  const turns = [...new Set(waiting.map(({ sentWith }) => sentWith))]
  const lastTurn = (rows: readonly UnreadRow[]): number => turns.indexOf(rows.at(-1)?.sentWith ?? [])
  for (const rows of [...byWord.values()].toSorted((a, b) => lastTurn(b) - lastTurn(a))) {
    const last = rows.at(-1)?.row
    if (last === undefined) continue
    const table = tableOf(last)
    const isSaidStill = sent.some(row => tableOf(row) === table && itemsText(row.items) === itemsText(last.items))
    const before = rows.flatMap(({ sentWith }) => [...keysOf(sentWith, table)])
    const now = keysOf(sent, table)
    if (isSaidStill || before.length === 0 || before.some(key => !now.has(key))) continue
    const fit = sent.find(
      (row, index) =>
        outcomes[index] === 'i' &&
        tableOf(row) === table &&
        !isUnread(row) &&
        !before.includes(itemsText(row.items)) &&
        isSameNumber(row, last) &&
        !used.has(row),
    )
    if (fit === undefined) continue
    used.add(fit)
    for (const { row } of rows) freed.add(row.line)
  }
  return freed
}

/** Items under which a row was not sent, instead of the word that nobody knows. */
const rightItems = (random: Random, { items }: Row, taken: ReadonlySet<string>): Items | null => {
  const named = Object.entries(items).flatMap(([dimension, item]) =>
    UNREAD.includes(item) ? (ITEMS[dimension] ?? []).map(code => ({ ...items, [dimension]: code })) : [],
  )
  const free = named.filter(one => !taken.has(itemsText(one)))
  return free.length === 0 ? null : random.pick(free)
}

/** The table of a waiting row as its center may say it again: whole under the right code, or short of that in one of several ways. */
export function sayAgain(world: World, { row, sentWith }: UnreadRow): readonly Row[] {
  const { random } = world
  const table = sentWith.filter(one => tableOf(one) === tableOf(row))
  const items = rightItems(random, row, keysOf(table, tableOf(row)))
  if (items === null) return []
  const right = world.row({ ...row, items })
  const others = table.filter(one => itemsText(one.items) !== itemsText(row.items)).map(one => world.row(one))
  const how = random.weighted([
    [5, 'whole'],
    [1, 'alone'],
    [1, 'short'],
    [1, 'other'],
  ])
  if (how === 'alone') return [right]
  if (how === 'short') return [right, ...others.slice(1)]
  return [how === 'other' ? world.row({ ...right, value: '7', status: 'revised' }) : right, ...others]
}
