import { Field, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { PeriodType } from '../domain/period.js'
import { PeriodTypes } from './period-type.js'
import { DateTime } from './scalars/date-time.js'
import { LocalDate } from './scalars/local-date.js'

export const Timeliness = { ON_TIME: 'onTime', LATE: 'late', AFTER_LOCK: 'afterLock' } as const
export type TimelinessValue = (typeof Timeliness)[keyof typeof Timeliness]

registerEnumType(Timeliness, {
  name: 'Timeliness',
  description:
    'How a value stood to the deadline and the lock of its agreement when it was first received, by the clock of the database. A label only: nothing is refused or held by it.',
  valuesConfig: {
    ON_TIME: { description: 'Before the deadline.' },
    LATE: { description: 'At the deadline or after it, and before the lock; accepted.' },
    AFTER_LOCK: { description: 'At the lock or after it; accepted as yet.' },
  },
})

@ObjectType({ description: 'A deadline that rows of a receipt fell under. Seen by the center and by administrators.' })
export class ReceiptDeadline {
  @Field(() => String, { description: 'Code of the agreement.' })
  agreement: string

  @Field(() => String, { description: 'Code of the measure set.' })
  measureSet: string

  @Field(() => PeriodTypes, { description: 'Period type.' })
  periodType: PeriodType

  @Field(() => LocalDate, { description: 'First day of the period.' })
  periodStart: string

  @Field(() => DateTime, { description: 'From this instant on a row is late.' })
  dueAt: string

  @Field(() => DateTime, { description: 'From this instant on a row is after the lock.' })
  lockAt: string

  @Field(() => Timeliness, { description: 'The label of its rows.' })
  timeliness: TimelinessValue

  @Field(() => Int, { description: 'How many rows of the receipt fell under it; unchanged and rejected ones are not counted.' })
  rows: number
}
