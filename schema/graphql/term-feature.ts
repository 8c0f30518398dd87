import { Field, Float, ObjectType } from 'type-graphql'
import type { Feature } from '../domain/terms/proposal.js'

@ObjectType({ description: 'A piece of evidence for or against a meaning. Seen by who sees the word.' })
export class TermFeature implements Feature {
  @Field(() => String, { description: 'What was looked at, for programs.' })
  readonly feature: string

  @Field(() => Float, {
    description: 'What it adds to the log-odds under the fixed weights; others multiply it by a factor that is never below 0.',
  })
  readonly value: number

  @Field(() => Float, { description: 'What it adds to the log-odds under the weights in force; below 0 it speaks against.' })
  readonly weight: number

  @Field(() => String, { description: 'Why, in Korean.' })
  readonly textKo: string

  @Field(() => String, { description: 'Why, in English.' })
  readonly textEn: string
}
