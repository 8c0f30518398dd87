import type { Day, PeriodType } from '../period.js'

/**
 * What is left for totals over centers of an entry whose usable rows all leave (S3): rows that do not apply (S31), or no row at all, which is 0.
 * The amount that leaves is then the entry itself.
 */
export type NothingLeft = 'NOT_APPLICABLE' | 'NOTHING'

/** In place of what leaves a figure over several centers: nobody wrote it down, so the entry is not comparable there. */
export const NOT_TOLD = 'NOT_TOLD'

/** How many values of a sum have a quality that a figure tells (S4), and how many of those leave totals over centers (S3). */
export type StoredQuality = { readonly quality: string; readonly values: number; readonly leaving: number }

/**
 * Values of one measure at one center in one table (S3), summed to the asked dimensions, one entry per period.
 * `days` are first days by `dayNumber`; `entries` are decimal texts, or the reason why there is no number.
 */
export type StoredSeries = {
  readonly request: number
  readonly center: string
  readonly measure: string
  readonly periodType: PeriodType
  /** Dimension names of the table, `channel,hour`; empty for totals. */
  readonly table: string
  /** Items of the asked dimensions in the order of their names, joined by `|`; null for rows outside the filters, which only show that the table exists. */
  readonly items: string | null
  readonly days: readonly number[]
  readonly entries: readonly string[]
  /**
   * What leaves a figure over several centers, per entry: an amount, empty where no row of it has a number, or a word where all of the entry
   * leaves (see NothingLeft). A 0 that was sent is an amount, and may be told as empty where no other table of the period tells more. Null: empty
   * throughout. NOT_TOLD where it is not known.
   */
  readonly councilExcluded: readonly string[] | null
  /** Of the entries that have any, by day, the values that are not ordinary (S4); null where there is none. */
  readonly qualities: ReadonlyMap<number, readonly StoredQuality[]> | null
}

/** The key of a row that waits in quarantine (S10); `cell` is canonical cell text. */
export type HeldKey = {
  readonly center: string
  readonly measure: string
  readonly periodType: PeriodType
  readonly day: number
  readonly cell: string
  /** Whether an accepted value stands behind it and goes on counting. */
  readonly hasAccepted: boolean
}

/** How much of a measure a center's word keeps waiting on one day, if it means what it is thought to mean; decimal text. */
export type HeldWord = {
  /** Of a word for an item, the dimension: its rows are a part of the measure. Null for a word about the measure itself. */
  readonly dimension: string | null
  readonly center: string
  readonly word: string
  readonly measure: string
  readonly day: Day
  readonly volume: string
}

/** Cells to be fetched: one measure, the dimensions asked of it, and the items they are limited to. */
export type CellRequest = {
  readonly index: number
  readonly measure: string
  /** Sorted. */
  readonly dimensions: readonly string[]
  /** Dimension -> items; dimensions without an entry are not limited. */
  readonly filters: Readonly<Record<string, readonly string[]>>
  /** Dimensions over which rows may be added although the measure forbids it in general; null where it does not forbid it. */
  readonly sumsOver: readonly string[] | null
  /** Items of dimensions not asked that do not count in the total of their center: dimension -> items (S3). */
  readonly uncounted: Readonly<Record<string, readonly string[]>>
  /** The same of items that count in the total of their center and not in totals over centers. */
  readonly countedOnce: Readonly<Record<string, readonly string[]>>
  readonly periodTypes: readonly PeriodType[]
  /** The asked period where it is longer than the rows that answer: its own rows are compared with them and never mixed in. */
  readonly comparedType: PeriodType | null
  /** True for a measure that only its own center may see (S24). */
  readonly isRestricted: boolean
}
