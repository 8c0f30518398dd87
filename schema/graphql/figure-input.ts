import { Field, InputType, Int } from 'type-graphql'
import type { Grain } from '../domain/figures/grain.js'
import type { ChangeKind } from '../domain/figures/other-period.js'
import { CombineBy, FigureChangeKind } from './figure-enums.js'
import { Grains } from './grain.js'
import { DateTime } from './scalars/date-time.js'
import { LocalDate } from './scalars/local-date.js'

@InputType({ description: 'Limits a dimension to items; applies to every measure of a formula that has the dimension (S30).' })
export class DimensionFilterInput {
  @Field(() => String, { description: 'Code of the dimension: hour, service_line.' })
  dimension: string

  @Field(() => [String], { description: 'Codes of its items, one or more; several are added up.' })
  items: string[]
}

@InputType({ description: 'The definition by which indicators answer: one of a version and a variant; each asked indicator must have it.' })
export class DefinitionInput {
  @Field(() => String, { nullable: true, description: 'Version of the standard for every day: v2. A draft answers only so.' })
  version?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Code of a variant: another method in use beside the standard. Its figures carry DEFINITION_DIFFERS.',
  })
  variant?: string | null
}

@InputType({ description: 'A question for figures. Every fault of it comes back at once, as one error with all issues.' })
export class FiguresInput {
  @Field(() => [String], { nullable: true, description: 'Codes of indicators, each in its standard version of the day.' })
  indicators?: string[] | null

  @Field(() => [String], { nullable: true, description: 'Codes of measures.' })
  measures?: string[] | null

  @Field(() => [String], { nullable: true, description: 'Codes of centers; null or empty: every member.' })
  centers?: string[] | null

  @Field(() => [String], {
    nullable: true,
    description: 'Codes of regions, each one figure over its centers. With regions only, no centers are listed.',
  })
  regions?: string[] | null

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether the predecessors of a region answer for the time before it, marked (S33).',
  })
  withPredecessors: boolean

  @Field(() => Boolean, { defaultValue: true, description: 'A figure per center; false: one over all of them together.' })
  groupByCenter: boolean

  @Field(() => [String], { nullable: true, description: 'Dimensions to group by.' })
  dimensions?: string[] | null

  @Field(() => [DimensionFilterInput], { nullable: true, description: 'Items the figures are limited to.' })
  filters?: DimensionFilterInput[] | null

  @Field(() => LocalDate, { description: 'First day.' })
  from: string

  @Field(() => LocalDate, { description: 'Last day, itself included. Up to ten years by day, one by hour.' })
  to: string

  @Field(() => Grains, { nullable: true, description: 'A figure per hour, day, week or period; null: one for the whole range.' })
  by?: Grain | null

  @Field(() => DefinitionInput, {
    nullable: true,
    description:
      'One version or variant for every day, recomputed from parts; null: the standard of each day, split where it changes (S23).',
  })
  definition?: DefinitionInput | null

  @Field(() => DateTime, {
    nullable: true,
    description:
      'What stood at that instant: values, definitions, memberships and calendars together. Asked again it has the same answer for ever (S25). Null is now.',
  })
  asOf?: string | null

  @Field(() => [FigureChangeKind], {
    nullable: true,
    description: 'What each figure is held against; only with `by`. Figures say it in `changes`, columns in a list for each.',
  })
  changes?: ChangeKind[] | null

  @Field(() => CombineBy, { defaultValue: CombineBy.PARTS, description: 'How to combine; a mean is refused.' })
  combine: 'PARTS' | 'MEAN'

  @Field(() => [Int], {
    nullable: true,
    description: 'Percentiles, 1 to 99, to be read from the merged bands of measures that are distributions: answered_by_wait_band.',
  })
  percentiles?: number[] | null

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Only for the own center, named alone in centers: counts its days in trial as days of a member, to show what its figures would be (S29).',
  })
  preview: boolean
}
