import type { Period, PeriodType } from '../../schema/domain/period.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { deadlinesOf, timelinessOfValue, type Deadline, type Timeliness } from '../../schema/domain/submissions/timeliness.js'

/** A stored value by the numbers of its key, and when its submission was first received; null where the caller may not read the receipt. */
type ReceivedValue = {
  readonly center_id: number
  readonly measure_id: number
  readonly period_type: PeriodType
  readonly period_start: string
  readonly received_time: string | null
}

/**
 * Labels stored values by the agreements as they stand: a row that waited for its word had no measure when it came, and has a deadline all the
 * same. What decides is when it was first received, not when it landed (S25).
 */
export function labelValues(standards: Standards): (value: ReceivedValue) => Timeliness | null {
  const byCenter = new Map<number, (measure: string, period: Period) => Deadline | null>()
  return ({ center_id, measure_id, period_type, period_start, received_time }) => {
    if (received_time === null) return null
    const deadlineOf = byCenter.get(center_id) ?? deadlinesOf(standards, standards.centerCodes.get(center_id) ?? '')
    byCenter.set(center_id, deadlineOf)
    const measure = standards.measureCodes.get(measure_id) ?? ''
    return timelinessOfValue(received_time, deadlineOf(measure, { type: period_type, start: period_start }))
  }
}
