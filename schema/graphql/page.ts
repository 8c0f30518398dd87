import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { PAGE_KINDS, type Audience, type PageChannel, type PageKind } from '../domain/playbooks/page.js'
import { wordsOfPage } from '../domain/playbooks/page-words.js'
import { ContactChannels, ContactRoles } from './contacts.js'
import { DateTime } from './scalars/date-time.js'

const ofEachKind = <V>(valueOf: (kind: PageKind) => V) =>
  Object.fromEntries(PAGE_KINDS.map(kind => [kind, valueOf(kind)])) as Record<PageKind, V> // every kind has its value

const PageKinds = ofEachKind(kind => kind)
registerEnumType(PageKinds, {
  name: 'PageKind',
  description: 'What somebody had to be told.',
  valuesConfig: ofEachKind(kind => ({ description: `${wordsOfPage({ kind, center: null }).what.en}.` })),
})

const PageStates = { WAITING: 'WAITING', TOLD: 'TOLD', CLOSED: 'CLOSED' } as const
registerEnumType(PageStates, {
  name: 'PageState',
  description: 'How a page stands.',
  valuesConfig: {
    WAITING: { description: 'It has reached nobody yet and is tried again.' },
    TOLD: { description: 'A channel took it.' },
    CLOSED: { description: 'Nobody needed to be told any more; closedWhy says why.' },
  },
})

const AttemptOutcomes = { TOLD: 'TOLD', FAILED: 'FAILED' } as const
registerEnumType(AttemptOutcomes, {
  name: 'PageAttemptOutcome',
  description: 'What came of an attempt to tell somebody.',
  valuesConfig: { TOLD: { description: 'The channel took it.' }, FAILED: { description: 'It did not; cause says why.' } },
})

@ObjectType({
  description: 'An attempt to tell a desk. No address is ever shown. Seen by coordinators, administrators and the center of the desk.',
})
class PageAttempt {
  @Field(() => Int, { description: 'Number of the attempt, from 1.' })
  no: number

  @Field(() => ContactChannels, { nullable: true, description: 'How; null: there was nobody to tell, or no channel is set up.' })
  channel: PageChannel | null

  @Field(() => Int, { nullable: true, description: 'Which of the ways of contacts, 1 to 4; null as above.' })
  place: number | null

  @Field(() => String, { nullable: true, description: 'The desk or duty, as its contact was named then; null: not known.' })
  desk: string | null

  @Field(() => DateTime, { description: 'When it began.' })
  startedAt: string

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null: it is under way, or was cut off.' })
  finishedAt: string | null

  @Field(() => AttemptOutcomes, { nullable: true, description: 'What came of it; null as above.' })
  outcome: keyof typeof AttemptOutcomes | null

  @Field(() => String, {
    nullable: true,
    description: 'Why it failed, as a code: EAUTH 535, ETLS, ESOCKET, timeout, noContact, … Null where it did not.',
  })
  cause: string | null
}

@ObjectType({
  description:
    'Something that somebody had to be told, and what came of it. Seen by coordinators and administrators; by a center where it is for its desks.',
})
export class Page {
  @Field(() => ID, { description: 'Number of the page; its message carries it (page-412).' })
  id: string

  @Field(() => PageKinds, { description: 'What.' })
  kind: PageKind

  @Field(() => ContactRoles, { description: 'Whom.' })
  audience: Audience

  @Field(() => String, { nullable: true, description: 'Code of the center whose desk it is for; null: the council.' })
  to: string | null

  @Field(() => String, { nullable: true, description: 'Code of the center it is about; null: about none.' })
  center: string | null

  @Field(() => ID, { nullable: true, description: 'Id of the activation; null: about none.' })
  activation: string | null

  @Field(() => ID, { nullable: true, description: 'Id of the message; null: about none.' })
  broadcast: string | null

  @Field(() => DateTime, { description: 'When it had to be told.' })
  writtenAt: string

  @Field(() => PageStates, { description: 'How it stands.' })
  state: keyof typeof PageStates

  @Field(() => DateTime, { nullable: true, description: 'When a channel took it; null: none has.' })
  toldAt: string | null

  @Field(() => ID, {
    nullable: true,
    description: 'The page in whose message it was told, where several were missed and told together; null: in its own, or not yet.',
  })
  toldWith: string | null

  @Field(() => DateTime, { nullable: true, description: 'When it was closed without being told; null: it was not.' })
  closedAt: string | null

  @Field(() => String, {
    nullable: true,
    description:
      'Why: answered, superseded, canceled, expired, delivered, decided, closed, recovered, test, noDrillContact, tooOld. Null where it was not.',
  })
  closedWhy: string | null

  @Field(() => DateTime, { nullable: true, description: 'When it is tried next; null once it was told or closed.' })
  nextAttemptAt: string | null

  @Field(() => Int, { description: 'Attempts so far in its own message.' })
  attempts: number

  @Field(() => [PageAttempt], { description: 'The last ten of them, the last one first.' })
  lastAttempts: readonly PageAttempt[]
}

@ObjectType({ description: 'A page of pages, the last one written first.' })
export class PageConnection {
  @Field(() => [Page], { description: 'The pages.' })
  nodes: readonly Page[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}
