import { Field, ID, InputType, ObjectType } from 'type-graphql'
import { DateTime } from './scalars/date-time.js'
import { CallerKinds } from './viewer.js'

const WHY = 'Why, in up to 500 characters, no personal data.'
const SUBJECT = 'Subject of its token: the client_id of a system, the sub of a person. 1 to 100 ASCII characters.'

@ObjectType({ description: 'A caller as registered for a span of time. Seen by administrators.' })
export class RegisteredCaller {
  @Field(() => ID, { description: SUBJECT })
  subject: string

  @Field(() => CallerKinds, { description: 'System or person.' })
  kind: 'client' | 'person'

  @Field(() => String, { nullable: true, description: 'Code of its center; null: a role of the council.' })
  center: string | null

  @Field(() => [String], { description: 'Scopes that its tokens may use, for example stats:write.' })
  scopes: readonly string[]

  @Field(() => String, { description: 'Name by which administrators know it.' })
  displayName: string

  @Field(() => DateTime, { description: 'From when it is let in.' })
  validFrom: string

  @Field(() => DateTime, { nullable: true, description: 'From when it is no longer; null: no end is set.' })
  validTo: string | null
}

@ObjectType({ description: 'A page of callers, by center and subject, past and planned ones too.' })
export class RegisteredCallerConnection {
  @Field(() => [RegisteredCaller], { description: 'The callers of the page.' })
  nodes: readonly RegisteredCaller[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}

@InputType({ description: 'A caller to register. Its secret or key is made at the issuer and never comes here.' })
export class RegisterCallerInput {
  @Field(() => ID, { description: SUBJECT })
  subject: string

  @Field(() => CallerKinds, { description: 'System or person.' })
  kind: 'client' | 'person'

  @Field(() => String, { nullable: true, description: 'Code of its center; null: a role of the council.' })
  center?: string | null

  @Field(() => [String], { description: 'Scopes that its tokens may use, one or more.' })
  scopes: string[]

  @Field(() => String, { description: 'Name by which administrators know it, 1 to 100 characters; of a desk or system, not of a person.' })
  displayName: string

  @Field(() => DateTime, { nullable: true, description: 'From when it is let in, not in the past; null: now.' })
  validFrom?: string | null

  @Field(() => DateTime, { nullable: true, description: 'From when it is no longer; null: no end.' })
  validTo?: string | null

  @Field(() => String, { description: WHY })
  reason: string
}

@InputType({ description: 'Other rights or another name for a registered caller.' })
export class ChangeCallerInput {
  @Field(() => ID, { description: SUBJECT })
  subject: string

  @Field(() => [String], { nullable: true, description: 'All scopes it is to have; null: as they are.' })
  scopes?: string[] | null

  @Field(() => String, { nullable: true, description: 'Its new name; null: as it is.' })
  displayName?: string | null

  @Field(() => DateTime, { nullable: true, description: 'From when, not in the past; null: now.' })
  validFrom?: string | null

  @Field(() => String, { description: WHY })
  reason: string
}

@InputType({ description: 'A new subject in the place of a registered one, at the same center and with the same rights.' })
export class RotateCallerInput {
  @Field(() => ID, { description: 'Subject registered now.' })
  subject: string

  @Field(() => ID, { description: 'The new one: the client_id that the issuer gave the client with the new secret or key.' })
  newSubject: string

  @Field(() => DateTime, { nullable: true, description: 'From when the new one is let in, not in the past; null: now.' })
  validFrom?: string | null

  @Field(() => DateTime, { nullable: true, description: 'Until when the old one still is; null: until the new one is.' })
  oldValidUntil?: string | null

  @Field(() => String, { description: WHY })
  reason: string
}

@InputType({ description: 'The end of the access of a caller.' })
export class RevokeCallerInput {
  @Field(() => ID, { description: SUBJECT })
  subject: string

  @Field(() => DateTime, { nullable: true, description: 'When, not in the past; null: now, its next request is refused.' })
  at?: string | null

  @Field(() => String, { description: WHY })
  reason: string
}

@InputType({ description: 'The end of the access of all callers of a center, and of its endpoints.' })
export class OffboardCenterInput {
  @Field(() => String, { description: 'Code of the center.' })
  center: string

  @Field(() => DateTime, { nullable: true, description: 'When, not in the past; null: now.' })
  at?: string | null

  @Field(() => String, { description: WHY })
  reason: string
}
