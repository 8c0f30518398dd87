import { findEditionBefore } from '../../db/queries/editions.js'
import { listRevisions, type HistoryKey, type RevisionRow } from '../../db/queries/observation-history.js'
import { requireRecordedState } from '../../db/queries/recordings.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { questionIssue, unknownCode, unknownDimension } from '../../schema/domain/figures/figure-issues.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { PeriodType } from '../../schema/domain/period.js'
import { cellKey } from '../../schema/domain/statistics/cell.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { Timeliness } from '../../schema/domain/submissions/timeliness.js'
import { recordDenial } from '../auth/record-denial.js'
import { tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { labelValues } from './label-values.js'
import { limitsOf, seesAllCenters, type ListedObservation } from './list-observations.js'
import { readCursor, readPageSize, toPage, type Page } from './page-cursor.js'
import { settleInstant } from './query-figures.js'
import { receiptsOf } from './read-receipt.js'

/** A revision as the list gives it, with the numbers that codes are stored under. */
export type ListedRevision = RevisionRow & { readonly timeliness: Timeliness | null }

/** What names a value (S1), in codes; an item `all` is the same as leaving the dimension out (S2). */
export type AskedKey = {
  readonly center: string
  readonly measure: string
  readonly periodType: PeriodType
  readonly periodStart: string
  readonly dimensions: readonly { readonly dimension: string; readonly item: string }[]
}

export type HistoryPage = { readonly first: number; readonly after: string | null }

const isPlace = (place: unknown): place is [number] =>
  Array.isArray(place) && place.length === 1 && Number.isInteger(place[0]) && place[0] >= 1 && place[0] <= 2_147_483_646

const repeatedDimension = (at: number, got: string): Issue =>
  questionIssue('BAD_USER_INPUT', ['input', 'dimensions', at], {
    ko: `${got} 구분이 두 번 적혔습니다. 구분마다 항목 하나만 적으십시오.`,
    en: `The dimension ${got} is named twice; a value has one item of each.`,
    expected: 'each dimension once',
    got,
  })

const faultsOf = (key: AskedKey, { edition, centers, measureIds }: Standards): readonly Issue[] => [
  ...(centers.has(key.center) ? [] : [unknownCode('CENTER_UNKNOWN', { path: ['input', 'center'], got: key.center })]),
  ...(measureIds.has(key.measure) ? [] : [unknownCode('MEASURE_UNKNOWN', { path: ['input', 'measure'], got: key.measure })]),
  ...key.dimensions.flatMap(({ dimension }, at) => {
    if (!edition.codelists.has(dimension))
      return [unknownDimension({ path: ['input', 'dimensions', at], got: dimension }, edition.codelists)]
    return key.dimensions.findIndex(one => one.dimension === dimension) === at ? [] : [repeatedDimension(at, dimension)]
  }),
]

const toHistoryKey = (key: AskedKey, { centerIds, measureIds }: Standards): HistoryKey => ({
  centerId: centerIds.get(key.center) ?? -1,
  measureId: measureIds.get(key.measure) ?? -1,
  periodType: key.periodType,
  periodStart: key.periodStart,
  cell: cellKey(Object.fromEntries(key.dimensions.filter(({ item }) => item !== 'all').map(({ dimension, item }) => [dimension, item]))),
})

/** The rule of `observations`: one's own center, and for analysts and administrators the open measures of all. Nothing stored is asked for it. */
const mayReadKey = (caller: Caller, { center, measure }: AskedKey, { edition }: Standards): boolean =>
  caller.center?.code === center || (seesAllCenters(caller) && edition.measures.get(measure)?.access === 'open')

type Wanted = { readonly keys: readonly HistoryKey[]; readonly after: number; readonly limit: number; readonly instant: string | null }

async function findRevisions(hub: Hub, caller: Caller, { instant, ...wanted }: Wanted): Promise<readonly ListedRevision[]> {
  const standing = await hub.standards()
  const limits = limitsOf(standing)
  return hub.db.transaction(
    tenantContextOf(caller),
    async tx => {
      const state = instant === null ? null : await requireRecordedState(tx, instant)
      const bounds = state === null ? null : wanted.keys.map(({ centerId }) => state.boundOf(centerId))
      const rows = await listRevisions(tx, {
        ...wanted,
        bounds,
        ownerId: caller.center?.id ?? null,
        limits,
        receiptsOf: receiptsOf(caller),
      })
      const then = state === null ? null : await findEditionBefore(tx.sql, { before: state.councilBound, today: state.today })
      return withLabels(rows, wanted.keys, then ?? standing)
    },
    { isReadOnly: true, isolation: 'repeatable read' },
  )
}

/** Each revision with its label, by the agreements of the question's instant. */
function withLabels(rows: readonly RevisionRow[], keys: readonly HistoryKey[], standards: Standards): readonly ListedRevision[] {
  const timelinessOf = labelValues(standards)
  return rows.map(row => {
    const key = keys[row.place]
    if (key === undefined) throw new Error(`Nobody asked for the key ${row.place}.`)
    const { centerId: center_id, measureId: measure_id, periodType: period_type, periodStart: period_start } = key
    return { ...row, timeliness: timelinessOf({ center_id, measure_id, period_type, period_start, received_time: row.received_time }) }
  })
}

const pageOf = (rows: readonly ListedRevision[], size: number): Page<ListedRevision> | null =>
  rows.length === 0 ? null : toPage(rows, size, row => [row.revision])

/** The instant asked for, which no commit can get any more; null for now. */
async function instantOf(hub: Hub, caller: Caller, asOf: string | null): Promise<Outcome<string | null>> {
  return asOf === null ? accept(null) : settleInstant(hub, caller, asOf)
}

/**
 * Every revision of one key from the first to the one that stands, or null: a key that the caller may not see is not told from one that does not
 * exist. Receipts, and who sent or said what, are told to those who may read the receipt: the center itself and administrators.
 */
export async function readObservationHistory(
  hub: Hub,
  caller: Caller,
  { key, asOf, first, after }: HistoryPage & { readonly key: AskedKey; readonly asOf: string | null },
): Promise<Outcome<Page<ListedRevision> | null>> {
  const standards = await hub.standards()
  const size = readPageSize(first)
  const place = readCursor(after, isPlace)
  const faults = [...faultsOf(key, standards), ...(size.ok ? [] : size.issues), ...(place.ok ? [] : place.issues)]
  if (faults.length > 0 || !size.ok || !place.ok) return refuse(...faults)
  if (!mayReadKey(caller, key, standards)) {
    await recordDenial(hub, caller, 'Query.observationHistory')
    return accept(null)
  }
  const instant = await instantOf(hub, caller, asOf)
  if (!instant.ok) return instant
  const wanted = { keys: [toHistoryKey(key, standards)], after: place.value?.[0] ?? 0, limit: size.value + 1, instant: instant.value }
  return accept(pageOf(await findRevisions(hub, caller, wanted), size.value))
}

/** The histories of listed values in their order, all in one statement; null where former values are not for the caller. */
export async function readHistoriesOf(
  hub: Hub,
  caller: Caller,
  { rows, first, after }: HistoryPage & { readonly rows: readonly ListedObservation[] },
): Promise<Outcome<readonly (Page<ListedRevision> | null)[]>> {
  const size = readPageSize(first)
  const place = readCursor(after, isPlace)
  if (!size.ok || !place.ok) return refuse(...(size.ok ? [] : size.issues), ...(place.ok ? [] : place.issues))
  const keys = rows.map(row => ({
    centerId: row.center_id,
    measureId: row.measure_id,
    periodType: row.period_type,
    periodStart: row.period_start,
    cell: row.cell,
  }))
  const revisions = await findRevisions(hub, caller, { keys, after: place.value?.[0] ?? 0, limit: size.value + 1, instant: null })
  const byPlace = rows.map((): ListedRevision[] => [])
  for (const revision of revisions) byPlace[revision.place]?.push(revision)
  return accept(byPlace.map(found => pageOf(found, size.value)))
}
