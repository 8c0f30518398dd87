import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { PeriodType } from '../domain/period.js'
import { PeriodTypes } from './period-type.js'
import { DateTime } from './scalars/date-time.js'
import { Decimal } from './scalars/decimal.js'
import { LocalDate } from './scalars/local-date.js'
import { Timeliness, type TimelinessValue } from './timeliness.js'

@InputType({ description: 'An item of a value, by the codes of the edition.' })
export class KeyItemInput {
  @Field(() => String, { description: 'Code of the dimension: hour.' })
  dimension: string

  @Field(() => String, { description: 'Code of the item: 09; all is the same as leaving the dimension out.' })
  item: string
}

@InputType({ description: 'What names a value (S1), and as of when its revisions are wanted.' })
export class ObservationHistoryInput {
  @Field(() => String, { description: 'Code of the center.' })
  center: string

  @Field(() => String, { description: 'Code of the measure, or reported:<indicator> for a rate that the center computed itself.' })
  measure: string

  @Field(() => PeriodTypes, { description: 'Period type.' })
  periodType: PeriodType

  @Field(() => LocalDate, { description: 'First day of the period.' })
  periodStart: string

  @Field(() => [KeyItemInput], { nullable: true, description: 'Its items; null or empty: the total.' })
  dimensions?: KeyItemInput[] | null

  @Field(() => DateTime, { nullable: true, description: 'Only what was recorded until that instant (S25); null is now.' })
  asOf?: string | null
}

/** What made a revision. */
export const RevisionCause = {
  SUBMITTED: 'SUBMITTED',
  RETRACTED: 'RETRACTED',
  SCOPE_REPLACED: 'SCOPE_REPLACED',
  CONFIRMED: 'CONFIRMED',
  CORRECTED: 'CORRECTED',
  REPLAYED: 'REPLAYED',
  WORD_DECIDED: 'WORD_DECIDED',
} as const
export type RevisionCauseName = keyof typeof RevisionCause
registerEnumType(RevisionCause, {
  name: 'RevisionCause',
  description: 'What made a revision.',
  valuesConfig: {
    SUBMITTED: { description: 'A row of a submission.' },
    RETRACTED: { description: 'A submission that took the value back.' },
    SCOPE_REPLACED: { description: 'A submission that replaced a scope and left the value out.' },
    CONFIRMED: { description: 'A held row, confirmed.' },
    CORRECTED: { description: 'A held row, corrected.' },
    REPLAYED: { description: 'A held row that landed by itself: a word was decided, or the row that held it was settled.' },
    WORD_DECIDED: {
      description: 'A decision about a word took back the value that was read by it: what stood before stands again, or nothing does.',
    },
  },
})

@ObjectType({ description: 'A parameter that was declared with a value.' })
export class DeclaredParameter {
  @Field(() => String, { description: 'Name of the parameter.' })
  name: string

  @Field(() => String, { description: 'Value as it was declared.' })
  value: string
}

@ObjectType({
  description:
    'One revision of a value: what it was before, what it became, who made it and why. Seen by whoever sees the value; the receipt, and who and why, by its own center and administrators.',
})
export class ObservationRevision {
  @Field(() => Int, { description: 'Number, from 1.' })
  revision: number

  @Field(() => Decimal, { nullable: true, description: 'In the unit of the measure; null with a missing reason, and when retracted.' })
  value: string | null

  @Field(() => Decimal, { nullable: true, description: 'Value of the revision before; null for the first, and where that had none.' })
  valueBefore: string | null

  @Field(() => Decimal, { nullable: true, description: 'Value less the value before; null where either has none.' })
  delta: string | null

  @Field(() => String, { description: 'Code of obs_status.' })
  status: string

  @Field(() => String, { nullable: true, description: 'Status of the revision before; null for the first.' })
  statusBefore: string | null

  @Field(() => Boolean, { description: 'Whether it took the value back.' })
  isRetracted: boolean

  @Field(() => DateTime, { description: 'When it was recorded.' })
  recordedAt: string

  @Field(() => DateTime, { nullable: true, description: 'When the next one took its place; null while it stands.' })
  supersededAt: string | null

  @Field(() => RevisionCause, { nullable: true, description: 'What made it; null where the caller may not read the receipt.' })
  cause: RevisionCauseName | null

  @Field(() => String, {
    nullable: true,
    description:
      'Who made it, as audit entries name callers (client:ID, person:ID): the sender, or whoever settled the held row. Null where the caller may not read the receipt.',
  })
  by: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Reason given with the submission or for the held row; null where none was given, or the caller may not read the receipt.',
  })
  reason: string | null

  @Field(() => ID, { nullable: true, description: 'Receipt it came with; null where the caller may not read it.' })
  submission: string | null

  @Field(() => String, {
    nullable: true,
    description: 'SHA-256 of what was handed in, as the receipt says; null where the caller may not read it.',
  })
  contentHash: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Edition by whose words and units it was judged; null where the caller may not read the receipt.',
  })
  edition: string | null

  @Field(() => DateTime, {
    nullable: true,
    description: 'When its submission was first received; null where the caller may not read the receipt.',
  })
  receivedAt: string | null

  @Field(() => Timeliness, {
    nullable: true,
    description:
      'How it stood to its deadline when its submission was first received, by the agreements of the instant asked about; null where no agreement sets a deadline, or the caller may not read the receipt.',
  })
  timeliness: TimelinessValue | null

  @Field(() => Int, {
    nullable: true,
    description:
      'Its row in that submission, from 0, as the receipt numbers rows; null where no row brought it, where it was stored before hub120 kept it, or the caller may not read the receipt.',
  })
  rowIndex: number | null

  @Field(() => Int, {
    nullable: true,
    description:
      'Line of the file it came in; null where the sender named none, or the caller may not read the receipt. Of values stored before hub120 kept their row, those of held rows and of submissions of one row have it.',
  })
  sourceRow: number | null

  @Field(() => ID, { nullable: true, description: 'Held row that it landed from; null where it did not wait, or is not for the caller.' })
  heldRow: string | null

  @Field(() => [String], { description: 'Hold rules of the edition that somebody confirmed for it.' })
  confirmedRules: readonly string[]

  @Field(() => [DeclaredParameter], { description: 'Parameters declared with it.' })
  parameters: readonly DeclaredParameter[]

  @Field(() => String, { nullable: true, description: 'Word it was sent under, where it was not the code.' })
  label: string | null

  @Field(() => Boolean, {
    description:
      'Whether its word was understood by the hub alone as long as this revision stood: through a synonym that the center had not confirmed, or by a mapping that no person confirmed.',
  })
  isProvisionalMapping: boolean

  @Field(() => String, { nullable: true, description: 'Value as it was sent, where a unit was converted.' })
  rawValue: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Unit as it was sent, where it differs; empty where none was sent and it was assumed (S5).',
  })
  rawUnit: string | null

  @Field(() => String, { nullable: true, description: 'Factor from the sent unit to the unit of the measure: 60, 1/3600.' })
  unitFactor: string | null

  @Field(() => [ID], {
    description:
      "Versions of the center's own mappings by which its words were read; empty where the edition settled them, or the words are not for the caller.",
  })
  mappingVersions: readonly string[]
}

@ObjectType({ description: 'A page of the revisions of one value, from the first to the one that stands.' })
export class ObservationHistory {
  @Field(() => [ObservationRevision], { description: 'The revisions of the page.' })
  nodes: readonly ObservationRevision[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}
