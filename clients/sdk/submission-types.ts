import type { Issue } from '../../schema/domain/issue.js'
import type { Cell, SubmissionMode, SubmissionStrategy } from '../../schema/domain/submissions/submission.js'

/** How values stood to the deadline and the lock of their agreement when they were first received. A label only. */
export type TimelinessLabel = 'ON_TIME' | 'LATE' | 'AFTER_LOCK'

/** A deadline that rows of a receipt fell under; ISO instants. */
export type ReceiptDeadline = {
  readonly agreement: string
  readonly measureSet: string
  readonly periodType: string
  readonly periodStart: string
  readonly dueAt: string
  readonly lockAt: string
  readonly timeliness: TimelinessLabel
  readonly rows: number
}

/** What became of a row; the six add up to the rows received (S8). */
export type ReceiptOutcome = 'INSERTED' | 'REVISED' | 'UNCHANGED' | 'RETRACTED' | 'QUARANTINED' | 'REJECTED'
/** Where a quarantined row stands now. */
export type HeldState = 'HELD' | 'REPLAYED' | 'CORRECTED' | 'WITHDRAWN' | 'SUPERSEDED' | 'EXPIRED'

export type DimensionInput = { readonly dimension: Cell; readonly item: Cell }

/** One value as submitted; absent fields are null to the hub. `sourceRow` is echoed in the receipt. */
export type RowInput = {
  readonly center?: Cell
  readonly measure?: Cell
  readonly unit?: Cell
  readonly periodType?: Cell
  readonly periodStart?: Cell
  readonly dimensions?: readonly DimensionInput[]
  readonly value?: Cell
  readonly status?: Cell
  readonly sourceRow?: number
}

/** Many values of one measure in columns (S16): `items` has one list per axis, each as long as `values`; `status` one code per value, or one for all. */
export type SeriesInput = {
  readonly center?: Cell
  readonly measure?: Cell
  readonly unit?: Cell
  readonly periodType?: Cell
  readonly periodStart?: Cell
  readonly fixed?: readonly DimensionInput[]
  readonly axes?: readonly string[]
  readonly items?: readonly (readonly Cell[])[]
  readonly values: readonly Cell[]
  readonly status?: readonly Cell[]
  readonly sourceRows?: readonly number[]
}

/** A batch under its key. The same key with the same content gives the first receipt again; with other content it is refused (S14). */
export type SubmitStatisticsInput = {
  readonly idempotencyKey: string
  /** Edition whose standard names the batch uses; absent for a file in local words. */
  readonly edition?: string
  readonly mode?: SubmissionMode
  readonly strategy?: SubmissionStrategy
  readonly scope?: { readonly measureSet: string; readonly periodType: string; readonly periodStart: string }
  /** For RETRACT: why. */
  readonly reason?: string
  readonly center?: Cell
  readonly parameters?: readonly { readonly name: string; readonly value: Cell }[]
  readonly rows?: readonly RowInput[]
  readonly series?: readonly SeriesInput[]
  /** Common to the submissions that one large file became (S16). */
  readonly uploadId?: string
  readonly dryRun?: boolean
  /** Hash of a dry run that must still hold (S15). */
  readonly dryRunHash?: string
}

export type ReceiptIssue = Issue & { readonly occurrences: number; readonly sourceRows: readonly number[] }

export type DimensionItem = { readonly dimension: string; readonly item: string }

/** The row as submitted, read from JSON. */
export type SubmittedEcho = {
  readonly measure?: Cell
  readonly unit?: Cell
  readonly periodStart?: Cell
  readonly value?: Cell
  readonly status?: Cell
  readonly dimensions?: readonly DimensionInput[]
} | null

export type ReceiptRow = {
  readonly index: number
  readonly sourceRow: number | null
  readonly outcome: ReceiptOutcome
  /** Null for unchanged and rejected rows, and where no deadline is known. */
  readonly timeliness: TimelinessLabel | null
  readonly measure: string | null
  readonly periodType: string | null
  readonly periodStart: string | null
  readonly dimensions: readonly DimensionItem[]
  readonly submitted: SubmittedEcho
  readonly issues: readonly Issue[]
  readonly heldRow: string | null
  readonly heldState: HeldState | null
}

/** A page of a list; `endCursor` is handed in as `after` for the next. */
export type Page<T> = { readonly nodes: readonly T[]; readonly endCursor: string | null; readonly hasNextPage: boolean }

export type ReceiptCounts = {
  readonly received: number
  readonly inserted: number
  readonly revised: number
  readonly unchanged: number
  readonly retracted: number
  readonly quarantined: number
  readonly rejected: number
  /** Keys that REPLACE_SCOPE retracted because the batch does not name them; not among the rows received. */
  readonly impliedRetractions: number
}

/** Names one stored value. */
export type ObservationKey = {
  readonly measure: string
  readonly periodType: string
  readonly periodStart: string
  readonly dimensions: readonly DimensionItem[]
}

/** What the hub did with a batch. It never changes; only `heldState` of its rows is a live view. */
export type SubmissionReceipt = {
  readonly id: string
  readonly center: string
  readonly idempotencyKey: string
  readonly contentHash: string
  readonly uploadId: string | null
  readonly mode: SubmissionMode
  readonly strategy: SubmissionStrategy
  readonly status: 'ACCEPTED' | 'PARTIAL' | 'REJECTED'
  /** The latest label among its rows; null where none has one. */
  readonly timeliness: TimelinessLabel | null
  /** The earliest first, the first 1,000. */
  readonly deadlines: readonly ReceiptDeadline[]
  readonly edition: string
  /** ISO instant by the database clock. */
  readonly receivedAt: string
  readonly replayed: boolean
  readonly newerSubmissions: readonly string[]
  readonly dryRun: boolean
  readonly dryRunHash: string | null
  readonly counts: ReceiptCounts
  readonly issues: readonly ReceiptIssue[]
  /** The first 1,000 of the values that a replaced scope left out and so retracts, or in a dry run would. */
  readonly impliedRetractions: readonly ObservationKey[]
  /** First page of the rows asked for, by default those quarantined or rejected. */
  readonly rows: Page<ReceiptRow>
}

export type HeldRow = {
  readonly id: string
  /** Code of the center. */
  readonly center: string
  /** Null for a steward, who reads the row and not the receipt it came with. */
  readonly submission: string | null
  readonly sourceRow: number | null
  readonly state: HeldState
  readonly measure: string | null
  readonly periodType: string | null
  readonly periodStart: string | null
  readonly dimensions: readonly DimensionItem[]
  readonly submitted: SubmittedEcho
  readonly issues: readonly Issue[]
  /** Ids of the rules that hold it. */
  readonly rules: readonly string[]
  readonly heldAt: string
  readonly expiresAt: string
}

/** CONFIRM needs a reason and overrides a hold rule, never an error rule; CORRECT needs the new value (S11). */
export type HeldRowResolution = {
  readonly heldRow: string
  readonly action: 'CONFIRM' | 'CORRECT' | 'WITHDRAW'
  readonly value?: Cell
  readonly reason?: string
}

/** What a resolution did, also to the rows that the same rules held: those landed by themselves (`isAutomatic`). */
export type ResolvedHeldRow = {
  readonly heldRow: string
  readonly sourceRow: number | null
  readonly outcome: 'LANDED' | 'WITHDRAWN' | 'STILL_HELD' | 'SUPERSEDED'
  readonly isAutomatic: boolean
  readonly issues: readonly Issue[]
}
