import { addDays, type Day } from '../period.js'
import type { BaselineRule, CompleteNight, FrozenCell, FrozenNight, FrozenTable, KnownTable, SurgeMark } from './baseline.js'
import { addAmounts, fractionToWire, parseAmount, textOfAmount, toMean, type Amount } from './exact-sum.js'
import { isSurge } from './is-surge.js'
import { leavingAmount, smallestFirst, type LeavesCouncil } from './leaving-amount.js'

/**
 * How far back a same weekday may lie, in weeks. What is older than a quarter is another season's demand; and a center whose demand has grown for good
 * would else be measured by its former level, and so be a surge, for ever.
 */
export const MOST_WEEKS_BACK = 13

type Freezing = Pick<BaselineRule, 'weeks'> & { readonly isHoliday: (day: Day) => boolean; readonly leaves: LeavesCouncil }

/** A same weekday that may be used, with its tables. */
type UsableDay = { readonly day: Day; readonly tables: readonly KnownTable[] }

const TOTAL = ''

/** The total of a day: its explicit row where one stands, else the sum of its smallest table (S3). Null where that has no usable number. */
const totalOf = (tables: readonly KnownTable[]): string | null => smallestFirst(tables.filter(({ isCounted }) => isCounted))[0]?.sum ?? null

const cellsOf = (tables: readonly KnownTable[], table: string): ReadonlyMap<string, string> =>
  tables.find(known => known.table === table)?.cells ?? new Map<string, string>()

const meanOf = (values: readonly string[]): string =>
  fractionToWire(
    toMean(
      values.map(parseAmount).reduce<Amount>((sum, value) => addAmounts(sum, value), 0),
      values.length,
    ),
  )

type UsedCell = { readonly value: string; readonly leaving: Amount }

/** The mean of a cell and of what leaves it, over the same days: what a figure over centers subtracts is known as the baseline is, then and for good (S21). */
const freezeCell = (cell: string, used: readonly UsedCell[], weeks: number): FrozenCell => {
  const from = used.map(({ value }) => value)
  const leavingFrom = used.map(({ leaving }) => textOfAmount(leaving))
  const isWhole = used.length === weeks
  return { cell, value: isWhole ? meanOf(from) : null, from, leaving: isWhole ? meanOf(leavingFrom) : null, leavingFrom }
}

const freezeTotal = (usable: readonly UsableDay[], { weeks, leaves }: Freezing): FrozenTable => {
  const used = usable
    .flatMap(({ day, tables }) => {
      const total = totalOf(tables)
      return total === null ? [] : [{ day, value: total, leaving: leavingAmount(tables, { table: TOTAL, cell: TOTAL }, leaves) }]
    })
    .slice(0, weeks)
  return { table: TOTAL, days: used.map(({ day }) => day), cells: [freezeCell(TOTAL, used, weeks)] }
}

/** The cells of the day itself, and those that every one of the same weekdays has: what is usual has a baseline, whether it came this time or not. */
const freezeTable = (
  table: string,
  night: { own: readonly KnownTable[]; usable: readonly UsableDay[] },
  { weeks, leaves }: Freezing,
): FrozenTable => {
  const used = night.usable
    .map(({ day, tables }) => ({ day, tables, cells: cellsOf(tables, table) }))
    .filter(({ cells }) => cells.size > 0)
    .slice(0, weeks)
  const usual = used.length < weeks ? [] : [...(used[0]?.cells.keys() ?? [])].filter(cell => used.every(({ cells }) => cells.has(cell)))
  const cells = [...new Set([...cellsOf(night.own, table).keys(), ...usual])].sort().map(cell => {
    const withCell = used.flatMap(({ tables, cells: known }) => {
      const value = known.get(cell)
      return value === undefined ? [] : [{ value, leaving: leavingAmount(tables, { table, cell }, leaves) }]
    })
    return freezeCell(cell, withCell, weeks)
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

const freezeNight = ({ day, completeAt, known }: CompleteNight, rule: Freezing, surges: ReadonlySet<Day>): FrozenNight => {
  const passedOver: { day: Day; reason: 'HOLIDAY' | 'SURGE' }[] = []
  const usable: UsableDay[] = []
  for (let week = 1; week <= MOST_WEEKS_BACK; week++) {
    const earlier = addDays(day, -7 * week)
    if (rule.isHoliday(earlier)) passedOver.push({ day: earlier, reason: 'HOLIDAY' })
    else if (surges.has(earlier)) passedOver.push({ day: earlier, reason: 'SURGE' })
    else usable.push({ day: earlier, tables: known.get(earlier) ?? [] })
  }
  const own = known.get(day) ?? []
  const broken = new Set(
    [...own, ...usable.flatMap(({ tables }) => tables)].filter(({ cells }) => cells.size > 0).map(({ table }) => table),
  )
  const tables = [
    freezeTotal(usable, rule),
    ...[...broken]
      .sort()
      .map(table => freezeTable(table, { own, usable }, rule))
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
