import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { WordKind } from '../domain/terms/mapping.js'
import type { QueueStatus } from '../domain/terms/queue-status.js'
import { DateTime } from './scalars/date-time.js'
import { LocalDate } from './scalars/local-date.js'
import { TermAbstention, TermCandidate } from './term-candidate.js'
import { TermConversion, TermMapping } from './term-mapping.js'

export const WordKinds = { SUBJECT: 'subject', ITEM: 'codelist' } as const
registerEnumType(WordKinds, {
  name: 'WordKind',
  description: 'What a word names.',
  valuesConfig: {
    SUBJECT: { description: 'What a row is about: a measure, or a rate that the center computed.' },
    ITEM: { description: 'An item of a dimension.' },
  },
})

export const TermStatuses = {
  SUSPENDED: 'suspended',
  IN_REVIEW: 'inReview',
  PROPOSED: 'proposed',
  PROVISIONAL: 'provisional',
  NO_MATCH: 'noMatch',
  WAITING: 'waiting',
  MAPPED: 'mapped',
  IDLE: 'idle',
} as const satisfies Record<string, QueueStatus>
registerEnumType(TermStatuses, {
  name: 'TermStatus',
  description: 'Where a word stands: the first that holds.',
  valuesConfig: {
    SUSPENDED: { description: 'It is mapped, and its values wait all the same.' },
    IN_REVIEW: { description: 'A steward approved a meaning of it; another one has to agree.' },
    PROPOSED: { description: 'The hub proposed a meaning and waits for a steward.' },
    PROVISIONAL: { description: 'Its meaning is safe but for too few nights.' },
    NO_MATCH: { description: 'A steward decided that the edition has nothing it could mean.' },
    WAITING: { description: 'Rows wait for it.' },
    MAPPED: { description: 'It is mapped and nothing waits.' },
    IDLE: { description: 'Nothing stands and nothing waits.' },
  },
})

// Text and not Decimal, whose 40 characters a mean of values may pass.
@ObjectType({
  description:
    'What the values of a word looked like on one business day, in the unit they came in, as decimal numbers. Evidence, never figures. Seen by who sees the word.',
})
class TermNight {
  @Field(() => LocalDate, { description: 'The day.' })
  readonly day: string

  @Field(() => Int, { description: 'Values seen.' })
  readonly values: number

  @Field(() => String, { description: 'The least of them.' })
  readonly least: string

  @Field(() => String, { description: 'One in twenty lies below.' })
  readonly p5: string

  @Field(() => String, { description: 'Half lie below.' })
  readonly median: string

  @Field(() => String, { description: 'One in twenty lies above.' })
  readonly p95: string

  @Field(() => String, { description: 'The greatest.' })
  readonly greatest: string
}

@ObjectType({ description: 'What the same word means at other centers. Empty for who sees its own center alone.' })
class TermElsewhere {
  @Field(() => String, { nullable: true, description: 'What it is mapped to there; null where nothing is decided, or that nothing fits.' })
  readonly target: string | null

  @Field(() => Int, { description: 'Centers that have it so.' })
  readonly centers: number

  @Field(() => Int, { description: 'Centers of those where a person said so; at the others the hub did.' })
  readonly bySteward: number
}

@ObjectType({ description: 'An open contradiction about a word. Seen by who sees the word.' })
class TermContradiction {
  @Field(() => ID, { description: 'Id of the contradiction.' })
  readonly id: string

  @Field(() => String, {
    description: 'homonym_across, homonym_within, synonym_clash, unit, distribution, identity, drift or invalid_target.',
  })
  readonly conflict: string

  @Field(() => LocalDate, { description: 'The day it was first seen.' })
  readonly detectedOn: string
}

@ObjectType({
  description:
    'A word of a center with what waits for it, what it may mean and why. Seen by its center, by stewards and by administrators.',
})
export class QueuedTerm {
  @Field(() => ID, { description: 'Id to decide on it by.' })
  readonly id: string

  @Field(() => String, { description: 'Code of the center.' })
  readonly center: string

  @Field(() => WordKinds, { description: 'What it names.' })
  readonly kind: WordKind

