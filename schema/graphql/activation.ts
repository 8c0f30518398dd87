import { createUnionType, Field, ID, Int, ObjectType } from 'type-graphql'
import type { ActivationState } from '../domain/playbooks/activation-state.js'
import type { Purpose } from '../domain/playbooks/broadcast.js'
import type { BroadcastStatus, MessageType } from '../domain/playbooks/level-policy.js'
import type { MessageState } from '../domain/playbooks/message-state.js'
import type { Level } from '../domain/playbooks/playbook.js'
import type { RatificationState } from '../domain/playbooks/ratification-state.js'
import {
  ActivationStates,
  AlertLevels,
  BroadcastPurposes,
  BroadcastStates,
  BroadcastStatuses,
  BroadcastTypes,
  RatificationStates,
  TargetParts,
} from './playbook-enums.js'
import { Refused } from './refused.js'
import { DateTime } from './scalars/date-time.js'

@ObjectType({ description: 'An emergency, a drill or a test, from its opening to its end. Open to every role once something was sent.' })
export class Activation {
  @Field(() => ID, { description: 'Id; begins with EXR- for a drill and TST- for a test.' })
  id: string

  @Field(() => BroadcastStatuses, { description: 'Whether it is real; never changes.' })
  status: BroadcastStatus

  @Field(() => String, { description: 'Code of hazard_type, or a word that the codelist does not have.' })
  hazard: string

  @Field(() => String, { nullable: true, description: 'Name of the hazard; null where the codelist does not have it.' })
  hazardNameKo: string | null

  @Field(() => ActivationStates, { description: 'How it stands.' })
  state: ActivationState

  @Field(() => AlertLevels, { nullable: true, description: 'Level of the last message; null before the first.' })
  level: Level | null

  @Field(() => [String], { description: 'Areas of the last message, as they were written.' })
  areas: readonly string[]

  @Field(() => [String], { description: 'Codes of centers that take over calls.' })
  overflow: readonly string[]

  @Field(() => Int, { description: 'Number of the last message; 0 before the first.' })
  headSeq: number

  @Field(() => ID, { nullable: true, description: 'An earlier activation it continues; null for none.' })
  relatesTo: string | null

  @Field(() => String, { nullable: true, description: 'Id of the exercise; null where it is none.' })
  exerciseId: string | null

  @Field(() => [String], { nullable: true, description: 'Centers that take part in the exercise; null where it is none.' })
  participants: readonly string[] | null

  @Field(() => DateTime, { nullable: true, description: 'When the exercise ends; null where it is none.' })
  endsAt: string | null

  @Field(() => String, { description: 'Agency that opened it: code of a center, or council.' })
  openedAgency: string

  @Field(() => DateTime, { description: 'When it was opened.' })
  openedAt: string

  @Field(() => DateTime, { nullable: true, description: 'When it was closed; null while it is not.' })
  closedAt: string | null

  @Field(() => [String], { nullable: true, description: 'Centers that had not answered when a person closed it; null while it is open.' })
  closedWithout: readonly string[] | null
}

@ObjectType({ description: 'A page of activations, the one opened last first.' })
export class ActivationConnection {
  @Field(() => [Activation], { description: 'The activations of the page.' })
  nodes: readonly Activation[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}

@ObjectType({ description: 'A center that gets a message, frozen when it was sent.' })
export class BroadcastTarget {
  @Field(() => String, { description: 'Code of the center.' })
  center: string

  @Field(() => TargetParts, { description: 'What it has to do.' })
  part: 'TARGET' | 'OVERFLOW'

  @Field(() => [String], { description: 'The areas, as they were written, that led to it.' })
  areas: readonly string[]

  @Field(() => DateTime, { nullable: true, description: 'When it was taken out, by the real thing during a drill; null while it is in.' })
  endedAt: string | null
}

@ObjectType({ description: 'What was decided of a message that one commander sent without approval.' })
export class Ratification {
  @Field(() => RatificationStates, { description: 'How it stands.' })
  state: RatificationState

  @Field(() => DateTime, { description: 'When the message went out.' })
  requestedAt: string

