import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql'
import type { ExceptionKind } from '../domain/centers/calendar.js'
import type { CountedHoliday, HolidayCalendar as DomainCalendar } from '../domain/centers/list-holidays.js'
import type { Issue as DomainIssue } from '../domain/issue.js'
import { Issue } from './issue.js'
import { LocalDate } from './scalars/local-date.js'

const WHOSE = 'Code of the center; null: the whole council.'
const HOURS = 'Hours of kind HOURS as 09:00-13:00, over midnight as 18:00-26:00, local time; null for every other kind.'

const CalendarExceptionKinds = { CLOSED: 'closed', HOURS: 'hours', HOLIDAY: 'holiday', NOT_HOLIDAY: 'not_holiday' } as const
registerEnumType(CalendarExceptionKinds, {
  name: 'CalendarExceptionKind',
  description: 'How a day goes otherwise than calendar and law have it.',
  valuesConfig: {
    CLOSED: { description: 'No service: nothing is expected.' },
    HOURS: { description: 'Open at hours of its own.' },
    HOLIDAY: { description: 'It counts as a public holiday: each center keeps the hours it has on holidays.' },
    NOT_HOLIDAY: { description: 'The public holiday of that day does not count: the hours of the weekday hold.' },
  },
})

@InputType({ description: "How one day goes. A center's own word goes before the council's." })
export class SetCalendarExceptionInput {
  @Field(() => String, { nullable: true, description: WHOSE })
  center?: string | null

  @Field(() => LocalDate, { description: 'The day. What was said of it before, for the same center or the council, is replaced.' })
  day: string

  @Field(() => CalendarExceptionKinds, { description: 'How it goes.' })
  kind: ExceptionKind

  @Field(() => String, { nullable: true, description: HOURS })
  hours?: string | null

  @Field(() => String, { description: 'What members read in Korean, up to 100 characters: 임시공휴일.' })
  nameKo: string

  @Field(() => String, { description: 'The same in English, up to 100 characters.' })
  nameEn: string

  @Field(() => String, { description: 'Why, in up to 500 characters, no personal data.' })
  reason: string
}

@InputType({ description: 'Takes back what was said of one day: calendar and law hold again.' })
export class RemoveCalendarExceptionInput {
  @Field(() => String, { nullable: true, description: WHOSE })
  center?: string | null

  @Field(() => LocalDate, { description: 'The day.' })
  day: string

  @Field(() => String, { description: 'Why, in up to 500 characters, no personal data.' })
  reason: string
}

@ObjectType({ description: 'A day that goes otherwise than calendar and law have it. Seen by administrators.' })
export class CalendarExceptionEntry {
  @Field(() => String, { nullable: true, description: WHOSE })
  center: string | null

  @Field(() => LocalDate, { description: 'The day.' })
  day: string

  @Field(() => CalendarExceptionKinds, { description: 'How it goes.' })
  kind: ExceptionKind

  @Field(() => String, { nullable: true, description: HOURS })
  hours: string | null

  @Field(() => String, { description: 'Name in Korean.' })
  nameKo: string

  @Field(() => String, { description: 'Name in English.' })
  nameEn: string
}

@ObjectType({ description: 'A page of exceptions by center and day, those of the council first.' })
export class CalendarExceptionConnection {
  @Field(() => [CalendarExceptionEntry], { description: 'The exceptions of the page.' })
  nodes: readonly CalendarExceptionEntry[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}

@ObjectType({ description: 'A Korean public holiday as the hub counts it. Open to every caller.' })
export class Holiday implements CountedHoliday {
  @Field(() => LocalDate, { description: 'The day.' })
  readonly day: string

  @Field(() => String, { description: 'Name in Korean; two that fall on one day are joined.' })
  readonly nameKo: string

  @Field(() => String, { description: 'Name in English.' })
  readonly nameEn: string

  @Field(() => Boolean, { description: 'Whether it is the substitute day of a holiday that met a weekend or another holiday.' })
  readonly isSubstitute: boolean

  @Field(() => Boolean, { description: "True: declared by the council's administrators; false: by law." })
  readonly isDeclared: boolean
}

@ObjectType({ description: 'Public holidays as the hub counts them, and how far it knows them. Open to every caller.' })
export class HolidayCalendar implements DomainCalendar {
  @Field(() => [Holiday], { description: 'The holidays in order of time.' })
  readonly nodes: readonly Holiday[]

  @Field(() => LocalDate, {
    description: 'First day for which the holidays of the law are known; earlier ones are listed where they were declared.',
  })
  readonly knownFrom: string

  @Field(() => LocalDate, {
    description: 'Last day for which the holidays of the law are known; later ones are listed where they were declared.',
  })
  readonly knownTo: string

  @Field(() => [Issue], {
    description:
      'HOLIDAYS_UNKNOWN where the days asked for reach beyond: what is not listed there may be a holiday all the same. Else empty.',
  })
  readonly issues: readonly DomainIssue[]
}
