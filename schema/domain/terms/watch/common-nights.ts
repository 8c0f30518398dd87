import { addDays, type Day } from '../../period.js'
import { expectFrom, scaleOf, type Night } from './expect-nights.js'
import { FEWEST_SHIFTED, findDrift, HISTORY_DAYS, WINDOW_DAYS, type Drift, type RecordFacts } from './find-drift.js'

/** A night lies off from so many of its deviations on; by chance one in fifteen does on either side. */
const OFF = 1.5
/** So many records of a center, and so large a share of those that have the night, have to lie off on one side together. */
const [FEWEST_RECORDS, SHARE] = [4, 0.4]

/** On which of the last nights the record lies above (1) or below (-1) what was to be expected; 0 where it does not. */
const sidesOf = (nights: readonly Night[], today: Day, isUsual: (day: Day) => boolean): readonly (readonly [Day, number])[] => {
  const scale = scaleOf(nights)
  const known = nights.filter(({ value, day }) => value + scale.added > 0 && isUsual(day))
  const opensOn = addDays(today, 1 - WINDOW_DAYS)
  const expected = expectFrom(
    known.filter(({ day }) => day < opensOn && day >= addDays(today, -HISTORY_DAYS)),
    scale,
  )
  if (expected === null) return []
  return known
    .filter(({ day }) => day >= opensOn && day <= today)
    .map(night => {
      const deviation = expected.residualOf(night) / expected.deviationOn(night.day)
      return [night.day, Math.abs(deviation) > OFF ? Math.sign(deviation) : 0] as const
    })
}

/**
 * Nights of the last week on which much of what a center sends lies off to one side together: a storm or an outage, which says something of the night and nothing of one word. None
 * where there are so many of them that the level of the whole center may have moved, which is told. Source: terminology.md §5 (drift).
 */
const commonNights = (
  records: readonly (readonly Night[])[],
  { today, isUsual }: { readonly today: Day; readonly isUsual: (day: Day) => boolean },
): ReadonlySet<Day> => {
  const counts = new Map<Day, { up: number; down: number; all: number }>()
  for (const nights of records) {
    for (const [day, side] of sidesOf(nights, today, isUsual)) {
      const count = counts.get(day) ?? { up: 0, down: 0, all: 0 }
      counts.set(day, { up: count.up + Number(side > 0), down: count.down + Number(side < 0), all: count.all + 1 })
    }
  }
  const common = [...counts]
    .filter(([, { up, down, all }]) => Math.max(up, down) >= Math.max(FEWEST_RECORDS, SHARE * all))
    .map(([day]) => day)
  return new Set(common.length < FEWEST_SHIFTED ? common : [])
}

/** The nights of one record, and what is known of it besides. */
export type WatchedRecord = { readonly nights: readonly Night[]; readonly facts: RecordFacts }

/**
 * What is odd about the last night of each record of one center, in order; null for none. A night that is the whole center's is no evidence for a level of one record, and as good as
 * any for a unit.
 */
export const findDrifts = (
  records: readonly WatchedRecord[],
  at: { readonly today: Day; readonly isUsual: (day: Day) => boolean },
): readonly (Drift | null)[] => {
  const found = records.map(({ nights, facts }) => findDrift(nights, facts))
  if (!found.some(drift => drift?.drift === 'level')) return found
  const common = commonNights(
    records.map(({ nights }) => nights),
    at,
  )
  if (common.size === 0) return found
  return records.map(({ nights, facts }, place) =>
    found[place]?.drift === 'level'
      ? findDrift(
          nights.filter(({ day }) => !common.has(day)),
          facts,
        )
      : (found[place] ?? null),
  )
}
