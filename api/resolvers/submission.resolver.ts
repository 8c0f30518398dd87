import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root, UseMiddleware } from 'type-graphql'
import type { SubmittedBatch, SubmittedDimension } from '../../schema/domain/submissions/submission.js'
import type { RowOutcome } from '../../schema/domain/submissions/submission.js'
import { timelinessOfRow } from '../../schema/domain/submissions/timeliness.js'
import { type DimensionItemInput, type RowInput, type SeriesInput, SubmitStatisticsInput } from '../../schema/graphql/submission-input.js'
import {
  ReceiptRowConnection,
  RowOutcomes,
  RowStanding,
  SubmissionConnection,
  SubmissionReceipt,
  SubmitStatisticsResult,
} from '../../schema/graphql/submission-receipt.js'
import type { Context } from '../context.js'
import { listReceipts, pageReceiptRows, readReceipt, type ReceiptRowView } from '../operations/read-receipt.js'
import { submitStatistics } from '../operations/submit-statistics.js'
import { BulkInput, setBulkAside, type Bulk } from './bulk-input.js'
import { echoSubmitted, toDimensionItems, toPeriodType, type ReceiptView, viewAnswer, viewStored } from './receipt-view.js'
import { valueOrError } from './value-or-error.js'

@Resolver(() => SubmissionReceipt)
export class SubmissionResolver {
  @Mutation(() => SubmitStatisticsResult, {
    description:
      'Hands in statistics of the calling center. Every row ends in the receipt as exactly one of six outcomes. Needs stats:write and a center.',
  })
  @UseMiddleware(setBulkAside)
  async submitStatistics(
    @Arg('input', () => SubmitStatisticsInput, { description: 'The batch.' }) input: SubmitStatisticsInput,
    @BulkInput() bulk: Bulk,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof SubmitStatisticsResult> {
    const outcome = await submitStatistics(hub, caller, {
      idempotencyKey: input.idempotencyKey ?? null,
      uploadId: input.uploadId ?? null,
      isDryRun: input.dryRun,
      dryRunHash: input.dryRunHash ?? null,
      batch: toBatch(input, bulk),
    })
    return outcome.ok ? viewAnswer(hub, caller, outcome.value) : { issues: outcome.issues }
  }

  @Query(() => SubmissionReceipt, {
    nullable: true,
    description:
      'A receipt by its id or by its key; null when there is none that the caller may see. Needs stats:write, playbooks:ack or hub:admin.',
  })
  async submission(
    @Ctx() { hub, caller }: Context,
    @Arg('id', () => ID, { nullable: true, description: 'Id of the receipt.' }) id?: string | null,
    @Arg('idempotencyKey', () => String, { nullable: true, description: 'Key it was handed in under, at the center of the caller.' })
    idempotencyKey?: string | null,
  ): Promise<ReceiptView | null> {
    const stored = await readReceipt(hub, caller, { id: id ?? null, idempotencyKey: idempotencyKey ?? null })
    return stored === null ? null : viewStored(hub, caller, stored)
  }

  @Query(() => SubmissionConnection, {
    nullable: true,
    description:
      'Receipts of the center of the caller, newest first; of all centers for an administrator. Needs stats:write, playbooks:ack or hub:admin.',
  })
  async submissions(
    @Ctx() { hub, caller }: Context,
    @Arg('first', () => Int, { defaultValue: 100, description: 'Receipts a page, 1 to 500.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the page before.' }) after?: string | null,
  ): Promise<SubmissionConnection> {
    const page = valueOrError(await listReceipts(hub, caller, { first, after: after ?? null }))
    return { ...page, nodes: await Promise.all(page.nodes.map(stored => viewStored(hub, caller, stored))) }
  }

  @FieldResolver(() => RowStanding, {
    nullable: true,
    description: 'Where its rows stand now; null for a dry run, of which nothing was kept.',
  })
  async standing(@Root() receipt: ReceiptView): Promise<RowStanding | null> {
    return receipt.readStanding()
  }

  @FieldResolver(() => ReceiptRowConnection, { nullable: true, description: 'The rows by outcome, in row order.' })
  async rows(
    @Root() receipt: ReceiptView,
    @Arg('outcomes', () => [RowOutcomes], { nullable: true, description: 'Outcomes wanted; null for all.' }) outcomes: RowOutcome[] | null,
    @Arg('first', () => Int, { defaultValue: 100, description: 'Rows a page, 1 to 500.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the page before.' }) after?: string | null,
  ): Promise<ReceiptRowConnection> {
    const page = valueOrError(
      await pageReceiptRows(receipt.record, { outcomes: outcomes ?? null, first, after: after ?? null }, receipt.readKept),
    )
    return { ...page, nodes: page.nodes.map(row => toReceiptRow(row, receipt)) }
  }
}

function toReceiptRow(
  { index, sourceRow, outcome, kept, notes }: ReceiptRowView,
  receipt: ReceiptView,
): ReceiptRowConnection['nodes'][number] {
  return {
    index,
    sourceRow,
    outcome,
    timeliness: timelinessOfRow(receipt.record.timeliness?.letters ?? '', index),
    measure: kept?.measure_id == null ? null : (receipt.measureCodes.get(kept.measure_id) ?? null),
    periodType: toPeriodType(kept?.period_type ?? null),
    periodStart: kept?.period_start ?? null,
    dimensions: toDimensionItems(kept?.cell ?? null),
    submitted: kept === null ? null : echoSubmitted(kept.submitted),
    issues: kept === null ? notes : kept.issues,
    heldRow: kept?.held_row ?? null,
    heldState: kept?.state ?? null,
  }
}

const toDimensions = (items: DimensionItemInput[] | null | undefined): readonly SubmittedDimension[] =>
  (items ?? []).map(({ dimension, item }) => ({ dimension: dimension ?? null, item: item ?? null }))

const toRow = (row: RowInput): SubmittedBatch['rows'][number] => ({
  center: row.center ?? null,
  measure: row.measure ?? null,
  unit: row.unit ?? null,
  periodType: row.periodType ?? null,
  periodStart: row.periodStart ?? null,
  dimensions: toDimensions(row.dimensions),
  value: row.value ?? null,
  status: row.status ?? null,
  sourceRow: row.sourceRow ?? null,
})

const toSeries = (series: SeriesInput): SubmittedBatch['series'][number] => ({
  center: series.center ?? null,
  measure: series.measure ?? null,
  unit: series.unit ?? null,
  periodType: series.periodType ?? null,
  periodStart: series.periodStart ?? null,
  fixed: toDimensions(series.fixed),
  axes: series.axes ?? [],
  items: series.items ?? [],
  values: series.values,
  status: series.status ?? [],
  sourceRows: series.sourceRows ?? [],
})

function toBatch(input: SubmitStatisticsInput, bulk: Bulk): SubmittedBatch {
  return {
    edition: input.edition ?? null,
    mode: input.mode,
    strategy: input.strategy,
    scope: input.scope ?? null,
    reason: input.reason ?? null,
    center: input.center ?? null,
    parameters: (input.parameters ?? []).map(({ name, value }) => ({ name, value: value ?? null })),
    rows: (bulk.rows ?? []).map(toRow),
    series: (bulk.series ?? []).map(toSeries),
  }
}
