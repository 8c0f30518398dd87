import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import type { FigureItem } from '../domain/figures/figure.js'
import type { Grain } from '../domain/figures/grain.js'
import type { MoveCounts } from '../domain/figures/find-moves.js'
import { Figure } from './figure.js'
import { Grains } from './grain.js'
import { DateTime } from './scalars/date-time.js'
import { Decimal } from './scalars/decimal.js'
import { LocalDate } from './scalars/local-date.js'
import { DimensionItem } from './submission-receipt.js'

@InputType({ description: 'Which drafts, and which figures are compared.' })
export class DefinitionImpactInput {
  @Field(() => [ID], { description: 'Ids of the drafts, 1 to 100, as they would be published together.' })
  drafts: string[]

  @Field(() => LocalDate, { description: 'First day.' })
  from: string

  @Field(() => LocalDate, { description: 'Last day, itself included.' })
  to: string

  @Field(() => Grains, { nullable: true, description: 'A figure per hour, day, week or period; null: one for the whole range.' })
  by?: Grain | null

  @Field(() => [String], { nullable: true, description: 'Codes of centers; null: every center that is or was a member.' })
  centers?: string[] | null
}

@ObjectType({
  description: 'A period whose figures would come out differently. Seen by administrators and, where a word moves it, by stewards.',
})
export class FigureMove {
  @Field(() => String, { description: 'Code of the indicator or measure.' })
  readonly code: string

  @Field(() => String, { nullable: true, description: 'Code of the center; null for the figure over all centers of the question.' })
  readonly center: string | null

  @Field(() => [DimensionItem], { description: 'Items it is grouped by, where the indicator must be asked so; else empty.' })
  readonly dimensions: readonly FigureItem[]

  @Field(() => LocalDate, { description: 'First day of the period.' })
  readonly from: string

  @Field(() => LocalDate, { description: 'Last day, itself included.' })
  readonly to: string

  @Field(() => [Figure], {
    description: 'What is served now, with version, parts and coverage; several where the definition changes inside the period.',
  })
  readonly before: readonly Figure[]

  @Field(() => [Figure], { description: 'What would be served.' })
  readonly after: readonly Figure[]

  @Field(() => Decimal, {
    nullable: true,
    description: 'After less before, exact and then rounded once to the scale; null unless both are one figure with a value.',
  })
  readonly difference: string | null

  @Field(() => [String], {
    description: 'Measures of the new formula of which nothing was sent for the period, where it gives no value; else empty.',
  })
  readonly absent: readonly string[]
}

@ObjectType({
  description: 'How the periods compared stand to each other; the last four add up to the first. Seen by who asks for the moves.',
})
export class FigureMoveCounts implements MoveCounts {
  @Field(() => Int, { description: 'Periods compared, of each center and of all together.' })
  readonly compared: number

  @Field(() => Int, { description: 'Another value, another reason, or cut otherwise.' })
  readonly moved: number

  @Field(() => Int, { description: 'The same value or reason, under another version.' })
  readonly sameUnderOtherVersion: number

  @Field(() => Int, { description: 'Nothing changes.' })
  readonly unchanged: number

  @Field(() => Int, { description: 'Restricted, and not to be seen on either side.' })
  readonly withheld: number
}

@ObjectType({ description: 'What publishing drafts would do to figures. Nothing is published by asking. Seen by administrators.' })
export class DefinitionImpact {
  @Field(() => String, { description: 'Code of the latest edition, by which figures are served without the publication.' })
  readonly base: string

  @Field(() => String, { description: 'Code that the new edition would have.' })
  readonly edition: string

  @Field(() => DateTime, { description: 'Instant of the answer: both sides rest on what was accepted until then.' })
  readonly asOf: string

  @Field(() => Boolean, { description: 'Whether publishing would need acknowledgeRetroactive.' })
  readonly isRetroactive: boolean

  @Field(() => [String], { description: 'Codes that would be defined for the first time; no figure of theirs was ever served.' })
  readonly added: readonly string[]

  @Field(() => FigureMoveCounts, { description: 'What was compared, on the whole.' })
  readonly counts: MoveCounts

  @Field(() => [FigureMove], { description: 'The moves of the page, by code, center and time.' })
  readonly nodes: readonly FigureMove[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  readonly endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more moves.' })
  readonly hasNextPage: boolean
}
