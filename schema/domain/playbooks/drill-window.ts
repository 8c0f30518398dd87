import { openingDays, type OpeningFacts } from '../centers/is-open.js'
import { instantSeconds } from '../instant-seconds.js'
import { addDays, type Day } from '../period.js'
import type { DrillPlan } from './drill.js'
import { minutesAfter } from './drill-values.js'

/** A stretch of time in which a drill may begin. ISO instants. */
export type StartSpan = { readonly from: string; readonly to: string }

export type WantedWindow = {
  readonly from: Day
  readonly to: Day
  readonly blackoutDays: readonly Day[]
  readonly durationMinutes: number
  /** Codes of the centers whose doors have to be open. */
  readonly centers: readonly string[]
  /** Nothing before this instant. */
  readonly notBefore: string
}

/**
 * When a drill may begin between two days, in order: so that every center is open from its beginning to its end, on no blackout day, not before an instant.
 * A center open through midnight is taken day by day.
 */
export function startSpans(facts: OpeningFacts, wanted: WantedWindow): readonly StartSpan[] {
  const openings = wanted.centers.map(center => openingDays(facts, center))
  const spans: StartSpan[] = []
  for (let day = wanted.from; day <= wanted.to; day = addDays(day, 1)) {
    if (wanted.blackoutDays.includes(day)) continue
    // Of a night that runs over midnight the part before it: the last stretch of its day.
    const hours = openings.map(opening => (opening(day).hours === null ? null : (opening(day).spans.at(-1) ?? null)))
    if (hours.includes(null)) continue
    const opens = hours.reduce((latest, one) => (one !== null && one[0] > latest ? one[0] : latest), '00:00')
    const closes = hours.reduce((earliest, one) => (one !== null && one[1] < earliest ? one[1] : earliest), '24:00')
    const from = later(atTime(day, opens), wanted.notBefore)
    const to = minutesAfter(atTime(day, closes), -wanted.durationMinutes)
    if (instantSeconds(from) < instantSeconds(to)) spans.push({ from, to })
  }
  return spans
}

const later = (a: string, b: string): string => (instantSeconds(a) >= instantSeconds(b) ? a : b)

/** Whether no drill of a plan can begin any more: an announced one is over, or the only window of an unannounced one. */
export const isPlanOver = (
  { startsAt, durationMinutes, windowTo, everyMonths }: Pick<DrillPlan, 'startsAt' | 'durationMinutes' | 'windowTo' | 'everyMonths'>,
  { now, today }: { readonly now: string; readonly today: Day },
): boolean =>
  startsAt === null
    ? windowTo !== null && everyMonths === null && windowTo < today
    : instantSeconds(minutesAfter(startsAt, durationMinutes)) <= instantSeconds(now)

/** A time of a Korean day; 24:00 is the next one's midnight. */
const atTime = (day: Day, time: string): string => (time === '24:00' ? `${addDays(day, 1)}T00:00:00+09:00` : `${day}T${time}:00+09:00`)

/** Whether an instant lies in one of the stretches. */
export const isWithin = (instant: string, spans: readonly StartSpan[]): boolean =>
  spans.some(({ from, to }) => instantSeconds(from) <= instantSeconds(instant) && instantSeconds(instant) < instantSeconds(to))
