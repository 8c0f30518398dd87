import type { Day } from '../period.js'

/** When a count stands out. Each line holds from its day on, so what was found earlier can be told by what held then. */
export type SurgePolicy = {
  readonly validFrom: Day
  /** How far back days are looked for, how many of them count (the latest first), and how few are too few. */
  readonly weeksBack: number
  readonly mostDays: number
  readonly fewestDays: number
  /** At least so many contacts, so many more than usual, and so many times the usual. */
  readonly leastValue: number
  readonly leastExcess: number
  readonly leastRatio: number
  /** At least so many robust deviations above the median. */
  readonly leastZ: number
  /** By how much of itself the usual is taken to vary at least, however alike the days were. */
  readonly leastSpread: number
  /** Older days are no news. */
  readonly mostDaysOld: number
}

/** docs/decisions/0041 argues them. 1.5 and 30 are those of surge_ratio in the edition (indicators.yaml). */
const SURGE_POLICIES: readonly SurgePolicy[] = [
  {
    validFrom: '2024-01-01',
    weeksBack: 13,
    mostDays: 8,
    fewestDays: 4,
    leastValue: 30,
    leastExcess: 30,
    leastRatio: 1.5,
    leastZ: 6,
    leastSpread: 0.2,
    mostDaysOld: 2,
  },
]

/** The policy of a day; null before the first. */
export const surgePolicyOn = (day: Day): SurgePolicy | null => SURGE_POLICIES.findLast(({ validFrom }) => validFrom <= day) ?? null
