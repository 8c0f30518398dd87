import { withHours, type FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import type { FiguresInput } from '../../schema/graphql/figure-input.js'

/** A question as the domain knows it, from the input of a query. */
export const toQuestion = (input: FiguresInput): FigureQuestion =>
  withHours({
    indicators: input.indicators ?? [],
    measures: input.measures ?? [],
    centers: input.centers ?? [],
    regions: input.regions ?? [],
    withPredecessors: input.withPredecessors,
    isByCenter: input.groupByCenter,
    dimensions: [...new Set(input.dimensions ?? [])],
    filters: input.filters ?? [],
    from: input.from,
    to: input.to,
    by: input.by ?? null,
    version: input.version ?? null,
    asOf: input.asOf ?? null,
    combine: input.combine,
    percentiles: input.percentiles ?? [],
    isPreview: input.preview,
  })
