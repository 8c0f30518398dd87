import { createUnionType, Field, ID, Int, ObjectType } from 'type-graphql'
import type { Purpose } from '../domain/playbooks/broadcast.js'
import type { MessageType } from '../domain/playbooks/level-policy.js'
import type { Level } from '../domain/playbooks/playbook.js'
import type { VersionState } from '../domain/playbooks/version-state.js'
import { BroadcastTarget } from './activation.js'
import { Issue } from './issue.js'
import { AlertLevels, BroadcastPurposes, BroadcastTypes, PlaybookVersionStates } from './playbook-enums.js'
import { Refused } from './refused.js'
import { DateTime } from './scalars/date-time.js'

@ObjectType({ description: "One person's word for one content. Seen by coordinators and administrators." })
class PlaybookApproval {
  @Field(() => String, { description: 'Who: person:<sub>.' })
  approver: string

  @Field(() => String, { description: 'For which agency: code of a center, or council.' })
  agency: string

  @Field(() => Int, { description: 'Revision it was given for; of an earlier one it counts no more.' })
  revision: number

  @Field(() => String, { description: 'Hash of the content it was given for.' })
  contentHash: string

  @Field(() => DateTime, { description: 'When; it counts for a day.' })
  approvedAt: string
}

@ObjectType({ description: 'A text on its way, or as it went. Seen by coordinators and administrators.' })
export class PlaybookVersion {
  @Field(() => ID, { description: 'Id of the text.' })
  id: string

  @Field(() => ID, { description: 'Id of its activation.' })
  activation: string

  @Field(() => BroadcastTypes, { description: 'What it will do to the messages before.' })
  type: MessageType

  @Field(() => BroadcastPurposes, { description: 'What it is for.' })
  purpose: Purpose

  @Field(() => PlaybookVersionStates, { description: 'How it stands.' })
  state: VersionState

  @Field(() => Int, { description: '1 for the first; each edit is the next, and voids what was approved.' })
  revision: number

  @Field(() => AlertLevels, { description: 'Its level.' })
  level: Level

  @Field(() => [String], { description: 'Areas, as they were written.' })
  areas: readonly string[]

  @Field(() => [String], { description: 'Codes of centers that take over calls.' })
  overflow: readonly string[]

  @Field(() => String, { description: 'Code of the template.' })
  playbook: string

  @Field(() => Int, { description: 'Version of the template.' })
  playbookVersion: number

  @Field(() => String, { description: 'The content as canonical JSON (RFC 8785).' })
  content: string

  @Field(() => String, { description: 'SHA-256 of the content; an approver approves this.' })
  contentHash: string

  @Field(() => Int, { description: 'Number of the message it was written after; it cannot be sent after another.' })
  baseSeq: number

  @Field(() => DateTime, { description: 'When its message will end by itself.' })
  expiresAt: string

  @Field(() => DateTime, { nullable: true, description: 'When it goes out by itself; null where it is not scheduled.' })
  publishAt: string | null

  @Field(() => String, { description: 'Who wrote it first.' })
  author: string

  @Field(() => [String], { description: 'Everybody who wrote any revision; none of them approves it.' })
  authors: readonly string[]

  @Field(() => ID, { nullable: true, description: 'Id of its message; null before it is sent.' })
  broadcast: string | null

  @Field(() => DateTime, { description: 'When it was begun.' })
  createdAt: string

  @Field(() => DateTime, { description: 'When it changed last.' })
  changedAt: string

  @Field(() => [PlaybookApproval], { description: 'Every approval it was given, in order.' })
  approvals: readonly PlaybookApproval[]
}

@ObjectType({ description: 'What an approver types again by hand.' })
class WordsToRetype {
  @Field(() => String, { description: 'Whether it is real: 실제 상황, 훈련 or 시험.' })
  status: string

  @Field(() => String, { description: 'The hazard.' })
  hazard: string

  @Field(() => Int, { description: 'How many centers have to answer.' })
  centers: number
}

@ObjectType({ description: 'What would happen if a text were sent now. Seen by coordinators and administrators.' })
export class BroadcastPreview {
  @Field(() => PlaybookVersion, { description: 'The text.' })
  version: PlaybookVersion

  @Field(() => [BroadcastTarget], { description: 'Exactly who would get it.' })
  targets: readonly BroadcastTarget[]

  @Field(() => [String], { description: 'Of them, centers without an endpoint for it: they would have to fetch it.' })
  withoutEndpoint: readonly string[]

  @Field(() => [String], { description: 'Areas that nobody knows. They are kept and lead to nobody.' })
  unknownAreas: readonly string[]

  @Field(() => [String], { description: 'Areas that are known and have no member center today.' })
  emptyAreas: readonly string[]

  @Field(() => [String], {
    description: 'Centers of the areas that are left out: no participants of the exercise, or in a real emergency.',
  })
  leftOut: readonly string[]

  @Field(() => Boolean, { description: 'Whether every member center would get it.' })
  isAll: boolean

  @Field(() => Int, { description: 'How many persons have to approve it, each of another agency.' })
  approvalsNeeded: number

  @Field(() => Int, { description: 'How many approvals stand now.' })
  approvalsStanding: number

  @Field(() => WordsToRetype, { description: 'What an approver types again.' })
  retype: WordsToRetype

  @Field(() => String, { description: 'The question put to an approver; that of the real thing is another than that of a drill.' })
  promptKo: string

  @Field(() => String, { description: 'The same in English.' })
  promptEn: string

  @Field(() => [Issue], { description: 'What the lint says of it; its errors stand in the way of a review.' })
  lint: readonly Issue[]

  @Field(() => [Issue], { description: 'What stands against sending it now; empty when it can go out.' })
  against: readonly Issue[]
}

@ObjectType({ description: 'The texts of an activation.' })
export class PlaybookVersionConnection {
  @Field(() => [PlaybookVersion], { description: 'The texts of the page, the newest first.' })
  nodes: readonly PlaybookVersion[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}

export const PlaybookVersionResult = createUnionType({
  name: 'PlaybookVersionResult',
  description: 'The text as it stands now, or everything that stands against what was asked: then nothing was done.',
  types: () => [PlaybookVersion, Refused] as const,
  resolveType: value => ('issues' in value ? Refused : PlaybookVersion),
})
