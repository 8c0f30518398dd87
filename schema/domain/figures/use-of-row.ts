import { parseAmount, subtractAmounts, textOfAmount } from './exact-sum.js'
import { NULL_REASONS, type NullReason } from './figure.js'
import type { BasisPlace } from './figure-trace.js'

/** How a row takes part in a figure. */
export const ROW_USES = ['ADDED', 'SUBTRACTED', 'UNCOUNTED', 'LEFT_OUT'] as const
export type RowUse = (typeof ROW_USES)[number]

/** What is known of a row by itself; `missingReason` is that of its status. */
export type RowFacts = {
  readonly isStored: boolean
  readonly isPending: boolean
  readonly value: string | null
  readonly hasValue: boolean
  readonly missingReason: string | null
  readonly differs: boolean
  readonly leavesCenter: boolean
  readonly leavesCouncil: boolean
  /** What leaves the value over centers by itself, without a row that says so: of the hub's own baselines. Null for every other. */
  readonly ownLeaving: string | null
}

/** What a row brings: `amount` is what it adds to the sum of its measure, negative where it is subtracted; null where it adds nothing, or is withheld. */
export type UsedRow = { readonly use: RowUse; readonly amount: string | null; readonly reason: NullReason | null }

const ownReason = ({ isStored, isPending, hasValue, missingReason, differs }: RowFacts): NullReason | null => {
  if (!isStored) return isPending ? 'HELD' : null
  if (hasValue) return differs ? 'NOT_COMPARABLE' : null
  return NULL_REASONS.find(known => known === missingReason) ?? 'MISSING'
}

const leftOut = (reason: NullReason | null): UsedRow => ({ use: 'LEFT_OUT', amount: null, reason })

/** How a row of a place takes part in the figure (S3, S17, S31). The amounts of all rows of a measure add up to what the figure sums of it. */
export const useOfRow = (place: Pick<BasisPlace, 'use' | 'isOverCenters' | 'reason'>, row: RowFacts): UsedRow => {
  if (place.use === 'leftOut') return leftOut(ownReason(row) ?? place.reason)
  if (!row.isStored || !row.hasValue) return leftOut(ownReason(row))
  if (place.use === 'subtracted')
    return { use: 'SUBTRACTED', amount: row.value === null ? null : textOfAmount(subtractAmounts(0, parseAmount(row.value))), reason: null }
  if (row.leavesCenter || (place.isOverCenters && row.leavesCouncil)) return { use: 'UNCOUNTED', amount: null, reason: null }
  const isReduced = place.isOverCenters && row.value !== null && row.ownLeaving !== null
  const amount = isReduced ? textOfAmount(subtractAmounts(parseAmount(row.value), parseAmount(row.ownLeaving))) : row.value
  return { use: 'ADDED', amount, reason: null }
}
