import { plusDays, weekdayOf, type Day } from './days.js'
import type { Random } from './random.js'

export type Membership = { readonly center: string; readonly from: Day; readonly to: Day | null; readonly isTrial: boolean }
export type DayKind = 'weekdays' | 'saturday' | 'sunday' | 'holidays'
export type Calendar = { readonly center: string; readonly from: Day; readonly to: Day | null; readonly closed: readonly DayKind[] }
export type RegionSpan = { readonly center: string; readonly region: string; readonly from: Day | null; readonly to: Day | null }

/** Who belongs to the council when, and on which days they are open. */
export type Registry = { readonly memberships: readonly Membership[]; readonly calendars: readonly Calendar[] }

export const CENTERS = ['seoul', 'busan', 'daegu', 'gwangju', 'jeonnam', 'jeju'] as const

/** As the moved codelists say: 29 and 46 become 12 on 2026-03-01. */
export const REGION_SPANS: readonly RegionSpan[] = [
  { center: 'seoul', region: '11', from: null, to: null },
  { center: 'busan', region: '26', from: null, to: null },
  { center: 'daegu', region: '27', from: null, to: null },
  { center: 'gwangju', region: '29', from: null, to: '2026-02-28' },
  { center: 'gwangju', region: '12', from: '2026-03-01', to: null },
  { center: 'jeonnam', region: '46', from: null, to: '2026-02-28' },
  { center: 'jeonnam', region: '12', from: '2026-03-01', to: null },
  { center: 'jeju', region: '50', from: null, to: null },
]

const isWithin = ({ from, to }: { readonly from: Day | null; readonly to: Day | null }, day: Day): boolean =>
  (from === null || from <= day) && (to === null || day <= to)

/** One life each: always there, leaving, joining, on trial first, loaded before they joined, and with two trial days inside. */
const lives = (random: Random): readonly ((center: string) => readonly Membership[])[] => {
  const leaves = plusDays('2026-03-03', random.integer(0, 14))
  const joins = plusDays('2026-01-05', random.integer(0, 30))
  const full = plusDays('2026-01-16', random.integer(0, 30))
  const trial = plusDays('2026-02-10', random.integer(0, 10))
  const since = { from: '2025-11-01', to: null, isTrial: false }
  return [
    center => [{ center, ...since }],
    center => [{ center, ...since, to: leaves }],
    center => [{ center, ...since, from: joins }],
    center => [
      { center, from: '2026-01-08', to: plusDays(full, -1), isTrial: true },
      { center, from: full, to: null, isTrial: false },
    ],
    center => [{ center, ...since, from: '2026-02-20' }],
    center => [
      { center, ...since, to: plusDays(trial, -1) },
      { center, from: trial, to: plusDays(trial, 1), isTrial: true },
      { center, ...since, from: plusDays(trial, 2) },
    ],
  ]
}

const openings = (random: Random): readonly ((center: string) => readonly Calendar[])[] => {
  const changes = plusDays('2026-02-02', random.integer(0, 20))
  const since = { from: '2024-01-01', to: null }
  return [
    center => [{ center, ...since, closed: [] }],
    center => [{ center, ...since, closed: ['sunday', 'holidays'] }],
    center => [{ center, ...since, closed: ['saturday', 'sunday', 'holidays'] }],
    center => [
      { center, ...since, to: plusDays(changes, -1), closed: ['saturday', 'sunday'] },
      { center, from: changes, to: null, closed: ['sunday'] },
    ],
    center => [
      { center, ...since, to: plusDays(changes, -1), closed: [] },
      { center, from: changes, to: plusDays(changes, 4), closed: ['weekdays', 'saturday', 'sunday', 'holidays'] },
      { center, from: plusDays(changes, 5), to: null, closed: ['sunday'] },
    ],
  ]
}

export function randomRegistry(random: Random): Registry {
  const life = random.shuffle(lives(random))
  const opening = openings(random)
  return {
    memberships: CENTERS.flatMap((center, i) => life[i]?.(center) ?? []),
    calendars: CENTERS.flatMap(center => random.pick(opening)(center)),
  }
}

/** `full` and `trial` by the membership of that day, `none` without one. */
export function membershipOf({ memberships }: Registry, center: string, day: Day): 'full' | 'trial' | 'none' {
  const found = memberships.find(membership => membership.center === center && isWithin(membership, day))
  return found === undefined ? 'none' : found.isTrial ? 'trial' : 'full'
}

/** Last day of the last membership; null while it has no end. */
export function lastDayOf({ memberships }: Registry, center: string): Day | null {
  const ends = memberships.filter(membership => membership.center === center).map(({ to }) => to)
  return ends.includes(null) ? null : ends.reduce((last, to) => (last === null || (to !== null && last < to) ? to : last), null)
}

/** Public holidays among the days of the questions, read off the calendar of 2026: new year, Seollal, and the first of March, a Sunday, with its substitute. */
export const HOLIDAYS: readonly Day[] = ['2025-12-25', '2026-01-01', '2026-02-16', '2026-02-17', '2026-02-18', '2026-03-01', '2026-03-02']

/** A holiday goes before the weekday. */
const kindOf = (day: Day): DayKind => {
  if (HOLIDAYS.includes(day)) return 'holidays'
  const weekday = weekdayOf(day)
  return weekday === 0 ? 'sunday' : weekday === 6 ? 'saturday' : 'weekdays'
}

export function isOpen({ calendars }: Registry, center: string, day: Day): boolean {
  const calendar = calendars.find(one => one.center === center && isWithin(one, day))
  return calendar === undefined || !calendar.closed.includes(kindOf(day))
}

export const isInRegion = (center: string, region: string, day: Day): boolean =>
  REGION_SPANS.some(span => span.center === center && span.region === region && isWithin(span, day))

/** First and last day of a region; null where open. */
export const validityOf = (region: string): { readonly from: Day | null; readonly to: Day | null } =>
  region === '12' ? { from: '2026-03-01', to: null } : { from: null, to: region === '29' || region === '46' ? '2026-02-28' : null }
