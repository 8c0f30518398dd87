import type { Tx } from '../../db/transaction.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { SpecialSpan } from '../../schema/domain/submissions/special-days.js'
import type { ValueRange } from '../../schema/domain/terms/lexicon-row.js'
import type { StandingMapping } from '../../schema/domain/terms/mapping.js'

/** What a transaction that writes a center's values works with. The center is locked. */
export type CenterWork = {
  readonly tx: Tx
  readonly standards: Standards
  readonly centerId: number
  /** Numbers of the cells met so far, by canonical text. */
  readonly cellIds: Map<string, number>
  /** Keys met so far under which a retracted value stands. */
  readonly retractedKeys: Set<string>
  readonly actor: string
  /** Numbers of the words met so far, by compared form. */
  readonly termIds: Map<string, string>
  /** What was decided about words of the center, as of this transaction. */
  readonly mappings: readonly StandingMapping[]
  /** What is usual of the standards. */
  readonly ranges: readonly ValueRange[]
  /** Days of emergencies that were declared for the center. */
  readonly specialSpans: readonly SpecialSpan[]
}
