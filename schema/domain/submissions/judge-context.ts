import type { Day } from '../period.js'
import type { Edition } from '../statistics/edition.js'
import type { ValueRange } from '../terms/lexicon-row.js'
import type { StandingMapping } from '../terms/mapping.js'
import type { SpecialSpan } from './special-days.js'

/** The names by which a payload may call a center; a registered center fits. */
export type CenterNames = { readonly code: string; readonly nameKo: string; readonly nameEn: string }

/** What rows are judged by, beside what they say themselves. */
export type JudgeContext = {
  readonly edition: Edition
  /** Codes of all editions that have begun: a later one takes nothing away, so names of an earlier one still hold. Null in a client, which does not know them. */
  readonly editions: ReadonlySet<string> | null
  /** The center of the token, from the hub's registry, never from the payload; null in a client that does not know it yet, which skips the check (S2). */
  readonly center: CenterNames | null
  /** Region code that the center reports for on a day, for district codes that the edition does not list; null where unknown. */
  readonly regionOf: (day: Day) => string | null
  /** Today's business day in Korea by the database clock (S26); null in a client, which skips the check for future periods. */
  readonly today: Day | null
  /** What was decided about words of the center, all of one reading; empty in a client, which does not know it. */
  readonly mappings: readonly StandingMapping[]
  /** What is usual of a standard, by its reference; empty in a client, and where rows are read as they were when nobody asked. */
  readonly ranges: ReadonlyMap<string, ValueRange>
  /** Days of emergencies declared for the center, of all of which a row that names no status is a special event; empty in a client. */
  readonly specialSpans: readonly SpecialSpan[]
}