  @Field(() => DateTime, { description: 'When it ends by itself, whatever is decided.' })
  endsAt: string

  @Field(() => DateTime, { nullable: true, description: 'When it was decided; null while it is not.' })
  decidedAt: string | null
}

@ObjectType({ description: 'What went out; it never changes. Open to every role.' })
export class Broadcast {
  @Field(() => ID, { description: 'Id of the message.' })
  id: string

  @Field(() => ID, { description: 'Id of its activation.' })
  activation: string

  @Field(() => BroadcastStatuses, { description: 'Whether it is real.' })
  status: BroadcastStatus

  @Field(() => Int, { description: 'Number in its activation, from 1. A receiver follows the highest it has seen.' })
  seq: number

  @Field(() => BroadcastTypes, { description: 'What it does to those before.' })
  type: MessageType

  @Field(() => BroadcastPurposes, { description: 'What it is for.' })
  purpose: Purpose

  @Field(() => AlertLevels, { description: 'Its level.' })
  level: Level

  @Field(() => String, { description: 'The whole content as canonical JSON (RFC 8785), byte for byte what the hash is of.' })
  content: string

  @Field(() => String, { description: 'SHA-256 of the content in UTF-8, hexadecimal.' })
  contentHash: string

  @Field(() => [ID], { description: 'Messages of the activation that had not expired when it was sent.' })
  refersTo: readonly string[]

  @Field(() => DateTime, { description: 'When it was sent, to the second.' })
  sentAt: string

  @Field(() => DateTime, { description: 'When it ends by itself.' })
  expiresAt: string

  @Field(() => Boolean, { description: 'Whether it went out late, because nothing ran at its time.' })
  isLate: boolean

  @Field(() => Boolean, { description: 'Whether it went out without approval.' })
  isBreakGlass: boolean

  @Field(() => BroadcastStates, { description: 'How it stands.' })
  state: MessageState

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it is current.' })
  endedAt: string | null

  @Field(() => [BroadcastTarget], { description: 'Who gets it.' })
  targets: readonly BroadcastTarget[]

  @Field(() => Ratification, { nullable: true, description: 'For one without approval, what was decided; else null.' })
  ratification: Ratification | null
}

@ObjectType({ description: 'An activation with everything that was sent. Open to every role once something was.' })
export class ActivationHistory {
  @Field(() => Activation, { description: 'How it stands.' })
  activation: Activation

  @Field(() => [Broadcast], { description: 'What was sent, the first one first; 500 at most.' })
  broadcasts: readonly Broadcast[]
}

@ObjectType({ description: 'A message that was sent, or had been under the same key. Seen by whoever sent it.' })
class SentBroadcast {
  @Field(() => Broadcast, { description: 'The message.' })
  broadcast: Broadcast

  @Field(() => Boolean, { description: 'Whether it had gone out before, under the same idempotency key.' })
  isReplayed: boolean
}

@ObjectType({ description: 'A decision on a message that went out without approval. Seen by whoever decided.' })
class DecidedRatification {
  @Field(() => Ratification, { description: 'How it was decided.' })
  ratification: Ratification

  @Field(() => Broadcast, { nullable: true, description: 'The cancel that went out with a refusal; null where none did.' })
  cancel: Broadcast | null
}

export const ActivationResult = createUnionType({
  name: 'ActivationResult',
  description: 'The activation, or everything that stands against it: then nothing was done.',
  types: () => [Activation, Refused] as const,
  resolveType: value => ('issues' in value ? Refused : Activation),
})

export const SentBroadcastResult = createUnionType({
  name: 'SentBroadcastResult',
  description: 'The message that went out, or everything that stands against it: then nothing did.',
  types: () => [SentBroadcast, Refused] as const,
  resolveType: value => ('issues' in value ? Refused : SentBroadcast),
})

export const DecideRatificationResult = createUnionType({
  name: 'DecideRatificationResult',
  description: 'The decision, or everything that stands against it: then nothing was decided.',
  types: () => [DecidedRatification, Refused] as const,
  resolveType: value => ('issues' in value ? Refused : DecidedRatification),
})
