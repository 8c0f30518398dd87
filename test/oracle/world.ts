import { CONTACTS, COUNTS, ITEMS, measureOf, MEASURES, UNREAD } from './definitions.js'
import { daysOf, type Day, type PeriodKind } from './days.js'
import type { Items, Row } from './ledger.js'
import type { Random } from './random.js'
import { CENTERS, isOpen, lastDayOf, type Registry } from './registry.js'

/** Rows come for these days; the last one is the day of the questions and has not ended. */
const DATA = { from: '2026-01-01', to: '2026-04-02' } as const

type Table = readonly string[]
const SHAPES: readonly (readonly [number, readonly Table[]])[] = [
  [40, [[]]],
  [16, [[], ['channel']]],
  [8, [[], ['line']]],
  [12, [['channel']]],
  [6, [['line']]],
  [5, [['channel'], ['line']]],
  [6, [['channel', 'line']]],
  [3, [['channel'], ['channel', 'line']]],
  [4, [[], ['channel', 'line']]],
  [10, [[], ['channel'], ['channel', 'line']]],
]
/** Likelihood of an item's row in a table that has its dimension. */
const ODDS: Readonly<Record<string, number>> = {
  voice: 0.97,
  sms: 0.8,
  chat: 0.4,
  aid: 0.35,
  kiosk: 0.25,
  general: 0.97,
  care: 0.7,
  night: 0.4,
}
const SILENT = ['missing', 'outage', 'closed', 'not_applicable', 'not_collected'] as const
const SIZES: Readonly<Record<string, number>> = {
  survey_n: 25,
  rare: 9,
  abusive: 9,
  staff: 40,
  fte: 30,
  median: 50,
  longest: 600,
  leavers: 5,
}

/** Habits of a center that last: what it does not run, and what it does not count. */
type Habits = { readonly withoutQuick: boolean; readonly uncountedSurvey: boolean; readonly otherThreshold: boolean }
export type Part = { readonly center: string; readonly differs: boolean; readonly rows: readonly Row[] }

/** Makes the rows of all centers in parts as they would be handed in, center by center and week by week. */
export class World {
  readonly random: Random
  readonly registry: Registry
  private line = 0
  /** How often a center calls an item by a word that nobody knows; most never do. */
  private readonly unread: Readonly<Record<string, number>>

  constructor(random: Random, registry: Registry) {
    this.random = random
    this.registry = registry
    this.unread = Object.fromEntries(CENTERS.map(center => [center, random.chance(0.6) ? 0.004 : 0]))
  }

  parts(): readonly Part[] {
    return this.random.shuffle(CENTERS.flatMap(center => this.partsOf(center)))
  }

  private partsOf(center: string): readonly Part[] {
    const { random } = this
    const habits: Habits = { withoutQuick: random.chance(0.3), uncountedSurvey: random.chance(0.3), otherThreshold: random.chance(0.5) }
    const last = lastDayOf(this.registry, center) ?? DATA.to
    const days = daysOf({ from: DATA.from, to: last < DATA.to ? last : DATA.to })
    const parts: Part[] = []
    for (let at = 0; at < days.length;) {
      const length = random.integer(4, 12)
      const differs = habits.otherThreshold && random.chance(0.2)
      const rows = days.slice(at, at + length).flatMap(day => this.rowsOfDay(center, day, { habits, differs }))
      if (rows.length > 0) parts.push({ center, differs, rows })
      at += length
    }
    const months = (['2026-01-01', '2026-02-01', '2026-03-01'] as const).filter(start => start <= last)
    return [...parts, { center, differs: false, rows: this.rowsOfMonths(center, months) }]
  }

  /** A row with a number of its own, for one cell. */
  row(
    facts: Pick<Row, 'center' | 'measure' | 'start' | 'value' | 'status'> & { period?: PeriodKind; items?: Items; differs?: boolean },
  ): Row {
    return { period: 'day', items: {}, differs: false, ...facts, line: ++this.line }
  }

