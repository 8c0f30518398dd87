import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import { FigureColumns } from '../../schema/graphql/figure-columns.js'
import { FiguresInput } from '../../schema/graphql/figure-input.js'
import { Figure, FigureConnection } from '../../schema/graphql/figure.js'
import type { Context } from '../context.js'
import { pageFigures } from '../operations/page-figures.js'
import { queryFigures, type FiguresAnswer } from '../operations/query-figures.js'
import { valueOrError } from './value-or-error.js'

@Resolver(() => Figure)
export class FigureResolver {
  @Query(() => FigureConnection, {
    nullable: true,
    description:
      'Figures with their parts and what they rest on. For every role; restricted figures answer to their own center and are withheld elsewhere.',
  })
  async figures(
    @Arg('input', () => FiguresInput, { description: 'The question.' }) input: FiguresInput,
    @Ctx() { hub, caller }: Context,
    @Arg('first', () => Int, { defaultValue: 100, description: 'Figures a page, 1 to 500.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the page before.' }) after?: string | null,
  ): Promise<FigureConnection> {
    return valueOrError(await pageFigures(hub, caller, { question: toQuestion(input), first, after: after ?? null }))
  }

  @Query(() => FigureColumns, {
    nullable: true,
    description: 'The same figures, all at once and in columns, for series and exports. For every role, as figures.',
  })
  async figureColumns(
    @Arg('input', () => FiguresInput, { description: 'The question.' }) input: FiguresInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<FigureColumns> {
    const question = toQuestion(input)
    return toColumns(valueOrError(await queryFigures(hub, caller, question)), question)
  }
}

const toQuestion = (input: FiguresInput): FigureQuestion => ({
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
  combine: input.combine,
})

const toColumns = ({ figures, edition, asOf }: FiguresAnswer, { dimensions }: FigureQuestion): FigureColumns => ({
  rows: figures.length,
  edition,
  asOf,
  code: figures.map(figure => figure.code),
  version: figures.map(figure => figure.version),
  center: figures.map(figure => figure.center),
  region: figures.map(figure => figure.region),
  from: figures.map(figure => figure.from),
  to: figures.map(figure => figure.to),
  dimensions: dimensions.map((dimension, place) => ({ dimension, items: figures.map(figure => figure.dimensions[place]?.item ?? '') })),
  value: figures.map(figure => figure.value),
  numerator: figures.map(figure => figure.numerator),
  denominator: figures.map(figure => figure.denominator),
  factor: figures.map(figure => figure.factor),
  reason: figures.map(figure => figure.reason),
  marks: figures.map(figure => figure.marks),
  centersIn: figures.map(({ coverage }) => coverage.centersIn),
  centersExpected: figures.map(({ coverage }) => coverage.centersExpected),
  cellsIn: figures.map(({ coverage }) => coverage.cellsIn),
  cellsExpected: figures.map(({ coverage }) => coverage.cellsExpected),
  extra: figures.map(({ coverage }) => coverage.extra),
})
