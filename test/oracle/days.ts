/** A Korean business day as text; text order is time order. The oracle counts days by itself. */
export type Day = string
export type Span = { readonly from: Day; readonly to: Day }
export type PeriodKind = 'day' | 'month' | 'quarter' | 'half' | 'year'
/** How figures are cut: by a kind of period, or by ISO weeks, which no row is about. */
export type Grain = PeriodKind | 'week'

const MS_A_DAY = 86_400_000
const MONTHS: Readonly<Record<Exclude<PeriodKind, 'day'>, number>> = { month: 1, quarter: 3, half: 6, year: 12 }

const numberOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / MS_A_DAY
const dayOf = (number: number): Day => new Date(number * MS_A_DAY).toISOString().slice(0, 10)

export const plusDays = (day: Day, count: number): Day => dayOf(numberOf(day) + count)
export const countDays = ({ from, to }: Span): number => numberOf(to) - numberOf(from) + 1
export const daysOf = (span: Span): readonly Day[] => Array.from({ length: Math.max(countDays(span), 0) }, (_, i) => plusDays(span.from, i))

/** 0 is Sunday. */
export const weekdayOf = (day: Day): number => new Date(numberOf(day) * MS_A_DAY).getUTCDay()

export const earlier = (a: Day, b: Day): Day => (a < b ? a : b)
export const later = (a: Day, b: Day): Day => (a < b ? b : a)

/** The calendar period of that kind in which the day lies; a week begins on Monday. */
export function periodAround(day: Day, kind: Grain): Span {
  if (kind === 'day') return { from: day, to: day }
  if (kind === 'week') {
    const from = plusDays(day, -((weekdayOf(day) + 6) % 7))
    return { from, to: plusDays(from, 6) }
  }
  const length = MONTHS[kind]
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1]
  const first = Math.floor(month / length) * length
  const at = (months: number): number => Date.UTC(year, months, 1) / MS_A_DAY
  return { from: dayOf(at(first)), to: dayOf(at(first + length) - 1) }
}

/** The periods of that kind that meet the span, cut to it. */
export function cutBy(span: Span, kind: Grain): readonly Span[] {
  const cuts: Span[] = []
  for (let day = span.from; day <= span.to;) {
    const { to } = periodAround(day, kind)
    cuts.push({ from: day, to: earlier(to, span.to) })
    day = plusDays(to, 1)
  }
  return cuts
}

/** The whole periods of that kind that make up the span, or null where it begins or ends inside one. */
export function wholePeriods(span: Span, kind: PeriodKind): readonly Span[] | null {
  const cuts = cutBy(span, kind)
  const isWhole = cuts.every(({ from, to }) => periodAround(from, kind).from === from && periodAround(from, kind).to === to)
  return isWhole ? cuts : null
}
