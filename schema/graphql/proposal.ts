import { createUnionType, Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql'
import type { Level } from '../domain/playbooks/playbook.js'
import type { ProposalAdvice, ProposalSource, ProposalState } from '../domain/playbooks/proposal.js'
import { DisasterEvidence } from './evidence.js'
import { AlertLevels } from './playbook-enums.js'
import { PlaybookVersion } from './playbook-version.js'
import { ProposalAdvices, ProposalSources, ProposalStates } from './proposal-enums.js'
import { Refused } from './refused.js'
import { DateTime } from './scalars/date-time.js'
import { LocalDate } from './scalars/local-date.js'

@InputType({ description: 'A proposal that becomes a draft. What is left out is as the proposal has it.' })
export class AcceptProposalInput {
  @Field(() => ID, { description: 'Id of the proposal.' })
  readonly proposal: string

  @Field(() => String, { nullable: true, description: 'Code of hazard_type, where the proposal knows only a word or a topic.' })
  readonly hazard?: string | null

  @Field(() => String, { nullable: true, description: 'Code of the playbook, where several fit or none does.' })
  readonly playbook?: string | null

  @Field(() => AlertLevels, { nullable: true, description: 'Level of the draft.' })
  readonly level?: Level | null

  @Field(() => [String], { nullable: true, description: 'Areas, as for openActivation.' })
  readonly areas?: string[] | null

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When the text ends by itself; six hours from now where nothing is said, or the longest that its level allows if that is less.',
  })
  readonly expiresAt?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Why there is another activation, as for openActivation (RECENT_ALERT); also where the one to be continued has ended.',
  })
  readonly repeatReason?: string | null
}

@InputType({ description: 'A proposal that leads to nothing.' })
export class DismissProposalInput {
  @Field(() => ID, { description: 'Id of the proposal.' })
  readonly proposal: string

  @Field(() => String, { description: 'Why, in up to 500 characters, no personal data.' })
  readonly reason: string
}

@ObjectType({ description: 'A value that a draft begins with. For coordinators and administrators.' })
class ProposedValue {
  @Field(() => String, { description: 'Name of the place in the text.' })
  readonly name: string

  @Field(() => String, { description: 'Korean words, or an address.' })
  readonly ko: string

  @Field(() => String, { nullable: true, description: 'English words; null for none.' })
  readonly en: string | null
}

@ObjectType({ description: 'A count that stands out of what is usual. For coordinators and administrators.' })
class SurgeFinding {
  @Field(() => String, { description: 'Code of the center.' })
  readonly center: string

  @Field(() => String, { description: 'Code of the measure.' })
  readonly measure: string

  @Field(() => String, { description: 'Dimension that it was counted by: hazard_type or topic.' })
  readonly dimension: string

  @Field(() => String, { description: 'Code of the hazard or topic.' })
  readonly item: string

  @Field(() => LocalDate, { description: 'The day.' })
  readonly day: string

  @Field(() => String, { nullable: true, description: 'The hour, 00 to 23; null for the whole day.' })
  readonly hour: string | null

  @Field(() => Float, { description: 'Contacts or inquiries counted, when the hub looked.' })
  readonly value: number

  @Field(() => Float, { description: 'Median of the days it was held against.' })
  readonly median: number

  @Field(() => Float, { description: 'Their median absolute deviation.' })
  readonly mad: number

  @Field(() => Float, { description: 'Distance from the median in robust deviations.' })
  readonly z: number

  @Field(() => [LocalDate], { description: 'The days it was held against, the latest first.' })
  readonly comparedWith: readonly string[]

  @Field(() => String, { description: 'The numbers in one Korean sentence.' })
  readonly whyKo: string

  @Field(() => String, { description: 'The numbers in one English sentence.' })
  readonly whyEn: string
}

@ObjectType({
  description:
    'A playbook that messages of others, or counts of our own, suggest. It sends nothing: a person makes a draft of it, which goes the way of every draft, or dismisses it. For coordinators and administrators.',
})
export class PlaybookProposal {
  @Field(() => ID, { description: 'Id.' })
  readonly id: string

  @Field(() => ProposalSources, { description: 'What suggests it.' })
  readonly source: ProposalSource

  @Field(() => ProposalStates, { description: 'How it stands.' })
  readonly state: ProposalState

  @Field(() => ProposalAdvices, { description: 'What it suggests to do.' })
  readonly advice: ProposalAdvice

  @Field(() => String, {
    nullable: true,
    description: 'Code of the hazard, escaped; one that nobody knows is kept. Null where only a word or a topic is known.',
  })
  readonly hazard: string | null

