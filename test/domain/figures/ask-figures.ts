import type { HeldWord } from '../../../schema/domain/figures/stored-cells.js'
import { fileURLToPath } from 'node:url'
import Big from 'big.js'
import { readEdition } from '../../../db/edition/read-edition.js'
import { eachFigure } from '../../../schema/domain/figures/answer-figures.js'
import { NULL_REASONS, type Figure } from '../../../schema/domain/figures/figure.js'
import type { FigurePlan } from '../../../schema/domain/figures/figure-plan.js'
import type { FigureQuestion } from '../../../schema/domain/figures/figure-question.js'
import { planFigures } from '../../../schema/domain/figures/plan-figures.js'
import type { CellRequest, HeldKey, StoredSeries } from '../../../schema/domain/figures/stored-cells.js'
import { dayNumber, type PeriodType } from '../../../schema/domain/period.js'
import { cellKey, tableKey, type CellItems } from '../../../schema/domain/statistics/cell.js'
import type { EditionContents, Standards } from '../../../schema/domain/statistics/standards.js'

/** One stored row of a test: a number, or the reason why there is none. */
export type Row = {
  readonly center: string
  readonly measure: string
  readonly day: string
  readonly type?: PeriodType
  readonly items?: CellItems
  readonly value: string | number
}
export type HeldRow = Omit<Row, 'value'> & { readonly hasAccepted?: boolean }

export type World = {
  readonly rows: readonly Row[]
  readonly held?: readonly HeldRow[]
  readonly viewerCenter?: string | null
  readonly heldWords?: readonly HeldWord[]
  readonly today?: string
  readonly contents?: EditionContents
  readonly calendarExceptions?: Standards['calendarExceptions']
}

async function councilContents(): Promise<EditionContents> {
  const read = await readEdition(fileURLToPath(new URL('../../../db/edition/2026.1', import.meta.url)))
  if (!read.ok) throw new Error(read.issues.map(({ messageEn }) => messageEn).join('\n'))
  return read.value
}

export const council = await councilContents()

export const questionOf = (asked: Partial<FigureQuestion>): FigureQuestion => ({
  indicators: [],
  measures: [],
  centers: [],
  regions: [],
  withPredecessors: false,
  isByCenter: true,
  dimensions: [],
  filters: [],
  from: '2026-11-19',
  to: '2026-11-19',
  by: null,
  definition: null,
  asOf: null,
  changes: [],
  combine: 'PARTS',
  percentiles: [],
  isPreview: false,
  ...asked,
})

/** The registry and edition of a test, as far as figures need them. */
export const registryOf = ({ edition, registry }: EditionContents, calendarExceptions: Standards['calendarExceptions'] = []) => ({
  edition,
  ...registry,
  calendarExceptions,
  centers: new Map(registry.centers.map((center, place) => [center.code, { ...center, id: place + 1 }])),
  regions: new Map(registry.regions.map(region => [region.code, region])),
})

export const plan = (asked: Partial<FigureQuestion>, contents: EditionContents = council) =>
  planFigures(questionOf(asked), registryOf(contents))

type Sum = { value: Big; excluded: Big | null; usable: number; usableOfCouncil: number; rowsOfCouncil: number; reasons: string[] }

const leaves = (row: Row, request: CellRequest, total: 'centerTotal' | 'councilTotal', { edition }: EditionContents): boolean =>
  Object.entries(row.items ?? {}).some(([name, item]) => {
    const counts = edition.codelists.get(name)?.items.get(item)?.countsIn
    return !request.dimensions.includes(name) && counts?.[total] === false && (counts.measures?.includes(row.measure) ?? true)
  })

