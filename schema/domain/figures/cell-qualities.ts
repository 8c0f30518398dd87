import type { StoredQuality, StoredSeries } from './stored-cells.js'
import { slotOfDayNumber, type Timeline } from './timeline.js'

/** How many values have which quality. */
export type QualityCounts = ReadonlyMap<string, number>

/** The same by slot of a timeline; slots whose values are all ordinary are not in it. */
export type SlotQualities = ReadonlyMap<number, QualityCounts>

/** The tables of a measure at a center, and from which each slot is answered: place + 1. */
type Tables = {
  readonly timeline: Timeline
  readonly tables: readonly { readonly key: string; readonly items: ReadonlyMap<string | null, Pick<StoredSeries, 'qualities'>> }[]
  readonly chosen: Uint8Array
}

type Counting = Map<number, Map<string, number>>

const count = (counting: Counting, slot: number, { quality, values }: Pick<StoredQuality, 'quality' | 'values'>): void => {
  if (values === 0) return
  const counts = counting.get(slot) ?? new Map<string, number>()
  counting.set(slot, counts.set(quality, (counts.get(quality) ?? 0) + values))
}

const orNull = (counting: Counting): SlotQualities | null => (counting.size === 0 ? null : counting)

/**
 * The values of each period that are not ordinary (S4): those of the table that answers. A figure over centers does without the ones that leave it, and
 * rests on those of another table that it subtracts (S3).
 */
export const resolveQualities = (
  { timeline, tables, chosen }: Tables,
  excludedFrom: ReadonlyMap<number, readonly { readonly table: string }[]>,
  items: string,
): { readonly qualities: SlotQualities | null; readonly councilQualities: SlotQualities | null } => {
  const own: Counting = new Map()
  const council: Counting = new Map()
  tables.forEach((table, place) => {
    for (const [day, told] of table.items.get(items)?.qualities ?? []) {
      const slot = slotOfDayNumber(timeline, day)
      const isChosen = chosen[slot] === place + 1
      const isSubtracted = excludedFrom.get(slot)?.some(from => from.table === table.key) ?? false
      for (const one of told) {
        if (isChosen) count(own, slot, one)
        if (isChosen) count(council, slot, { ...one, values: one.values - one.leaving })
        else if (isSubtracted) count(council, slot, { ...one, values: one.leaving })
      }
    }
  })
  return { qualities: orNull(own), councilQualities: orNull(council) }
}

/** Those of two sets of items together. */
export const addQualities = (a: SlotQualities | null, b: SlotQualities | null): SlotQualities | null => {
  if (a === null || b === null) return a ?? b
  const counting: Counting = new Map()
  for (const all of [a, b])
    for (const [slot, counts] of all) for (const [quality, values] of counts) count(counting, slot, { quality, values })
  return counting
}
