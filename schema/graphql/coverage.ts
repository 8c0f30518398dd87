import { Field, Int, ObjectType } from 'type-graphql'
import type { Coverage as DomainCoverage, Gap, NullReason } from '../domain/figures/figure.js'
import type { PeriodType } from '../domain/period.js'
import { FigureReason } from './figure-enums.js'
import { PeriodTypes } from './period-type.js'
import { LocalDate } from './scalars/local-date.js'

@ObjectType({ description: 'Cells that are not in a figure, for one reason. A cell is a center and a period.' })
class CoverageGap implements Gap {
  @Field(() => FigureReason, { description: 'Why.' })
  readonly reason: NullReason

  @Field(() => PeriodTypes, { description: 'Period of these cells.' })
  readonly periodType: PeriodType

  @Field(() => Int, { description: 'How many. A cell with several causes is counted under each.' })
  readonly cells: number

  @Field(() => [String], { description: 'Codes of their centers.' })
  readonly centers: readonly string[]

  @Field(() => [String], { description: 'Codes of the measures that were absent; empty where none is: days in trial.' })
  readonly measures: readonly string[]

  @Field(() => LocalDate, { description: 'First day met.' })
  readonly from: string

  @Field(() => LocalDate, { description: 'Last day met.' })
  readonly to: string
}

@ObjectType({
  description:
    'What a figure rests on. A cell is a center and a day, or the longest period among the measures. Expected: a member, open that day (in the asked hours) by its calendar, public holidays and exceptions, and the day has ended.',
})
export class Coverage implements DomainCoverage {
  @Field(() => Int, { description: 'Centers with an expected cell in the figure.' })
  readonly centersIn: number

  @Field(() => Int, { description: 'Centers expected at least once.' })
  readonly centersExpected: number

  @Field(() => Int, { description: 'Expected cells in the figure.' })
  readonly cellsIn: number

  @Field(() => Int, { description: 'Cells expected.' })
  readonly cellsExpected: number

  @Field(() => Int, { description: 'Cells in the figure that nobody expected: of closed days, non-members or days not yet over.' })
  readonly extra: number

  @Field(() => [CoverageGap], { description: 'Cells that are not in the figure, by reason in the order of FigureReason.' })
  readonly gaps: readonly Gap[]
}
