/** Dimension items of one value, by dimension name. Empty for a total: the item `all` and an absent dimension are the same thing (S2). */
export type CellItems = Readonly<Record<string, string>>

/** Canonical text of a cell, the same for equal items in any order: `channel=chat|hour=09`; the empty text for a total (S1). */
export const cellKey = (items: CellItems): string =>
  Object.keys(items)
    .sort()
    .map(name => `${name}=${items[name] ?? ''}`)
    .join('|')

/** Items of a canonical cell text. */
export const parseCellKey = (key: string): CellItems =>
  key === '' ? {} : Object.fromEntries(key.split('|').map(part => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]))

/**
 * Stands for the item of a row that waits because its item is not known: which table it waits in is known all the same, and nothing is derived from that
 * (S3). No item of a codelist is written so, and no value is ever stored under it.
 */
export const UNREAD_ITEM = '?'

/** Whether one of the items, in canonical cell text or joined by `|`, stands for one that nobody knows. */
export const hasUnreadItem = (text: string): boolean =>
  text.split('|').some(part => part === UNREAD_ITEM || part.endsWith(`=${UNREAD_ITEM}`))

/** Canonical text of the table a cell belongs to: its sorted dimension names, `channel,hour`; the empty text for totals (S3). */
export const tableKey = (names: readonly string[]): string => names.toSorted().join(',')
