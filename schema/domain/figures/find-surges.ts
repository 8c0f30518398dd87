import { groupBy } from '../group-by.js'
import type { OpeningDay } from '../centers/is-open.js'
import { addDays, weekday, type Day } from '../period.js'
import { judgeSurge, type Surge } from './judge-surge.js'
import type { SurgePolicy } from './surge-policy.js'

/** A count of a center by item of one dimension; `hour` null for a whole day. `item` null is the total of all items, where one was sent. */
export type SurgeCount = {
  readonly series: string
  readonly day: Day
  readonly hour: string | null
  readonly item: string | null
  readonly value: number
}

/** Days are compared with days like them: ordinary ones with the same weekday, holidays with holidays and Sundays. */
export type DayKind = 'ORDINARY' | 'HOLIDAY'

export type FoundSurge = Surge & {
  readonly series: string
  readonly item: string
  readonly day: Day
  readonly hour: string | null
  readonly value: number
  readonly comparedWith: readonly Day[]
  readonly dayKind: DayKind
}

type OpeningOf = (day: Day) => OpeningDay
const SUNDAY = 0

/**
 * The days that one is held against, the latest first: of the same kind, open, with usual hours. A closed day counts for nothing, and neither does one that somebody
 * set apart.
 */
export function comparableDays(day: Day, { weeksBack }: Pick<SurgePolicy, 'weeksBack'>, openingOf: OpeningOf): readonly Day[] {
  const { isHoliday } = openingOf(day)
  return Array.from({ length: 7 * weeksBack }, (_, i) => addDays(day, -1 - i)).filter(earlier => {
    const opening = openingOf(earlier)
    if (opening.hours === null) return false
    if (isHoliday) return opening.isHoliday || (weekday(earlier) === SUNDAY && opening.isUsual)
    return opening.isUsual && weekday(earlier) === weekday(day)
  })
}

export type ToSearch = {
  readonly counts: readonly SurgeCount[]
  readonly today: Day
  readonly policy: SurgePolicy
  readonly openingOf: OpeningOf
}

/**
 * What stands out at a center on its newest days: of each series the newest day that is over, and the newest hour of today where there is one. What is missing is not
 * zero; an item that was left out is, where the total of the day (or hour) says that nothing is left for it.
 */
export function findSurges({ counts, today, policy, openingOf }: ToSearch): readonly FoundSurge[] {
  const oldest = addDays(today, -policy.mostDaysOld)
  return [...groupBy(counts, ({ series }) => series)].flatMap(([series, own]) => {
    const whole = own.filter(({ hour }) => hour === null)
    const newestDay = newest(whole.filter(({ day, item }) => item !== null && day < today && day >= oldest).map(({ day }) => day))
    const byHour = own.filter(({ hour }) => hour !== null)
    const newestHour = newest(byHour.filter(({ day, item }) => item !== null && day === today).flatMap(({ hour }) => hour ?? []))
    const ofHour = byHour.filter(({ hour }) => hour === newestHour)
    return [
      ...(newestDay === null ? [] : searchOne(series, { cells: whole, day: newestDay, hour: null }, { policy, openingOf })),
      ...(newestHour === null ? [] : searchOne(series, { cells: ofHour, day: today, hour: newestHour }, { policy, openingOf })),
    ]
  })
}

const newest = (texts: readonly string[]): string | null =>
  texts.reduce<string | null>((last, one) => (last === null || one > last ? one : last), null)

type Slice = { readonly cells: readonly SurgeCount[]; readonly day: Day; readonly hour: string | null }

function searchOne(
  series: string,
  { cells, day, hour }: Slice,
  { policy, openingOf }: Pick<ToSearch, 'policy' | 'openingOf'>,
): readonly FoundSurge[] {
  if (openingOf(day).hours === null) return []
  const days = groupBy(cells, one => one.day)
  const comparable = comparableDays(day, policy, openingOf)
  return (days.get(day) ?? []).flatMap(({ item, value }): FoundSurge[] => {
    if (item === null) return []
    const known = comparable.flatMap(earlier => {
      const count = countOn(days.get(earlier) ?? [], item)
      return count === null ? [] : [{ earlier, count }]
    })
    const compared = known.slice(0, policy.mostDays)
    const surge = judgeSurge(
      value,
      compared.map(({ count }) => count),
      policy,
    )
    if (surge === null) return []
    const dayKind = openingOf(day).isHoliday ? 'HOLIDAY' : 'ORDINARY'
    return [{ ...surge, series, item, day, hour, value, dayKind, comparedWith: compared.map(({ earlier }) => earlier) }]
  })
}

/** The count of an item; zero where it was left out and the others make the whole; null where nobody can say. */
function countOn(cells: readonly SurgeCount[], item: string): number | null {
  const own = cells.find(one => one.item === item)
  if (own !== undefined) return own.value
  const total = cells.find(one => one.item === null)
  const others = cells.filter(one => one.item !== null)
  if (total === undefined) return null
  return others.reduce((sum, { value }) => sum + value, 0) === total.value ? 0 : null
}
