import { Field, ID, Int, ObjectType } from 'type-graphql'
import { DateTime } from './scalars/date-time.js'
import { TermMapping } from './term-mapping.js'

@ObjectType({ description: 'A decision about a word: who, when, why, on what evidence. It is kept for good. Seen by who sees the word.' })
export class TermDecision {
  @Field(() => ID, { description: 'Id of the decision.' })
  readonly id: string

  @Field(() => Int, { description: 'Its place among the decisions about the word, from 1: the version of the word after it.' })
  readonly version: number

  @Field(() => String, {
    description:
      'approve, correct, split, noMatch, reject, confirm, agree, disagree, flag, assign, undo by stewards; propose, await, accept, suspend and others by jobs.',
  })
  readonly action: string

  @Field(() => String, { description: 'Who: person:<id>, client:<id>, or a job.' })
  readonly actor: string

  @Field(() => String, { nullable: true, description: 'Why; null where nobody said.' })
  readonly reason: string | null

  @Field(() => DateTime, { description: 'When.' })
  readonly recordedAt: string

  @Field(() => ID, { nullable: true, description: 'Decision that it takes back; null where it takes none back.' })
  readonly undoes: string | null

  @Field(() => ID, { nullable: true, description: 'Decision that took it back; null while it holds.' })
  readonly undoneBy: string | null

  @Field(() => String, {
    nullable: true,
    description: 'What a flag or an assignment set; null for other decisions, and where it took it away.',
  })
  readonly mark: string | null

  @Field(() => [TermMapping], { description: 'Versions that it made, with their evidence.' })
  readonly made: readonly TermMapping[]

  @Field(() => [TermMapping], { description: 'Versions that ended by it.' })
  readonly ended: readonly TermMapping[]
}

@ObjectType({ description: 'A page of decisions about a word, newest first.' })
export class TermDecisionConnection {
  @Field(() => [TermDecision], { description: 'The decisions of the page.' })
  readonly nodes: readonly TermDecision[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  readonly endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  readonly hasNextPage: boolean
}
