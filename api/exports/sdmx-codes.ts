import type { Figure, NullReason } from '../../schema/domain/figures/figure.js'
import { periodTypeOfGrain } from '../../schema/domain/figures/grain.js'
import { addDays, bucketOf, daysBetween, isoWeekOf, periodEnd, type Day } from '../../schema/domain/period.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'

/** SDMX CL_FREQ by period type; a period of another kind, and the whole asked range, is "not applicable". */
const FREQUENCIES: Readonly<Record<string, string>> = { hour: 'H', day: 'D', week: 'W', month: 'M', quarter: 'Q', half: 'S', year: 'A' }

/** "Not applicable", "total" and "unknown", as SDMX codelists have them. */
export const SDMX_NONE = '_Z'
export const SDMX_TOTAL = '_T'
export const SDMX_UNKNOWN = '_U'

export const frequencyOf = ({ periodType }: Figure): string => FREQUENCIES[periodType ?? ''] ?? SDMX_NONE

/** `2026-W47`: the week belongs to the year of its Thursday (ISO 8601). */
const weekText = (monday: Day): string => {
  const thursday = addDays(monday, 3)
  const week = Math.floor(daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) / 7) + 1
  return `${thursday.slice(0, 4)}-W${String(week).padStart(2, '0')}`
}

/** A whole period by its first day. */
const periodText = (from: Day, grain: NonNullable<Figure['periodType']>): string => {
  const [year = '', month = ''] = from.split('-')
  switch (grain) {
    case 'week':
      return weekText(from)
    case 'month':
      return `${year}-${month}`
    case 'quarter':
      return `${year}-Q${Math.ceil(Number(month) / 3)}`
    case 'half':
      return `${year}-S${Math.ceil(Number(month) / 6)}`
    case 'year':
      return year
    case 'day':
    case 'hour':
      return from
  }
}

const isWhole = (from: Day, to: Day, grain: NonNullable<Figure['periodType']>): boolean => {
  const type = periodTypeOfGrain(grain)
  const bucket = type === null ? isoWeekOf(from) : { start: bucketOf(from, type).start, end: periodEnd(bucketOf(from, type)) }
  return bucket.start === from && bucket.end === to
}

/**
 * `2026-11-19`, `2026-11-19T09:00:00`, `2026-W47`, `2026-11`, `2026-Q4`, `2026-S2`, `2026`; a period that is cut, and any other span of days, is
 * `2026-11-01/P12D`. Hours are Korean.
 */
export function timePeriodOf({ from, to, periodType, dimensions }: Pick<Figure, 'from' | 'to' | 'periodType' | 'dimensions'>): string {
  if (periodType === null) return from === to ? from : `${from}/P${daysBetween(from, to) + 1}D`
  if (!isWhole(from, to, periodType)) return `${from}/P${daysBetween(from, to) + 1}D`
  const hour = dimensions.find(({ dimension }) => dimension === 'hour')?.item ?? ''
  return periodType === 'hour' && hour !== '' ? `${from}T${hour}:00:00` : periodText(from, periodType)
}

/**
 * Letters of SDMX CL_OBS_STATUS for reasons that no status of the edition names: O is a value that is missing, M one that cannot exist, Q one
 * that is kept back.
 */
const LETTERS: Readonly<Record<NullReason, string>> = {
  HELD: 'O',
  NOT_COMPARABLE: 'O',
  NOT_COLLECTED: 'L',
  NOT_APPLICABLE: 'M',
  OUTAGE: 'O',
  MISSING: 'O',
  CLOSED: 'M',
  NOT_ADDITIVE: 'M',
  SUPPRESSED: 'Q',
  NOT_A_MEMBER: 'M',
  ZERO_DENOMINATOR: 'M',
  NO_DEFINITION: 'M',
  REGION_NOT_VALID: 'M',
  NOT_ALIGNED: 'M',
  NO_SUCH_PERIOD: 'M',
  WITHHELD: 'Q',
}

/** The same for qualities of design/exchange.md 2.3 that no status of the edition has; one that has no letter is told in words alone. */
const QUALITY_LETTERS: Readonly<Record<string, string>> = {
  BREAK: 'B',
  UNVALIDATED: 'V',
  LOW_RELIABILITY: 'U',
  IMPUTED: 'I',
  ESTIMATED: 'E',
  SPECIAL_EVENT: 'S',
}

/**
 * The letter of a figure: its reason as the edition's statuses have it; with a value B at a break of the definition or of a value, which outranks all
 * others, then that of the least sure of its values as the edition has it, P while a revision waits, else A.
 */
export function statusLetter({ reason, marks, qualities }: Figure, edition: Pick<Edition, 'statuses'>): string {
  const statuses = [...edition.statuses.values()]
  if (reason !== null) return statuses.find(({ missingReason }) => missingReason === reason)?.sdmxCode ?? LETTERS[reason]
  if (marks.includes('BREAK')) return 'B'
  const letters = qualities.map(({ quality }) => statuses.find(status => status.quality === quality)?.sdmxCode ?? QUALITY_LETTERS[quality])
  return letters.find(letter => letter !== undefined) ?? (marks.includes('PENDING_REVISION') ? 'P' : 'A')
}
