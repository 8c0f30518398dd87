import type { PeriodType } from '../../schema/domain/period.js'
import type { Figure } from './figure-types.js'
import type { DimensionItem, Page, TimelinessLabel } from './submission-types.js'

/** What names a value (S1), in codes; without items it is the total. */
export type ObservationHistoryInput = {
  readonly center: string
  readonly measure: string
  readonly periodType: Uppercase<PeriodType>
  readonly periodStart: string
  readonly dimensions?: readonly DimensionItem[]
  /** Only what was recorded until that instant; absent is now. */
  readonly asOf?: string
}

/** One revision of a value. The receipt, and who and why, are null where the client may not read the receipt. Numbers are decimal text. */
export type ObservationRevision = {
  readonly revision: number
  readonly value: string | null
  readonly valueBefore: string | null
  /** Value less the value before; null where either has none. */
  readonly delta: string | null
  readonly status: string
  readonly statusBefore: string | null
  readonly isRetracted: boolean
  readonly recordedAt: string
  /** Null while it stands. */
  readonly supersededAt: string | null
  readonly cause: 'SUBMITTED' | 'RETRACTED' | 'SCOPE_REPLACED' | 'CONFIRMED' | 'CORRECTED' | 'REPLAYED' | 'WORD_DECIDED' | null
  /** `client:busan-client`, `person:kim` */
  readonly by: string | null
  readonly reason: string | null
  readonly submission: string | null
  readonly contentHash: string | null
  readonly edition: string | null
  readonly receivedAt: string | null
  /** By the first receipt's time; null where no deadline is known or the receipt is not yours. */
  readonly timeliness: TimelinessLabel | null
  /** Line of the file, where it is known. */
  readonly sourceRow: number | null
  readonly heldRow: string | null
  readonly confirmedRules: readonly string[]
  readonly parameters: readonly { readonly name: string; readonly value: string }[]
  /** Word it was sent under, where it was not the code. */
  readonly label: string | null
  readonly isProvisionalMapping: boolean
  readonly rawValue: string | null
  readonly rawUnit: string | null
  readonly unitFactor: string | null
}

/** The definition a figure was made by. */
export type FigureDefinition = {
  readonly version: string | null
  readonly formula: string
  readonly effectiveFrom: string
  readonly effectiveTo: string | null
  readonly textKo: string | null
  readonly textEn: string | null
}

/** What one measure of a formula rests on. */
export type FigureMeasure = {
  readonly measure: string
  readonly nameKo: string
  readonly nameEn: string
  readonly unit: string
  readonly value: string | null
  /** True for days that the hub counts itself. */
  readonly isCounted: boolean
  readonly overTime: 'SUM' | 'MEAN' | 'MAX' | 'NONE'
  readonly overCenters: 'SUM' | 'MEAN' | 'MAX' | 'NONE'
  readonly tables: readonly {
    readonly dimensions: readonly string[]
    readonly isDerived: boolean
    readonly periods: number
    readonly centers: number
  }[]
  readonly centers: readonly {
    readonly center: string
    readonly sum: string | null
    readonly periods: number
    readonly value: string | null
  }[]
}

/** A value behind a figure, or a place where one was looked for. `amount` is what it adds to the sum of its measure. */
export type FigureRow = {
  readonly measure: string
  readonly center: string
  readonly periodType: Uppercase<PeriodType>
  readonly periodStart: string
  readonly dimensions: readonly DimensionItem[]
  readonly use: 'ADDED' | 'SUBTRACTED' | 'UNCOUNTED' | 'LEFT_OUT'
  readonly amount: string | null
  readonly reason: string | null
  readonly lacking: readonly string[]
  readonly value: string | null
  readonly isWithheld: boolean
  readonly status: string | null
  readonly quality: string | null
  readonly revision: number | null
  readonly recordedAt: string | null
  readonly submission: string | null
  /** Its row in that submission, from 0, and the line of the file; null where unknown or not for this client. */
  readonly rowIndex: number | null
  readonly sourceRow: number | null
  readonly edition: string | null
  readonly label: string | null
  readonly isProvisionalMapping: boolean
  readonly rawValue: string | null
  readonly rawUnit: string | null
  readonly unitFactor: string | null
  readonly pendingRevision: boolean
  readonly heldRows: readonly string[]
}

/** One figure with what it rests on, and a page of the rows behind it. */
export type FigureExplanation = Page<FigureRow> & {
  readonly figure: Figure
  /** Null before the first version. */
  readonly definition: FigureDefinition | null
  readonly measures: readonly FigureMeasure[]
  /** Centers whose rows are behind it and not for this client. */
  readonly hiddenCenters: readonly string[]
  readonly edition: string
  readonly asOf: string
}
