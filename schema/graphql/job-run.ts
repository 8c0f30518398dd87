import { createUnionType, Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { Refused } from './refused.js'
import { DateTime } from './scalars/date-time.js'

@ObjectType({
  description: 'One run of something the hub does by itself. Open to every role: names, instants, counts and ids, never figures.',
})
export class JobRun {
  @Field(() => String, {
    description:
      'What was run, for example reconcile-terms; with @ and a center where it was run for that one alone, @council where it was asked for and is one for all. Of what is looked for every few seconds, for example expire-due, only what failed is here.',
  })
  job: string

  @Field(() => DateTime, {
    description: 'When it was due, or asked for; of what is looked for every few seconds, the hour in which it failed.',
  })
  dueAt: string

  @Field(() => Int, {
    description:
      '1 for the first attempt; more after a replica was lost or a run failed. Of what is looked for every few seconds, how often it failed in the hour.',
  })
  attempt: number

  @Field(() => DateTime, { description: 'When this attempt began.' })
  startedAt: string

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it is under way.' })
  finishedAt: string | null

  @Field(() => String, {
    nullable: true,
    description: 'done, failed, or missed where no replica was there at its time; null while it is under way.',
  })
  outcome: string | null

  @Field(() => String, { nullable: true, description: 'What it did: a JSON object of counts and ids; null where it left none.' })
  detail: string | null

  @Field(() => String, { nullable: true, description: 'Why it failed, in words of the program. For hub:admin; null for others.' })
  error: string | null
}

@ObjectType({ description: 'A page of runs, the latest due time first.' })
export class JobRunConnection {
  @Field(() => [JobRun], { description: 'The runs of the page.' })
  nodes: readonly JobRun[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}

export const TermJobName = {
  RECONCILE: 'reconcile-terms',
  WATCH: 'watch-terms',
  REPLAY: 'replay-held-words',
  SUSPEND_TIERS: 'suspend-tiers',
  CONSERVATION: 'check-conservation',
  FIT_WEIGHTS: 'fit-term-weights',
} as const
export type TermJobName = (typeof TermJobName)[keyof typeof TermJobName]
registerEnumType(TermJobName, {
  name: 'TermJobName',
  description: 'A nightly job of the terms.',
  valuesConfig: {
    RECONCILE: { description: 'Holds waiting words against the glossary.' },
    WATCH: { description: 'Looks for flipped units, moved levels and contradictions.' },
    REPLAY: { description: 'Goes on with large replays.' },
    SUSPEND_TIERS: {
      description:
        'Switches off, for all centers, tiers that accepted something wrong, and stops at this center what they accepted without anybody’s look.',
    },
    CONSERVATION: {
      description:
        'Counts where the rows of every submission stand, and sums again what is not the sum of its facts. FAILED where it found anything.',
    },
    FIT_WEIGHTS: { description: 'Learns weights from what stewards of all centers decided, and proposes them. One for all centers.' },
  },
})

@InputType({ description: 'Which job is to run, and for which center.' })
export class RunTermJobInput {
  @Field(() => TermJobName, { description: 'The job.' })
  job: TermJobName

  @Field(() => String, { nullable: true, description: 'Code of the center; null for a job that is one for all of them.' })
  center?: string | null
}

export const RunTermJobResult = createUnionType({
  name: 'RunTermJobResult',
  description: 'The run as the ledger has it, or why it was refused.',
  types: () => [JobRun, Refused] as const,
  resolveType: value => ('issues' in value ? Refused : JobRun),
})