  private rowsOfDay(center: string, day: Day, how: { habits: Habits; differs: boolean }): readonly Row[] {
    const { random } = this
    if (!random.chance(isOpen(this.registry, center, day) ? 0.93 : 0.08)) return []
    const calls = this.calls(center, day)
    const others = MEASURES.filter(
      ({ code, every, ofHub, isFrozen }) => every === 'day' && !ofHub && !isFrozen && !CALLS.includes(code) && code !== 'wait_sum',
    )
    return [...calls, ...this.waits(calls, center, day), ...others.flatMap(({ code }) => this.other(code, center, { day, ...how }))].map(
      row => (row.measure === 'quick' && how.differs ? { ...row, differs: true } : row),
    )
  }

  /** offered, answered and contacts in the same shape, so that rules compare them cell by cell. */
  private calls(center: string, day: Day): readonly Row[] {
    const { random } = this
    if (random.chance(0.03)) return []
    const shape = random.weighted(SHAPES)
    const offered = this.tables('offered', shape, () => random.integer(0, 300))
    const answered = this.tables('answered', shape, items => {
      const most = offered.get(keyOf(items)) ?? 300
      return random.chance(0.02) ? most + 5 : random.integer(Math.floor(most * 0.6), most)
    })
    const contacts = this.tables(CONTACTS, random.weighted(SHAPES), () => random.integer(0, 500))
    const left = random.chance(0.06) ? random.pick(CALLS) : null
    return (
      [
        ['offered', offered],
        ['answered', answered],
        [CONTACTS, contacts],
      ] as const
    ).flatMap(([measure, cells]) => (measure === left ? [] : this.rows(cells, { center, measure, start: day })))
  }

  private waits(calls: readonly Row[], center: string, day: Day): readonly Row[] {
    const { random } = this
    if (random.chance(0.15)) return []
    const answered = calls.find(({ measure, items }) => measure === 'answered' && Object.keys(items).length === 0)
    const isSlip = random.chance(0.03)
    const most = 3600 * Number(answered?.value ?? 100)
    const cells = this.tables('wait_sum', random.pick([[[]], [[], ['line']], [['line']]]), () =>
      isSlip ? most + 1000 : Math.min(random.integer(0, 40_000) / 4, Math.max(most, 0)),
    )
    return this.rows(cells, { center, measure: 'wait_sum', start: day })
  }

  private other(measure: string, center: string, { day, habits }: { day: Day; habits: Habits }): readonly Row[] {
    const { random } = this
    if (measure === 'quick' && habits.withoutQuick)
      return [this.row({ center, measure, start: day, value: null, status: 'not_applicable' })]
    if (measure === 'survey_sum' && habits.uncountedSurvey && day < '2026-02-01')
      return [this.row({ center, measure, start: day, value: null, status: 'not_collected' })]
    if (random.chance(0.12)) return []
    const { dimensions, isInteger } = measureOf(measure)
    const shapes: readonly (readonly Table[])[] =
      dimensions.length === 0 ? [[[]]] : [[[]], [[]], [[], dimensions], [dimensions], [[], ['channel'], dimensions]]
    const most = SIZES[measure] ?? 120
    const cells = this.tables(measure, random.pick(shapes), () => (isInteger ? random.integer(0, most) : random.integer(0, most * 8) / 8))
    return this.rows(cells, { center, measure, start: day })
  }

  private rowsOfMonths(center: string, months: readonly Day[]): readonly Row[] {
    const { random } = this
    const monthly = months.flatMap(start =>
      ['leavers', 'trained'].flatMap(measure => {
        if (random.chance(0.12)) return []
        const shapes: readonly (readonly Table[])[] = measure === 'trained' ? [[[]]] : [[[]], [[], ['line']], [['line']]]
        const cells = this.tables(measure, random.pick(shapes), () => random.integer(0, SIZES[measure] ?? 30))
        return this.rows(cells, { center, measure, start, period: 'month' as const })
      }),
    )
    const quarter = random.chance(0.6)
      ? [
          this.row({
            center,
            measure: 'trained',
            start: '2026-01-01',
            period: 'quarter',
            value: String(random.integer(0, 80)),
            status: null,
          }),
        ]
      : []
    return [...monthly, ...quarter]
  }

