import { Arg, Args, ArgsType, Ctx, Field, Query, Resolver } from 'type-graphql'
import { FiguresInput } from '../../schema/graphql/figure-input.js'
import { FigureRanking, TopInput } from '../../schema/graphql/figure-ranking.js'
import { TableAxisInput, WideTable } from '../../schema/graphql/figure-table.js'
import type { TableAxis } from '../../schema/domain/figures/figure-table.js'
import type { Context } from '../context.js'
import { queryFigureTable } from '../operations/query-figure-table.js'
import { topFigures } from '../operations/top-figures.js'
import { toQuestion } from './figure-question.js'
import { valueOrError } from './value-or-error.js'

@ArgsType()
class TableArgs {
  @Field(() => FiguresInput, { description: 'The question. What it has several of stands along a side.' })
  input: FiguresInput

  @Field(() => TableAxisInput, { description: 'What stands along the rows.' })
  rows: TableAxisInput

  @Field(() => TableAxisInput, { description: 'What stands along the columns.' })
  columns: TableAxisInput
}

const toAxis = ({ axis, dimension }: TableAxisInput): TableAxis => ({ axis, dimension: axis === 'DIMENSION' ? (dimension ?? null) : null })

@Resolver()
export class FigureShapeResolver {
  @Query(() => WideTable, {
    nullable: true,
    description: 'The same figures as a wide table with headings in Korean and English. For every role, as figures.',
  })
  async figureTable(@Args(() => TableArgs) { input, rows, columns }: TableArgs, @Ctx() { hub, caller }: Context): Promise<WideTable> {
    const sides = { rows: toAxis(rows), columns: toAxis(columns) }
    return valueOrError(await queryFigureTable(hub, caller, { question: toQuestion(input), ...sides }))
  }

  @Query(() => FigureRanking, {
    nullable: true,
    description:
      'The first centers, or items of a dimension, by one indicator or measure over one period, and the rest as one figure from its parts. For every role, as figures.',
  })
  async topFigures(
    @Arg('input', () => FiguresInput, { description: 'The question: one indicator or measure, one period.' }) input: FiguresInput,
    @Arg('top', () => TopInput, { description: 'What to put in order.' }) { n, dimension, order, rest }: TopInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<FigureRanking> {
    const rank = { n, dimension: dimension ?? null, order, withRest: rest }
    return valueOrError(await topFigures(hub, caller, { question: toQuestion(input), rank }))
  }
}
