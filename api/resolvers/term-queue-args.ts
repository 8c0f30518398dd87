import { ArgsType, Field, ID, Int } from 'type-graphql'
import type { WordKind } from '../../schema/domain/terms/mapping.js'
import type { QueueStatus } from '../../schema/domain/terms/queue-status.js'
import { TermStatuses, WordKinds } from '../../schema/graphql/term-queue.js'

/** Which words of the queue are wanted; an argument that is left out is undefined. */
@ArgsType()
export class TermQueueArgs {
  @Field(() => String, { nullable: true, description: 'Code of a center; null: all that the caller may see.' })
  center?: string | null

  @Field(() => WordKinds, { nullable: true, description: 'Only words of this kind; null: all.' })
  kind?: WordKind | null

  @Field(() => TermStatuses, {
    nullable: true,
    description: 'Only words that stand so; null: SUSPENDED, IN_REVIEW, PROPOSED, PROVISIONAL and WAITING, and whatever is flagged.',
  })
  status?: QueueStatus | null

  @Field(() => String, { nullable: true, description: 'Only words on the desk of this steward; null: all.' })
  assignedTo?: string | null

  @Field(() => ID, {
    nullable: true,
    description:
      'Id of a word: it and those of other centers that are identical with it in kind, field, label and unit, in whatever state; what approveTogether, curateTogether, flagTogether and assignTogether take. Null: all.',
  })
  sameAs?: string | null

  @Field(() => Int, { defaultValue: 20, description: 'Words a page, 1 to 500.' })
  first: number

  @Field(() => String, { nullable: true, description: 'Cursor of the page before.' })
  after?: string | null
}
