import { createUnionType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql'
import { Refused } from './refused.js'
import { DateTime } from './scalars/date-time.js'

const PhoneTaskReasons = { ACKNOWLEDGE: 'ACKNOWLEDGE', APPLY: 'APPLY' } as const
registerEnumType(PhoneTaskReasons, {
  name: 'PhoneTaskReason',
  description: 'Why a center has to be called.',
  valuesConfig: {
    ACKNOWLEDGE: { description: 'It does not acknowledge a message.' },
    APPLY: { description: 'It does not apply what it acknowledged.' },
  },
})

const PhoneTaskResults = { REACHED: 'REACHED', NO_ANSWER: 'NO_ANSWER', WRONG_NUMBER: 'WRONG_NUMBER' } as const
registerEnumType(PhoneTaskResults, {
  name: 'PhoneTaskOutcome',
  description: 'What came of a call.',
  valuesConfig: {
    REACHED: { description: 'Somebody of the center was told.' },
    NO_ANSWER: { description: 'Nobody answered; the next round asks for another call.' },
    WRONG_NUMBER: { description: 'The number is not the desk: have the contact mended.' },
  },
})
type ResultValue = keyof typeof PhoneTaskResults

@ObjectType({ description: 'A call that a coordinator makes to a center that does not answer. Seen by coordinators and administrators.' })
export class PhoneTask {
  @Field(() => ID, { description: 'Id of the call.' })
  id: string

  @Field(() => String, { description: 'Code of the center to call; its numbers are in contacts.' })
  center: string

  @Field(() => ID, { description: 'Id of the activation; that of a drill begins with EXR-.' })
  activation: string

  @Field(() => ID, { description: 'Id of the message.' })
  broadcast: string

  @Field(() => PhoneTaskReasons, { description: 'Why.' })
  about: keyof typeof PhoneTaskReasons

  @Field(() => String, { description: 'The desk that is to call.' })
  callerDesk: string

  @Field(() => DateTime, { description: 'When it was asked for.' })
  openedAt: string

  @Field(() => Boolean, { description: 'The center has answered or the message is over: nobody needs to call any more.' })
  isOver: boolean

  @Field(() => DateTime, { nullable: true, description: 'When its result was kept; null: not yet.' })
  completedAt: string | null

  @Field(() => String, { nullable: true, description: 'The desk that called; null: nobody yet.' })
  calledByDesk: string | null

  @Field(() => PhoneTaskResults, { nullable: true, description: 'What came of it; null: not known yet.' })
  result: ResultValue | null

  @Field(() => String, { nullable: true, description: 'What else there was to say; null: nothing.' })
  note: string | null
}

@ObjectType({ description: 'A page of calls, the oldest first.' })
export class PhoneTaskConnection {
  @Field(() => [PhoneTask], { description: 'The calls of the page.' })
  nodes: readonly PhoneTask[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}

@InputType({ description: 'What came of a call.' })
export class CompletePhoneTaskInput {
  @Field(() => ID, { description: 'Id of the call.' })
  task: string

  @Field(() => String, { description: 'The desk that called, up to 80 characters; never the name of a person.' })
  desk: string

  @Field(() => PhoneTaskResults, { description: 'What came of it.' })
  result: ResultValue

  @Field(() => String, { nullable: true, description: 'What else there is to say, up to 500 characters, no personal data.' })
  note?: string | null
}

export const CompletePhoneTaskResult = createUnionType({
  name: 'CompletePhoneTaskResult',
  description: 'The call with its result, or everything that stands against the request.',
  types: () => [PhoneTask, Refused] as const,
  resolveType: value => ('issues' in value ? Refused : PhoneTask),
})
