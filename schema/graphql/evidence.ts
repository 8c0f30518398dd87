import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import type { EvidenceKind } from '../domain/playbooks/evidence-record.js'
import type { BroadcastStatus } from '../domain/playbooks/level-policy.js'
import type { Level } from '../domain/playbooks/playbook.js'
import type { NotedReason, Settlement } from '../domain/playbooks/settle-signal.js'
import { Issue } from './issue.js'
import { AlertLevels, BroadcastStatuses } from './playbook-enums.js'
import { EvidenceKinds, EvidenceOutcomes, NotedReasons } from './proposal-enums.js'
import { Refused } from './refused.js'
import { DateTime } from './scalars/date-time.js'

@InputType({ description: 'Messages that others sent to the public.' })
export class ImportEvidenceInput {
  @Field(() => String, {
    description:
      'A CAP 1.2 alert (XML, up to 256 KB, no document type and no entities), or records of DSSP-IF-00247 (JSON: one, a list, or the answer of the service with its body; up to 500). Bytes are kept as they are.',
  })
  readonly document: string
}

@ObjectType({ description: 'A place as a message of others names it. For coordinators and administrators.' })
export class EvidenceArea {
  @Field(() => String, { description: 'As it was written, escaped for HTML.' })
  readonly word: string

  @Field(() => String, { description: 'What a region is looked for by: a code, an ISO code or a name. Escaped for HTML.' })
  readonly region: string
}

@ObjectType({ description: 'A field of a message of others that the hub does not read. For coordinators and administrators.' })
export class UnreadField {
  @Field(() => String, { description: 'Its name, escaped for HTML.' })
  readonly name: string

  @Field(() => String, { description: 'What it says, up to 2,000 characters, escaped for HTML.' })
  readonly value: string
}

@ObjectType({
  description:
    'What another authority told the public, kept as it came. Every word of theirs is escaped for HTML, with unseen characters written out. For coordinators and administrators.',
})
export class DisasterEvidence {
  @Field(() => ID, { description: 'Id in the hub.' })
  readonly id: string

  @Field(() => String, { description: 'CAP, or MOIS_MESSAGE for a record of the ministry.' })
  readonly source: string

  @Field(() => String, { description: 'Whose identifier it is, escaped; empty where the source names nobody.' })
  readonly sender: string

  @Field(() => String, { description: 'Its identifier there (identifier or SN), escaped.' })
  readonly sourceId: string

  @Field(() => String, { description: 'SHA-256 of the bytes it came in, hexadecimal.' })
  readonly contentHash: string

  @Field(() => EvidenceKinds, { description: 'What it does to earlier ones.' })
  readonly kind: EvidenceKind

  @Field(() => DateTime, { nullable: true, description: 'When it was sent; null where that was not said or not readable.' })
  readonly sentAt: string | null

  @Field(() => BroadcastStatuses, { nullable: true, description: 'Whether it is real; null for a status of theirs that is none of ours.' })
  readonly status: BroadcastStatus | null

  @Field(() => String, {
    nullable: true,
    description: 'Code of the hazard, escaped; one that nobody knows is kept. Null for a word that leads to none.',
  })
  readonly hazard: string | null

  @Field(() => String, { description: 'The hazard in their word, escaped.' })
  readonly hazardWord: string

  @Field(() => [EvidenceArea], { description: 'Where.' })
  readonly areas: readonly EvidenceArea[]

  @Field(() => AlertLevels, {
    nullable: true,
    description: 'A level made from how loud it is; never one that somebody declared. Null for none.',
  })
  readonly suggestedLevel: Level | null

  @Field(() => String, { nullable: true, description: 'How loud it is in their word, escaped; null for none.' })
  readonly levelWord: string | null

  @Field(() => String, { nullable: true, description: 'What it says, escaped; null where it says nothing or is withheld.' })
  readonly text: string | null

  @Field(() => Boolean, { description: 'Whether text and bytes were left out because they may name a person.' })
  readonly isWithheld: boolean

  @Field(() => [UnreadField], { description: 'Fields that the hub does not read.' })
  readonly unread: readonly UnreadField[]

  @Field(() => EvidenceOutcomes, { description: 'What became of it.' })
  readonly outcome: Settlement['act']

  @Field(() => NotedReasons, { nullable: true, description: 'Why it suggests nothing; null where it does.' })
  readonly notedReason: NotedReason | null

  @Field(() => ID, { nullable: true, description: 'The proposal it opened, joined or would have; null for none.' })
  readonly proposal: string | null

  @Field(() => String, { description: 'Who brought it in.' })
  readonly importedBy: string

  @Field(() => DateTime, { description: 'When it came in.' })
  readonly importedAt: string
}

@ObjectType({ description: 'A page of evidence, what came in last first. For coordinators and administrators.' })
export class DisasterEvidenceConnection {
  @Field(() => [DisasterEvidence], { description: 'The messages of the page.' })
  readonly nodes: readonly DisasterEvidence[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  readonly endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  readonly hasNextPage: boolean
}

@ObjectType({ description: 'What became of the messages of a document. Seen by whoever brought it in.' })
class EvidenceImport {
  @Field(() => Int, { description: 'Messages of the document: added, known and refused together.' })
  readonly messages: number

  @Field(() => Int, { description: 'Messages that are kept now.' })
  readonly added: number

  @Field(() => Int, { description: 'Messages that were kept already, byte for byte.' })
  readonly known: number

  @Field(() => Int, { description: 'Messages that do not read.' })
  readonly refused: number

  @Field(() => [ID], { description: 'Proposals that were opened, joined or withdrawn by it.' })
  readonly proposals: readonly string[]

  @Field(() => [Issue], { description: 'Why messages were refused: each with its place in the document (sourceRow).' })
  readonly issues: readonly Issue[]
}

export const ImportEvidenceResult = createUnionType({
  name: 'ImportEvidenceResult',
  description: 'What became of the messages, or why the document could not be read.',
  types: () => [EvidenceImport, Refused] as const,
  resolveType: value => ('messages' in value ? EvidenceImport : Refused),
})
