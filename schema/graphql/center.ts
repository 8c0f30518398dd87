import { Directive, Field, ID, ObjectType } from 'type-graphql'
import { LocalDate } from './scalars/local-date.js'

@ObjectType('CenterRegion', { description: 'The government a center reports for over a span of days. Open to every caller.' })
export class CenterRegion {
  @Field(() => ID, { description: 'Code of the region, a text: never joined on equal digits with other code systems.' })
  readonly code: string

  @Field(() => String, { description: 'Name in Korean.' })
  readonly nameKo: string

  @Field(() => String, { description: 'Name in English.' })
  readonly nameEn: string

  @Field(() => LocalDate, { nullable: true, description: 'First day, inclusive; null: as far back as records go.' })
  readonly validFrom: string | null

  @Field(() => LocalDate, { nullable: true, description: 'Last day, inclusive; null: no end is known.' })
  readonly validTo: string | null
}

@ObjectType('Membership', { description: 'Days on which a center belongs to the council and is expected to report. Open to every caller.' })
export class Membership {
  @Field(() => LocalDate, { description: 'First day, inclusive.' })
  readonly memberFrom: string

  @Field(() => LocalDate, { nullable: true, description: 'Last day, inclusive; null: no end is known.' })
  readonly memberTo: string | null

  @Field(() => Boolean, { description: 'True: what it sends gets receipts and enters no figure.' })
  readonly isTrial: boolean
}

@Directive('@key(fields: "code")')
@ObjectType('Center', { description: 'A metropolitan or provincial 120 call center. Open to every caller.' })
export class Center {
  @Field(() => ID, { description: 'Code of the center, for example seoul.' })
  readonly code: string

  @Field(() => String, { description: 'Name of the center in Korean.' })
  readonly nameKo: string

  @Field(() => String, { description: 'Name of the center in English.' })
  readonly nameEn: string

  @Field(() => String, { nullable: true, description: 'Name of the call center in Korean as citizens know it; null when not recorded.' })
  readonly callCenterNameKo: string | null

  @Field(() => String, { nullable: true, description: 'Number that citizens dial; null when not recorded.' })
  readonly phoneNumber: string | null

  @Field(() => [CenterRegion], { description: 'Regions it reports for, earliest first.' })
  readonly regions: readonly CenterRegion[]

  @Field(() => [Membership], { description: 'Its memberships, earliest first; empty: never a member.' })
  readonly memberships: readonly Membership[]
}
