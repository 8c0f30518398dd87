import { regionOf } from '../../schema/domain/centers/membership-on.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { JudgeContext } from '../../schema/domain/submissions/judge-context.js'
import { rangesOn } from '../../schema/domain/terms/lexicon-on.js'
import type { ValueRange } from '../../schema/domain/terms/lexicon-row.js'
import type { StandingMapping } from '../../schema/domain/terms/mapping.js'
import { judgeRows, type JudgedBatch } from '../../schema/domain/submissions/judge-rows.js'
import type { SpecialSpan } from '../../schema/domain/submissions/special-days.js'
import { rejectNonMembers } from '../../schema/domain/submissions/reject-non-members.js'
import type { SubmittedBatch } from '../../schema/domain/submissions/submission.js'

type Place = {
  readonly standards: Standards
  readonly centerId: number
  readonly mappings: readonly StandingMapping[]
  /** What is usual of the standards; none where rows are read as they were when nobody asked. */
  readonly ranges: readonly ValueRange[]
  /** Days of emergencies that were declared for the center. */
  readonly specialSpans: readonly SpecialSpan[]
}

/** Judges every row of a center's batch by itself, as of today: what it says, and whether the center was a member then. */
export function judgeBatch(place: Place, batch: SubmittedBatch, today: string): JudgedBatch {
  const context = judgeContext(place, today)
  const { rows, issues } = judgeRows(batch, context)
  const memberships = place.standards.memberships.filter(({ center }) => center === context.center?.code)
  return { rows: rejectNonMembers(rows, memberships), issues }
}

/** What rows of a center are judged by today. */
export function judgeContext({ standards, centerId, mappings, ranges, specialSpans }: Place, today: string): JudgeContext {
  const center = standards.centers.get(standards.centerCodes.get(centerId) ?? '')
  if (center === undefined) throw new Error(`Center ${centerId} is not registered.`)
  const { edition, editions } = standards
  return {
    edition,
    editions,
    center,
    today,
    mappings,
    specialSpans,
    ranges: rangesOn(ranges, today),
    regionOf: day => regionOf(standards.centerRegions, center.code, day),
  }
}
