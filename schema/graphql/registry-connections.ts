import { Field, ObjectType } from 'type-graphql'
import { AgreementEntry, CalendarEntry, EndpointEntry, MembershipEntry } from './registry-entries.js'

const CURSOR = 'Cursor for the next page; null on an empty page.'
const MORE = 'Whether there are more.'

@ObjectType({ description: 'A page of memberships, by center and first day, past and planned ones too.' })
export class MembershipConnection {
  @Field(() => [MembershipEntry], { description: 'The memberships of the page.' })
  nodes: readonly MembershipEntry[]

  @Field(() => String, { nullable: true, description: CURSOR })
  endCursor: string | null

  @Field(() => Boolean, { description: MORE })
  hasNextPage: boolean
}

@ObjectType({ description: 'A page of calendars, by center and first day, past and planned ones too.' })
export class CalendarConnection {
  @Field(() => [CalendarEntry], { description: 'The calendars of the page.' })
  nodes: readonly CalendarEntry[]

  @Field(() => String, { nullable: true, description: CURSOR })
  endCursor: string | null

  @Field(() => Boolean, { description: MORE })
  hasNextPage: boolean
}

@ObjectType({ description: 'A page of agreements, by center, measure set and first day, past and planned ones too.' })
export class AgreementConnection {
  @Field(() => [AgreementEntry], { description: 'The agreements of the page.' })
  nodes: readonly AgreementEntry[]

  @Field(() => String, { nullable: true, description: CURSOR })
  endCursor: string | null

  @Field(() => Boolean, { description: MORE })
  hasNextPage: boolean
}

@ObjectType({ description: 'A page of endpoints, by center and kind, past and planned ones too.' })
export class EndpointConnection {
  @Field(() => [EndpointEntry], { description: 'The endpoints of the page.' })
  nodes: readonly EndpointEntry[]

  @Field(() => String, { nullable: true, description: CURSOR })
  endCursor: string | null

  @Field(() => Boolean, { description: MORE })
  hasNextPage: boolean
}
