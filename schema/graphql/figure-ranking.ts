import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { Figure as DomainFigure } from '../domain/figures/figure.js'
import type { Rank, Ranking } from '../domain/figures/rank-figures.js'
import { Figure } from './figure.js'
import { DateTime } from './scalars/date-time.js'

const FigureOrder: { readonly [K in Rank['order']]: K } = { DESC: 'DESC', ASC: 'ASC' }
registerEnumType(FigureOrder, {
  name: 'FigureOrder',
  description: 'Which values come first.',
  valuesConfig: { DESC: { description: 'The largest.' }, ASC: { description: 'The smallest.' } },
})

@InputType({ description: 'What to put in order, and how many of it.' })
export class TopInput {
  @Field(() => Int, { description: 'How many come first, 1 to 100.' })
  n: number

  @Field(() => String, {
    nullable: true,
    description: 'Code of the dimension whose items are put in order, the only one the question groups by; null: centers.',
  })
  dimension?: string | null

  @Field(() => FigureOrder, { defaultValue: FigureOrder.DESC, description: 'Which values come first; ties go by code.' })
  order: Rank['order']

  @Field(() => Boolean, { defaultValue: true, description: 'Whether all the others are combined to one figure.' })
  rest: boolean
}

@ObjectType({ description: 'The first of an order, and all the others as one figure.' })
export class FigureRanking implements Ranking {
  @Field(() => String, { description: 'Code of the edition they rest on.' })
  edition: string

  @Field(() => DateTime, { description: 'Instant of the answer.' })
  asOf: string

  @Field(() => [Figure], { description: 'The first, by value as served; ties by code.' })
  readonly ranked: readonly DomainFigure[]

  @Field(() => [Figure], {
    description: 'Those without a value, by code: suppressed, withheld and missing ones have no place in the order. They are in the rest.',
  })
  readonly unranked: readonly DomainFigure[]

  @Field(() => Figure, {
    nullable: true,
    description:
      'Combined from the parts of all that is not ranked, never a mean or a sum of ratios: NOT_ADDITIVE where they must not be combined, SUPPRESSED where one of them is. Without changes. Null where nothing is left or it was not asked for.',
  })
  readonly rest: DomainFigure | null

  @Field(() => [String], { description: 'Codes of what the rest stands for.' })
  readonly restOf: readonly string[]
}
