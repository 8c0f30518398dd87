import { hasUnreadItem, parseCellKey, tableKey, UNREAD_ITEM } from '../statistics/cell.js'
import { dayNumber, type Day, type PeriodType } from '../period.js'
import {
  addOpenSeries,
  addSeries,
  chooseTables,
  resolveItems,
  type ResolvedSeries,
  type TableSeries,
  type TableSet,
} from './resolve-cells.js'
import type { DaySpan } from './slice-periods.js'
import type { CellRequest, HeldKey, StoredSeries } from './stored-cells.js'
import { makeTimeline, type Timeline } from './timeline.js'

/** Whether nothing was to be expected of an item in a slot, because doors were closed at that hour. */
export type ClosedAt = (items: string, slot: number) => boolean

/** All fetched cells of a question, looked up by request, center and items. */
export type CellGrid = {
  timeline(type: PeriodType): Timeline
  /** The items added up, or null where no item is named or the center has nothing of the measure at all. `items` are joined by `|` in the order of the request's dimensions. */
  seriesOf(
    request: number,
    place: { readonly center: string; readonly type: PeriodType; readonly isClosed?: ClosedAt | null },
    items: readonly string[],
  ): ResolvedSeries | null
  /** Items met at any of the centers on the asked days, in order. */
  itemsOf(request: number, centers: readonly string[]): readonly string[]
}

/** Items of a cell in the order of the asked dimensions; null when they are outside the filters. An item that nobody knows may be inside. */
const itemsOfCell = (request: CellRequest, cell: string): string | null => {
  const items = parseCellKey(cell)
  const isInside = Object.entries(request.filters).every(
    ([name, allowed]) => items[name] === UNREAD_ITEM || allowed.includes(items[name] ?? ''),
  )
  return isInside ? request.dimensions.map(name => items[name] ?? '').join('|') : null
}

const hasItemOf = (items: CellRequest['uncounted'], cell: string): boolean =>
  Object.entries(parseCellKey(cell)).some(([name, item]) => items[name]?.includes(item) === true)

/** A row that waits for an item which no total counts leaves the sums of its table as they are (S3). */
const isCounted = ({ uncounted }: CellRequest, cell: string): boolean => !hasItemOf(uncounted, cell)

type DraftTable = { readonly items: Map<string | null, StoredSeries>; readonly held: TableSeries['held'][number][] }

const placeKey = (request: number, center: string, type: PeriodType): string => `${request}:${center}:${type}`

const collectTables = (
  requests: readonly CellRequest[],
  stored: readonly StoredSeries[],
  held: readonly HeldKey[],
): ReadonlyMap<string, ReadonlyMap<string, DraftTable>> => {
  const places = new Map<string, Map<string, DraftTable>>()
  const tableAt = (place: string, key: string): DraftTable => {
    const tables = places.get(place) ?? new Map<string, DraftTable>()
    const table = tables.get(key) ?? { items: new Map(), held: [] }
    places.set(place, tables)
    tables.set(key, table)
    return table
  }
  for (const series of stored)
    tableAt(placeKey(series.request, series.center, series.periodType), series.table).items.set(series.items, series)
  for (const key of held) {
    const names = Object.keys(parseCellKey(key.cell))
    for (const request of requests) {
      if (request.measure !== key.measure || !request.periodTypes.includes(key.periodType)) continue
      if (!request.dimensions.every(name => names.includes(name)) || !isCounted(request, key.cell)) continue
      tableAt(placeKey(request.index, key.center, key.periodType), tableKey(names)).held.push({
        items: itemsOfCell(request, key.cell),
        day: key.day,
        hasAccepted: key.hasAccepted,
        leavesCouncil: hasItemOf(request.countedOnce, key.cell),
      })
    }
  }
  return places
}

/** Rows of a table may be added to the asked dimensions unless the measure forbids it for one of the others (overDimensions none). */
const mayAddTable =
  (request: CellRequest) =>
  (table: string): boolean =>
    request.sumsOver === null ||
    table.split(',').every(name => request.dimensions.includes(name) || (request.sumsOver ?? []).includes(name))

/** Adding several items is adding over their dimension, too. */
const mayAddItems = (request: CellRequest): boolean =>
  request.sumsOver === null ||
  Object.entries(request.filters).every(([name, items]) => items.length === 1 || (request.sumsOver ?? []).includes(name))

/** Items that any of the centers sent or has waiting on the asked days, each once, in order; one that nobody knows is no item of an answer. */
const listItems = (
  drafts: ReturnType<typeof collectTables>,
  request: CellRequest | undefined,
  { centers, isAsked }: { readonly centers: readonly string[]; readonly isAsked: (days: readonly number[]) => boolean },
): readonly string[] => {
  const found = new Set<string>()
  for (const type of request?.periodTypes ?? []) {
    for (const center of centers) {
      for (const { items, held } of drafts.get(placeKey(request?.index ?? -1, center, type))?.values() ?? []) {
        for (const [key, { days }] of items) if (key !== null && isAsked(days)) found.add(key)
        for (const { items: key, day } of held) if (key !== null && isAsked([day]) && !hasUnreadItem(key)) found.add(key)
      }
    }
  }
  return [...found].sort()
}

/** Builds the lookup; tables are chosen once per measure and center, items resolved when first asked for. */
export const createGrid = (
  facts: { readonly requests: readonly CellRequest[]; readonly from: Day; readonly to: Day; readonly asked: DaySpan },
  stored: readonly StoredSeries[],
  held: readonly HeldKey[],
): CellGrid => {
  const drafts = collectTables(facts.requests, stored, held)
  const [first, last] = [dayNumber(facts.asked.from), dayNumber(facts.asked.to)]
  const isAsked = (days: readonly number[]): boolean => days.some(day => day >= first && day <= last)
  const timelines = new Map<PeriodType, Timeline>()
  const sets = new Map<string, TableSet>()
  const resolved = new Map<string, ResolvedSeries>()
  const timeline = (type: PeriodType): Timeline => {
    const known = timelines.get(type) ?? makeTimeline(type, facts.from, facts.to)
    timelines.set(type, known)
    return known
  }
  const setAt = (request: CellRequest, place: string, type: PeriodType): TableSet | null => {
    const tables = drafts.get(place)
    if (tables === undefined) return null
    const known =
      sets.get(place) ??
      chooseTables(
        { timeline: timeline(type), asked: tableKey(request.dimensions), mayAdd: mayAddTable(request) },
        [...tables].map(([key, { items, held: waiting }]) => ({ key, items, held: waiting })),
      )
    sets.set(place, known)
    return known
  }
  return {
    timeline,
    seriesOf(index, { center, type, isClosed = null }, items) {
      const request = facts.requests[index]
      const place = placeKey(index, center, type)
      const set = request === undefined ? null : setAt(request, place, type)
      if (request === undefined || set === null || items.length === 0) return null
      if (items.length > 1 && !mayAddItems(request))
        throw new Error(`Items of ${request.measure} are added that must not be; the plan refuses that.`)
      const resolveOne = (one: string): ResolvedSeries => {
        const key = `${place}:${one}`
        const known = resolved.get(key) ?? resolveItems(set, one)
        resolved.set(key, known)
        return known
      }
      if (items.length === 1 || isClosed === null) return items.map(resolveOne).reduce((sum, next) => addSeries(sum, next))
      return addOpenSeries(items.map(one => ({ series: resolveOne(one), isClosed: slot => isClosed(one, slot) })))
    },
    itemsOf: (index, centers) => listItems(drafts, facts.requests[index], { centers, isAsked }),
  }
}