  @Field(() => String, { description: '`measure`, or the dimension in whose column it stood.' })
  readonly field: string

  @Field(() => String, {
    description:
      'The label for people to read: composed, on one line, what is unseen by its number (⟨U+200B⟩), up to 200 characters and then …. Text of unknown origin; escape it wherever it is put.',
  })
  readonly label: string

  @Field(() => String, {
    description: 'The beginning of the label byte for byte as it came first, UTF-8 in base64: up to 1,000 characters of it.',
  })
  readonly rawLabel: string

  @Field(() => Int, { description: 'Bytes of the label as it is kept.' })
  readonly labelBytes: number

  @Field(() => String, { description: 'The unit for people to read, likewise; empty where none is named.' })
  readonly unit: string

  @Field(() => TermStatuses, { description: 'Where it stands.' })
  readonly status: QueueStatus

  @Field(() => Int, {
    description:
      'Number of decisions about it so far: name it as expectedVersion, and a decision of somebody else in between is not overwritten.',
  })
  readonly version: number

  @Field(() => Int, { description: 'Rows that wait for it.' })
  readonly rowsWaiting: number

  @Field(() => LocalDate, { nullable: true, description: 'First day of those rows; null where none waits or no day could be read.' })
  readonly waitingFrom: string | null

  @Field(() => LocalDate, { nullable: true, description: 'First day of the last period of those rows, likewise.' })
  readonly waitingTo: string | null

  @Field(() => Float, { description: 'Values that ever came under it.' })
  readonly valuesSeen: number

  @Field(() => DateTime, { description: 'When it was first seen.' })
  readonly firstSeenAt: string

  @Field(() => DateTime, { description: 'When it was last seen.' })
  readonly lastSeenAt: string

  @Field(() => [String], { description: 'Published indicators whose formulas use what it may mean.' })
  readonly indicators: readonly string[]

  @Field(() => Float, { description: 'What the queue is ordered by: rows that wait, times one more than those indicators.' })
  readonly priority: number

  @Field(() => [TermNight], { description: 'Its latest nights, up to 28, oldest first.' })
  readonly nights: readonly TermNight[]

  @Field(() => String, { description: 'What the hub would do now by itself: accept, review or none.' })
  readonly proposal: string

  @Field(() => [TermCandidate], { description: 'What it may mean, the likeliest first; empty where nothing stands out.' })
  readonly candidates: readonly TermCandidate[]

  @Field(() => TermConversion, {
    nullable: true,
    description: 'Conversion for the first candidate; null where its values would stay as they are.',
  })
  readonly conversion: TermConversion | null

  @Field(() => String, {
    description:
      'Weights by which the candidates are ranked: fixed, or the versions of those that were learned from decisions of stewards, as measure-2.',
  })
  readonly weightsVersion: string

  @Field(() => [TermAbstention], { description: 'Why it is not mapped without asking, and so what would flip it.' })
  readonly wouldFlip: readonly TermAbstention[]

  @Field(() => String, { description: 'Name of the evidence: a meaning that was refused comes back only under another.' })
  readonly evidenceHash: string

  @Field(() => [TermMapping], { description: 'Versions of its meanings that stand.' })
  readonly mappings: readonly TermMapping[]

  @Field(() => [TermElsewhere], { description: 'The same word with the same unit at other centers.' })
  readonly elsewhere: readonly TermElsewhere[]

  @Field(() => [TermContradiction], { description: 'What contradicts it or itself.' })
  readonly conflicts: readonly TermContradiction[]

  @Field(() => String, { nullable: true, description: 'What is odd about it, as a steward wrote; null where nothing is flagged.' })
  readonly flag: string | null

  @Field(() => String, { nullable: true, description: 'Steward who has it on the desk; null where nobody does.' })
  readonly assignedTo: string | null
}

@ObjectType({ description: 'A page of the queue of words, what weighs most first.' })
export class TermQueueConnection {
  @Field(() => [QueuedTerm], { description: 'The words of the page.' })
  readonly nodes: readonly QueuedTerm[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  readonly endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  readonly hasNextPage: boolean
}