  /** Numbers by cell. A total beside a breakdown mostly is its sum, as a center would count it, and sometimes is not. */
  private tables(measure: string, shape: readonly Table[], number: (items: Items) => number): ReadonlyMap<string, number> {
    const { random } = this
    const cells = new Map<string, number>()
    const allowed = measureOf(measure).dimensions
    for (const table of shape.filter(names => names.length > 0 && names.every(name => allowed.includes(name)))) {
      for (const items of this.itemsOf(table)) cells.set(keyOf(items), number(items))
    }
    if (!shape.some(({ length }) => length === 0) && cells.size > 0) return cells
    const [first] = shape.filter(names => names.length > 0)
    const counted = [...cells].filter(([key]) => isOfTable(itemsIn(key), first ?? []) && isInTotal(measure, itemsIn(key)))
    const isSum = counted.length > 0 && measureOf(measure).overDimensions === 'sum' && random.chance(0.85)
    cells.set('', isSum ? counted.reduce((total, [, value]) => total + value, 0) : number({}))
    return cells
  }

  private itemsOf(table: Table): readonly Items[] {
    const lists = table.map(dimension => ({
      dimension,
      items: (ITEMS[dimension] ?? []).filter(item => this.random.chance(ODDS[item] ?? 0.5)),
    }))
    return lists.reduce<readonly Items[]>(
      (found, { dimension, items }) => found.flatMap(one => items.map(item => ({ ...one, [dimension]: item }))),
      [{}],
    )
  }

  private rows(
    cells: ReadonlyMap<string, number>,
    facts: { center: string; measure: string; start: Day; period?: PeriodKind },
  ): readonly Row[] {
    const { random } = this
    return [...cells].map(([key, number]) => {
      const items = itemsIn(key)
      const isSilent = random.chance(0.025)
      const status = isSilent
        ? random.pick(SILENT)
        : random.weighted([
            [88, null],
            [5, 'final'],
            [4, 'estimated'],
            [1, 'imputed'],
            [1, 'break'],
            [1, 'special_event'],
            [2, 'definition_differs'],
          ])
      const { isInteger } = measureOf(facts.measure)
      const value = status === null && random.chance(items['channel'] === 'aid' ? 0.3 : 0.04) ? 0 : number
      const said = { value: isSilent ? null : isInteger ? String(Math.round(value)) : String(value), status }
      return this.row({ ...facts, items: this.misname(facts.center, items), ...said })
    })
  }

  /** The items as the center writes them: now and then one of them is a word of its own. */
  private misname(center: string, items: Items): Items {
    const names = Object.keys(items)
    if (names.length === 0 || !this.random.chance(this.unread[center] ?? 0)) return items
    return { ...items, [this.random.pick(names)]: this.random.pick(UNREAD) }
  }
}

const CALLS: readonly string[] = ['offered', 'answered', CONTACTS]
/** Items come in the order of their dimensions' names. */
const keyOf = (items: Items): string => (Object.keys(items).length === 0 ? '' : JSON.stringify(Object.entries(items)))
const itemsIn = (key: string): Items => (key === '' ? {} : Object.fromEntries(JSON.parse(key) as [string, string][])) // written by keyOf

const isOfTable = (items: Items, table: Table): boolean => Object.keys(items).length === table.length && table.every(name => name in items)

const isInTotal = (measure: string, items: Items): boolean =>
  Object.values(items).every(item => {
    const rule = COUNTS[item]
    return rule === undefined || rule.inCenter || !(rule.measures === null || rule.measures.includes(measure))
  })
