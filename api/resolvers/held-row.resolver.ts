import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { HeldRow, HeldRowConnection, ResolveHeldRowsInput, ResolveHeldRowsResult } from '../../schema/graphql/held-row.js'
import { HeldRowState, type HeldRowStateValue } from '../../schema/graphql/held-row-state.js'
import type { Context } from '../context.js'
import { listHeldRows, type HeldRow as StoredHeldRow } from '../operations/list-held-rows.js'
import { resolveHeldRows } from '../operations/resolve-held-rows.js'
import { echoSubmitted, toDimensionItems } from './receipt-view.js'
import { valueOrError } from './value-or-error.js'

@Resolver(() => HeldRow)
export class HeldRowResolver {
  @Query(() => HeldRowConnection, {
    nullable: true,
    description:
      'Rows in quarantine of the center of the caller, oldest first; of all centers for an administrator, and those that wait for a word for a steward. Needs stats:write, playbooks:ack, terms:curate or hub:admin.',
  })
  async heldRows(
    @Ctx() { hub, caller }: Context,
    @Arg('state', () => HeldRowState, { nullable: true, defaultValue: HeldRowState.HELD, description: 'State wanted; null for all.' })
    state: HeldRowStateValue | null,
    @Arg('first', () => Int, { defaultValue: 100, description: 'Rows a page, 1 to 500.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the page before.' }) after?: string | null,
  ): Promise<HeldRowConnection> {
    const page = valueOrError(await listHeldRows(hub, caller, { state, first, after: after ?? null }))
    const standards = await hub.standards()
    return { ...page, nodes: page.nodes.map(held => toHeldRow(held, standards)) }
  }

  @Mutation(() => ResolveHeldRowsResult, {
    description:
      'Says of held rows what is right; rows named together are judged together, and rows that they free land by themselves. Needs stats:write at the center, or hub:admin.',
  })
  async resolveHeldRows(
    @Arg('input', () => ResolveHeldRowsInput, { description: 'The resolutions.' }) input: ResolveHeldRowsInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof ResolveHeldRowsResult> {
    const resolutions = input.resolutions.map(({ heldRow, action, value, reason }) => ({ heldRow, action, value, reason: reason ?? null }))
    const outcome = await resolveHeldRows(hub, caller, resolutions)
    if (!outcome.ok) return { issues: outcome.issues }
    return {
      rows: outcome.value.map(({ held, ...settled }) => ({ heldRow: held.id, sourceRow: held.source_row, ...settled })),
    }
  }
}

function toHeldRow(held: StoredHeldRow, standards: Standards): HeldRow {
  return {
    id: held.id,
    center: standards.centerCodes.get(held.center_id) ?? '',
    submission: held.submission_id,
    sourceRow: held.source_row,
    state: held.state,
    measure: held.measure_id === null ? null : (standards.measureCodes.get(held.measure_id) ?? null),
    periodType: held.period_type,
    periodStart: held.period_start,
    dimensions: toDimensionItems(held.cell),
    submitted: echoSubmitted(held.submitted),
    issues: held.issues,
    rules: held.rules,
    heldAt: held.held_at,
    expiresAt: held.expires_at,
    settledAt: held.settled_at,
  }
}
