import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { DateTime } from './scalars/date-time.js'
import { LocalDate } from './scalars/local-date.js'
import { SubmissionMode } from './submission-input.js'

const WHY = 'Why, in up to 500 characters, no personal data.'
const HOURS = 'as 08:30-18:30, over midnight as 18:00-26:00, local time; null: no service.'

const AgreementStrategies = { MERGE: 'MERGE', REPLACE_SCOPE: 'REPLACE_SCOPE' } as const
registerEnumType(AgreementStrategies, {
  name: 'AgreementStrategy',
  description: 'What the submissions of an agreement do with keys they leave out.',
  valuesConfig: {
    MERGE: { description: 'Absent keys stay.' },
    REPLACE_SCOPE: { description: 'Absent keys of the measure set are taken back.' },
  },
})

const HolidayRules = { NONE: 'none', NEXT_BUSINESS_DAY: 'next_business_day' } as const
registerEnumType(HolidayRules, {
  name: 'HolidayRule',
  description: 'What becomes of a deadline on a day without service.',
  valuesConfig: {
    NONE: { description: 'It stays.' },
    NEXT_BUSINESS_DAY: { description: 'It moves to the next open day, at the same time.' },
  },
})

export const EndpointKinds = { ACTUAL: 'ACTUAL', DRILL: 'DRILL' } as const
registerEnumType(EndpointKinds, {
  name: 'EndpointKind',
  description: 'What an endpoint is for. One never gets what is meant for the other.',
  valuesConfig: {
    ACTUAL: { description: 'Real emergencies.' },
    DRILL: { description: 'Drills and tests.' },
  },
})

@InputType({ description: 'Days on which a center is a member.' })
export class SetMembershipInput {
  @Field(() => String, { description: 'Code of the center.' })
  center: string

  @Field(() => LocalDate, { description: 'First day. A membership that began the same day is replaced.' })
  memberFrom: string

  @Field(() => LocalDate, { nullable: true, description: 'Last day, itself inside; null: no end is known.' })
  memberTo?: string | null

  @Field(() => Boolean, { description: 'True: in trial. Receipts in full, and no figure but its own preview (S29).' })
  isTrial: boolean

  @Field(() => String, { description: WHY })
  reason: string
}

@ObjectType({ description: 'A membership with its center. Seen by administrators.' })
export class MembershipEntry {
  @Field(() => String, { description: 'Code of the center.' })
  center: string

  @Field(() => LocalDate, { description: 'First day.' })
  memberFrom: string

  @Field(() => LocalDate, { nullable: true, description: 'Last day, itself inside; null: no end is known.' })
  memberTo: string | null

  @Field(() => Boolean, { description: 'Whether it is a trial (S29).' })
  isTrial: boolean
}

@InputType({ description: 'Opening hours of a center from a day on.' })
export class SetCalendarInput {
  @Field(() => String, { description: 'Code of the center.' })
  center: string

  @Field(() => LocalDate, { description: 'First day.' })
  validFrom: string

  @Field(() => LocalDate, { nullable: true, description: 'Last day; the hours before come back after it. Null: no end is known.' })
  validTo?: string | null

  @Field(() => String, { nullable: true, description: `Monday to Friday, ${HOURS}` })
  weekdays?: string | null

  @Field(() => String, { nullable: true, description: `Saturday, ${HOURS}` })
  saturday?: string | null

  @Field(() => String, { nullable: true, description: `Sunday, ${HOURS}` })
  sunday?: string | null

  @Field(() => String, { nullable: true, description: `Public holidays, ${HOURS}` })
  holidays?: string | null

  @Field(() => String, { description: WHY })
  reason: string
}

@ObjectType({ description: 'Opening hours with their center. Seen by administrators.' })
export class CalendarEntry {
  @Field(() => String, { description: 'Code of the center.' })
  center: string

  @Field(() => LocalDate, { description: 'First day.' })
  validFrom: string

  @Field(() => LocalDate, { nullable: true, description: 'Last day, itself inside; null: no end is known.' })
  validTo: string | null

  @Field(() => String, { nullable: true, description: `Monday to Friday, ${HOURS}` })
  weekdays: string | null

  @Field(() => String, { nullable: true, description: `Saturday, ${HOURS}` })
  saturday: string | null

  @Field(() => String, { nullable: true, description: `Sunday, ${HOURS}` })
  sunday: string | null

  @Field(() => String, { nullable: true, description: `Public holidays, ${HOURS}` })
  holidays: string | null
}

@InputType({ description: 'When the figures of a measure set of a center are due and when they lock, from a day on.' })
export class SetAgreementInput {
  @Field(() => String, { description: 'Code of the center.' })
  center: string

