import { createUnionType, Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { PeriodType } from '../domain/period.js'
import type { ReceiptStatus as ReceiptStatusValue } from '../domain/submissions/receipt.js'
import type { Cell as CellValue, RowOutcome as RowOutcomeValue } from '../domain/submissions/submission.js'
import { HeldRowState, type HeldRowStateValue } from './held-row-state.js'
import { Issue } from './issue.js'
import { PeriodTypes } from './period-type.js'
import { Refused } from './refused.js'
import { Cell } from './scalars/cell.js'
import { DateTime } from './scalars/date-time.js'
import { LocalDate } from './scalars/local-date.js'
import { SubmissionMode, SubmissionStrategy } from './submission-input.js'
import { ReceiptDeadline, Timeliness, type TimelinessValue } from './timeliness.js'

export const RowOutcomes = {
  INSERTED: 'inserted',
  REVISED: 'revised',
  UNCHANGED: 'unchanged',
  RETRACTED: 'retracted',
  QUARANTINED: 'quarantined',
  REJECTED: 'rejected',
} as const
registerEnumType(RowOutcomes, {
  name: 'RowOutcome',
  description: 'How a received row ended; exactly one for each row (S8).',
  valuesConfig: {
    INSERTED: { description: 'A value where there was none.' },
    REVISED: { description: 'Another value, status, missing reason or parameter than stood before.' },
    UNCHANGED: { description: 'What stood already; also the second of two equal rows.' },
    RETRACTED: { description: 'A value taken back.' },
    QUARANTINED: { description: 'May be right; waits until somebody says so. See heldRow.' },
    REJECTED: { description: 'Cannot be a value of this center.' },
  },
})

const ReceiptStatuses = { ACCEPTED: 'ACCEPTED', PARTIAL: 'PARTIAL', REJECTED: 'REJECTED' } as const
registerEnumType(ReceiptStatuses, {
  name: 'ReceiptStatus',
  description: 'How the batch ended.',
  valuesConfig: {
    ACCEPTED: { description: 'Every row landed.' },
    PARTIAL: { description: 'Some rows landed, some are held or rejected.' },
    REJECTED: { description: 'No row landed.' },
  },
})

@ObjectType({ description: 'Rows by outcome. The six add up to received; implied retractions are counted apart.' })
export class OutcomeCounts {
  @Field(() => Int, { description: 'Rows received.' })
  received: number

  @Field(() => Int, { description: 'Rows that gave a value where there was none.' })
  inserted: number

  @Field(() => Int, { description: 'Rows that changed a value, status, missing reason or parameter.' })
  revised: number

  @Field(() => Int, { description: 'Rows that said what stood already.' })
  unchanged: number

  @Field(() => Int, { description: 'Rows that took a value back.' })
  retracted: number

  @Field(() => Int, { description: 'Rows that wait in quarantine.' })
  quarantined: number

  @Field(() => Int, { description: 'Rows that cannot be a value.' })
  rejected: number

  @Field(() => Int, { description: 'Values retracted because a replaced scope left them out; not among the rows received.' })
  impliedRetractions: number
}

@ObjectType({
  description:
    'Where the rows of a receipt stand now, whatever became of them since: received = facts + held + voided + rejected. Seen by the center and by administrators.',
})
export class RowStanding {
  @Field(() => Int, { description: 'Rows received.' })
  received: number

  @Field(() => Int, { description: 'Rows that landed, at once or since, also where a later row revised their value.' })
  facts: number

  @Field(() => Int, { description: 'Rows that wait in quarantine.' })
  held: number

  @Field(() => Int, { description: 'Rows that were withdrawn, overtaken by a later value, or waited past their time.' })
  voided: number

  @Field(() => Int, { description: 'Rows that could not be a value.' })
  rejected: number

  @Field(() => Int, { description: 'Rows that nobody can account for: always 0, and the job check-conservation fails where it is not.' })
  lost: number
}

@ObjectType({ description: 'One thing said about one or several rows alike. Seen by the center and by administrators.' })
export class ReceiptIssue extends Issue {
  @Field(() => Int, { description: 'How many rows it is said of; 1 for the batch as a whole.' })
  readonly occurrences: number

  @Field(() => [Int], { description: 'Lines of your own file it is said of, the first 1,000.' })
  readonly sourceRows: readonly number[]

  @Field(() => [Int], { description: 'Row indexes it is said of, from 0, the first 1,000.' })
  readonly rowIndexes: readonly number[]
}

@ObjectType({ description: 'A dimension and its item, as codes of the edition.' })
export class DimensionItem {
  @Field(() => String, { description: 'Code of the dimension: hour.' })
  dimension: string

  @Field(() => String, { description: 'Code of the item: 09.' })
  item: string
}

@ObjectType({ description: 'What names a value of a center. Seen by the center and by administrators.' })
export class ObservationKey {
  @Field(() => String, { description: 'Code of the measure.' })
  measure: string

  @Field(() => PeriodTypes, { description: 'Period type.' })
  periodType: PeriodType

  @Field(() => LocalDate, { description: 'First day of the period.' })
  periodStart: string

  @Field(() => [DimensionItem], { description: 'Items of the value; empty for a total.' })
  dimensions: readonly DimensionItem[]
}

@ObjectType({ description: 'One row of a receipt. Seen by the center and by administrators.' })
export class ReceiptRow {
  @Field(() => Int, { description: 'Index of the row in the batch, from 0; columns go on after rows.' })
  index: number

  @Field(() => Int, { nullable: true, description: 'Line of your own file; null when none was given.' })
  sourceRow: number | null

  @Field(() => RowOutcomes, { description: 'How the row ended, on the day of the receipt.' })
  outcome: RowOutcomeValue

  @Field(() => Timeliness, {
    nullable: true,
    description:
      'How it stood to its deadline on the day of the receipt; null for unchanged and rejected rows, where no agreement sets a deadline or the key could not be read, and for receipts from before labels were kept.',
  })
  timeliness: TimelinessValue | null

  @Field(() => String, { nullable: true, description: 'Measure of a held row as far as it could be read; null for other rows.' })
  measure: string | null

  @Field(() => PeriodTypes, {
    nullable: true,
    description: 'Period type of a held row; null where it could not be read, and for other rows.',
  })
  periodType: PeriodType | null

  @Field(() => LocalDate, {
    nullable: true,
    description: 'First day of the period of a held row; null where it could not be read, and for other rows.',
  })
  periodStart: string | null

  @Field(() => [DimensionItem], { description: 'Items of a held row; empty for totals and for other rows.' })
  dimensions: readonly DimensionItem[]

  @Field(() => Cell, { nullable: true, description: 'The row as it came, for held and rejected rows; null for rows that landed.' })
  submitted: CellValue

  @Field(() => [Issue], { description: 'Everything found about the row; for rows that landed, notes only.' })
  issues: readonly Issue[]

  @Field(() => ID, { nullable: true, description: 'Id to resolve it by; null unless the row was held. A live view beside the receipt.' })
  heldRow: string | null

  @Field(() => HeldRowState, { nullable: true, description: 'Where the held row stands now; null unless the row was held. A live view.' })
  heldState: HeldRowStateValue | null
}

@ObjectType({ description: 'A page of rows, in row order.' })
export class ReceiptRowConnection {
  @Field(() => [ReceiptRow], { description: 'The rows of the page.' })
  nodes: readonly ReceiptRow[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'The receipt of one submission. It never changes; seen by the center and by administrators.' })
export class SubmissionReceipt {
  @Field(() => ID, { description: 'Id to read it again by.' })
  id: string

  @Field(() => String, { description: 'Code of the center, from the registry.' })
  center: string

  @Field(() => String, {
    description: 'Key it was handed in under; one that begins with job: was made by the hub itself, for its own measures.',
  })
  idempotencyKey: string

  @Field(() => String, { description: 'SHA-256 of the canonical input, hexadecimal.' })
  contentHash: string

  @Field(() => String, { nullable: true, description: 'Id of the upload it is a part of; null when it stands alone.' })
  uploadId: string | null

  @Field(() => SubmissionMode, { description: 'Mode it was handed in under.' })
  mode: 'PARTIAL' | 'ATOMIC'

  @Field(() => SubmissionStrategy, { description: 'Strategy it was handed in under.' })
  strategy: 'MERGE' | 'REPLACE_SCOPE' | 'RETRACT'

  @Field(() => ReceiptStatuses, { description: 'How the batch ended.' })
  status: ReceiptStatusValue

  @Field(() => Timeliness, {
    nullable: true,
    description:
      'The latest label among its rows; null where no row changed a value that has a deadline, and for receipts from before labels were kept.',
  })
  timeliness: TimelinessValue | null

  @Field(() => [ReceiptDeadline], {
    description: 'The deadlines of its rows by the agreements of that moment, the earliest first; the first 1,000.',
  })
  deadlines: readonly ReceiptDeadline[]

  @Field(() => String, { description: 'Edition whose definitions the rows were judged by.' })
  edition: string

  @Field(() => DateTime, { description: 'When it was received, by the clock of the database.' })
  receivedAt: string

  @Field(() => Boolean, { description: 'True when the same key and content had been received before: this is the first receipt again.' })
  replayed: boolean

  @Field(() => [ID], { description: 'With a replayed receipt: newer submissions that changed the same keys, oldest first.' })
  newerSubmissions: readonly string[]

  @Field(() => Boolean, { description: 'True when nothing was kept.' })
  dryRun: boolean

  @Field(() => String, {
    nullable: true,
    description: 'Of a dry run: hash of the batch and of all it was judged by, to commit with. Null otherwise.',
  })
  dryRunHash: string | null

  @Field(() => OutcomeCounts, { description: 'Rows by outcome.' })
  counts: OutcomeCounts

  @Field(() => [ObservationKey], {
    description:
      'Values retracted because a replaced scope left them out, or in a dry run would be; the first 1,000 of counts.impliedRetractions.',
  })
  impliedRetractions: readonly ObservationKey[]

  @Field(() => [ReceiptIssue], {
    description: 'Warnings and notes, those that say the same joined; issues of held and rejected rows are with the rows.',
  })
  issues: readonly ReceiptIssue[]
}

export const SubmitStatisticsResult = createUnionType({
  name: 'SubmitStatisticsResult',
  description: 'A receipt, or everything that stands against the submission as a whole.',
  types: () => [SubmissionReceipt, Refused] as const,
  resolveType: value => ('issues' in value && !('counts' in value) ? Refused : SubmissionReceipt),
})

@ObjectType({ description: 'A page of receipts, newest first.' })
export class SubmissionConnection {
  @Field(() => [SubmissionReceipt], { description: 'The receipts of the page.' })
  nodes: readonly SubmissionReceipt[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}
