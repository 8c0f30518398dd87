import { Field, Float, ID, InputType, ObjectType, registerEnumType } from 'type-graphql'
import type { Predicate } from '../domain/terms/proposal.js'
import { LocalDate } from './scalars/local-date.js'
import { TermAbstention, TermVeto } from './term-candidate.js'
import { TermFeature } from './term-feature.js'
import { MappingPredicates, TermConversion } from './term-mapping.js'

export const TranslationRelationships = {
  EQUIVALENT: 'equivalent',
  SOURCE_IS_NARROWER_THAN_TARGET: 'source-is-narrower-than-target',
  SOURCE_IS_BROADER_THAN_TARGET: 'source-is-broader-than-target',
  RELATED_TO: 'related-to',
  NOT_RELATED_TO: 'not-related-to',
} as const
export type TranslationRelationship = (typeof TranslationRelationships)[keyof typeof TranslationRelationships]
registerEnumType(TranslationRelationships, {
  name: 'TranslationRelationship',
  description: 'How a word relates to a concept, as FHIR R5 says it.',
  valuesConfig: {
    EQUIVALENT: { description: 'The same thing.' },
    SOURCE_IS_NARROWER_THAN_TARGET: { description: 'The concept is wider.' },
    SOURCE_IS_BROADER_THAN_TARGET: { description: 'The concept is narrower.' },
    RELATED_TO: { description: 'Close or related, and not the same.' },
    NOT_RELATED_TO: { description: 'It was decided that the word does not mean it.' },
  },
})

const TranslationSources = { MAPPING: 'mapping', EDITION: 'edition' } as const
registerEnumType(TranslationSources, {
  name: 'TranslationSource',
  description: 'Who says what a word means.',
  valuesConfig: {
    MAPPING: { description: 'A decision about the word of this center.' },
    EDITION: { description: 'A code, name or synonym of the edition, for every center.' },
  },
})

@InputType({ description: 'A word as a center writes it.' })
export class TranslateInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Code of the center; null: one’s own, or what the edition alone says. Another center’s words are for stewards and administrators.',
  })
  readonly center?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'measure, indicator, or a codelist by its code (channel); null: what a row is about.',
  })
  readonly kind?: string | null

  @Field(() => String, { description: 'The word, 1 to 200 characters.' })
  readonly label: string

  @Field(() => String, { nullable: true, description: 'The unit beside it; null: none is named.' })
  readonly unit?: string | null

  @Field(() => LocalDate, { nullable: true, description: 'First day of the period of a row; null: today in Korea.' })
  readonly on?: string | null
}

@ObjectType({ description: 'A concept that a word was said to mean, or not to mean. Seen by who asked.' })
export class TranslationMatch {
  @Field(() => TranslationRelationships, { description: 'How the word relates to it.' })
  readonly relationship: TranslationRelationship

  @Field(() => MappingPredicates, { description: 'The same in SKOS: exact, close, broad, narrow or related.' })
  readonly predicate: Predicate

  @Field(() => ID, {
    description: 'The concept: measure:calls_offered, indicator:service_level#threshold_15s, codelist:channel.voice.',
  })
  readonly target: string

  @Field(() => String, { nullable: true, description: 'Its name in Korean; null where the edition in force does not have it.' })
  readonly nameKo: string | null

  @Field(() => String, { nullable: true, description: 'Its name in English; null where the edition in force does not have it.' })
  readonly nameEn: string | null

  @Field(() => TermConversion, { nullable: true, description: 'How values become ones of its unit; null where they stay as they are.' })
  readonly conversion: TermConversion | null

  @Field(() => TranslationSources, { description: 'Who says it.' })
  readonly source: 'mapping' | 'edition'

  @Field(() => ID, { nullable: true, description: 'Version of the mapping that says it; null where the edition does.' })
  readonly mappingVersion: string | null

  @Field(() => Boolean, { description: 'True until a person has confirmed it; values read by it are marked.' })
  readonly isProvisional: boolean

  @Field(() => Boolean, { description: 'Whether a row of that day would be taken by it; its value is judged as ever.' })
  readonly isTaken: boolean
}

@ObjectType({ description: 'One thing that a word may mean, as the hub sees it now. Seen by who asked.' })
export class TranslationCandidate {
  @Field(() => ID, { description: 'The concept.' })
  readonly ref: string

  @Field(() => String, { nullable: true, description: 'Its name in Korean; null where the edition in force does not have it.' })
  readonly nameKo: string | null

  @Field(() => String, { nullable: true, description: 'Its name in English; null where the edition in force does not have it.' })
  readonly nameEn: string | null

  @Field(() => Float, { description: 'Probability that a careful steward would agree, 0 to 1.' })
  readonly score: number

  @Field(() => MappingPredicates, { description: 'How close the word comes to it.' })
  readonly predicate: Predicate

  @Field(() => [TermFeature], { description: 'What speaks for and against it.' })
  readonly features: readonly TermFeature[]

  @Field(() => [TermVeto], { description: 'What rules it out; empty where nothing does.' })
  readonly vetoes: readonly TermVeto[]
}

@ObjectType({ description: 'What a word means on a day, after $translate of FHIR. Seen by who asked.' })
export class Translation {
  @Field(() => Boolean, { description: 'Whether a row of that day would be taken under the word and unit.' })
  readonly result: boolean

  @Field(() => String, { description: 'What a receipt would say of the word, in Korean.' })
  readonly messageKo: string

  @Field(() => String, { description: 'What a receipt would say of the word, in English.' })
  readonly messageEn: string

  @Field(() => LocalDate, { description: 'The day it is said for.' })
  readonly on: string

  @Field(() => String, { description: 'Code of the edition in force.' })
  readonly edition: string

  @Field(() => [TranslationMatch], {
    description: 'What is settled about the word: at most one meaning, and what it was decided not to mean.',
  })
  readonly matches: readonly TranslationMatch[]

  @Field(() => [TranslationCandidate], { description: 'What it may mean, the likeliest first; empty where nothing stands out.' })
  readonly candidates: readonly TranslationCandidate[]

  @Field(() => String, {
    description:
      'Weights by which the candidates are ranked: fixed, or the versions of those that were learned from decisions of stewards, as measure-2.',
  })
  readonly weightsVersion: string

  @Field(() => [TermAbstention], { description: 'Why the hub would not map it by itself, and so what would flip it.' })
  readonly wouldFlip: readonly TermAbstention[]
}
