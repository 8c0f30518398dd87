import { GraphQLJSON } from 'graphql-scalars'
import { Field, ID, InputType, Int } from 'type-graphql'
import type { Indicator as DomainIndicator } from '../domain/statistics/indicator.js'
import { Directions } from './indicator.js'
import { LocalDate } from './scalars/local-date.js'

const WHY = 'Why, in up to 500 characters, no personal data.'
const DRAFT = 'Draft to be edited; null for a new one.'
const REVISION = 'Revision of the draft that was read; another one since is refused (CHANGED_SINCE). Null for a new draft.'

@InputType({ description: 'A fixed filter on one dimension.' })
class ScopeItemInput {
  @Field(() => String, { description: 'Name of the dimension.' })
  dimension: string

  @Field(() => String, { description: 'Code of the item it is fixed to.' })
  item: string
}

@InputType({ description: 'Another method in use beside the standard one.' })
class DraftVariantInput {
  @Field(() => String, { description: 'Code of the variant, new within the indicator.' })
  variant: string

  @Field(() => String, { nullable: true, description: 'Its own unit; null: the unit of the indicator.' })
  unit?: string | null

  @Field(() => String, { description: 'The formula, in measure codes.' })
  formula: string

  @Field(() => String, { description: 'Where it is used and how it differs, in Korean.' })
  whyKo: string

  @Field(() => String, { description: 'Where it is used and how it differs, in English.' })
  whyEn: string
}

@InputType({ description: 'What an indicator says of all its versions; only for one that does not exist yet.' })
class NewIndicatorInput {
  @Field(() => String, { description: 'Group it is listed under.' })
  group: string

  @Field(() => String, { description: 'Name in Korean.' })
  nameKo: string

  @Field(() => String, { description: 'Name in English.' })
  nameEn: string

  @Field(() => String, { description: 'Code of the unit its values come in.' })
  unit: string

  @Field(() => Int, { description: 'Decimals its values are rounded to, 0 to 6.' })
  scale: number

  @Field(() => Directions, { description: 'Which way is better.' })
  direction: DomainIndicator['direction']

  @Field(() => [ScopeItemInput], { nullable: true, description: 'Filters put on every measure of the formula that has the dimension.' })
  scope?: ScopeItemInput[] | null

  @Field(() => [String], { nullable: true, description: 'Dimensions of which one item must be asked for at a time.' })
  requiresSingle?: string[] | null

  @Field(() => [String], { nullable: true, description: 'Dimensions over which it may be added although a measure forbids it.' })
  allowSumOver?: string[] | null

  @Field(() => String, { description: 'What to mind when reading it, in Korean.' })
  noteKo: string

  @Field(() => String, { description: 'What to mind when reading it, in English.' })
  noteEn: string
}

@InputType({ description: 'A version of an indicator to be drafted, or the next revision of its draft.' })
export class DraftIndicatorVersionInput {
  @Field(() => ID, { nullable: true, description: DRAFT })
  draft?: string | null

  @Field(() => Int, { nullable: true, description: REVISION })
  revision?: number | null

  @Field(() => String, { description: 'Code of the indicator.' })
  indicator: string

  @Field(() => String, { description: 'Name of the version, new within the indicator: v3.' })
  version: string

  @Field(() => String, { description: 'The formula: measure codes, decimal numbers, + - * / and parentheses.' })
  formula: string

  @Field(() => LocalDate, { description: 'First day on which it is to be in force; the version before it ends the day before.' })
  effectiveFrom: string

  @Field(() => String, { description: 'Why it is defined so, in Korean; published with it.' })
  whyKo: string

  @Field(() => String, { description: 'Why it is defined so, in English; published with it.' })
  whyEn: string

  @Field(() => [DraftVariantInput], { nullable: true, description: 'Variants that come with it.' })
  variants?: DraftVariantInput[] | null

  @Field(() => NewIndicatorInput, { nullable: true, description: 'For an indicator that does not exist yet; null for one that does.' })
  create?: NewIndicatorInput | null

  @Field(() => String, { description: WHY })
  reason: string
}

@InputType({ description: 'A measure to be drafted, or the next revision of its draft.' })
export class DraftMeasureInput {
  @Field(() => ID, { nullable: true, description: DRAFT })
  draft?: string | null

  @Field(() => Int, { nullable: true, description: REVISION })
  revision?: number | null

  @Field(() => GraphQLJSON, {
    description:
      'The measure, shaped like an entry of measures.yaml; a published one also as the document of an edition gives it. Of one that is published, what decides its numbers must stay as it is (VERSION_IMMUTABLE).',
  })
  definition: unknown

  @Field(() => LocalDate, { description: 'First day of a new measure; of a published one, the day from which rules that are added judge.' })
  effectiveFrom: string

  @Field(() => String, { description: WHY })
  reason: string
}

@InputType({ description: 'Ends a draft that will not be published.' })
export class WithdrawDraftInput {
  @Field(() => ID, { description: 'Id of the draft.' })
  draft: string

  @Field(() => String, { description: WHY })
  reason: string
}

@InputType({ description: 'Drafts to be published together as one new edition.' })
export class PublishDraftsInput {
  @Field(() => [ID], { description: 'Ids of the drafts, 1 to 100.' })
  drafts: string[]

  @Field(() => String, { nullable: true, description: 'Code of the new edition; null for the one that follows: 2026.1.01 after 2026.1.' })
  editionCode?: string | null

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Says that figures of days that have begun are meant to change: without it a definition that exists cannot be followed from today or before (RETROACTIVE_DEFINITION).',
  })
  acknowledgeRetroactive: boolean

  @Field(() => String, { description: WHY })
  reason: string
}
