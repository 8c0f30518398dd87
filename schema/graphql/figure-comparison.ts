import { Field, Int, ObjectType } from 'type-graphql'
import type { CellsOfOneSide as DomainCells, ComparedCells as DomainComparedCells } from '../domain/figures/compare-cells.js'
import type { ComparedSum as DomainSum, FigureComparison as DomainComparison } from '../domain/figures/compare-figures.js'
import type { Figure as DomainFigure, NullReason } from '../domain/figures/figure.js'
import type { Issue as DomainIssue } from '../domain/issue.js'
import type { PeriodType } from '../domain/period.js'
import { FigureReason } from './figure-enums.js'
import { Figure } from './figure.js'
import { Issue } from './issue.js'
import { PeriodTypes } from './period-type.js'
import { DateTime } from './scalars/date-time.js'
import { Decimal } from './scalars/decimal.js'
import { LocalDate } from './scalars/local-date.js'

@ObjectType({ description: 'One sum of two figures.' })
class ComparedSum implements DomainSum {
  @Field(() => Decimal, { nullable: true, description: 'On the left; null where that side has none.' })
  readonly left: string | null

  @Field(() => Decimal, { nullable: true, description: 'On the right.' })
  readonly right: string | null

  @Field(() => Decimal, {
    nullable: true,
    description: 'Right less left; null where a side lacks, and where the values are not comparable.',
  })
  readonly difference: string | null
}

@ObjectType({ description: 'One measure of either formula, as both sides use it.' })
class ComparedPart extends ComparedSum {
  @Field(() => String, { description: 'Code of the measure.' })
  readonly measure: string
}

@ObjectType({ description: 'Cells of one center that one side rests on and the other does not.' })
class CellsOfOneSide implements DomainCells {
  @Field(() => String, { description: 'Code of the center.' })
  readonly center: string

  @Field(() => PeriodTypes, { description: 'Period of these cells.' })
  readonly periodType: PeriodType

  @Field(() => Int, { description: 'How many.' })
  readonly cells: number

  @Field(() => LocalDate, { description: 'First day met.' })
  readonly from: string

  @Field(() => LocalDate, { description: 'Last day met.' })
  readonly to: string
}

@ObjectType({
  description:
    'Which cells the two sides rest on. A side lacks a cell where a measure of its formula was absent there; its coverage says which.',
})
class ComparedCells implements DomainComparedCells {
  @Field(() => Int, { description: 'Cells in both.' })
  readonly both: number

  @Field(() => [CellsOfOneSide], { description: 'Cells in the left figure alone.' })
  readonly leftOnly: readonly DomainCells[]

  @Field(() => [CellsOfOneSide], { description: 'Cells in the right figure alone.' })
  readonly rightOnly: readonly DomainCells[]
}

@ObjectType({
  description:
    'The same days under two definitions. Different thresholds, parameters or units are NOT_COMPARABLE: both values stand, without a difference.',
})
class FigureComparison implements DomainComparison {
  @Field(() => Figure, { description: 'By the left definition.' })
  readonly left: DomainFigure

  @Field(() => Figure, { description: 'By the right definition.' })
  readonly right: DomainFigure

  @Field(() => Decimal, {
    nullable: true,
    description: 'Right less left, exact and then rounded once to the scale; null where `reason` says why.',
  })
  readonly difference: string | null

  @Field(() => FigureReason, {
    nullable: true,
    description: 'Why there is no difference: NOT_COMPARABLE, or the reason of a side without a value.',
  })
  readonly reason: NullReason | null

  @Field(() => ComparedSum, { description: 'Sums above the line.' })
  readonly numerator: DomainSum

  @Field(() => ComparedSum, { description: 'Sums below the line.' })
  readonly denominator: DomainSum

  @Field(() => [ComparedPart], { description: 'Every measure of either formula: what makes the difference.' })
  readonly parts: DomainComparison['parts']

  @Field(() => ComparedCells, { description: 'Which cells the sides rest on.' })
  readonly cells: DomainComparedCells

  @Field(() => [Issue], { description: 'What is not comparable, in Korean and English; empty otherwise.' })
  readonly issues: readonly DomainIssue[]
}

@ObjectType({ description: 'A page of comparisons, in the order of figures. Both sides are of one instant.' })
export class FigureComparisonConnection {
  @Field(() => [FigureComparison], { description: 'The comparisons of the page.' })
  nodes: readonly DomainComparison[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean

  @Field(() => Int, { description: 'Comparisons of the whole question.' })
  totalCount: number

  @Field(() => String, { description: 'Code of the edition they rest on.' })
  edition: string

  @Field(() => DateTime, { description: 'Instant of the answer.' })
  asOf: string
}
