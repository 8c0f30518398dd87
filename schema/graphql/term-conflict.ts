import { createUnionType, Field, ID, InputType, ObjectType } from 'type-graphql'
import { Refused } from './refused.js'
import { DateTime } from './scalars/date-time.js'
import { LocalDate } from './scalars/local-date.js'

@ObjectType({
  description:
    'Words that contradict each other or themselves. Found by the nightly watch; it changes no figure. Seen by stewards and administrators, and by a center its own.',
})
export class TermConflict {
  @Field(() => ID, { description: 'By which it is settled.' })
  id: string

  @Field(() => String, { nullable: true, description: 'Code of the center it is within; null between centers.' })
  center: string | null

  @Field(() => String, {
    description:
      'homonym_across, homonym_within: one word for two things; synonym_clash: two words for one; unit: values that changed overnight as if their unit had; drift: a level that moved; identity: a rule that does not hold; invalid_target: a meaning that the edition lost.',
  })
  conflict: string

  @Field(() => String, { description: 'What it is about; the same every night while it is.' })
  subject: string

  @Field(() => [ID], { description: 'Words of the queue that take part; empty where a measure as a whole is meant.' })
  terms: readonly string[]

  @Field(() => LocalDate, { description: 'Business day on which it was first found.' })
  detectedOn: string

  @Field(() => LocalDate, { description: 'Business day on which it was last found.' })
  lastSeenOn: string

  @Field(() => String, {
    description: 'What speaks for it, a JSON object: words with their units and spread of values, or the factor and its first night.',
  })
  evidence: string

  @Field(() => String, { description: 'open, resolved or dismissed; a dismissed one is not told again.' })
  state: string

  @Field(() => DateTime, { nullable: true, description: 'When it was settled; null while it is open.' })
  settledAt: string | null

  @Field(() => String, { nullable: true, description: 'Why it was settled; null while it is open.' })
  settlement: string | null
}

@ObjectType({ description: 'A page of conflicts, the newest first.' })
export class TermConflictConnection {
  @Field(() => [TermConflict], { description: 'The conflicts of the page.' })
  nodes: readonly TermConflict[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}

@InputType({ description: 'How a conflict is settled.' })
export class SettleTermConflictInput {
  @Field(() => ID, { description: 'Id of an open conflict.' })
  id: string

  @Field(() => Boolean, { defaultValue: false, description: 'True: it is none, and is not told again. False: it was put right.' })
  isDismissed: boolean

  @Field(() => String, { description: 'Why, at most 500 characters, without names of persons.' })
  reason: string
}

export const SettleTermConflictResult = createUnionType({
  name: 'SettleTermConflictResult',
  description: 'The conflict as settled, or why it was not.',
  types: () => [TermConflict, Refused] as const,
  resolveType: value => ('issues' in value ? Refused : TermConflict),
})
