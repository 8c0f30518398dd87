import { withHours, type DefinitionChoice, type FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import type { DefinitionInput, FiguresInput } from '../../schema/graphql/figure-input.js'

/** The definition that is asked for; null for the standard of each day. */
export const toChoice = (definition: DefinitionInput | null | undefined): DefinitionChoice | null =>
  definition == null ? null : { version: definition.version ?? null, variant: definition.variant ?? null }

/** The question as it was asked, not yet checked. */
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
    definition: toChoice(input.definition),
    asOf: input.asOf ?? null,
    changes: [...new Set(input.changes ?? [])],
    combine: input.combine,
    percentiles: input.percentiles ?? [],
    isPreview: input.preview,
  })