  @Field(() => String, { nullable: true, description: 'Name of the hazard; null where the codelist does not have it.' })
  readonly hazardNameKo: string | null

  @Field(() => String, { description: 'The word that came, escaped.' })
  readonly hazardWord: string

  @Field(() => AlertLevels, { nullable: true, description: 'Level of the draft; null where a person has to say.' })
  readonly level: Level | null

  @Field(() => String, { nullable: true, description: 'Code of the playbook; null where several fit or none does.' })
  readonly playbook: string | null

  @Field(() => [String], { description: 'Codes of the playbooks that fit.' })
  readonly playbooks: readonly string[]

  @Field(() => [String], { description: 'Areas as they were written, escaped.' })
  readonly areas: readonly string[]

  @Field(() => [String], { description: 'Areas among them that nobody knows, kept as they were written, escaped.' })
  readonly unknownAreas: readonly string[]

  @Field(() => [String], { description: 'Codes of the member centers that the areas meant when it came in.' })
  readonly centers: readonly string[]

  @Field(() => [ProposedValue], { description: 'Values that the draft begins with.' })
  readonly values: readonly ProposedValue[]

  @Field(() => ID, {
    nullable: true,
    description: 'The activation to continue or to end; once it was accepted, the one that its draft is in. Null for none.',
  })
  readonly activation: string | null

  @Field(() => [DisasterEvidence], { description: 'Messages of others behind it, the latest fifty.' })
  readonly evidence: readonly DisasterEvidence[]

  @Field(() => [SurgeFinding], { description: 'Counts of our own behind it.' })
  readonly findings: readonly SurgeFinding[]

  @Field(() => DateTime, { description: 'When it was opened.' })
  readonly openedAt: string

  @Field(() => DateTime, { description: 'When it was last added to or decided.' })
  readonly changedAt: string

  @Field(() => String, { nullable: true, description: 'Who decided; null while it is open.' })
  readonly decidedBy: string | null

  @Field(() => DateTime, { nullable: true, description: 'When it was decided; null while it is open.' })
  readonly decidedAt: string | null

  @Field(() => String, { nullable: true, description: 'Why it was dismissed; null where it was not.' })
  readonly decisionReason: string | null

  @Field(() => ID, { nullable: true, description: 'The draft it became; null where it did not.' })
  readonly version: string | null
}

@ObjectType({ description: 'A page of proposals, the one opened last first. For coordinators and administrators.' })
export class PlaybookProposalConnection {
  @Field(() => [PlaybookProposal], { description: 'The proposals of the page.' })
  readonly nodes: readonly PlaybookProposal[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  readonly endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  readonly hasNextPage: boolean
}

@ObjectType({ description: 'A proposal that was accepted, and the draft it became. Seen by whoever accepted it.' })
class AcceptedProposal {
  @Field(() => PlaybookProposal, { description: 'The proposal.' })
  readonly proposal: PlaybookProposal

  @Field(() => PlaybookVersion, { description: 'The draft, of which nothing is sent before others approve it.' })
  readonly version: PlaybookVersion
}

export const AcceptProposalResult = createUnionType({
  name: 'AcceptProposalResult',
  description: 'The draft, or why there is none.',
  types: () => [AcceptedProposal, Refused] as const,
  resolveType: value => ('version' in value ? AcceptedProposal : Refused),
})

export const DismissProposalResult = createUnionType({
  name: 'DismissProposalResult',
  description: 'The proposal as it stands then, or why it cannot be dismissed.',
  types: () => [PlaybookProposal, Refused] as const,
  resolveType: value => ('id' in value ? PlaybookProposal : Refused),
})

@ObjectType({
  description: 'What one look for surges has found; counts of surges but for the first and the last. Seen by whoever asked for it.',
})
class SurgeWatch {
  @Field(() => Int, { description: 'Member centers that were looked at.' })
  readonly centers: number

  @Field(() => Int, { description: 'Counts that stand out.' })
  readonly found: number

  @Field(() => Int, { description: 'Of them, those that belong to an emergency under way.' })
  readonly expected: number

  @Field(() => Int, { description: 'Of them, those told before, or dismissed within 24 hours.' })
  readonly known: number

  @Field(() => Int, { description: 'Proposals that were opened or joined.' })
  readonly proposals: number
}

export const WatchSurgesResult = createUnionType({
  name: 'WatchSurgesResult',
  description: 'What was found, or why nobody looked.',
  types: () => [SurgeWatch, Refused] as const,
  resolveType: value => ('found' in value ? SurgeWatch : Refused),
})
