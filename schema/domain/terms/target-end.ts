import { addDays, type Day } from '../period.js'
import type { Edition } from '../statistics/edition.js'
import type { Effective } from './mapping.js'
import { parseTarget } from './parse-target.js'
import { isKnownTarget } from './validate-mapping.js'

/** The first day on which a reference means nothing any more; `from` null: it never did in any edition known. */
export type TargetEnd = { readonly from: Day | null }

const earlier = (a: Day | null, b: Day | null): Day | null => (a === null ? b : b === null || a < b ? a : b)

const dayAfter = (day: Day | null | undefined): Day | null => (day === null || day === undefined ? null : addDays(day, 1))

/** The day from which the edition's own dates close what a reference names, though it goes on naming it: an item closed with valid_to, an indicator whose last version ended. */
const closedFrom = (reference: string, { codelists, indicators }: Edition): Day | null => {
  const target = parseTarget(reference)
  switch (target?.kind) {
    case undefined:
      return null
    case 'item':
      return dayAfter(codelists.get(target.codelist)?.items.get(target.item)?.validTo)
    case 'measure':
      return target.fixed === null ? null : dayAfter(codelists.get(target.fixed.dimension)?.items.get(target.fixed.item)?.validTo)
    case 'indicator': {
      const last = indicators.get(target.indicator)?.versions.filter(({ status }) => status !== 'draft')
      return dayAfter(last?.at(-1)?.effectiveTo)
    }
  }
}

/**
 * Since when what a reference names is no more, null while it is: the edition in force closes it by a date, or does not have it, and then it ended where the
 * first edition without it began. `editions` are the one in force and those before it, the latest first.
 * Source: terminology.md §6 scenario 15; codelists.yaml (items are closed, never deleted).
 */
export const endOfTarget = (reference: string, editions: readonly Edition[]): TargetEnd | null => {
  const place = editions.findIndex(edition => isKnownTarget(reference, edition))
  const [last, next] = [editions[place], editions[place - 1]]
  if (last === undefined) return { from: null }
  const from = earlier(closedFrom(reference, last), next?.effectiveFrom ?? null)
  return from === null ? null : { from }
}

/** The days of a meaning on which its target is no more; null where there are none. */
export const daysAfterEnd = (effective: Effective, { from }: TargetEnd): Effective | null => {
  if (from === null) return effective
  if (effective.to !== null && effective.to <= from) return null
  return { from: effective.from !== null && effective.from > from ? effective.from : from, to: effective.to }
}
