import { Field, Int, ObjectType } from 'type-graphql'
import type { FigureMark as Mark, FigureQuality as Quality, NullReason } from '../domain/figures/figure.js'
import type { Issue as DomainIssue } from '../domain/issue.js'
import { FigureChangeColumns } from './figure-change.js'
import { FigureMark, FigureReason } from './figure-enums.js'
import { FigureQuality } from './figure-quality.js'
import { Issue } from './issue.js'
import { DateTime } from './scalars/date-time.js'
import { Decimal } from './scalars/decimal.js'
import { LocalDate } from './scalars/local-date.js'

@ObjectType({ description: 'Items of one dimension that figures are grouped by, one per figure.' })
export class DimensionColumn {
  @Field(() => String, { description: 'Code of the dimension.' })
  dimension: string

  @Field(() => [String], { description: 'Code of the item; empty text where nothing was there to group.' })
  items: readonly string[]
}

@ObjectType({ description: 'One percentile of distributions, one place per figure; nulls for figures that have none.' })
export class FigurePercentileColumns {
  @Field(() => Int, { description: 'The percentile, 1 to 99.' })
  percent: number

  @Field(() => [String], { nullable: 'items', description: 'Code of the band in which it lies.' })
  band: readonly (string | null)[]

  @Field(() => [Int], { nullable: 'items', description: 'The band is over this many seconds; null for the lowest, too.' })
  over: readonly (number | null)[]

  @Field(() => [Int], { nullable: 'items', description: 'And up to this many; null for the highest, too.' })
  upTo: readonly (number | null)[]

  @Field(() => [Decimal], { nullable: 'items', description: 'What the bands add up to.' })
  of: readonly (string | null)[]
}

@ObjectType({
  description: 'All figures of a question in columns: every list has `rows` places, in the order of figures. For large answers.',
})
export class FigureColumns {
  @Field(() => Int, { description: 'Number of figures.' })
  rows: number

  @Field(() => String, { description: 'Code of the edition they rest on.' })
  edition: string

  @Field(() => DateTime, { description: 'Instant of the answer.' })
  asOf: string

  @Field(() => [String], { description: 'Indicator or measure.' })
  code: readonly string[]

  @Field(() => [String], { nullable: 'items', description: 'Version of the indicator; null for measures and variants.' })
  version: readonly (string | null)[]

  @Field(() => [String], { nullable: 'items', description: 'Variant that answers; null for the standard.' })
  variant: readonly (string | null)[]

  @Field(() => [String], { description: 'Unit of the value.' })
  unit: readonly string[]

  @Field(() => [String], { nullable: 'items', description: 'Center; null for figures over several.' })
  center: readonly (string | null)[]

  @Field(() => [String], { nullable: 'items', description: 'Region; null unless asked for.' })
  region: readonly (string | null)[]

  @Field(() => [LocalDate], { description: 'First day.' })
  from: readonly string[]

  @Field(() => [LocalDate], { description: 'Last day, itself included.' })
  to: readonly string[]

  @Field(() => [DimensionColumn], { description: 'One per dimension asked for.' })
  dimensions: readonly DimensionColumn[]

  @Field(() => [Decimal], { nullable: 'items', description: 'Value; null where `reason` says why.' })
  value: readonly (string | null)[]

  @Field(() => [Decimal], { nullable: 'items', description: 'Sum above the line, without the factor.' })
  numerator: readonly (string | null)[]

  @Field(() => [Decimal], { nullable: 'items', description: 'Sum below the line; null where the formula does not divide.' })
  denominator: readonly (string | null)[]

  @Field(() => [String], { nullable: 'items', description: 'Factor of the formula.' })
  factor: readonly (string | null)[]

  @Field(() => [FigureReason], { nullable: 'items', description: 'Why there is no value; null where there is one.' })
  reason: readonly (NullReason | null)[]

  @Field(() => [[FigureMark]], { description: 'What else to know.' })
  marks: readonly (readonly Mark[])[]

  @Field(() => [[FigureQuality]], { description: 'How many values of each are not ordinary; empty lists where all are.' })
  qualities: readonly (readonly Quality[])[]

  @Field(() => [FigureChangeColumns], { description: 'One per kind of change asked for.' })
  changes: readonly FigureChangeColumns[]

  @Field(() => [FigurePercentileColumns], { description: 'One per percentile asked for.' })
  percentiles: readonly FigurePercentileColumns[]

  @Field(() => [Int], { description: 'Centers with an expected cell in the figure.' })
  centersIn: readonly number[]

  @Field(() => [Int], { description: 'Centers expected at least once.' })
  centersExpected: readonly number[]

  @Field(() => [Int], { description: 'Expected cells in the figure.' })
  cellsIn: readonly number[]

  @Field(() => [Int], { description: 'Cells expected.' })
  cellsExpected: readonly number[]

  @Field(() => [Int], { description: 'Cells in the figure that nobody expected.' })
  extra: readonly number[]

  @Field(() => [[Issue]], {
    description: 'What is told beside each figure, as in Figure: the two numbers of a TOTAL_MISMATCH; mostly nothing.',
  })
  issues: readonly (readonly DomainIssue[])[]
}
