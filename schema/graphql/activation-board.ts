import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { Escalation } from '../domain/playbooks/page.js'
import type { ReceiptState } from '../domain/playbooks/receipt-state.js'
import { BroadcastReceiptStates } from './broadcast-receipt.js'
import { TargetParts } from './playbook-enums.js'
import { DateTime } from './scalars/date-time.js'

const EscalationRungs: { readonly [E in Escalation]: E } = {
  DIGEST: 'DIGEST',
  CLOSED_CENTER: 'CLOSED_CENTER',
  OTHER_CHANNEL: 'OTHER_CHANNEL',
  LADDER_DUTY: 'LADDER_DUTY',
  LADDER_MANAGER: 'LADDER_MANAGER',
  UNDELIVERED: 'UNDELIVERED',
  LADDER_COORDINATOR: 'LADDER_COORDINATOR',
  LADDER_PHONE: 'LADDER_PHONE',
  APPLY_DUTY: 'APPLY_DUTY',
  APPLY_MANAGER: 'APPLY_MANAGER',
  APPLY_COORDINATOR: 'APPLY_COORDINATOR',
  APPLY_PHONE: 'APPLY_PHONE',
}
registerEnumType(EscalationRungs, {
  name: 'EscalationRung',
  description: 'Who had to be told that a center does not answer, and why.',
  valuesConfig: {
    DIGEST: { description: 'The duty desk, in the digest of the day.' },
    CLOSED_CENTER: { description: 'The duty desk at once, for doors were closed.' },
    OTHER_CHANNEL: { description: 'The duty desk, for the message had not come within two minutes.' },
    LADDER_DUTY: { description: 'The duty desk again, over the other channel.' },
    LADDER_MANAGER: { description: 'The manager of the center.' },
    UNDELIVERED: { description: 'The coordinators, for the message had not come within five minutes.' },
    LADDER_COORDINATOR: { description: 'The coordinators.' },
    LADDER_PHONE: { description: 'A coordinator who is to call (phoneTasks).' },
    APPLY_DUTY: { description: 'The duty desk, for it acknowledged and does not apply.' },
    APPLY_MANAGER: { description: 'The manager, for the same.' },
    APPLY_COORDINATOR: { description: 'The coordinators, for the same.' },
    APPLY_PHONE: { description: 'A coordinator who is to call, for the same.' },
  },
})

@ObjectType({
  description: 'How one center stood to the message that held. What came later is null. Seen by coordinators and administrators.',
})
export class BoardLine {
  @Field(() => String, { description: 'Code of the center.' })
  center: string

  @Field(() => TargetParts, { description: 'What it has to do with the message.' })
  part: 'TARGET' | 'OVERFLOW'

  @Field(() => BroadcastReceiptStates, { nullable: true, description: 'How it stood; null for a center that is asked nothing.' })
  state: ReceiptState | null

  @Field(() => DateTime, { nullable: true, description: 'When the center was taken out of it; null while it is in.' })
  leftAt: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Why: membershipEnded, or the id of the real message that took it out of a drill; null while it is in.',
  })
  leftBecause: string | null

  @Field(() => DateTime, { nullable: true, description: 'When an endpoint of it first took the message.' })
  deliveredAt: string | null

  @Field(() => DateTime, { nullable: true, description: 'When a system of it had the message, sent or fetched.' })
  receivedAt: string | null

  @Field(() => DateTime, { nullable: true, description: 'When it was acknowledged.' })
  acknowledgedAt: string | null

  @Field(() => DateTime, { nullable: true, description: 'When the center began to work by it.' })
  appliedAt: string | null

  @Field(() => DateTime, { nullable: true, description: 'When it was rejected.' })
  rejectedAt: string | null

  @Field(() => String, { nullable: true, description: 'Desk or duty that acknowledged it.' })
  acknowledgedDesk: string | null

  @Field(() => String, { nullable: true, description: 'Desk or duty that applied it.' })
  appliedDesk: string | null

  @Field(() => DateTime, {
    nullable: true,
    description: 'By when the center is to acknowledge it, its opening hours counted at level ATTENTION; null: by no time.',
  })
  acknowledgeBy: string | null

  @Field(() => DateTime, {
    nullable: true,
    description: 'By when it is to be applied, at level ATTENTION the beginning of a shift; null: by no time.',
  })
  applyBy: string | null

  @Field(() => Int, { nullable: true, description: 'Desks that were told, as said last.' })
  desksBriefed: number | null

  @Field(() => Int, { nullable: true, description: 'Desks there are.' })
  desksTotal: number | null

  @Field(() => Boolean, { nullable: true, description: 'Whether calls are routed as it says.' })
  routingSet: boolean | null

  @Field(() => String, { nullable: true, description: 'How calls are routed there now, as said last; null: it did not say.' })
  routing: string | null

  @Field(() => String, { nullable: true, description: 'Why it was rejected.' })
  rejectReason: string | null

  @Field(() => Int, { description: 'Attempts to deliver it that had been started.' })
  attempts: number

  @Field(() => String, { nullable: true, description: 'Why the last attempt was no good; null where it was, or none was made.' })
  lastCause: string | null

  @Field(() => Int, { description: 'Endpoints that were suspect then and are so still; they are tried on.' })
  suspectEndpoints: number

  @Field(() => Int, { description: 'How often somebody was told that the center does not answer, over all messages of the activation.' })
  escalations: number

  @Field(() => EscalationRungs, {
    nullable: true,
    description: 'The last step of the ladder of this message; a later message begins anew. Null where nobody had to be told.',
  })
  rung: Escalation | null

  @Field(() => ID, {
    nullable: true,
    description: 'The last page about the center (pages tells whom it reached); null where nobody had to be told.',
  })
  lastPage: string | null

  @Field(() => DateTime, { nullable: true, description: 'When somebody was last to be told about it, over all messages; null: never.' })
  lastPagedAt: string | null

  @Field(() => DateTime, {
    nullable: true,
    description: 'When a channel last took what was to be told, over all messages; null: none did.',
  })
  lastToldAt: string | null

  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when the center owes an answer: a later message does not begin anew. Null where it owes none.',
  })
  waitingSince: string | null

  @Field(() => Int, { nullable: true, description: 'Seconds it has owed the answer; null where it owes none.' })
  waitingSeconds: number | null
}

@ObjectType({ description: 'Who knew what of an activation at an instant. Seen by coordinators and administrators.' })
export class ActivationBoard {
  @Field(() => ID, { description: 'Id of the activation.' })
  activation: string

  @Field(() => DateTime, { description: 'The instant; now at the latest.' })
  at: string

  @Field(() => ID, { nullable: true, description: 'Id of the last message sent until then; null: nothing had been sent.' })
  broadcast: string | null

  @Field(() => Int, { description: 'Its number; 0 where nothing had been sent.' })
  seq: number

  @Field(() => DateTime, { nullable: true, description: 'When it was sent; null where nothing had been.' })
  sentAt: string | null

  @Field(() => Boolean, { description: 'Whether its time was over then.' })
  hasEnded: boolean

  @Field(() => Int, {
    description: 'Pages of the activation that had reached nobody by then and were tried on; pages(activation:) lists them.',
  })
  untoldPages: number

  @Field(() => [BoardLine], { description: 'A line for each center it was sent to, those that are asked something first.' })
  centers: readonly BoardLine[]
}
