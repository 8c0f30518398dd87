import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { Refused } from './refused.js'
import { DateTime } from './scalars/date-time.js'

export const TermTierCode = { T0: 'T0', T1: 'T1', T2: 'T2' } as const
export type TermTierCode = (typeof TermTierCode)[keyof typeof TermTierCode]
registerEnumType(TermTierCode, {
  name: 'TermTierCode',
  description: 'On what kind of evidence a word was accepted without asking anybody.',
  valuesConfig: {
    T0: { description: 'The same word of the same center was approved before.' },
    T1: { description: 'The label equals an approved label or synonym.' },
    T2: { description: 'The same parts of meaning, with an independent witness: values, an identity, or a twin that a steward approved.' },
  },
})

export const TermKind = { subject: 'subject', codelist: 'codelist' } as const
export type TermKind = (typeof TermKind)[keyof typeof TermKind]
registerEnumType(TermKind, {
  name: 'TermKind',
  description: 'What a word names.',
  valuesConfig: { subject: { description: 'What a row is about.' }, codelist: { description: 'An item of a codelist.' } },
})

@ObjectType({
  description:
    'Whether a kind of evidence may accept words by itself. One wrong acceptance switches it off. Seen by stewards and administrators.',
})
export class TermTier {
  @Field(() => TermKind, { description: 'For which words.' })
  kind: TermKind

  @Field(() => TermTierCode, { description: 'Which evidence.' })
  tier: TermTierCode

  @Field(() => Boolean, { description: 'Whether it may accept.' })
  isOn: boolean

  @Field(() => DateTime, { nullable: true, description: 'When it was switched last; null: never.' })
  switchedAt: string | null

  @Field(() => String, { nullable: true, description: 'Why it was switched last; null: never.' })
  reason: string | null

  @Field(() => Int, { description: 'Acceptances of it that stand.' })
  accepted: number

  @Field(() => Int, { description: 'Of those, the ones that a person has looked at.' })
  reviewed: number

  @Field(() => [ID], {
    description:
      'Words of the queue whose meaning rested on it alone and is stopped, after a wrong acceptance or for a reason of their own: their values wait.',
  })
  suspended: readonly string[]
}

@InputType({ description: 'Which tier is to be switched, and why.' })
export class SwitchTermTierInput {
  @Field(() => TermKind, { description: 'For which words.' })
  kind: TermKind

  @Field(() => TermTierCode, { description: 'Which evidence.' })
  tier: TermTierCode

  @Field(() => Boolean, { description: 'Whether it may accept from now on.' })
  isOn: boolean

  @Field(() => String, { description: 'Why, at most 500 characters, without names of persons.' })
  reason: string
}

export const SwitchTermTierResult = createUnionType({
  name: 'SwitchTermTierResult',
  description: 'The tier as it is now, or why it was not switched.',
  types: () => [TermTier, Refused] as const,
  resolveType: value => ('issues' in value ? Refused : TermTier),
})
