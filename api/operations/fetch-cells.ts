import {
  listBreakdowns,
  listHeldKeys,
  listHeldWords,
  type CellRange,
  type CellsToFetch,
  type LeavingItem,
} from '../../db/queries/figures.js'
import { listTotals } from '../../db/queries/figure-totals.js'
import { listFrozenLeaving } from '../../db/queries/frozen-leaving.js'
import type { RecordedState } from '../../db/queries/recordings.js'
import type { Tx } from '../../db/transaction.js'
import type { FigurePlan } from '../../schema/domain/figures/figure-plan.js'
import { baselineRequests, tellLeaving } from '../../schema/domain/figures/leaving-baselines.js'
import type { CellRequest, HeldKey, HeldWord, StoredSeries } from '../../schema/domain/figures/stored-cells.js'
import { tableKey } from '../../schema/domain/statistics/cell.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'

const toFetch = (request: CellRequest, standards: Standards): CellsToFetch => {
  const measureId = standards.measureIds.get(request.measure)
  if (measureId === undefined) throw new Error(`Measure ${request.measure} has no number; the edition was not loaded whole.`)
  const periodTypes = request.comparedType === null ? request.periodTypes : [...request.periodTypes, request.comparedType]
  return { request: request.index, measureId, periodTypes, isRestricted: request.isRestricted }
}

/** Items of the other dimensions that do not count in a total (S3); an item that was asked for by name is shown on its own line. */
export const leavingItems = (
  dimensions: readonly string[],
  wanted: readonly Pick<CellRequest, 'measure'>[],
  standards: Standards,
): readonly LeavingItem[] =>
  [...standards.edition.codelists.values()]
    .filter(codelist => !dimensions.includes(codelist.code))
    .flatMap(codelist => [...codelist.items.values()].map(item => ({ dimension: codelist.code, ...item })))
    .flatMap(({ dimension, code, countsIn }) =>
      wanted.flatMap(({ measure }) => {
        const measureId = standards.measureIds.get(measure)
        if (measureId === undefined || countsIn.measures?.includes(measure) === false) return []
        const leaving = { measureId, item: { [dimension]: code } }
        return [
          ...(countsIn.centerTotal ? [] : [{ ...leaving, total: 'center' as const }]),
          ...(countsIn.councilTotal ? [] : [{ ...leaving, total: 'council' as const }]),
        ]
      }),
    )

/** Requests with the same dimensions and filters are one statement. */
const groupRequests = (requests: readonly CellRequest[]): readonly (readonly CellRequest[])[] => {
  const groups = new Map<string, CellRequest[]>()
  for (const request of requests) {
    const key = JSON.stringify([request.dimensions, request.filters])
    groups.set(key, [...(groups.get(key) ?? []), request])
  }
  return [...groups.values()]
}

/** Baselines say what leaves them over centers; the hub keeps that beside them, because no row of a center does. */
async function tellFrozenLeaving(
  tx: Tx,
  { stored, requests, standards }: { stored: readonly StoredSeries[]; requests: readonly CellRequest[]; standards: Standards },
  range: CellRange,
): Promise<readonly StoredSeries[]> {
  const baselines = baselineRequests(requests)
  if (baselines.length === 0) return stored
  const tables = new Set(baselines.map(({ dimensions }) => tableKey(dimensions)))
  return tellLeaving(stored, baselines, await listFrozenLeaving(tx, [...tables], range, standards))
}

/** The cells a plan needs: one statement for all totals, one for each set of dimensions, one for the rows that wait, and a look for words that rows wait for. */
export async function fetchCells(
  tx: Tx,
  plan: FigurePlan,
  {
    standards,
    centers,
    ownCenter,
    recorded,
  }: {
    readonly standards: Standards
    readonly centers: readonly string[]
    readonly ownCenter: string | null
    /** What stood at an earlier instant; null is now. */
    readonly recorded: RecordedState | null
  },
): Promise<{ readonly stored: readonly StoredSeries[]; readonly held: readonly HeldKey[]; readonly heldWords: readonly HeldWord[] }> {
  const centerIds = centers.flatMap(code => standards.centerIds.get(code) ?? [])
  const range: CellRange = {
    centerIds,
    bounds: recorded === null ? null : centerIds.map(id => recorded.boundOf(id)),
    ownerId: ownCenter === null ? null : (standards.centerIds.get(ownCenter) ?? null),
    ...plan.range,
  }
  const ofTotals = plan.requests.filter(request => request.dimensions.length === 0)
  const totals = ofTotals.map(request => toFetch(request, standards))
  const measureIds = [...new Set(plan.requests.map(request => toFetch(request, standards).measureId))]
  const measures = [...new Set(plan.requests.map(({ measure }) => measure))]
  // Sent together: what waits is looked up while the totals are on their way.
  const [found, held, heldWords] = await Promise.all([
    listTotals(tx, totals, { ...range, leaving: leavingItems([], ofTotals, standards) }, standards),
    listHeldKeys(tx, { ...range, measureIds }, standards),
    listHeldWords(tx, { ...range, measures }, standards),
  ])
  const stored = [...found]
  for (const group of groupRequests(plan.requests.filter(request => request.dimensions.length > 0))) {
    const { dimensions = [], filters = {} } = group[0] ?? {}
    const asked = { ...range, dimensions, filters, leaving: leavingItems(dimensions, group, standards) }
    stored.push(
      ...(await listBreakdowns(
        tx,
        group.map(request => toFetch(request, standards)),
        asked,
        standards,
      )),
    )
  }
  return { stored: await tellFrozenLeaving(tx, { stored, requests: plan.requests, standards }, range), held, heldWords }
}
