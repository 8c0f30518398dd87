import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { Refused } from './refused.js'
import { DateTime } from './scalars/date-time.js'

@ObjectType({ description: 'An address of the reconciliation service, for OpenRefine. Seen by its steward and by administrators.' })
export class ReconciliationUrl {
  @Field(() => ID, { description: 'By which it is revoked.' })
  readonly id: string

  @Field(() => ID, { description: 'Subject of the steward to whom it was issued.' })
  readonly subject: string

  @Field(() => DateTime, { description: 'When it was issued.' })
  readonly issuedAt: string

  @Field(() => DateTime, { description: 'From when it is no longer good.' })
  readonly expiresAt: string

  @Field(() => DateTime, { nullable: true, description: 'When it was revoked; null: it was not.' })
  readonly revokedAt: string | null
}

@ObjectType({ description: 'An address as it is issued, with the token in it. Seen once, by the steward who asked.' })
class IssuedReconciliationUrl extends ReconciliationUrl {
  @Field(() => String, {
    description: 'Path after the address of the hub. It holds the token, which nobody can look up again: keep it as a password.',
  })
  readonly path: string
}

@ObjectType({ description: 'A page of addresses, the one issued last first. Seen by their steward and by administrators.' })
export class ReconciliationUrlConnection {
  @Field(() => [ReconciliationUrl], { description: 'The addresses of the page.' })
  readonly nodes: readonly ReconciliationUrl[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  readonly endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  readonly hasNextPage: boolean
}

@InputType({ description: 'For how long an address is to be good.' })
export class IssueReconciliationUrlInput {
  @Field(() => Int, { defaultValue: 90, description: 'Days from now, 1 to 365.' })
  readonly days: number
}

@InputType({ description: 'Which address is to end.' })
export class RevokeReconciliationUrlInput {
  @Field(() => ID, { description: 'Id of the address.' })
  readonly id: string
}

export const IssueReconciliationUrlResult = createUnionType({
  name: 'IssueReconciliationUrlResult',
  description: 'The address, or why there is none.',
  types: () => [IssuedReconciliationUrl, Refused] as const,
  resolveType: value => ('issues' in value ? Refused : IssuedReconciliationUrl),
})

export const RevokeReconciliationUrlResult = createUnionType({
  name: 'RevokeReconciliationUrlResult',
  description: 'The address as it ended, or why it did not.',
  types: () => [ReconciliationUrl, Refused] as const,
  resolveType: value => ('issues' in value ? Refused : ReconciliationUrl),
})
