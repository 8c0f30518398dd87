import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql'
import { parseCellKey } from '../../schema/domain/statistics/cell.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { Observation, ObservationConnection, ObservationsInput } from '../../schema/graphql/observation.js'
import type { Context } from '../context.js'
import { listObservations, type ListedObservation } from '../operations/list-observations.js'
import { valueOrError } from './value-or-error.js'

@Resolver(() => Observation)
export class ObservationResolver {
  @Query(() => ObservationConnection, {
    nullable: true,
    description:
      'Values as they stand. A center sees its own; analysts and administrators see the open measures of all. Needs stats:write, playbooks:ack, stats:read or hub:admin.',
  })
  async observations(
    @Arg('input', () => ObservationsInput, { description: 'Which values.' }) input: ObservationsInput,
    @Ctx() { hub, caller }: Context,
    @Arg('first', () => Int, { defaultValue: 100, description: 'Values a page, 1 to 500.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the page before.' }) after?: string | null,
  ): Promise<ObservationConnection> {
    const question = {
      centers: input.centers ?? [],
      measures: input.measures ?? [],
      from: input.from,
      to: input.to,
      periodType: input.periodType ?? null,
      filters: input.filters ?? [],
      includeRetracted: input.includeRetracted,
    }
    const page = valueOrError(await listObservations(hub, caller, { ...question, first, after: after ?? null }))
    const standards = await hub.standards()
    return { ...page, nodes: page.nodes.map(row => toObservation(row, standards)) }
  }
}

function toObservation(row: ListedObservation, standards: Standards): Observation {
  const measure = standards.measureCodes.get(row.measure_id) ?? ''
  const status = standards.statusCodes.get(row.status_id) ?? ''
  const { quality = null, missingReason = null } = standards.edition.statuses.get(status) ?? {}
  return {
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
