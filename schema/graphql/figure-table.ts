import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql'
import type { FigureMark as Mark, FigureQuality as Quality, NullReason } from '../domain/figures/figure.js'
import type { FigureTable as DomainTable, TableAxis as DomainAxis, TableHeading as DomainHeading } from '../domain/figures/figure-table.js'
import type { Issue as DomainIssue } from '../domain/issue.js'
import { FigureMark, FigureReason } from './figure-enums.js'
import { FigureQuality } from './figure-quality.js'
import { Issue } from './issue.js'
import { DateTime } from './scalars/date-time.js'
import { Decimal } from './scalars/decimal.js'
import { LocalDate } from './scalars/local-date.js'

const FigureAxis: { readonly [K in DomainAxis['axis']]: K } = {
  CENTER: 'CENTER',
  REGION: 'REGION',
  PERIOD: 'PERIOD',
  INDICATOR: 'INDICATOR',
  DIMENSION: 'DIMENSION',
}
registerEnumType(FigureAxis, {
  name: 'FigureAxis',
  description: 'What stands along a side of a table.',
  valuesConfig: {
    CENTER: { description: 'Centers; one row for all of them with groupByCenter false.' },
    REGION: { description: 'Regions, of a question that names regions and no centers.' },
    PERIOD: { description: 'Periods, of a question with `by`.' },
    INDICATOR: { description: 'Indicators and measures.' },
    DIMENSION: { description: 'Items of a dimension that the question groups by.' },
  },
})

@InputType({ description: 'One side of a table.' })
export class TableAxisInput {
  @Field(() => FigureAxis, { description: 'What stands along it.' })
  axis: DomainAxis['axis']

  @Field(() => String, { nullable: true, description: 'Code of the dimension, for DIMENSION.' })
  dimension?: string | null
}

@ObjectType({ description: 'Heading of a row or column.' })
class TableHeading implements DomainHeading {
  @Field(() => String, {
    description: 'Code of the center, region, indicator, measure or item; first day of a period; empty for all centers together.',
  })
  readonly code: string

  @Field(() => String, { description: 'Korean name: 서울, 2026년 11월.' })
  readonly labelKo: string

  @Field(() => String, { description: 'English name: Seoul, November 2026.' })
  readonly labelEn: string

  @Field(() => LocalDate, { nullable: true, description: 'First day of a period; null for other headings.' })
  readonly from: string | null

  @Field(() => LocalDate, { nullable: true, description: 'Last day of a period, itself included.' })
  readonly to: string | null
}

@ObjectType({
  description:
    'Figures as a table. Cells lie row by row: cell (r, c) has the place r x number of columns + c in every list. What is missing is null with a reason.',
})
export class WideTable implements DomainTable {
  @Field(() => String, { description: 'Code of the edition they rest on.' })
  edition: string

  @Field(() => DateTime, { description: 'Instant of the answer.' })
  asOf: string

  @Field(() => [TableHeading], { description: 'Rows from top to bottom.' })
  readonly rows: readonly DomainHeading[]

  @Field(() => [TableHeading], { description: 'Columns from left to right.' })
  readonly columns: readonly DomainHeading[]

  @Field(() => [Decimal], { nullable: 'items', description: 'Value; null where `reason` says why.' })
  readonly value: readonly (string | null)[]

  @Field(() => [FigureReason], {
    nullable: 'items',
    description: 'Why there is no value: that of the figure, or NOT_COMPARABLE where the definition changes within the days of one cell.',
  })
  readonly reason: readonly (NullReason | null)[]

  @Field(() => [Decimal], { nullable: 'items', description: 'Sum above the line, without the factor.' })
  readonly numerator: readonly (string | null)[]

  @Field(() => [Decimal], { nullable: 'items', description: 'Sum below the line; null where the formula does not divide.' })
  readonly denominator: readonly (string | null)[]

  @Field(() => [String], { nullable: 'items', description: 'Version that answers; null for measures and variants.' })
  readonly version: readonly (string | null)[]

  @Field(() => [[FigureMark]], { description: 'What else to know.' })
  readonly marks: readonly (readonly Mark[])[]

  @Field(() => [[FigureQuality]], { description: 'How many values of each are not ordinary; empty lists where all are.' })
  readonly qualities: readonly (readonly Quality[])[]
  @Field(() => [[Issue]], {
    description: 'What is told beside each figure, as in Figure: the two numbers of a TOTAL_MISMATCH; mostly nothing.',
  })
  readonly issues: readonly (readonly DomainIssue[])[]
}
