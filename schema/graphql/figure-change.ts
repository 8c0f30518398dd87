import { Field, Int, ObjectType } from 'type-graphql'
import type {
  Coverage as DomainCoverage,
  FigureChange as DomainChange,
  FigureQuality as Quality,
  NullReason,
  SupportDifference,
} from '../domain/figures/figure.js'
import type { ChangeKind } from '../domain/figures/other-period.js'
import { Coverage } from './coverage.js'
import { FigureChangeKind, FigureReason, SupportDifferences } from './figure-enums.js'
import { FigureQuality } from './figure-quality.js'
import { Decimal } from './scalars/decimal.js'
import { LocalDate } from './scalars/local-date.js'

@ObjectType({
  description:
    'A figure held against another period of its series, made from its own parts. Only whole periods under one definition are; nulls where `reason` says why.',
})
export class FigureChange implements DomainChange {
  @Field(() => FigureChangeKind, { description: 'What it is held against.' })
  readonly kind: ChangeKind

  @Field(() => LocalDate, { nullable: true, description: 'First day of the other period; null where there is none to speak of.' })
  readonly from: string | null

  @Field(() => LocalDate, { nullable: true, description: 'Last day of the other period.' })
  readonly to: string | null

  @Field(() => String, { nullable: true, description: 'Version that answers there; null for measures and variants.' })
  readonly version: string | null

  @Field(() => Decimal, { nullable: true, description: 'Value of the other period; null where it has none.' })
  readonly value: string | null

  @Field(() => Decimal, { nullable: true, description: 'Its sum above the line, without the factor.' })
  readonly numerator: string | null

  @Field(() => Decimal, { nullable: true, description: 'Its sum below the line; null where the formula does not divide.' })
  readonly denominator: string | null

  @Field(() => Decimal, {
    nullable: true,
    description: 'This value less the other one, exact and then rounded once to the scale of the figure.',
  })
  readonly difference: string | null

  @Field(() => Decimal, {
    nullable: true,
    description: 'The difference in percent of the other value, two decimals; null of 0 (ZERO_DENOMINATOR).',
  })
  readonly percent: string | null

  @Field(() => FigureReason, {
    nullable: true,
    description:
      'Why a number lacks: NOT_COMPARABLE across a change of definition, NOT_ALIGNED for a period cut short, or why a value is null.',
  })
  readonly reason: NullReason | null

  @Field(() => [FigureQuality], { description: 'How many values of the figure of the other period are not ordinary; empty where all are.' })
  readonly qualities: readonly Quality[]
  @Field(() => Coverage, {
    nullable: true,
    description: 'What the other period rests on; null where there is none to speak of. That of this period stands with the figure.',
  })
  readonly coverage: DomainCoverage | null

  @Field(() => [SupportDifferences], {
    description:
      'In what the two periods rest on other support: one is not over, or has less of what was expected. Empty where they do not, and where no difference stands. The figure is marked UNEQUAL_SUPPORT.',
  })
  readonly unequal: readonly SupportDifference[]
}

@ObjectType({ description: 'Changes of one kind, one place per figure, as in FigureChange.' })
export class FigureChangeColumns {
  @Field(() => FigureChangeKind, { description: 'What the figures are held against.' })
  kind: ChangeKind

  @Field(() => [String], { nullable: 'items', description: 'Version that answers in the other period.' })
  version: readonly (string | null)[]

  @Field(() => [Decimal], { nullable: 'items', description: 'Value of the other period.' })
  value: readonly (string | null)[]

  @Field(() => [Decimal], { nullable: 'items', description: 'Its sum above the line, without the factor.' })
  numerator: readonly (string | null)[]

  @Field(() => [Decimal], { nullable: 'items', description: 'Its sum below the line.' })
  denominator: readonly (string | null)[]

  @Field(() => [Decimal], { nullable: 'items', description: 'This value less the other one.' })
  difference: readonly (string | null)[]

  @Field(() => [Decimal], { nullable: 'items', description: 'The difference in percent of the other value.' })
  percent: readonly (string | null)[]

  @Field(() => [FigureReason], { nullable: 'items', description: 'Why a number lacks; null where none does.' })
  reason: readonly (NullReason | null)[]

  @Field(() => [[FigureQuality]], { description: 'How many values of the other period are not ordinary; empty lists where all are.' })
  qualities: readonly (readonly Quality[])[]
  @Field(() => [Int], { nullable: 'items', description: 'Centers with an expected cell in the other period; null where there is none.' })
  centersIn: readonly (number | null)[]

  @Field(() => [Int], { nullable: 'items', description: 'Centers expected in the other period.' })
  centersExpected: readonly (number | null)[]

  @Field(() => [Int], { nullable: 'items', description: 'Expected cells in the other period.' })
  cellsIn: readonly (number | null)[]

  @Field(() => [Int], { nullable: 'items', description: 'Cells expected in the other period.' })
  cellsExpected: readonly (number | null)[]

  @Field(() => [[SupportDifferences]], { description: 'In what the two periods rest on other support; mostly nothing.' })
  unequal: readonly (readonly SupportDifference[])[]
}
