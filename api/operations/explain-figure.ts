import { listFigureRows, type FigureRow, type PlaceToRead } from '../../db/queries/figure-rows.js'
import type { Tx } from '../../db/transaction.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { BASELINE_MEASURE } from '../../schema/domain/figures/baseline.js'
import { explainFigure as explain, type FigureBasis, type MeasureBasis } from '../../schema/domain/figures/explain-figure.js'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import type { BasisPlace } from '../../schema/domain/figures/figure-trace.js'
import { useOfRow, type UsedRow } from '../../schema/domain/figures/use-of-row.js'
import { validateSingleFigure } from '../../schema/domain/figures/validate-single-figure.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { tableKey } from '../../schema/domain/statistics/cell.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { Hub } from '../hub.js'
import { leavingItems } from './fetch-cells.js'
import { limitsOf, seesAllCenters } from './list-observations.js'
import { readCursor, readPageSize, toPage, type Page } from './page-cursor.js'
import { answerFrom, ownCenterOf, planQuestion, recipeOf, takeTurn, type AnswerHead, type Prepared } from './query-figures.js'
import { receiptsOf } from './read-receipt.js'

/** A row behind a figure with its place and how it takes part. */
export type ExplainedRow = { readonly place: BasisPlace; readonly row: FigureRow; readonly used: UsedRow }

/** A figure, what it rests on, and a page of the rows behind it that the caller may see. */
export type FigureExplanation = AnswerHead &
  Page<ExplainedRow> & {
    /** The standards of the instant, by which its codes and definitions are told. */
    readonly standards: Standards
    readonly basis: FigureBasis
    /** Centers whose rows are behind the figure and not for the caller. */
    readonly hiddenCenters: readonly string[]
  }

/** Place of a row: its measure, center and period, the number of its table among those of the period, its cell. */
type Place = readonly [measure: string, center: string, start: string, table: number, cell: number]

const isPlace = (place: unknown): place is Place =>
  Array.isArray(place) &&
  place.length === 5 &&
  place.slice(0, 3).every(part => typeof part === 'string') &&
  place.slice(3).every(part => Number.isInteger(part) && part >= -1 && part <= 2_147_483_647)

const isSamePeriod = (a: BasisPlace, b: BasisPlace | undefined): boolean =>
  a.measure === b?.measure && a.center === b.center && a.periodStart === b.periodStart

/** Number of a place among those of its measure, center and period, which follow each other. */
const tableNumber = (places: readonly BasisPlace[], at: number): number => {
  const place = places[at]
  let number = 0
  while (place !== undefined && isSamePeriod(place, places[at - number - 1])) number++
  return number
}

/** Where a page begins: the place of its cursor, or the first one after it when that is no longer there. */
function startAfter(places: readonly BasisPlace[], cursor: Place | null): { readonly from: number; readonly afterCell: number | null } {
  if (cursor === null) return { from: 0, afterCell: null }
  const [measure, center, start, table, cell] = cursor
  const first = places.findIndex(place => place.measure === measure && place.center === center && place.periodStart >= start)
  if (first === -1) {
    const last = places.findLastIndex(place => place.measure === measure && place.center === center)
    return { from: last === -1 ? places.length : last + 1, afterCell: null }
  }
  const isThere = places[first]?.periodStart === start
  return isThere && tableNumber(places, first + table) === table
    ? { from: first + table, afterCell: cell }
    : { from: first, afterCell: null }
}

type Visible = { readonly places: readonly BasisPlace[]; readonly hiddenCenters: readonly string[] }

/** The places the caller may see rows of: those of its own center, and for analysts and administrators the open measures of all. */
function visiblePlaces(caller: Caller, { places, measures }: FigureBasis): Visible {
  const open = new Set(measures.flatMap(({ measure }) => (measure.access === 'open' ? [measure.code] : [])))
  const isVisible = ({ center, measure }: BasisPlace) => center === caller.center?.code || (seesAllCenters(caller) && open.has(measure))
  const hidden = new Set(places.filter(place => !isVisible(place)).map(({ center }) => center))
  return { places: places.filter(isVisible), hiddenCenters: [...hidden] }
}

const measureIdOf = (code: string, { measureIds }: Standards): number => measureIds.get(code) ?? -1

const toRead = (place: BasisPlace, { standards, recorded }: Prepared): PlaceToRead => ({
  centerId: standards.centerIds.get(place.center) ?? -1,
  bound: recorded?.boundOf(standards.centerIds.get(place.center) ?? -1) ?? null,
  measureId: measureIdOf(place.measure, standards),
  periodType: place.periodType,
  periodStart: place.periodStart,
  table: place.table,
  items: place.items,
  isSubtracted: place.use === 'subtracted',
})

