import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import {
  ObservationHistory,
  ObservationHistoryInput,
  type ObservationRevision,
  type RevisionCauseName,
} from '../../schema/graphql/observation-history.js'
import { Observation } from '../../schema/graphql/observation.js'
import type { Context } from '../context.js'
import { readObservationHistory, type ListedRevision } from '../operations/read-observation-history.js'
import type { ObservationView } from './observation-view.js'
import { valueOrError } from './value-or-error.js'

@Resolver(() => Observation)
export class ObservationHistoryResolver {
  @Query(() => ObservationHistory, {
    nullable: true,
    description:
      'Every revision of one value, from the first; null when there is no such value that the caller may see. Needs stats:write, playbooks:ack, stats:read or hub:admin.',
  })
  async observationHistory(
    @Arg('input', () => ObservationHistoryInput, { description: 'Which value.' }) input: ObservationHistoryInput,
    @Ctx() { hub, caller }: Context,
    @Arg('first', () => Int, { defaultValue: 100, description: 'Revisions a page, 1 to 500.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the page before.' }) after?: string | null,
  ): Promise<ObservationHistory | null> {
    const { center, measure, periodType, periodStart, dimensions, asOf } = input
    const key = { center, measure, periodType, periodStart, dimensions: dimensions ?? [] }
    const page = valueOrError(await readObservationHistory(hub, caller, { key, asOf: asOf ?? null, first, after: after ?? null }))
    return page === null ? null : toHistory(page, await hub.standards())
  }

  @FieldResolver(() => ObservationHistory, {
    nullable: true,
    description: 'Its revisions, from the first; null where former values are not for the caller.',
  })
  async history(
    @Root() observation: ObservationView,
    @Ctx() { hub }: Context,
    @Arg('first', () => Int, { defaultValue: 20, description: 'Revisions a page, 1 to 500.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the page before.' }) after?: string | null,
  ): Promise<ObservationHistory | null> {
    const histories = valueOrError(await observation.readHistories(first, after ?? null))
    const page = histories[observation.place] ?? null
    return page === null ? null : toHistory(page, await hub.standards())
  }
}

const toHistory = (page: { nodes: readonly ListedRevision[]; endCursor: string | null; hasNextPage: boolean }, standards: Standards) => ({
  ...page,
  nodes: page.nodes.map(row => toRevision(row, standards)),
})

const CAUSE_OF_ACTION = { CONFIRM: 'CONFIRMED', CORRECT: 'CORRECTED', REPLAY: 'REPLAYED', DECIDE: 'WORD_DECIDED' } as const

function causeOf({ submission_id, action, strategy, is_retracted }: ListedRevision): RevisionCauseName | null {
  if (submission_id === null) return null
  if (action !== null) return CAUSE_OF_ACTION[action]
  if (strategy === 'RETRACT') return 'RETRACTED'
  return strategy === 'REPLACE_SCOPE' && is_retracted ? 'SCOPE_REPLACED' : 'SUBMITTED'
}

const toRevision = (row: ListedRevision, { statusCodes }: Standards): ObservationRevision => ({
  revision: row.revision,
  value: row.value,
  valueBefore: row.value_before,
  delta: row.delta,
  status: statusCodes.get(row.status_id) ?? '',
  statusBefore: row.status_before === null ? null : (statusCodes.get(row.status_before) ?? ''),
  isRetracted: row.is_retracted,
  recordedAt: row.recorded_at,
  supersededAt: row.superseded_at,
  cause: causeOf(row),
  by: row.resolved_by ?? row.submitted_by,
  reason: row.action === null ? row.submission_reason : row.resolution_reason,
  submission: row.submission_id,
  contentHash: row.content_hash,
  edition: row.edition,
  receivedAt: row.received_at,
  timeliness: row.timeliness,
  rowIndex: row.row_index,
  sourceRow: row.source_row,
  heldRow: row.held_row,
  confirmedRules: row.confirmed_rules ?? [],
  parameters: Object.entries(row.parameters ?? {}).map(([name, value]) => ({ name, value })),
  label: row.label,
  isProvisionalMapping: row.is_provisional_mapping,
  rawValue: row.raw_value,
  rawUnit: row.raw_unit,
  unitFactor: row.unit_factor,
  mappingVersions: row.mapping_versions,
})
