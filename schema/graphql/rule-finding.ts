import { Field, ID, Int, ObjectType } from 'type-graphql'
import { DateTime } from './scalars/date-time.js'
import { LocalDate } from './scalars/local-date.js'

@ObjectType({
  description:
    'What a rule of the edition over a closed day, week or quarter found at a center. A warning: it holds nothing and changes no value. Seen by its center and by administrators.',
})
export class RuleFinding {
  @Field(() => ID, { description: 'Id of the finding.' })
  id: string

  @Field(() => String, { description: 'Code of the center.' })
  center: string

  @Field(() => String, { description: 'Rule of the edition, for example contacts_offered.c1.' })
  rule: string

  @Field(() => String, { description: 'The rule as it was when it found this, in codes of measures.' })
  check: string

  @Field(() => LocalDate, { description: 'First day of the period.' })
  periodStart: string

  @Field(() => LocalDate, { description: 'Last day of the period, itself inside it.' })
  periodEnd: string

  @Field(() => Int, { description: 'Days of the period on which every measure of the rule had a value; only those count on both sides.' })
  days: number

  // Text and not Decimal, whose 40 characters hold any single value but not any sum of values.
  @Field(() => String, {
    description: 'Left side of the rule over those days, in the unit of its measures: a decimal number with up to six decimals.',
  })
  left: string

  @Field(() => String, { description: 'Right side, likewise.' })
  right: string

  @Field(() => String, { description: 'Left side minus right side, likewise.' })
  imbalance: string

  @Field(() => String, { description: 'What was found and what to do, in Korean.' })
  messageKo: string

  @Field(() => String, { description: 'What was found and what to do, in English.' })
  messageEn: string

  @Field(() => DateTime, { description: 'When it was found.' })
  foundAt: string

  @Field(() => DateTime, { nullable: true, description: 'When the values no longer gave it; null while it stands.' })
  clearedAt: string | null
}

@ObjectType({ description: 'A page of findings, newest first.' })
export class RuleFindingConnection {
  @Field(() => [RuleFinding], { description: 'The findings of the page.' })
  nodes: readonly RuleFinding[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}