  @Field(() => ID, { description: 'Code of the agreement, 1 to 60 letters, digits, dots, underscores or hyphens.' })
  code: string

  @Field(() => String, { description: 'Measure set of the edition in force.' })
  measureSet: string

  @Field(() => LocalDate, { description: 'First day.' })
  validFrom: string

  @Field(() => LocalDate, { nullable: true, description: 'Last day; the agreement before comes back after it. Null: no end is known.' })
  validTo?: string | null

  @Field(() => SubmissionMode, { defaultValue: SubmissionMode.PARTIAL, description: 'What one doubtful row does to the others.' })
  mode: 'PARTIAL' | 'ATOMIC'

  @Field(() => AgreementStrategies, { defaultValue: 'MERGE', description: 'What submissions do with keys they leave out.' })
  strategy: 'MERGE' | 'REPLACE_SCOPE'

  @Field(() => Int, { description: 'Days after the end of the period until figures are due, 0 to 366.' })
  dueDays: number

  @Field(() => String, { description: 'Korean time of day at which they are due, HH:MM.' })
  dueTime: string

  @Field(() => Int, { description: 'Days after the end of the period until figures lock, 0 to 366; not before they are due.' })
  lockDays: number

  @Field(() => String, { description: 'Korean time of day at which they lock, HH:MM.' })
  lockTime: string

  @Field(() => HolidayRules, { defaultValue: 'none', description: 'What becomes of a deadline on a day without service.' })
  holidayRule: 'none' | 'next_business_day'

  @Field(() => String, { description: WHY })
  reason: string
}

@ObjectType({ description: 'An agreement with its center. Seen by administrators.' })
export class AgreementEntry {
  @Field(() => String, { description: 'Code of the center.' })
  center: string

  @Field(() => ID, { description: 'Code of the agreement.' })
  code: string

  @Field(() => String, { description: 'Measure set.' })
  measureSet: string

  @Field(() => LocalDate, { description: 'First day.' })
  validFrom: string

  @Field(() => LocalDate, { nullable: true, description: 'Last day, itself inside; null: no end is known.' })
  validTo: string | null

  @Field(() => SubmissionMode, { description: 'What one doubtful row does to the others.' })
  mode: 'PARTIAL' | 'ATOMIC'

  @Field(() => AgreementStrategies, { description: 'What submissions do with keys they leave out.' })
  strategy: 'MERGE' | 'REPLACE_SCOPE'

  @Field(() => Int, { description: 'Days after the end of the period until figures are due.' })
  dueDays: number

  @Field(() => String, { description: 'Korean time of day at which they are due, HH:MM.' })
  dueTime: string

  @Field(() => Int, { description: 'Days after the end of the period until figures lock.' })
  lockDays: number

  @Field(() => String, { description: 'Korean time of day at which they lock, HH:MM.' })
  lockTime: string

  @Field(() => HolidayRules, { description: 'What becomes of a deadline on a day without service.' })
  holidayRule: 'none' | 'next_business_day'
}

@InputType({ description: 'Where a center takes its messages from an instant on. Nothing is sent by registering it.' })
export class SetEndpointInput {
  @Field(() => String, { description: 'Code of the center.' })
  center: string

  @Field(() => EndpointKinds, { description: 'Real emergencies or drills; each kind has an address and a secret of its own.' })
  kind: 'ACTUAL' | 'DRILL'

  @Field(() => String, { description: 'https address by a public name, without a password, up to 500 characters.' })
  url: string

  @Field(() => String, {
    description: "Name of the signing secret in the operator's vault, for example busan/actual; never the secret itself.",
  })
  secretRef: string

  @Field(() => DateTime, { nullable: true, description: 'From when, not in the past; null: now.' })
  validFrom?: string | null

  @Field(() => DateTime, { nullable: true, description: 'Until when; null: no end is known.' })
  validTo?: string | null

  @Field(() => String, { description: WHY })
  reason: string
}

@ObjectType({ description: 'Where a center takes its messages. Seen by the center and by administrators.' })
export class EndpointEntry {
  @Field(() => ID, { description: 'Id of the endpoint.' })
  id: string

  @Field(() => String, { description: 'Code of the center.' })
  center: string

  @Field(() => EndpointKinds, { description: 'Real emergencies or drills.' })
  kind: 'ACTUAL' | 'DRILL'

  @Field(() => String, { description: 'https address.' })
  url: string

  @Field(() => String, { description: "Name of the signing secret in the operator's vault." })
  secretRef: string

  @Field(() => DateTime, { description: 'From when messages go there.' })
  validFrom: string

  @Field(() => DateTime, { nullable: true, description: 'From when they no longer do; null: no end is known.' })
  validTo: string | null
}
