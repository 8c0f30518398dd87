import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import type { PeriodType } from '../domain/period.js'
import { DimensionFilterInput } from './figure-input.js'
import { PeriodTypes } from './period-type.js'
import { DateTime } from './scalars/date-time.js'
import { Decimal } from './scalars/decimal.js'
import { LocalDate } from './scalars/local-date.js'
import { DimensionItem } from './submission-receipt.js'
import { Timeliness, type TimelinessValue } from './timeliness.js'

@InputType({ description: 'Which values are wanted.' })
export class ObservationsInput {
  @Field(() => [String], { nullable: true, description: 'Codes of centers; null or empty: all whose rows the caller may see.' })
  centers?: string[] | null

  @Field(() => [String], {
    nullable: true,
    description: 'Codes of measures, or of rates that centers computed themselves (reported:response_rate); null or empty: all.',
  })
  measures?: string[] | null

  @Field(() => LocalDate, { description: 'First day on which a period may start.' })
  from: string

  @Field(() => LocalDate, { description: 'Last day on which a period may start.' })
  to: string

  @Field(() => PeriodTypes, { nullable: true, description: 'Period type; null for all.' })
  periodType?: PeriodType | null

  @Field(() => [DimensionFilterInput], {
    nullable: true,
    description: 'Only values with one of the items in each dimension named; null or empty: all, totals included.',
  })
  filters?: DimensionFilterInput[] | null

  @Field(() => Boolean, { defaultValue: false, description: 'Whether retracted values are listed too.' })
  includeRetracted: boolean
}

@ObjectType({
  description: 'One value as it stands. Seen by its own center; open measures also by analysts and administrators.',
})
export class Observation {
  @Field(() => String, { description: 'Code of the center.' })
  center: string

  @Field(() => String, { description: 'Code of the measure, or reported:<indicator> for a rate that the center computed itself.' })
  measure: string

  @Field(() => PeriodTypes, { description: 'Period type.' })
  periodType: PeriodType

  @Field(() => LocalDate, { description: 'First day of the period.' })
  periodStart: string

  @Field(() => [DimensionItem], { description: 'Items; empty for a total.' })
  dimensions: readonly DimensionItem[]

  @Field(() => Decimal, { nullable: true, description: 'In the unit of the measure; null with a missing reason, and when retracted.' })
  value: string | null

  @Field(() => String, { nullable: true, description: 'Unit of the measure; null for reported rates.' })
  unit: string | null

  @Field(() => String, { description: 'Code of obs_status.' })
  status: string

  @Field(() => String, { nullable: true, description: 'Quality of a value; null without one.' })
  quality: string | null

  @Field(() => String, { nullable: true, description: 'Why there is no value; null with one.' })
  missingReason: string | null

  @Field(() => Int, { description: 'Revision, from 1.' })
  revision: number

  @Field(() => ID, { nullable: true, description: 'Receipt it came with; null where the caller may not see the receipt.' })
  submission: string | null

  @Field(() => Timeliness, {
    nullable: true,
    description:
      'How it stood to its deadline when its submission was first received, by the agreements as they stand; null where no agreement sets a deadline, or the caller may not read the receipt.',
  })
  timeliness: TimelinessValue | null

  @Field(() => DateTime, { description: 'When this revision was recorded.' })
  recordedAt: string

  @Field(() => Boolean, { description: 'Whether a revision of it waits in quarantine (S10).' })
  pendingRevision: boolean

  @Field(() => Boolean, { description: 'Whether it was taken back.' })
  isRetracted: boolean

  @Field(() => Boolean, {
    description:
      'Whether its word was understood by the hub alone: through a synonym that the center has not confirmed, or by a mapping that no person had confirmed by then. A confirmation makes no revision and is told from its instant on.',
  })
  isProvisionalMapping: boolean

  @Field(() => Boolean, { description: 'Whether it is a rate that the center computed itself; such rates enter no figure.' })
  isReported: boolean

  @Field(() => String, { nullable: true, description: 'Value as it was sent, where a unit was converted.' })
  rawValue: string | null

  @Field(() => String, { nullable: true, description: 'Unit as it was sent, where it differs.' })
  rawUnit: string | null

  @Field(() => String, { nullable: true, description: 'Factor from the sent unit to the unit of the measure: 60, 1/3600.' })
  unitFactor: string | null

  @Field(() => String, { nullable: true, description: 'Word it was sent under, where it was not the code.' })
  label: string | null
}

@ObjectType({ description: 'A page of values, by center, measure, period and items.' })
export class ObservationConnection {
  @Field(() => [Observation], { description: 'The values of the page.' })
  nodes: readonly Observation[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}
