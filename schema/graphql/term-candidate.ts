import { Field, Float, ObjectType } from 'type-graphql'
import type { Abstention, Predicate, Veto } from '../domain/terms/proposal.js'
import { DateTime } from './scalars/date-time.js'
import { TermFeature } from './term-feature.js'
import { MappingPredicates } from './term-mapping.js'

@ObjectType({ description: 'Why a meaning cannot be meant, whatever else speaks for it. Seen by who sees the word.' })
export class TermVeto implements Veto {
  @Field(() => String, { description: 'Which veto, for programs.' })
  readonly veto: string

  @Field(() => String, { description: 'Why, in Korean.' })
  readonly textKo: string

  @Field(() => String, { description: 'Why, in English.' })
  readonly textEn: string
}

@ObjectType({
  description: 'What a word lacks to be mapped without asking, or what stands against it: what would flip it. Seen by who sees the word.',
})
export class TermAbstention implements Abstention {
  @Field(() => String, { description: 'Which condition, for programs.' })
  readonly code: string

  @Field(() => String, { description: 'What is lacking, in Korean.' })
  readonly textKo: string

  @Field(() => String, { description: 'What is lacking, in English.' })
  readonly textEn: string
}

@ObjectType({ description: 'That a meaning was refused for the word before, and what changed since. Seen by who sees the word.' })
export class EarlierRejection {
  @Field(() => DateTime, { description: 'When it was refused.' })
  readonly at: string

  @Field(() => String, { description: 'By whom.' })
  readonly by: string

  @Field(() => String, { nullable: true, description: 'Why; null where nobody said.' })
  readonly reason: string | null

  @Field(() => [String], { description: 'Evidence that is new since, a line each.' })
  readonly evidenceAdded: readonly string[]

  @Field(() => [String], { description: 'Evidence that is gone since, a line each.' })
  readonly evidenceGone: readonly string[]
}

@ObjectType({ description: 'One thing that a word may mean, as the hub sees it now. Seen by who sees the word.' })
export class TermCandidate {
  @Field(() => String, {
    description: 'As the glossary writes it: measure:calls_offered, indicator:service_level#threshold_15s, codelist:channel.voice.',
  })
  readonly ref: string

  @Field(() => String, { nullable: true, description: 'Its name, in Korean; null where the edition has none.' })
  readonly nameKo: string | null

  @Field(() => String, { nullable: true, description: 'Its name, in English; null where the edition has none.' })
  readonly nameEn: string | null

  @Field(() => Float, { description: 'Calibrated probability that a careful steward would agree, 0 to 1.' })
  readonly score: number

  @Field(() => MappingPredicates, { description: 'How close the word comes to it.' })
  readonly predicate: Predicate

  @Field(() => [TermFeature], { description: 'What speaks for and against it.' })
  readonly features: readonly TermFeature[]

  @Field(() => [TermVeto], { description: 'What rules it out; empty where nothing does.' })
  readonly vetoes: readonly TermVeto[]

  @Field(() => EarlierRejection, { nullable: true, description: 'Null unless it was refused before, on other evidence.' })
  readonly earlierRejection: EarlierRejection | null
}
