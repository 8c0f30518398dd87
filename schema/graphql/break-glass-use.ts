import { Field, ID, Int, ObjectType } from 'type-graphql'
import type { Level } from '../domain/playbooks/playbook.js'
import type { RatificationState } from '../domain/playbooks/ratification-state.js'
import { AlertLevels, RatificationStates } from './playbook-enums.js'
import { DateTime } from './scalars/date-time.js'

@ObjectType({ description: 'A message that one commander sent without approval, and what became of it.' })
export class BreakGlassUse {
  @Field(() => ID, { description: 'Id of the message.' })
  broadcast: string

  @Field(() => ID, { description: 'Id of its activation.' })
  activation: string

  @Field(() => String, { description: 'Its hazard.' })
  hazard: string

  @Field(() => AlertLevels, { description: 'Its level.' })
  level: Level

  @Field(() => [String], { description: 'Codes of the centers it went to.' })
  centers: readonly string[]

  @Field(() => String, { description: 'Who sent it.' })
  commander: string

  @Field(() => String, { nullable: true, description: 'The agency of that person: a center, or council. Null where it was not kept yet.' })
  agency: string | null

  @Field(() => String, { description: 'Why, in the words of that person.' })
  reason: string

  @Field(() => DateTime, { description: 'When it went out.' })
  sentAt: string

  @Field(() => RatificationStates, { description: 'How it was decided.' })
  state: RatificationState

  @Field(() => String, { nullable: true, description: 'Who decided; null: nobody has.' })
  decidedBy: string | null

  @Field(() => DateTime, { nullable: true, description: 'When; null as above.' })
  decidedAt: string | null

  @Field(() => String, { nullable: true, description: 'Why, in the words of who decided; null as above.' })
  decisionReason: string | null

  @Field(() => Int, { nullable: true, description: 'Seconds from sending to the decision; null as above.' })
  secondsToDecision: number | null

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it stopped being said: replaced, canceled or past its time. Null while it stands.',
  })
  endedAt: string | null
}

@ObjectType({ description: 'A page of uses of break-glass, the last one first.' })
export class BreakGlassUseConnection {
  @Field(() => [BreakGlassUse], { description: 'The uses.' })
  nodes: readonly BreakGlassUse[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}
