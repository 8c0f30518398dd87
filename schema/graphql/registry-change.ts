import { GraphQLJSON } from 'graphql-scalars'
import { createUnionType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql'
import { Refused } from './refused.js'
import { DateTime } from './scalars/date-time.js'

const RegistryKinds = {
  CALLER: 'callers',
  MEMBERSHIP: 'memberships',
  CALENDAR: 'calendars',
  CALENDAR_EXCEPTION: 'calendar_exceptions',
  AGREEMENT: 'agreements',
  ENDPOINT: 'endpoints',
  CONTACT: 'contacts',
} as const
type RegistryKindValue = (typeof RegistryKinds)[keyof typeof RegistryKinds]
registerEnumType(RegistryKinds, {
  name: 'RegistryKind',
  description: 'What a row of the registry is about.',
  valuesConfig: {
    CALLER: { description: 'A system or person that may call.' },
    MEMBERSHIP: { description: 'Days on which a center is a member, in trial or in full.' },
    CALENDAR: { description: 'Opening hours.' },
    CALENDAR_EXCEPTION: { description: 'A day that goes otherwise than calendar and law have it.' },
    AGREEMENT: { description: 'When figures are due and when they lock.' },
    ENDPOINT: { description: 'Where a center takes its messages.' },
    CONTACT: { description: 'Whom to tell when a message is not answered.' },
  },
})

const RowChanges = { REMOVED: 'removed', RECORDED: 'recorded' } as const
registerEnumType(RowChanges, {
  name: 'RegistryRowChangeKind',
  description: 'Whether a row came or went.',
  valuesConfig: {
    REMOVED: { description: 'It stood before and does not any more: the former value.' },
    RECORDED: { description: 'It stands since.' },
  },
})

@ObjectType({ description: 'A row of the registry that came or went by a change. Seen by administrators.' })
export class RegistryRowChange {
  @Field(() => RegistryKinds, { description: 'What the row is about.' })
  kind: RegistryKindValue

  @Field(() => RowChanges, { description: 'Whether it came or went.' })
  change: 'removed' | 'recorded'

  @Field(() => GraphQLJSON, { description: 'The whole row as it was or is, column by column; the center by its code.' })
  row: unknown
}

@ObjectType({ description: 'One act on the registry: who did what, when and why. It is kept for good. Seen by administrators.' })
export class RegistryChange {
  @Field(() => ID, { description: 'Id of the change; undoRegistryChange takes it.' })
  id: string

  @Field(() => DateTime, { description: 'When.' })
  at: string

  @Field(() => String, { description: 'Who: client:<id>, person:<id>, or owner:<login> for work by hand on the database.' })
  actor: string

  @Field(() => String, { description: 'What, for example membership.set; the same word as in the audit chain.' })
  action: string

  @Field(() => String, { nullable: true, description: 'Code of the center it is about; null for the council.' })
  center: string | null

  @Field(() => String, { description: 'Why.' })
  reason: string

  @Field(() => ID, { nullable: true, description: 'The change it takes back; null for a change of its own.' })
  undoes: string | null

  @Field(() => [RegistryRowChange], { description: 'Every row that came or went, in order.' })
  rows: readonly RegistryRowChange[]
}

@ObjectType({ description: 'A page of changes, newest first.' })
export class RegistryChangeConnection {
  @Field(() => [RegistryChange], { description: 'The changes of the page.' })
  nodes: readonly RegistryChange[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}

@InputType({ description: 'Takes an earlier change back.' })
export class UndoRegistryChangeInput {
  @Field(() => ID, { description: 'Id of the change, as listed by registryChanges.' })
  change: string

  @Field(() => String, { description: 'Why, in up to 500 characters, no personal data.' })
  reason: string
}

export const RegistryChangeResult = createUnionType({
  name: 'RegistryChangeResult',
  description: 'The change as it was kept, or everything that stands against the request: then nothing was changed.',
  types: () => [RegistryChange, Refused] as const,
  resolveType: value => ('issues' in value ? Refused : RegistryChange),
})
