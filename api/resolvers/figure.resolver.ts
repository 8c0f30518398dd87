import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql'
import { coveragePercent } from '../../schema/domain/figures/coverage-percent.js'
import { Coverage } from '../../schema/graphql/coverage.js'
import { FigureComparisonConnection } from '../../schema/graphql/figure-comparison.js'
import { FigureColumns } from '../../schema/graphql/figure-columns.js'
import { DefinitionInput, FiguresInput } from '../../schema/graphql/figure-input.js'
import { Figure, FigureConnection } from '../../schema/graphql/figure.js'
import { Decimal } from '../../schema/graphql/scalars/decimal.js'
import type { Context } from '../context.js'
import { compareFigures } from '../operations/compare-figures.js'
import { pageFigures } from '../operations/page-figures.js'
import { queryFigureColumns } from '../operations/query-figure-columns.js'
import { toChoice, toQuestion } from './figure-question.js'
import { valueOrError } from './value-or-error.js'

@ArgsType()
class ComparisonArgs {
  @Field(() => FiguresInput, { description: 'The question: indicators only, and no definition of its own.' })
  input: FiguresInput

  @Field(() => DefinitionInput, { nullable: true, description: 'Definition on the left; null: the standard of each day.' })
  left?: DefinitionInput | null

  @Field(() => DefinitionInput, { nullable: true, description: 'Definition on the right; null: the standard of each day.' })
  right?: DefinitionInput | null

  @Field(() => Int, { defaultValue: 100, description: 'Comparisons a page, 1 to 500.' })
  first: number

  @Field(() => String, { nullable: true, description: 'Cursor of the page before.' })
  after?: string | null
}

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

  @Query(() => FigureComparisonConnection, {
    nullable: true,
    description:
      'The same figures under two definitions side by side, with the difference and the parts that explain it. Null on a side: the standard of each day. For every role, as figures.',
  })
  async compareFigures(
    @Args(() => ComparisonArgs) { input, left, right, first, after }: ComparisonArgs,
    @Ctx() { hub, caller }: Context,
  ): Promise<FigureComparisonConnection> {
    const sides = { left: toChoice(left), right: toChoice(right) }
    return valueOrError(await compareFigures(hub, caller, { question: toQuestion(input), ...sides, first, after: after ?? null }))
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
