import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { MappingPredicate, TextFormat } from '../domain/terms/mapping.js'
import { Issue } from './issue.js'
import { Refused } from './refused.js'
import { Decimal } from './scalars/decimal.js'
import { LocalDate } from './scalars/local-date.js'
import { MappingPredicates, TextFormats } from './term-mapping.js'

export const CurationActs = {
  APPROVE: 'approve',
  CORRECT: 'correct',
  SPLIT: 'split',
  NO_MATCH: 'noMatch',
  REJECT: 'reject',
  CONFIRM: 'confirm',
} as const
registerEnumType(CurationActs, {
  name: 'CurationAct',
  description: 'What a steward does about the meaning of a word.',
  valuesConfig: {
    APPROVE: { description: 'approveMapping' },
    CORRECT: { description: 'correctMapping' },
    SPLIT: { description: 'splitMappingByDate' },
    NO_MATCH: { description: 'decideNoMatch' },
    REJECT: { description: 'rejectCandidate' },
    CONFIRM: { description: 'confirmProvisional' },
  },
})

@InputType({ description: 'How a value becomes one in the unit of its target. Either numbers or a format.' })
export class TermConversionInput {
  @Field(() => Decimal, { nullable: true, description: 'value x numerator / denominator + offset; required without a format.' })
  numerator?: string | null

  @Field(() => Decimal, { nullable: true, description: 'Above 0; 1 when left out.' })
  denominator?: string | null

  @Field(() => Decimal, { nullable: true, description: '0 when left out; at most six decimals.' })
  offset?: string | null

  @Field(() => TextFormats, { nullable: true, description: 'Durations that come as text.' })
  format?: TextFormat | null
}

@InputType({ description: 'What a steward says of a word, on the state that was seen. What an act does not need is left out.' })
export class CurateTermInput {
  @Field(() => ID, { description: 'Id of the word, from termQueue.' })
  term: string

  @Field(() => Int, { description: 'version of the word as it was seen. Another one now is CHANGED_SINCE.' })
  expectedVersion: number

  @Field(() => String, {
    nullable: true,
    description:
      'Ref of what is meant or refused: measure:calls_offered. Left out with decideNoMatch and confirmProvisional; with splitMappingByDate the target stays.',
  })
  target?: string | null

  @Field(() => MappingPredicates, { nullable: true, description: 'As proposed for an approval, else EXACT, when left out.' })
  predicate?: MappingPredicate | null

  @Field(() => TermConversionInput, {
    nullable: true,
    description: 'As proposed for an approval, when left out; else the unit that rows name is read as ever.',
  })
  conversion?: TermConversionInput | null

  @Field(() => LocalDate, { nullable: true, description: 'First Korean business day for which it is said; null for no limit.' })
  from?: string | null

  @Field(() => LocalDate, { nullable: true, description: 'Last day, itself included; null for no limit.' })
  to?: string | null

  @Field(() => String, { nullable: true, description: 'Why; up to 500 characters, no personal data.' })
  reason?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'hash of a previewMapping of the same act and input; if its state changed since, the answer is STALE_DRY_RUN.',
  })
  previewHash?: string | null
}

@InputType({ description: 'What another steward says of an approval that waits for one.' })
export class ReviewMappingInput {
  @Field(() => ID, { description: 'Id of the word.' })
  term: string

  @Field(() => Int, { description: 'version of the word as it was seen.' })
  expectedVersion: number

  @Field(() => ID, { nullable: true, description: 'Id of the version that is reviewed; may be left out where one alone waits.' })
  mapping?: string | null

  @Field(() => Boolean, { description: 'True makes it stand. False is kept, and it goes on waiting.' })
  agrees: boolean

  @Field(() => String, { nullable: true, description: 'Why; up to 500 characters, no personal data.' })
  reason?: string | null
}

@InputType({ description: 'What is odd about a word.' })
export class FlagTermInput {
  @Field(() => ID, { description: 'Id of the word.' })
  term: string

  @Field(() => Int, { description: 'version of the word as it was seen.' })
  expectedVersion: number

  @Field(() => String, { nullable: true, description: 'Up to 500 characters, no personal data; null where nothing is odd any more.' })
  flag?: string | null
}

@InputType({ description: 'Whose desk a word is on.' })
export class AssignTermInput {
  @Field(() => ID, { description: 'Id of the word.' })
  term: string

  @Field(() => Int, { description: 'version of the word as it was seen.' })
  expectedVersion: number

  @Field(() => String, { nullable: true, description: 'Subject of a registered steward; null for nobody.' })
  to?: string | null
}

