import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import type { MappingPredicate } from '../domain/terms/mapping.js'
import { Issue } from './issue.js'
import { Refused } from './refused.js'
import { LocalDate } from './scalars/local-date.js'
import { CurationActs, SeenTermInput, TermConversionInput, TermDecided } from './term-decision.js'
import { MappingPredicates } from './term-mapping.js'

const TERMS = { description: '1 to 100 words that are identical, each once: list them with termQueue(sameAs) first.' }

@InputType({ description: 'One act about identical words of several centers. What an act does not need is left out.' })
export class CurateTogetherInput {
  @Field(() => CurationActs, { description: 'What is done about each of them.' })
  act: (typeof CurationActs)[keyof typeof CurationActs]

  @Field(() => [SeenTermInput], TERMS)
  terms: SeenTermInput[]

  @Field(() => String, { nullable: true, description: 'As CurateTermInput has it.' })
  target?: string | null

  @Field(() => MappingPredicates, { nullable: true, description: 'As CurateTermInput has it.' })
  predicate?: MappingPredicate | null

  @Field(() => TermConversionInput, {
    nullable: true,
    description: 'As CurateTermInput has it; for an approval as proposed for each word.',
  })
  conversion?: TermConversionInput | null

  @Field(() => LocalDate, { nullable: true, description: 'First Korean business day for which it is said; null for no limit.' })
  from?: string | null

  @Field(() => LocalDate, { nullable: true, description: 'Last day, itself included; null for no limit.' })
  to?: string | null

  @Field(() => String, { nullable: true, description: 'Why; up to 500 characters, no personal data.' })
  reason?: string | null
}

@InputType({ description: 'What is odd about identical words of several centers.' })
export class FlagTogetherInput {
  @Field(() => [SeenTermInput], TERMS)
  terms: SeenTermInput[]

  @Field(() => String, {
    nullable: true,
    description: 'Up to 500 characters, no personal data; null takes the flag of each away.',
  })
  flag?: string | null
}

@InputType({ description: 'Whose desk identical words of several centers are on.' })
export class AssignTogetherInput {
  @Field(() => [SeenTermInput], TERMS)
  terms: SeenTermInput[]

  @Field(() => String, { nullable: true, description: 'Subject of a registered steward; null for nobody.' })
  to?: string | null
}

@InputType({ description: 'A decision and the state in which its word was seen.' })
class SeenDecisionInput {
  @Field(() => ID, { description: 'Id of the decision, from termDecisions or from the act that made it.' })
  decision: string

  @Field(() => Int, { description: 'version of the word as it was seen.' })
  expectedVersion: number
}

@InputType({ description: 'Which decisions about identical words are taken back.' })
export class UndoTogetherInput {
  @Field(() => [SeenDecisionInput], { description: '1 to 100 decisions, each once, about words that are identical.' })
  decisions: SeenDecisionInput[]

  @Field(() => String, { nullable: true, description: 'Why; up to 500 characters, no personal data.' })
  reason?: string | null
}

@ObjectType({ description: 'What came of one of several words. Seen by stewards.' })
class TermOutcome {
  @Field(() => ID, { description: 'Id of the word.' })
  readonly term: string

  @Field(() => TermDecided, { nullable: true, description: 'What the act did; null where it was refused.' })
  readonly decided: TermDecided | null

  @Field(() => [Issue], { description: 'Everything against it; empty where it was done.' })
  readonly issues: readonly Issue[]
}

@ObjectType({ description: 'What came of an act about several words. Seen by stewards.' })
class TermsDecided {
  @Field(() => [TermOutcome], { description: 'Each word, in the order it was named.' })
  readonly terms: readonly TermOutcome[]
}

export const TermsDecisionResult = createUnionType({
  name: 'TermsDecisionResult',
  description: 'What came of each word, or everything that stands against the list as a whole.',
  types: () => [TermsDecided, Refused] as const,
  resolveType: value => ('terms' in value ? TermsDecided : Refused),
})

@ObjectType({ description: 'What came of taking one of several decisions back. Seen by stewards.' })
class DecisionOutcome {
  @Field(() => ID, { description: 'Id of the decision.' })
  readonly decision: string

  @Field(() => TermDecided, { nullable: true, description: 'What the further decision did; null where it was refused.' })
  readonly undone: TermDecided | null

  @Field(() => [Issue], { description: 'Everything against it; empty where it was done.' })
  readonly issues: readonly Issue[]
}

@ObjectType({ description: 'What came of taking several decisions back. Seen by stewards.' })
class DecisionsUndone {
  @Field(() => [DecisionOutcome], { description: 'Each decision, in the order it was named.' })
  readonly decisions: readonly DecisionOutcome[]
}

export const UndoTogetherResult = createUnionType({
  name: 'UndoTogetherResult',
  description: 'What came of each decision, or everything that stands against the list as a whole.',
  types: () => [DecisionsUndone, Refused] as const,
  resolveType: value => ('decisions' in value ? DecisionsUndone : Refused),
})
