import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { Audience, ContactChannel } from '../domain/playbooks/page.js'
import { EndpointKinds } from './registry-entries.js'
import { DateTime } from './scalars/date-time.js'

const WHOSE = 'Code of the center; null: the council.'
const PLACE = 'In which order it is tried, 1 to 4: 1 is the first way, 2 the other one.'
const DESK = 'Name of the desk or the duty, up to 80 characters; never of a person.'
const WHY = 'Why, in up to 500 characters, no personal data.'

export const ContactRoles: { readonly [A in Audience]: A } = {
  DUTY: 'DUTY',
  MANAGER: 'MANAGER',
  COORDINATOR: 'COORDINATOR',
  APPROVER: 'APPROVER',
}
registerEnumType(ContactRoles, {
  name: 'ContactRole',
  description: 'Whom a contact reaches.',
  valuesConfig: {
    DUTY: { description: "A center's duty desk (당직), at any hour." },
    MANAGER: { description: "A center's manager." },
    COORDINATOR: { description: "The council's coordinators." },
    APPROVER: { description: 'Approvers of a center or, without one, of the council.' },
  },
})

export const ContactChannels: { readonly [C in ContactChannel]: C } = { EMAIL: 'EMAIL', SMS: 'SMS', PHONE: 'PHONE' }
registerEnumType(ContactChannels, {
  name: 'ContactChannel',
  description: 'How a desk is reached.',
  valuesConfig: {
    EMAIL: { description: 'E-mail to a work mailbox.' },
    SMS: { description: 'A text message to a work telephone.' },
    PHONE: { description: 'A call. The hub calls nobody: people do, when a phone task asks for it.' },
  },
})

@InputType({ description: 'How a desk is told from an instant on. Work contacts alone.' })
export class SetContactInput {
  @Field(() => String, { nullable: true, description: WHOSE })
  center?: string | null

  @Field(() => ContactRoles, { description: 'Whom it reaches.' })
  role: Audience

  @Field(() => EndpointKinds, { description: 'Real emergencies or drills; one is never told of the other.' })
  kind: 'ACTUAL' | 'DRILL'

  @Field(() => Int, { description: PLACE })
  place: number

  @Field(() => ContactChannels, { description: 'How it is reached.' })
  channel: ContactChannel

  @Field(() => String, { description: 'Work mailbox, or work number in digits. Not repeated in any refusal, log or audit entry.' })
  address: string

  @Field(() => String, { description: DESK })
  desk: string

  @Field(() => DateTime, { nullable: true, description: 'From when, not in the past; null: now.' })
  validFrom?: string | null

  @Field(() => DateTime, { nullable: true, description: 'Until when; null: no end is known.' })
  validTo?: string | null

  @Field(() => String, { description: WHY })
  reason: string
}

@InputType({ description: 'The end of a contact.' })
export class EndContactInput {
  @Field(() => String, { nullable: true, description: WHOSE })
  center?: string | null

  @Field(() => ContactRoles, { description: 'Whom it reaches.' })
  role: Audience

  @Field(() => EndpointKinds, { description: 'Real emergencies or drills.' })
  kind: 'ACTUAL' | 'DRILL'

  @Field(() => Int, { description: PLACE })
  place: number

  @Field(() => DateTime, { nullable: true, description: 'When it ends, not in the past; null: now.' })
  at?: string | null

  @Field(() => String, { description: WHY })
  reason: string
}

@ObjectType({ description: 'How a desk is told. Seen by the duty officers of its center, coordinators and administrators.' })
export class ContactEntry {
  @Field(() => String, { nullable: true, description: WHOSE })
  center: string | null

  @Field(() => ContactRoles, { description: 'Whom it reaches.' })
  role: Audience

  @Field(() => EndpointKinds, { description: 'Real emergencies or drills.' })
  kind: 'ACTUAL' | 'DRILL'

  @Field(() => Int, { description: PLACE })
  place: number

  @Field(() => ContactChannels, { description: 'How it is reached.' })
  channel: ContactChannel

  @Field(() => String, { description: 'Mailbox or number.' })
  address: string

  @Field(() => String, { description: DESK })
  desk: string

  @Field(() => DateTime, { description: 'From when it holds.' })
  validFrom: string

  @Field(() => DateTime, { nullable: true, description: 'From when it no longer does; null: no end is known.' })
  validTo: string | null
}

@ObjectType({ description: 'A page of contacts by center, role, kind and place, past and planned ones too; those of the council first.' })
export class ContactConnection {
  @Field(() => [ContactEntry], { description: 'The contacts of the page.' })
  nodes: readonly ContactEntry[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}
