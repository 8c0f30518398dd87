import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { FigureBasis, MeasureBasis } from '../../schema/domain/figures/explain-figure.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { FigureExplanation, type FigureDefinition, type FigureMeasure, type FigureRow } from '../../schema/graphql/figure-explanation.js'
import { FiguresInput } from '../../schema/graphql/figure-input.js'
import type { Context } from '../context.js'
import { explainFigure, type ExplainedRow } from '../operations/explain-figure.js'
import { toQuestion } from './figure-question.js'
import { toDimensionItems } from './receipt-view.js'
import { valueOrError } from './value-or-error.js'

@Resolver(() => FigureExplanation)
export class FigureExplanationResolver {
  @Query(() => FigureExplanation, {
    nullable: true,
    description:
      'Why a figure is what it is: the same figure with its definition, and the rows behind it, added and left out, down to their receipts. The question must give one figure. Needs stats:write, playbooks:ack, stats:read or hub:admin.',
  })
  async explainFigure(
    @Arg('input', () => FiguresInput, { description: 'The question; it gives exactly one figure.' }) input: FiguresInput,
    @Ctx() { hub, caller }: Context,
    @Arg('first', () => Int, { defaultValue: 100, description: 'Rows a page, 1 to 500.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the page before.' }) after?: string | null,
  ): Promise<FigureExplanation> {
    const { basis, nodes, standards, ...answer } = valueOrError(
      await explainFigure(hub, caller, { question: toQuestion(input), first, after: after ?? null }),
    )
    return {
      ...answer,
      figure: basis.figure,
      definition: toDefinition(basis, standards),
      measures: basis.measures.map(measure => toMeasure(measure, caller)),
      nodes: nodes.map(row => toFigureRow(row, standards)),
    }
  }
}

function toDefinition({ figure, definition }: FigureBasis, { edition }: Standards): FigureDefinition | null {
  if (definition === null) return null
  const indicator = edition.indicators.get(figure.code)
  const version = indicator?.versions.find(known => known.version === figure.version)
  const variant = indicator?.variants.find(known => known.variant === figure.variant)
  const measure = figure.kind === 'measure' ? edition.measures.get(figure.code) : undefined
  return {
    version: figure.version,
    formula: version?.formulaText ?? variant?.formulaText ?? figure.code,
    effectiveFrom: version?.effectiveFrom ?? definition.effectiveFrom,
    effectiveTo: version === undefined ? definition.effectiveTo : version.effectiveTo,
    textKo: measure?.definitionKo ?? definition.whyKo,
    textEn: measure?.definitionEn ?? definition.whyEn,
  }
}

/** One center's sum may rest on too few where the sum of all does not; rows say so one by one, a sum of them could not (S24). */
const isForOwnerAlone = ({ measure }: MeasureBasis, center: string, caller: Caller): boolean =>
  (measure.minN !== null || measure.minCell !== null) && caller.center?.code !== center

const toMeasure = (basis: MeasureBasis, caller: Caller): FigureMeasure => ({
  measure: basis.measure.code,
  nameKo: basis.measure.nameKo,
  nameEn: basis.measure.nameEn,
  unit: basis.measure.unit,
  value: basis.value,
  isCounted: basis.isCounted,
  overTime: basis.measure.additivity.overTime,
  overCenters: basis.measure.additivity.overCenters,
  tables: basis.tables.map(({ table, ...rest }) => ({ ...rest, dimensions: table === '' ? [] : table.split(',') })),
  centers: basis.centers.map(part => (isForOwnerAlone(basis, part.center, caller) ? { ...part, sum: null, value: null } : part)),
})

function toFigureRow({ place, row, used }: ExplainedRow, { statusCodes, edition }: Standards): FigureRow {
  const status = row.status_id === null ? null : (statusCodes.get(row.status_id) ?? '')
  return {
    measure: place.measure,
    center: place.center,
    periodType: place.periodType,
    periodStart: place.periodStart,
    dimensions: toDimensionItems(row.cell),
    ...used,
    lacking: used.use === 'LEFT_OUT' ? place.lacking : [],
    value: row.value,
    isWithheld: row.is_withheld,
    status,
    quality: edition.statuses.get(status ?? '')?.quality ?? null,
    revision: row.revision,
    recordedAt: row.recorded_at,
    submission: row.submission_id,
    rowIndex: row.row_index,
    sourceRow: row.source_row,
    edition: row.edition,
    label: row.label,
    isProvisionalMapping: row.is_provisional_mapping,
    rawValue: row.raw_value,
    rawUnit: row.raw_unit,
    unitFactor: row.unit_factor,
    mappingVersions: row.mapping_versions,
    pendingRevision: row.is_pending,
    heldRows: row.held_rows,
  }
}
