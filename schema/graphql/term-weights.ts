import { createUnionType, Field, Float, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { WeightReason } from '../domain/terms/weights/fit-weights.js'
import type { Reliability, ReliabilityBin } from '../domain/terms/weights/reliability.js'
import { Refused } from './refused.js'
import { DateTime } from './scalars/date-time.js'

export const TermWeightKind = { measure: 'measure', indicator: 'indicator', item: 'item' } as const
export type TermWeightKind = (typeof TermWeightKind)[keyof typeof TermWeightKind]
registerEnumType(TermWeightKind, {
  name: 'TermWeightKind',
  description: 'Which candidates are weighed.',
  valuesConfig: {
    measure: { description: 'Measures.' },
    indicator: { description: 'Indicators.' },
    item: { description: 'Items of codelists.' },
  },
})

export const TermWeightOutcome = { PROPOSED: 'proposed', WORSE: 'worse', REFUSED: 'refused' } as const
export type TermWeightOutcome = (typeof TermWeightOutcome)[keyof typeof TermWeightOutcome]
registerEnumType(TermWeightOutcome, {
  name: 'TermWeightOutcome',
  description: 'What came of learning.',
  valuesConfig: {
    PROPOSED: { description: 'No worse than the weights in force then: a steward may put them in force.' },
    WORSE: { description: 'Worse on later decisions; kept, and never put in force.' },
    REFUSED: { description: 'Nothing could be learned.' },
  },
})

const TermWeightReason = {
  TOO_FEW_RIGHT: 'TOO_FEW_RIGHT',
  TOO_FEW_WRONG: 'TOO_FEW_WRONG',
  SEPARATED: 'SEPARATED',
  NOT_CONVERGED: 'NOT_CONVERGED',
  WORSE_LOG_LOSS: 'WORSE_LOG_LOSS',
  LESS_PRECISE: 'LESS_PRECISE',
} as const satisfies Record<WeightReason, string>
registerEnumType(TermWeightReason, {
  name: 'TermWeightReason',
  description: 'Why weights may not be put in force.',
  valuesConfig: {
    TOO_FEW_RIGHT: { description: 'Too few candidates were right, among the older or among the later decisions.' },
    TOO_FEW_WRONG: { description: 'Too few were wrong, among the older or among the later decisions.' },
    SEPARATED: { description: 'Right and wrong are told apart without a mistake: there is no doubt to learn from.' },
    NOT_CONVERGED: { description: 'The fit did not settle.' },
    WORSE_LOG_LOSS: { description: 'Their probabilities are worse.' },
    LESS_PRECISE: { description: 'Where they are sure they are less often right.' },
  },
})

@ObjectType({
  description: 'Candidates of one range of probabilities: what was said of them and what came true. Seen by stewards and administrators.',
})
class TermReliabilityBin implements ReliabilityBin {
  @Field(() => Float, { description: 'Least probability.' })
  readonly from: number

  @Field(() => Float, { description: 'The probability at which the next range begins.' })
  readonly to: number

  @Field(() => Int, { description: 'Candidates.' })
  readonly count: number

  @Field(() => Float, { description: 'Their probability on average.' })
  readonly meanScore: number

  @Field(() => Float, { description: 'The share of them that stewards found right.' })
  readonly shareRight: number
}

@ObjectType({ description: 'How good probabilities are, on decisions that they were not fitted on. Seen by stewards and administrators.' })
class TermReliability implements Reliability {
  @Field(() => Int, { description: 'Decisions they were measured on.' })
  readonly count: number

  @Field(() => Int, { description: 'Of these, candidates that were right.' })
  readonly right: number

  @Field(() => Float, { description: 'Mean log loss; lower is better.' })
  readonly logLoss: number

  @Field(() => Float, { description: 'Expected calibration error over ten bins, 0 to 1; lower is better.' })
  readonly calibrationError: number

  @Field(() => Int, {
    description: 'Candidates of a probability of 0.9 or more, from which the hub may map a word by itself if everything else holds.',
  })
  readonly sure: number

  @Field(() => Int, { description: 'Of these, the ones that were right.' })
  readonly sureRight: number

  @Field(() => [TermReliabilityBin], { description: 'Bins, lowest first; without those that are empty.' })
  readonly bins: readonly TermReliabilityBin[]
}

@ObjectType({ description: 'By what the value of a feature is multiplied. Seen by stewards and administrators.' })
class TermWeightFactor {
  @Field(() => String, { description: 'The feature.' })
  readonly feature: string

  @Field(() => Boolean, { description: 'Whether it is the factor for where it speaks against a candidate.' })
  readonly isAgainst: boolean

  @Field(() => Float, { description: 'The factor, 0 or more; 1 is the fixed weight.' })
  readonly factor: number
}

@ObjectType({ description: 'What decisions of stewards came to. Never changed. Seen by stewards and administrators.' })
export class TermWeightSet {
  @Field(() => String, { description: 'Kind and number, as measure-2: stands in every decision made under it.' })
  readonly version: string

  @Field(() => TermWeightOutcome, { description: 'Whether it may be put in force.' })
  readonly outcome: TermWeightOutcome

  @Field(() => [TermWeightReason], { description: 'Why not; empty where it may.' })
  readonly reasons: readonly WeightReason[]

  @Field(() => DateTime, { description: 'When it was made.' })
  readonly fittedAt: string

  @Field(() => Int, { description: 'Decisions that it was made of: the older 70 % to fit, the later to calibrate and measure.' })
  readonly decisions: number

  @Field(() => DateTime, { description: 'When the oldest of them was recorded.' })
  readonly firstDecisionAt: string

  @Field(() => DateTime, { description: 'When the latest of them was recorded.' })
  readonly lastDecisionAt: string

  @Field(() => String, { description: 'Version of the rules of the matcher then.' })
  readonly ruleVersion: string

  @Field(() => String, { description: 'Version that was in force then and that it was compared with; fixed for the fixed weights.' })
  readonly comparedWith: string

  @Field(() => Float, { nullable: true, description: 'Log-odds before any evidence; null where nothing was learned.' })
  readonly base: number | null

  @Field(() => [TermWeightFactor], { description: 'Factors by feature; empty where nothing was learned.' })
  readonly factors: readonly TermWeightFactor[]

  @Field(() => TermReliability, { nullable: true, description: 'How good it is; null where nothing was learned.' })
  readonly reliability: TermReliability | null

  @Field(() => TermReliability, {
    nullable: true,
    description: 'How good the weights in force then were on the same decisions; null where nothing was learned.',
  })
  readonly comparedReliability: TermReliability | null
}

@ObjectType({ description: 'That weights were put in force. Seen by stewards and administrators.' })
class TermWeightSwitch {
  @Field(() => String, { description: 'The version; fixed for the fixed weights.' })
  readonly version: string

  @Field(() => DateTime, { description: 'When.' })
  readonly switchedAt: string

  @Field(() => String, { description: 'By whom: person:<subject> or client:<id>.' })
  readonly by: string

  @Field(() => String, { description: 'Why.' })
  readonly reason: string
}

@ObjectType({ description: 'By what candidates of a kind are weighed. Seen by stewards and administrators.' })
export class TermWeights {
  @Field(() => TermWeightKind, { description: 'Which candidates.' })
  readonly kind: TermWeightKind

  @Field(() => String, { description: 'Version in force; fixed for the fixed weights.' })
  readonly version: string

  @Field(() => Int, { description: 'Decisions of persons that count now, also where it is asked how things stood earlier.' })
  readonly decisions: number

  @Field(() => Int, { description: 'Decisions from which on weights are learned.' })
  readonly decisionsNeeded: number

  @Field(() => [TermWeightSet], { description: 'What was learned, newest first; the last 20.' })
  readonly sets: readonly TermWeightSet[]

  @Field(() => [TermWeightSwitch], { description: 'What was put in force, newest first; the last 20.' })
  readonly switches: readonly TermWeightSwitch[]
}

@InputType({ description: 'Which weights are to be put in force, and why.' })
export class SwitchTermWeightsInput {
  @Field(() => TermWeightKind, { description: 'Which candidates they weigh.' })
  kind: TermWeightKind

  @Field(() => String, { description: 'A version as listed, or fixed for the fixed weights.' })
  version: string

  @Field(() => String, { description: 'The version in force that was seen.' })
  expectedVersion: string

  @Field(() => String, { description: 'Why, at most 500 characters, without names of persons.' })
  reason: string
}

export const SwitchTermWeightsResult = createUnionType({
  name: 'SwitchTermWeightsResult',
  description: 'The weights of the kind as they are now, or why they were not switched.',
  types: () => [TermWeights, Refused] as const,
  resolveType: value => ('issues' in value ? Refused : TermWeights),
})