@InputType({ description: 'Which decision is taken back.' })
export class UndoTermDecisionInput {
  @Field(() => ID, { description: 'Id of the decision, from termDecisions.' })
  decision: string

  @Field(() => Int, { description: 'version of the word as it was seen.' })
  expectedVersion: number

  @Field(() => String, { nullable: true, description: 'Why; up to 500 characters, no personal data.' })
  reason?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'hash of a previewMapping of the same undo; if its state changed since, the answer is STALE_DRY_RUN.',
  })
  previewHash?: string | null
}

@InputType({ description: 'A word and the state in which it was seen.' })
export class SeenTermInput {
  @Field(() => ID, { description: 'Id of the word.' })
  term: string

  @Field(() => Int, { description: 'version of the word as it was seen.' })
  expectedVersion: number
}

@InputType({ description: 'One approval of identical words of several centers.' })
export class ApproveTogetherInput {
  @Field(() => [SeenTermInput], { description: '1 to 100 words that are identical, each once: list them with termQueue(sameAs) first.' })
  terms: SeenTermInput[]

  @Field(() => String, { description: 'Ref of what is meant; a candidate of each word.' })
  target: string

  @Field(() => TermConversionInput, { nullable: true, description: 'As proposed for each word, when left out.' })
  conversion?: TermConversionInput | null

  @Field(() => LocalDate, { nullable: true, description: 'First Korean business day for which it is said; null for no limit.' })
  from?: string | null

  @Field(() => LocalDate, { nullable: true, description: 'Last day, itself included; null for no limit.' })
  to?: string | null

  @Field(() => String, { nullable: true, description: 'Why; up to 500 characters, no personal data.' })
  reason?: string | null
}

@ObjectType({ description: 'A measure whose values moved, with the first day of the first and of the last period. Seen by stewards.' })
export class TouchedMeasure {
  @Field(() => String, { description: 'Code of the measure.' })
  readonly measure: string

  @Field(() => LocalDate, { description: 'First day of the first period.' })
  readonly from: string

  @Field(() => LocalDate, { description: 'First day of the last period.' })
  readonly to: string
}

@ObjectType({ description: 'What a decision about a word did. Seen by stewards.' })
export class TermDecided {
  @Field(() => ID, { description: 'Id of the decision; undoTermDecision takes it.' })
  readonly decision: string

  @Field(() => ID, { description: 'Id of the word.' })
  readonly term: string

  @Field(() => Int, { description: 'version of the word now.' })
  readonly version: number

  @Field(() => Boolean, {
    description:
      'True where values enter published figures by it, or leave them: another steward has to agree before any value is read by it.',
  })
  readonly needsReview: boolean

  @Field(() => Int, { description: 'Rows that landed.' })
  readonly landed: number

  @Field(() => Int, { description: 'Rows that were put into quarantine again, to be read anew.' })
  readonly heldAgain: number

  @Field(() => Int, { description: 'Rows for whose key a later value stands.' })
  readonly superseded: number

  @Field(() => Int, { description: 'Rows held by the same rules that landed by themselves.' })
  readonly freed: number

  @Field(() => Int, { description: 'Rows of the word that go on waiting.' })
  readonly stillHeld: number

  @Field(() => Int, { description: 'Rows that a job reads in its next ticks; 0 where all are done.' })
  readonly toCome: number

  @Field(() => [TouchedMeasure], { description: 'Measures whose values moved.' })
  readonly touched: readonly TouchedMeasure[]
}

export const TermDecisionResult = createUnionType({
  name: 'TermDecisionResult',
  description: 'What the decision did, or everything that stands against it.',
  types: () => [TermDecided, Refused] as const,
  resolveType: value => ('issues' in value ? Refused : TermDecided),
})

@ObjectType({ description: 'What came of one of several words. Seen by stewards.' })
class TermApproved {
  @Field(() => ID, { description: 'Id of the word.' })
  readonly term: string

  @Field(() => TermDecided, { nullable: true, description: 'What the decision did; null where it was refused.' })
  readonly decided: TermDecided | null

  @Field(() => [Issue], { description: 'Everything against it; empty where it was done.' })
  readonly issues: readonly Issue[]
}

@ObjectType({ description: 'What came of an approval of several words. Seen by stewards.' })
class TermsApproved {
  @Field(() => [TermApproved], { description: 'Each word, in the order it was named.' })
  readonly terms: readonly TermApproved[]
}

export const ApproveTogetherResult = createUnionType({
  name: 'ApproveTogetherResult',
  description: 'What came of each word, or everything that stands against the list as a whole.',
  types: () => [TermsApproved, Refused] as const,
  resolveType: value => ('terms' in value ? TermsApproved : Refused),
})
