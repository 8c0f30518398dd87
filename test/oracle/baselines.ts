import { BASELINE, CONTACTS, CORE } from './definitions.js'
import { plusDays, type Day } from './days.js'
import { itemsText, Standings, type Cell, type Entry, type Items, type Standing } from './ledger.js'
import { isLess, isZero, over, printUpToSix, sumOf, times, whole, ZERO, type Rational } from './rational.js'
import { CENTERS, HOLIDAYS } from './registry.js'
import { find } from './resolve.js'

const WEEKS = 4
const MOST_WEEKS_BACK = 13
const TABLES = ['channel', 'line', 'channel,line'] as const

type Known = { readonly center: string; readonly standings: Standings }

/**
 * S21 with plain sums: the mean of the contacts of four same weekdays, as they stood when the night was first complete; for a center by itself with what its
 * total holds, and for several centers the mean of what a figure over them would have had on those days (S3).
 * From the values current then: where a row waits with nothing behind it there is no total, and the day is passed over (S3, S10).
 */
export class Baselines {
  readonly entries: Entry[] = []
  private readonly frozen = new Set<string>()
  private readonly surges: { readonly center: string; readonly day: Day; readonly completeAt: string }[] = []

  /** What the job freezes at an instant of what came in by then. */
  freeze(entries: readonly Entry[], at: string): void {
    for (const center of CENTERS) {
      const core = entries.filter(({ row }) => row.center === center && row.measure === CORE)
      const contacts = entries.filter(({ row }) => row.center === center && row.measure === CONTACTS)
      const now = new Standings(core)
      for (const day of [...new Set(core.map(({ row }) => row.start))].toSorted()) {
        if (this.frozen.has(`${center} ${day}`) || !isAnswered(now, center, day)) continue
        const completeAt = firstAnswer(core, day)
        const standings = new Standings(contacts.filter(entry => entry.at <= completeAt))
        this.frozen.add(`${center} ${day}`)
        this.freezeNight({ center, standings }, { day, completeAt, at })
      }
    }
  }

  private freezeNight(known: Known, { day, completeAt, at }: { day: Day; completeAt: string; at: string }): void {
    const { center } = known
    const earlier = Array.from({ length: MOST_WEEKS_BACK }, (_, week) => plusDays(day, -7 * (week + 1))).filter(
      one =>
        !HOLIDAYS.includes(one) &&
        !this.surges.some(surge => surge.center === center && surge.day === one && surge.completeAt <= completeAt),
    )
    const store = (items: Items, days: readonly Day[]): Rational | null => {
      const own = days.length < WEEKS ? null : mean(days.map(one => contactsOf(known, one, items, false)))
      const value = own === null ? null : printUpToSix(own)
      const council = own === null ? {} : { council: printUpToSix(mean(days.map(one => contactsOf(known, one, items, true)))) }
      const status = own === null ? 'missing' : 'final'
      const row = {
        line: 0,
        center,
        measure: BASELINE,
        period: 'day' as const,
        start: day,
        items,
        value,
        status,
        differs: false,
        ...council,
      }
      this.entries.push({ at, kind: 'stands', row })
      return own
    }
    const total = store({}, earlier.filter(one => totalOf(known, one) !== null).slice(0, WEEKS))
    for (const table of TABLES) {
      const days = earlier.filter(one => cellsOf(known, one, table).length > 0).slice(0, WEEKS)
      const has = (one: Day, items: Items) => cellsOf(known, one, table).some(cell => itemsText(cell.items) === itemsText(items))
      const usual =
        days.length < WEEKS ? [] : cellsOf(known, days[0] ?? '', table).filter(({ items }) => days.every(one => has(one, items)))
      const cells = new Map([...cellsOf(known, day, table), ...usual].map(({ items }) => [itemsText(items), items]))
      for (const items of cells.values())
        store(
          items,
          days.filter(one => has(one, items)),
        )
    }
    const contacts = totalOf(known, day)
    const isSurge = total !== null && contacts !== null && !isZero(total) && !isLess(contacts, times(total, over(whole(3), whole(2))))
    if (isSurge) this.surges.push({ center, day, completeAt })
  }
}

const mean = (values: readonly Rational[]): Rational => over(sumOf(values), whole(values.length))

/** What does not apply to several centers is nothing in their mean. */
const contactsOf = ({ center, standings }: Known, start: Day, items: Items, isCouncil: boolean): Rational => {
  const wanted = Object.fromEntries(Object.entries(items).map(([name, item]) => [name, [item]]))
  return find(standings, { center, measure: CONTACTS, at: { period: 'day', start }, wanted, isCouncil }).value ?? ZERO
}

const totalOf = ({ center, standings }: Known, start: Day): Rational | null =>
  find(standings, { center, measure: CONTACTS, at: { period: 'day', start }, wanted: {}, isCouncil: false }).value

const cellsOf = ({ center, standings }: Known, start: Day, table: string): readonly Cell[] =>
  [...(standings.tables(center, CONTACTS, { period: 'day', start }).get(table)?.values() ?? [])].filter(
    ({ standing }) => standing !== null && 'value' in standing,
  )

/** A number, under another definition too, or that the center does not run or count it. */
const isAnswer = (standing: Standing | null | undefined): boolean =>
  standing != null && ('value' in standing || ['NOT_COMPARABLE', 'NOT_COLLECTED', 'NOT_APPLICABLE'].includes(standing.cause))

const isAnswered = (standings: Standings, center: string, start: Day): boolean =>
  isAnswer(standings.tables(center, CORE, { period: 'day', start }).get('')?.get('')?.standing)

const firstAnswer = (core: readonly Entry[], day: Day): string => {
  const own = core.filter(({ row }) => row.start === day)
  const first = own.find((_, place) => isAnswered(new Standings(own.slice(0, place + 1)), own[0]?.row.center ?? '', day))
  if (first === undefined) throw new Error(`No answer on ${day}.`)
  return first.at
}
