import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { ReceiptState } from '../domain/playbooks/receipt-state.js'
import { Refused } from './refused.js'
import { DateTime } from './scalars/date-time.js'

export const BroadcastReceiptStates: { readonly [S in ReceiptState]: S } = {
  AWAITING: 'AWAITING',
  RECEIVED: 'RECEIVED',
  ACKNOWLEDGED: 'ACKNOWLEDGED',
  APPLIED: 'APPLIED',
  REJECTED: 'REJECTED',
}
registerEnumType(BroadcastReceiptStates, {
  name: 'BroadcastReceiptState',
  description: 'How a center stands to one message. It never goes back.',
  valuesConfig: {
    AWAITING: { description: 'Nothing is known of it there.' },
    RECEIVED: { description: 'A system of the center has it.' },
    ACKNOWLEDGED: { description: 'Somebody of the center has read it.' },
    APPLIED: { description: 'The center works by it.' },
    REJECTED: { description: 'The center or its system will not have it; it may be acknowledged still.' },
  },
})

@ObjectType({ description: 'How one center stands to one message. Seen by the center, coordinators and administrators.' })
export class BroadcastReceipt {
  @Field(() => ID, { description: 'Id of the message.' })
  broadcast: string

  @Field(() => Int, { description: 'Number of the message in its activation.' })
  seq: number

  @Field(() => BroadcastReceiptStates, { description: 'How it stands.' })
  state: ReceiptState

  @Field(() => DateTime, { nullable: true, description: 'When a system of the center had it; null: not known.' })
  receivedAt: string | null

  @Field(() => String, { nullable: true, description: 'delivery: it was sent there; pull: it was fetched. Null: not known.' })
  receivedBy: string | null

  @Field(() => DateTime, { nullable: true, description: 'When it was first acknowledged; null: not yet.' })
  acknowledgedAt: string | null

  @Field(() => String, { nullable: true, description: 'The desk or duty that did; null: nobody yet.' })
  acknowledgedDesk: string | null

  @Field(() => DateTime, { nullable: true, description: 'When the center began to work by it; null: not yet.' })
  appliedAt: string | null

  @Field(() => String, { nullable: true, description: 'The desk or duty that said so; null: nobody yet.' })
  appliedDesk: string | null

  @Field(() => Int, { nullable: true, description: 'Desks that were told; null before it is applied.' })
  desksBriefed: number | null

  @Field(() => Int, { nullable: true, description: 'Desks there are; null before it is applied.' })
  desksTotal: number | null

  @Field(() => Boolean, { nullable: true, description: 'Whether calls are routed as it says; null before it is applied.' })
  routingSet: boolean | null

  @Field(() => String, {
    nullable: true,
    description: "How calls are routed now, in the center's words, as said last; null: it did not say, or it is not applied.",
  })
  routing: string | null

  @Field(() => DateTime, { nullable: true, description: 'When it was rejected last; null: never.' })
  rejectedAt: string | null

  @Field(() => String, { nullable: true, description: 'Why; null where it never was.' })
  rejectReason: string | null

  @Field(() => Boolean, { description: 'Whether it was answered when its message had expired or another one held.' })
  isLate: boolean

  @Field(() => DateTime, {
    nullable: true,
    description:
      'By when it is to be acknowledged: after the minutes of its level; at level ATTENTION after four hours of opening of the own center. Null: by no time.',
  })
  acknowledgeBy: string | null

  @Field(() => DateTime, {
    nullable: true,
    description:
      'By when it is to be applied: after the time of its level; at level ATTENTION when the next shift begins after it was to be acknowledged. Null: by no time.',
  })
  applyBy: string | null
}

@ObjectType({ description: "A center's answer, as it is kept. Seen by the center." })
class AnsweredBroadcast {
  @Field(() => BroadcastReceipt, { description: 'How the center stands to the message now.' })
  receipt: BroadcastReceipt

  @Field(() => Boolean, { description: 'Whether somebody of the center had done so before; then theirs stands.' })
  isRepeated: boolean

  @Field(() => BroadcastReceipt, {
    nullable: true,
    description:
      'How the center stands to the message that holds now, which may be a later one that waits still. Null where it is asked nothing about it.',
  })
  head: BroadcastReceipt | null
}

export const AnswerMessageResult = createUnionType({
  name: 'AnswerMessageResult',
  description: 'The answer as it is kept, or everything that stands against it: then nothing was kept.',
  types: () => [AnsweredBroadcast, Refused] as const,
  resolveType: value => ('issues' in value ? Refused : AnsweredBroadcast),
})

@InputType({ description: 'That a message was read.' })
export class AcknowledgeMessageInput {
  @Field(() => ID, { description: 'Id of the message that was read.' })
  broadcast: string

  @Field(() => String, { description: 'Desk or duty that answers, in 1 to 80 characters; no name of a person.' })
  desk: string
}

@InputType({ description: 'That a center works by a message.' })
export class ApplyMessageInput extends AcknowledgeMessageInput {
  @Field(() => Int, { description: 'Desks that were told, 1 at least.' })
  desksBriefed: number

  @Field(() => Int, { description: 'Desks there are.' })
  desksTotal: number

  @Field(() => Boolean, { description: 'Whether calls are routed as it says.' })
  routingSet: boolean

  @Field(() => String, {
    nullable: true,
    description:
      'How calls are routed now, in 1 to 200 characters without personal data, with routingSet: true. Null or left out: not said.',
  })
  routing?: string | null
}

@InputType({ description: 'That a center will not work by a message.' })
export class RejectMessageInput extends AcknowledgeMessageInput {
  @Field(() => String, { description: 'Why, in 1 to 500 characters without personal data.' })
  reason: string
}
