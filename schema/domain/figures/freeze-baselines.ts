import { addDays, type Day } from '../period.js'
import type { BaselineRule, CompleteNight, FrozenCell, FrozenNight, FrozenTable, KnownTable, SurgeMark } from './baseline.js'
import { addAmounts, fractionToWire, parseAmount, toMean, type Amount } from './exact-sum.js'
import { isSurge } from './is-surge.js'

/**
 * How far back a same weekday may lie, in weeks. What is older than a quarter is another season's demand; and a center whose demand has grown for good
 * would else be measured by its former level, and so be a surge, for ever.
 */
export const MOST_WEEKS_BACK = 13

type Freezing = Pick<BaselineRule, 'weeks'> & { readonly isHoliday: (day: Day) => boolean }

/** A same weekday that may be used, with its tables. */
type UsableDay = { readonly day: Day; readonly tables: readonly KnownTable[] }

const TOTAL = ''
const countNames = (table: string): number => (table === TOTAL ? 0 : table.split(',').length)

/** The total of a day: its explicit row where one stands, else the sum of its smallest table (S3). Null where that has no usable number. */
const totalOf = (tables: readonly KnownTable[]): string | null => {
  const sorted = tables.toSorted((a, b) => countNames(a.table) - countNames(b.table) || (a.table < b.table ? -1 : 1))
  return sorted[0]?.sum ?? null
}

const cellsOf = (tables: readonly KnownTable[], table: string): ReadonlyMap<string, string> =>
  tables.find(known => known.table === table)?.cells ?? new Map<string, string>()

const meanOf = (values: readonly string[]): string =>
  fractionToWire(
    toMean(
      values.map(parseAmount).reduce<Amount>((sum, value) => addAmounts(sum, value), 0),
      values.length,
    ),
  )

const freezeTotal = (usable: readonly UsableDay[], weeks: number): FrozenTable => {
  const used = usable
    .flatMap(({ day, tables }) => {
      const total = totalOf(tables)
      return total === null ? [] : [{ day, total }]
    })
    .slice(0, weeks)
  const from = used.map(({ total }) => total)
  return {
    table: TOTAL,
    days: used.map(({ day }) => day),
    cells: [{ cell: TOTAL, value: from.length < weeks ? null : meanOf(from), from }],
  }
}

/** The cells of the day itself, and those that every one of the same weekdays has: what is usual has a baseline, whether it came this time or not. */
const freezeTable = (table: string, night: { own: readonly KnownTable[]; usable: readonly UsableDay[] }, weeks: number): FrozenTable => {
  const used = night.usable
    .map(({ day, tables }) => ({ day, cells: cellsOf(tables, table) }))
    .filter(({ cells }) => cells.size > 0)
    .slice(0, weeks)
  const usual = used.length < weeks ? [] : [...(used[0]?.cells.keys() ?? [])].filter(cell => used.every(({ cells }) => cells.has(cell)))
  const cells = [...new Set([...cellsOf(night.own, table).keys(), ...usual])].sort().map((cell): FrozenCell => {
    const from = used.flatMap(day => day.cells.get(cell) ?? [])
    return { cell, value: from.length < weeks ? null : meanOf(from), from }
  })
  return { table, days: used.map(({ day }) => day), cells }
}

const pairUp = (contacts: string | null, baseline: string | null) =>
  contacts === null || baseline === null ? null : { contacts, baseline }

const isMarked = (own: readonly KnownTable[], frozen: readonly FrozenTable[]): boolean => {
  const baselineOf = (table: string, cell: string) =>
    frozen.find(known => known.table === table)?.cells.find(known => known.cell === cell)?.value ?? null
  const hours = [...cellsOf(own, 'hour')].flatMap(([cell, contacts]) => {
    const pair = pairUp(contacts, baselineOf('hour', cell))
    return pair === null ? [] : [[cell, pair] as const]
  })
  return isSurge({ total: pairUp(totalOf(own), baselineOf(TOTAL, TOTAL)), hours: new Map(hours) })
}

const freezeNight = ({ day, completeAt, known }: CompleteNight, { weeks, isHoliday }: Freezing, surges: ReadonlySet<Day>): FrozenNight => {
  const passedOver: { day: Day; reason: 'HOLIDAY' | 'SURGE' }[] = []
  const usable: UsableDay[] = []
  for (let week = 1; week <= MOST_WEEKS_BACK; week++) {
    const earlier = addDays(day, -7 * week)
    if (isHoliday(earlier)) passedOver.push({ day: earlier, reason: 'HOLIDAY' })
    else if (surges.has(earlier)) passedOver.push({ day: earlier, reason: 'SURGE' })
    else usable.push({ day: earlier, tables: known.get(earlier) ?? [] })
  }
  const own = known.get(day) ?? []
  const broken = new Set(
    [...own, ...usable.flatMap(({ tables }) => tables)].filter(({ cells }) => cells.size > 0).map(({ table }) => table),
  )
  const tables = [
    freezeTotal(usable, weeks),
    ...[...broken]
      .sort()
      .map(table => freezeTable(table, { own, usable }, weeks))
      .filter(({ cells }) => cells.length > 0),
  ]
  return { day, completeAt, isSurge: isMarked(own, tables), passedOver, tables }
}

/**
 * The baselines of nights of one center (S21), each from what stood when the night was first complete: per table the mean over the latest same
 * weekdays with a number, thirteen weeks back at most, holidays and days that had been marked as a surge by then passed over; null with
 * fewer days than the rule has weeks. Nights go in order of day, so that marks set here count for later ones; `surges` are those set before.
 */
export const freezeBaselines = (nights: readonly CompleteNight[], rule: Freezing, surges: readonly SurgeMark[]): readonly FrozenNight[] => {
  const marks = [...surges]
  return nights
    .toSorted((a, b) => (a.day < b.day ? -1 : 1))
    .map(night => {
      const known = marks.filter(({ completeAt }) => completeAt <= night.completeAt).map(({ day }) => day)
      const frozen = freezeNight(night, rule, new Set(known))
      if (frozen.isSurge) marks.push(frozen)
      return frozen
    })
}
