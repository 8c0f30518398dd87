import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { MappingPredicate, MappingStatus, TextFormat } from '../domain/terms/mapping.js'
import type { Feature } from '../domain/terms/proposal.js'
import type { Review } from '../domain/terms/reviews.js'
import { DateTime } from './scalars/date-time.js'
import { Decimal } from './scalars/decimal.js'
import { LocalDate } from './scalars/local-date.js'
import { TermFeature } from './term-feature.js'

export const MappingPredicates = { EXACT: 'exact', CLOSE: 'close', BROAD: 'broad', NARROW: 'narrow', RELATED: 'related' } as const
registerEnumType(MappingPredicates, {
  name: 'MappingPredicate',
  description: 'How close a word comes to what it is mapped to (SKOS).',
  valuesConfig: {
    EXACT: { description: 'The same thing. Only these enter standard figures.' },
    CLOSE: { description: 'Nearly the same, as a service level of another threshold.' },
    BROAD: { description: 'The target is wider.' },
    NARROW: { description: 'The target is narrower.' },
    RELATED: { description: 'They have to do with each other; no mapping of values.' },
  },
})

const MappingStatuses = {
  PROPOSED: 'proposed',
  PROVISIONAL: 'provisional',
  ACTIVE: 'active',
  REJECTED: 'rejected',
  SUPERSEDED: 'superseded',
  SUSPENDED: 'suspended',
} as const
registerEnumType(MappingStatuses, {
  name: 'MappingStatus',
  description: 'In what state a version of a mapping was written down.',
  valuesConfig: {
    PROPOSED: { description: 'By the hub, or by a steward whose approval a second one has to review. No value is read by it.' },
    PROVISIONAL: { description: 'Safe but for too few nights. Its values wait.' },
    ACTIVE: { description: 'Values are read by it.' },
    REJECTED: { description: 'Refused, and remembered.' },
    SUPERSEDED: { description: 'It ended for the days of the version.' },
    SUSPENDED: { description: 'Values of those days wait, although a meaning is known.' },
  },
})

export const TextFormats = { MM_SS: 'mm:ss', HH_MM_SS: 'hh:mm:ss', BUN_CHO: '분초' } as const
registerEnumType(TextFormats, {
  name: 'ClockFormat',
  description: 'How durations are written as text.',
  valuesConfig: {
    MM_SS: { description: '2:54' },
    HH_MM_SS: { description: '0:02:54' },
    BUN_CHO: { description: '2분 54초' },
  },
})

@ObjectType({
  description:
    'How a value becomes one in the unit of its target: value x numerator / denominator + offset, exact; or a clock format, read as seconds. Seen by who sees the word.',
})
export class TermConversion {
  @Field(() => Decimal, { nullable: true, description: 'Null for a clock format.' })
  readonly numerator: string | null

  @Field(() => Decimal, { nullable: true, description: 'Null for a clock format.' })
  readonly denominator: string | null

  @Field(() => Decimal, { nullable: true, description: 'Null for a clock format.' })
  readonly offset: string | null

  @Field(() => TextFormats, { nullable: true, description: 'Null where numbers are multiplied.' })
  readonly format: TextFormat | null

  @Field(() => String, { nullable: true, description: 'Unit of the values as they come; null where it is not named.' })
  readonly fromUnit: string | null

  @Field(() => String, { nullable: true, description: 'Unit of the target; null where it is not named.' })
  readonly toUnit: string | null
}

@ObjectType({ description: 'What a further steward said of an approval. Seen by who sees the word.' })
class TermReview implements Review {
  @Field(() => String, { description: 'Who: person:<id> or client:<id>.' })
  readonly by: string

  @Field(() => Boolean, { description: 'Whether they agreed (SSSOM reviewer_agreement 1 or -1).' })
  readonly agrees: boolean

  @Field(() => String, { nullable: true, description: 'Why; null where they did not say.' })
  readonly reason: string | null
}

@ObjectType({
  description:
    'A version of what a word was said to mean. Versions are never changed; a later one takes their place. Seen by who sees the word.',
})
export class TermMapping {
  @Field(() => ID, { description: 'Id of the version.' })
  readonly id: string

  @Field(() => ID, { description: 'Id of the meaning that it is a version of.' })
  readonly mapping: string

  @Field(() => Int, { description: 'Number of the version of that meaning, from 1.' })
  readonly version: number

  @Field(() => String, {
    nullable: true,
    description:
      'measure:calls_offered, measure:legal_actions@legal_action_type=police_complaint, indicator:service_level#threshold_15s or codelist:channel.voice; null where the word means nothing that the edition has.',
  })
  readonly target: string | null

  @Field(() => MappingPredicates, { description: 'How close it comes.' })
  readonly predicate: MappingPredicate

  @Field(() => Boolean, { description: 'True where it says that the word does not mean the target.' })
  readonly isNegated: boolean

  @Field(() => TermConversion, { nullable: true, description: 'Null where the unit that rows name is read as ever.' })
  readonly conversion: TermConversion | null

  @Field(() => MappingStatuses, { description: 'Its state.' })
  readonly status: MappingStatus

  @Field(() => LocalDate, { nullable: true, description: 'First Korean business day; null for no limit.' })
  readonly from: string | null

  @Field(() => LocalDate, { nullable: true, description: 'Last day, itself included; null for no limit.' })
  readonly to: string | null

  @Field(() => [String], { description: 'SSSOM justifications, one per piece of evidence.' })
  readonly justification: readonly string[]

  @Field(() => Decimal, { nullable: true, description: 'From 0 to 1, as the hub judged it; null where a person decided without.' })
  readonly confidence: string | null

  @Field(() => [String], { description: 'What it rested on, a line each.' })
  readonly evidence: readonly string[]

  @Field(() => [TermReview], { description: 'What further stewards said of it, oldest first.' })
  readonly reviews: readonly TermReview[]

  @Field(() => String, { description: 'Name of that evidence: the same evidence has the same name.' })
  readonly evidenceHash: string

  @Field(() => String, { nullable: true, description: 'Rule by which the hub accepted it: T0, T1 or T2; null where a person did.' })
  readonly tier: string | null

  @Field(() => String, { nullable: true, description: 'Version of the rules of the matcher; null where it was not asked.' })
  readonly ruleVersion: string | null

  @Field(() => String, { nullable: true, description: 'Version of the lexicon; null where it was not asked.' })
  readonly lexiconVersion: string | null

  @Field(() => String, { nullable: true, description: 'Edition whose glossary was meant.' })
  readonly glossaryVersion: string | null

  @Field(() => String, {
    nullable: true,
    description:
      'Weights by which its candidates were ranked then: fixed, or the versions of learned ones; null where none were, or before they were kept.',
  })
  readonly weightsVersion: string | null

  @Field(() => [TermFeature], {
    description:
      'What spoke for and against the target when it was said, as weighed then; empty where it was no candidate or nothing was kept.',
  })
  readonly features: readonly Feature[]

  @Field(() => String, { description: 'Who said it: person:<subject>, client:<id> or a job.' })
  readonly author: string

  @Field(() => Boolean, { description: 'True where a person said it, false where the hub did.' })
  readonly isBySteward: boolean

  @Field(() => [String], { description: 'Who agreed to it afterwards.' })
  readonly reviewers: readonly string[]

  @Field(() => String, { nullable: true, description: 'Why; null where nobody said.' })
  readonly reason: string | null

  @Field(() => DateTime, { description: 'When it was recorded.' })
  readonly recordedAt: string

  @Field(() => DateTime, { nullable: true, description: 'When it stopped standing; null while it stands.' })
  readonly supersededAt: string | null
}
