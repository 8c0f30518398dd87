import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import { parseCellKey } from '../../schema/domain/statistics/cell.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { Observation } from '../../schema/graphql/observation.js'
import type { Hub } from '../hub.js'
import type { ListedObservation } from '../operations/list-observations.js'
import type { Page } from '../operations/page-cursor.js'
import { labelValues } from '../operations/label-values.js'
import { readHistoriesOf, type ListedRevision } from '../operations/read-observation-history.js'

type Histories = Outcome<readonly (Page<ListedRevision> | null)[]>

/** A value as the schema shows it, with its place on its page: the histories of a page are read together, once. */
export type ObservationView = Observation & {
  readonly place: number
  readonly readHistories: (first: number, after: string | null) => Promise<Histories>
}

/** The values of one page. */
export function viewObservations(
  { hub, caller, standards }: { readonly hub: Hub; readonly caller: Caller; readonly standards: Standards },
  rows: readonly ListedObservation[],
): readonly ObservationView[] {
  const asked = new Map<string, Promise<Histories>>()
  const readHistories = (first: number, after: string | null): Promise<Histories> => {
    const key = `${first} ${after ?? ''}`
    const known = asked.get(key) ?? readHistoriesOf(hub, caller, { rows, first, after })
    asked.set(key, known)
    return known
  }
  const timelinessOf = labelValues(standards)
  return rows.map((row, place) => toView(row, standards, { place, readHistories, timeliness: timelinessOf(row) }))
}

function toView(
  row: ListedObservation,
  standards: Standards,
  beside: Pick<ObservationView, 'place' | 'readHistories' | 'timeliness'>,
): ObservationView {
  const measure = standards.measureCodes.get(row.measure_id) ?? ''
  const status = standards.statusCodes.get(row.status_id) ?? ''
  const { quality = null, missingReason = null } = standards.edition.statuses.get(status) ?? {}
  return {
    ...beside,
    center: standards.centerCodes.get(row.center_id) ?? '',
    measure,
    periodType: row.period_type,
    periodStart: row.period_start,
    dimensions: Object.entries(parseCellKey(row.cell)).map(([dimension, item]) => ({ dimension, item })),
    value: row.value,
    unit: standards.edition.measures.get(measure)?.unit ?? null,
    status,
    quality,
    missingReason,
    revision: row.revision,
    submission: row.submission_id,
    recordedAt: row.recorded_at,
    pendingRevision: row.is_pending,
    isRetracted: row.is_retracted,
    isProvisionalMapping: row.is_provisional_mapping,
    isReported: measure.startsWith('reported:'),
    rawValue: row.raw_value,
    rawUnit: row.raw_unit,
    unitFactor: row.unit_factor,
    label: row.label,
  }
}
