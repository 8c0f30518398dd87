import Big from 'big.js'

/** Source: indicators.yaml, note of surge_ratio: 1.5 times the baseline, two hours on end. */
const SURGE_RATIO = '1.5'
/** Two hours of a small center are above 1.5 on most nights by chance: 3 calls instead of 2. Together they have to be this far above. */
const LEAST_EXCESS = '30'
const HOURS = Array.from({ length: 24 }, (_, hour) => `hour=${hour < 10 ? '0' : ''}${hour}`)

/** A day's contacts beside its baseline; null where either is missing. */
export type DayDemand = {
  readonly total: { readonly contacts: string; readonly baseline: string } | null
  /** By cell text of the hour, `hour=09`; hours that lack one of the two are left out. */
  readonly hours: ReadonlyMap<string, { readonly contacts: string; readonly baseline: string }>
}

/** Contacts above the baseline where they reach 1.5 times of it; null where they do not, or nothing is usual. */
const excessOf = (pair: { readonly contacts: string; readonly baseline: string } | null): Big | null => {
  if (pair === null) return null
  const [contacts, baseline] = [new Big(pair.contacts), new Big(pair.baseline)]
  return baseline.gt('0') && contacts.gte(baseline.times(SURGE_RATIO)) ? contacts.minus(baseline) : null
}

/** Whether the day is marked as a surge: 1.5 times its baseline over the day, or in two hours on end that are 30 contacts above it together. */
export const isSurge = ({ total, hours }: DayDemand): boolean => {
  if (excessOf(total) !== null) return true
  const excesses = HOURS.map(hour => excessOf(hours.get(hour) ?? null))
  return excesses.some((excess, hour) => {
    const next = excesses[hour + 1] ?? null
    return excess !== null && next !== null && excess.plus(next).gte(LEAST_EXCESS)
  })
}