/** What the database would sum for the plan, the plain way. */
function storedFor(figurePlan: FigurePlan, { rows, viewerCenter = null, contents = council }: World): readonly StoredSeries[] {
  const series = new Map<
    string,
    { head: Omit<StoredSeries, 'days' | 'entries' | 'councilExcluded' | 'qualities'>; sums: Map<string, Sum> }
  >()
  for (const request of figurePlan.requests) {
    for (const row of rows) {
      const names = Object.keys(row.items ?? {})
      const periodType = row.type ?? contents.edition.measures.get(row.measure)?.frequency ?? 'day'
      const fetched = [...request.periodTypes, request.comparedType]
      if (row.measure !== request.measure || !fetched.includes(periodType)) continue
      if (!request.dimensions.every(name => names.includes(name))) continue
      if (request.isRestricted && row.center !== viewerCenter) continue
      if (leaves(row, request, 'centerTotal', contents)) continue
      const isInside = Object.entries(request.filters).every(([name, items]) => items.includes(row.items?.[name] ?? ''))
      const items = isInside ? request.dimensions.map(name => row.items?.[name]).join('|') : null
      const head = { request: request.index, center: row.center, measure: row.measure, periodType, table: tableKey(names), items }
      const key = JSON.stringify(head)
      const place = series.get(key) ?? { head, sums: new Map<string, Sum>() }
      series.set(key, place)
      const sum = place.sums.get(row.day) ?? {
        value: new Big('0'),
        excluded: null,
        usable: 0,
        usableOfCouncil: 0,
        rowsOfCouncil: 0,
        reasons: [],
      }
      place.sums.set(row.day, sum)
      const isOfCouncil = !leaves(row, request, 'councilTotal', contents)
      if (isOfCouncil) sum.rowsOfCouncil++
      if (/^[A-Z]/.test(String(row.value))) sum.reasons.push(String(row.value))
      else {
        sum.usable++
        sum.value = sum.value.plus(row.value)
        if (isOfCouncil) sum.usableOfCouncil++
        else sum.excluded = new Big(row.value).plus(sum.excluded ?? '0')
      }
    }
  }
  const entryOf = ({ value, usable, reasons }: Sum): string =>
    NULL_REASONS.find(reason => reason !== 'NOT_APPLICABLE' && reasons.includes(reason)) ??
    (usable > 0 ? value.toFixed() : 'NOT_APPLICABLE')
  const leavingOf = ({ excluded, usable, usableOfCouncil, rowsOfCouncil, reasons }: Sum): string => {
    if (reasons.some(reason => reason !== 'NOT_APPLICABLE') || usableOfCouncil > 0) return excluded?.toFixed() ?? ''
    if (rowsOfCouncil === 0) return 'NOTHING'
    return usable > 0 ? 'NOT_APPLICABLE' : ''
  }
  return [...series.values()].map(({ head, sums }) => ({
    ...head,
    days: [...sums.keys()].map(dayNumber),
    entries: [...sums.values()].map(entryOf),
    councilExcluded: [...sums.values()].map(leavingOf),
    qualities: null,
  }))
}

const heldFor = ({ held = [], contents = council }: World): readonly HeldKey[] =>
  held.map(row => ({
    center: row.center,
    measure: row.measure,
    periodType: row.type ?? contents.edition.measures.get(row.measure)?.frequency ?? 'day',
    day: dayNumber(row.day),
    cell: cellKey(row.items ?? {}),
    hasAccepted: row.hasAccepted ?? false,
  }))

/** What would be fetched for the plan. */
export const factsOf = (figurePlan: FigurePlan, world: World) => ({
  stored: storedFor(figurePlan, world),
  held: heldFor(world),
  heldWords: world.heldWords ?? [],
  today: world.today ?? '2026-11-21',
  viewerCenter: world.viewerCenter ?? null,
})

/** The figures of a question over the rows of a test; a refused question fails the test. */
export function ask(asked: Partial<FigureQuestion>, world: World): readonly Figure[] {
  const contents = world.contents ?? council
  const planned = plan(asked, contents)
  if (!planned.ok) throw new Error(planned.issues.map(({ code, messageEn }) => `${code}: ${messageEn}`).join('\n'))
  return [...eachFigure(planned.value, registryOf(contents, world.calendarExceptions), factsOf(planned.value, world))]
}

/** The only figure of a question. */
export function askOne(asked: Partial<FigureQuestion>, world: World): Figure {
  const figures = ask(asked, world)
  if (figures.length !== 1 || figures[0] === undefined) throw new Error(`${figures.length} figures, not one.`)
  return figures[0]
}

/** Rows of one center and day: measure -> value. */
export const night = (center: string, day: string, values: Readonly<Record<string, string | number>>): readonly Row[] =>
  Object.entries(values).map(([measure, value]) => ({ center, measure, day, value }))
