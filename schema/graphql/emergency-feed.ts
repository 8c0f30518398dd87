import { Field, ID, Int, ObjectType } from 'type-graphql'
import type { BroadcastStatus, MessageType } from '../domain/playbooks/level-policy.js'
import type { MessageState } from '../domain/playbooks/message-state.js'
import type { Level } from '../domain/playbooks/playbook.js'
import { BroadcastReceipt } from './broadcast-receipt.js'
import { AlertLevels, BroadcastStates, BroadcastStatuses, BroadcastTypes, TargetParts } from './playbook-enums.js'
import { DateTime } from './scalars/date-time.js'

@ObjectType({ description: 'One thing that is different since the message the center acknowledged last. Seen by the center.' })
export class BroadcastChange {
  @Field(() => String, { description: 'Field of the message, or section: with the code of one.' })
  part: string

  @Field(() => String, { description: 'What changed, in Korean.' })
  ko: string

  @Field(() => String, { description: 'What changed, in English.' })
  en: string
}

@ObjectType({
  description:
    "The hub's signature over a message, the same whichever way it has come: Ed25519 over the UTF-8 bytes of its canonical JSON. Seen by centers, coordinators and administrators.",
})
export class ContentSignature {
  @Field(() => ID, { description: 'Id of the key in messageKeys.' })
  keyId: string

  @Field(() => String, { description: 'The signature, in base64.' })
  value: string
}

@ObjectType({ description: 'A public key that messages are or were signed with. Open to every role.' })
export class MessageKey {
  @Field(() => ID, { description: 'SHA-256 of the DER form of the key, in hexadecimal: compare it with what the council announced.' })
  id: string

  @Field(() => String, { description: 'Ed25519 public key, DER of its SubjectPublicKeyInfo in base64.' })
  publicKey: string

  @Field(() => DateTime, { description: 'When it was first used.' })
  firstUsedAt: string
}

@ObjectType({ description: 'A message at its place in the feed. Seen by centers, coordinators and administrators.' })
export class EmergencyFeedEntry {
  @Field(() => ID, { description: 'Id of the message.' })
  broadcast: string

  @Field(() => ID, { description: 'Id of its activation.' })
  activation: string

  @Field(() => Int, { description: 'Number in its activation. Of two, the one with the greater number holds.' })
  seq: number

  @Field(() => BroadcastStatuses, { description: 'Whether it is real.' })
  status: BroadcastStatus

  @Field(() => BroadcastTypes, { description: 'What it does to those before.' })
  type: MessageType

  @Field(() => String, { description: 'Code of the hazard.' })
  hazard: string

  @Field(() => AlertLevels, { description: 'Its level.' })
  level: Level

  @Field(() => BroadcastStates, { description: 'How it stands; only a current one is to be followed.' })
  state: MessageState

  @Field(() => DateTime, { description: 'When it was sent.' })
  sentAt: string

  @Field(() => DateTime, { description: 'When it ends by itself.' })
  expiresAt: string

  @Field(() => TargetParts, { nullable: true, description: 'What the own center has to do with it; null: nothing, it is there to read.' })
  part: 'TARGET' | 'OVERFLOW' | null

  @Field(() => String, {
    nullable: true,
    description:
      'The message as canonical JSON, the same that endpoints get. Null where it ended before it ever reached the own center: it is not to be followed.',
  })
  message: string | null

  @Field(() => String, { nullable: true, description: 'SHA-256 of the message in UTF-8, hexadecimal; null with it.' })
  messageHash: string | null

  @Field(() => ContentSignature, {
    nullable: true,
    description:
      'Proves that the message is the hub’s; null with it, at a hub without a key, and where nobody could sign it for 35 seconds: a message is shown once it is signed.',
  })
  contentSignature: ContentSignature | null

  @Field(() => BroadcastReceipt, { nullable: true, description: 'How the own center stands to it; null where it is asked nothing.' })
  receipt: BroadcastReceipt | null

  @Field(() => [BroadcastChange], {
    nullable: true,
    description:
      'What changed since the message of this activation that the own center acknowledged last before it; null where it acknowledged none.',
  })
  changes: readonly BroadcastChange[] | null
}

@ObjectType({
  description: 'A page of the feed, in the order in which messages were committed. Seen by centers, coordinators and administrators.',
})
export class EmergencyFeed {
  @Field(() => [EmergencyFeedEntry], { description: 'The messages of the page.' })
  nodes: readonly EmergencyFeedEntry[]

  @Field(() => String, {
    nullable: true,
    description: 'Cursor to go on from, now or whenever: nothing that is sent later is before it. Null while there is nothing at all.',
  })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more now.' })
  hasNextPage: boolean
}

@ObjectType({ description: 'That the feed has gone on. Seen by centers, coordinators and administrators.' })
export class EmergencyNudge {
  @Field(() => String, {
    nullable: true,
    description:
      'Cursor that emergencyFeed ends at now; one that you have already means there is nothing new. Null while there is nothing at all.',
  })
  cursor: string | null
}