const termOf = ({ measure, asked }: MeasureBasis, standards: Standards) => ({
  measureId: measureIdOf(measure.code, standards),
  asked: Object.fromEntries(Object.entries(asked).filter(([, items]) => items.length > 0)),
  dimensions: Object.keys(asked),
})

type PageWanted = { readonly size: number; readonly after: Place | null }

async function readRows(
  tx: Tx,
  { caller, prepared, basis, visible }: { caller: Caller; prepared: Prepared; basis: FigureBasis; visible: Visible },
  { size, after }: PageWanted,
): Promise<Page<ExplainedRow>> {
  const { standards } = prepared
  const { from, afterCell } = startAfter(visible.places, after)
  // Every place gives a row; the place of the cursor may have none left.
  const places = visible.places.slice(from, from + size + 2)
  const measures = basis.measures.filter(({ isCounted }) => !isCounted)
  const rows =
    places.length === 0
      ? []
      : await listFigureRows(tx, {
          measures: measures.map(one => termOf(one, standards)),
          places: places.map(place => toRead(place, prepared)),
          leaving: measures.flatMap(({ measure, asked }) => leavingItems(Object.keys(asked), [{ measure: measure.code }], standards)),
          baselineId: standards.measureIds.get(BASELINE_MEASURE) ?? null,
          limits: limitsOf(standards),
          ownerId: caller.center?.id ?? null,
          receiptsOf: receiptsOf(caller),
          afterCell,
          limit: size + 1,
        })
  const tables = new Map(measures.map(({ measure, asked }) => [measure.code, tableKey(Object.keys(asked))]))
  const explained = rows.flatMap(row => {
    const place = places[row.place]
    if (place === undefined) return []
    const facts = factsOf(row, standards)
    // Of a sum of several baselines nothing leaves (see tellLeaving).
    const ownLeaving = place.table === tables.get(place.measure) ? row.own_leaving : null
    return [{ place, row, used: useOfRow(place, { ...facts, ownLeaving }) }]
  })
  return toPage(explained, size, ({ place, row }) => [
    place.measure,
    place.center,
    place.periodStart,
    tableNumber(visible.places, from + row.place),
    row.cell_id ?? -1,
  ])
}

function factsOf(row: FigureRow, { statusCodes, edition }: Standards) {
  const status = row.status_id === null ? undefined : edition.statuses.get(statusCodes.get(row.status_id) ?? '')
  return {
    isStored: row.is_stored,
    isPending: row.is_pending,
    value: row.value,
    hasValue: row.has_value,
    missingReason: status?.missingReason ?? null,
    differs: status?.quality === 'DEFINITION_DIFFERS',
    leavesCenter: row.leaves_center,
    leavesCouncil: row.leaves_council,
  }
}

/**
 * One figure with everything behind it, and the rows page by page: figure and rows come from one snapshot, of now or of the instant asked for.
 * What is not the caller's to read is not listed: `hiddenCenters` names whose rows those are, and a figure that is withheld or suppressed has none.
 * Refused with NOT_ONE_FIGURE and what to narrow when the question gives several.
 */
export async function explainFigure(
  hub: Hub,
  caller: Caller,
  { question, first, after }: { readonly question: FigureQuestion; readonly first: number; readonly after: string | null },
): Promise<Outcome<FigureExplanation>> {
  const size = readPageSize(first)
  const place = readCursor(after, isPlace)
  if (!size.ok || !place.ok) return refuse(...(size.ok ? [] : size.issues), ...(place.ok ? [] : place.issues))
  const ownCenter = ownCenterOf(caller)
  const recipe = recipeOf(question)
  const planned = await planQuestion(hub, caller, recipe)
  if (!planned.ok) return planned
  const wide = validateSingleFigure(planned.value.plan, planned.value.standards)
  if (wide.length > 0) return refuse(...wide)
  const wanted = { size: size.value, after: place.value }
  const answer = () =>
    answerFrom(hub, caller, { recipe, ownCenter, planned: planned.value }, (tx, prepared) =>
      explainPrepared(tx, caller, { prepared, wanted }),
    )
  return takeTurn(hub, caller, { planned: planned.value, answer })
}

async function explainPrepared(
  tx: Tx,
  caller: Caller,
  { prepared, wanted }: { readonly prepared: Prepared; readonly wanted: PageWanted },
): Promise<Outcome<FigureExplanation>> {
  const { plan, standards, facts, asOf } = prepared
  const wide = validateSingleFigure(plan, standards)
  if (wide.length > 0) return refuse(...wide)
  const basis = explain(plan, standards, facts)
  const visible = visiblePlaces(caller, basis)
  const page = await readRows(tx, { caller, prepared, basis, visible }, wanted)
  return accept({ standards, edition: standards.edition.code, asOf, basis, hiddenCenters: visible.hiddenCenters, ...page })
}
