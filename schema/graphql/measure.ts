import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import type { PeriodType } from '../domain/period.js'
import type { Additivity as Combination, Measure as DomainMeasure } from '../domain/statistics/measure.js'
import { Accesses } from './access.js'
import { PeriodTypes } from './period-type.js'
import { Decimal } from './scalars/decimal.js'
import { LocalDate } from './scalars/local-date.js'

export const Combinations = { SUM: 'sum', MEAN: 'mean', MAX: 'max', NONE: 'none' } as const

registerEnumType(Combinations, {
  name: 'Combination',
  description: 'How values of a measure combine along one axis.',
  valuesConfig: {
    SUM: { description: 'Added up.' },
    MEAN: { description: 'Averaged over the days that have a value.' },
    MAX: { description: 'The greatest counts.' },
    NONE: { description: 'Not combined at all.' },
  },
})

const MeasureKinds = {
  FLOW_COUNT: 'flow_count',
  DURATION_SUM: 'duration_sum',
  SCORE_SUM: 'score_sum',
  STOCK_LEVEL: 'stock_level',
  DISTRIBUTION: 'distribution',
} as const

registerEnumType(MeasureKinds, {
  name: 'MeasureKind',
  description: 'What kind of number a measure is.',
  valuesConfig: {
    FLOW_COUNT: { description: 'Things counted over the period.' },
    DURATION_SUM: { description: 'Time added up over the period.' },
    SCORE_SUM: { description: 'Points added up over the period.' },
    STOCK_LEVEL: { description: 'How many there are on a day.' },
    DISTRIBUTION: { description: 'A quantile or the like, which cannot be combined.' },
  },
})

const Providers = { CENTER: 'center', HUB: 'hub' } as const

registerEnumType(Providers, {
  name: 'Provider',
  description: 'Who gives the values.',
  valuesConfig: {
    CENTER: { description: 'The center sends them.' },
    HUB: { description: 'The hub computes them; a row that sends one is rejected.' },
  },
})

@ObjectType('Additivity', { description: 'How values of a measure combine along each axis. Open to every caller.' })
export class Additivity {
  @Field(() => Combinations, { description: 'Over periods of one center.' })
  readonly overTime: Combination

  @Field(() => Combinations, { description: 'Over centers.' })
  readonly overCenters: Combination

  @Field(() => Combinations, { description: 'Over the items of a dimension.' })
  readonly overDimensions: Combination
}

@Directive('@key(fields: "code")')
@ObjectType('Measure', { description: 'A standard base measure: what a submitted number means. Open to every caller.' })
export class Measure {
  @Field(() => ID, { description: 'Code of the measure, for example calls_offered.' })
  readonly code: string

  @Field(() => String, { description: 'Group it is listed under.' })
  readonly group: string

  @Field(() => String, { description: 'Name in Korean.' })
  readonly nameKo: string

  @Field(() => String, { description: 'Name in English.' })
  readonly nameEn: string

  @Field(() => String, { description: 'What is counted and what is not, in Korean.' })
  readonly definitionKo: string

  @Field(() => String, { description: 'What is counted and what is not, in English.' })
  readonly definitionEn: string

  @Field(() => String, { description: 'Code of the unit its values are stored in, for example call or second.' })
  readonly unit: string

  @Field(() => MeasureKinds, { description: 'What kind of number it is.' })
  readonly kind: DomainMeasure['kind']

  @Field(() => Additivity, { description: 'How its values combine.' })
  readonly additivity: Additivity

  @Field(() => PeriodTypes, { description: 'Period of a row that names none.' })
  readonly frequency: PeriodType

  @Field(() => [String], { description: 'Names of the dimensions it may be broken down by; empty: totals only.' })
  readonly dimensions: readonly string[]

  @Field(() => [String], { description: 'Breakdowns that must come in the same batch as the total; a missing one is a warning.' })
  readonly requiredBreakdown: readonly string[]

  @Field(() => Providers, { description: 'Who gives its values.' })
  readonly providedBy: DomainMeasure['providedBy']

  @Field(() => Accesses, { description: 'Who may see its values.' })
  readonly access: DomainMeasure['access']

  @Field(() => Decimal, { description: 'Smallest value that can be, in its unit.' })
  readonly minimum: string

  @Field(() => Boolean, { description: 'True: a value with a fraction is rejected.' })
  readonly isInteger: boolean

  @Field(() => LocalDate, { description: 'First day it is defined for.' })
  readonly effectiveFrom: string
}
