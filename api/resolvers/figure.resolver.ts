import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql'
import { coveragePercent } from '../../schema/domain/figures/coverage-percent.js'
import { Coverage } from '../../schema/graphql/coverage.js'
import { FigureColumns } from '../../schema/graphql/figure-columns.js'
import { FiguresInput } from '../../schema/graphql/figure-input.js'
import { Figure, FigureConnection } from '../../schema/graphql/figure.js'
import { Decimal } from '../../schema/graphql/scalars/decimal.js'
import type { Context } from '../context.js'
import { pageFigures } from '../operations/page-figures.js'
import { queryFigureColumns } from '../operations/query-figure-columns.js'
import { toQuestion } from './figure-question.js'
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
    return valueOrError(await queryFigureColumns(hub, caller, toQuestion(input)))
  }
}

@Resolver(() => Coverage)
export class CoverageResolver {
  @FieldResolver(() => Decimal, {
    nullable: true,
    description: 'Expected cells in the figure per hundred expected, two decimals, never above 100; null where none was expected.',
  })
  percent(@Root() coverage: Coverage): string | null {
    return coveragePercent(coverage)
  }
}
