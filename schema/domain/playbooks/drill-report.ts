/** How one center stood to one message of a drill. Times are whole seconds after it was sent; null: it never came to that before the drill or the center's part in it ended. */
export type DrillLine = {
  readonly drillId: string
  readonly no: number
  readonly centerId: number
  readonly ackSeconds: number | null
  readonly applySeconds: number | null
  readonly sentAt: string
  readonly leftAfter: number | null
  /** When a later message took its place, or its time or the drill's was over; at the latest now. */
  readonly overAfter: number
  readonly delivered: number | null
  readonly received: number | null
  readonly acknowledged: number | null
  readonly applied: number | null
  readonly rejected: number | null
  readonly rejectReason: string | null
  /** How often a contact of the center, or somebody above, was told that it does not answer. */
  readonly escalations: number
}

/**
 * MET in time, LATE, or MISSED; REJECTED with a reason; LEFT, the real thing or the end of membership took the center out; OVERTAKEN, it was over before the answer was
 * due; OPEN, not due yet in a drill that runs; NOT_ASKED.
 */
export const DRILL_VERDICTS = ['MET', 'LATE', 'MISSED', 'REJECTED', 'LEFT', 'OVERTAKEN', 'OPEN', 'NOT_ASKED'] as const
export type DrillVerdict = (typeof DRILL_VERDICTS)[number]

type Answer = Pick<DrillLine, 'rejected' | 'leftAfter' | 'overAfter'> & {
  readonly after: number | null
  readonly target: number | null
  readonly isRunning: boolean
}

/** What one answer is worth against its target. An answer counts before everything else; what nobody could give in time is no miss. */
function judgeAnswer({ after, target, rejected, leftAfter, overAfter, isRunning }: Answer): DrillVerdict {
  if (target === null) return 'NOT_ASKED'
  if (after !== null) return after <= target ? 'MET' : 'LATE'
  if (rejected !== null) return 'REJECTED'
  if (leftAfter !== null && leftAfter < target) return 'LEFT'
  if (overAfter < target) return isRunning ? 'OPEN' : 'OVERTAKEN'
  return 'MISSED'
}

export type DrillSum = { readonly met: number; readonly late: number; readonly missed: number; readonly rejected: number }

/** How a center did in a drill: acknowledgments by verdict, and the median of its own seconds; null where it gave none. */
export type CenterResult = DrillSum & { readonly medianSeconds: number | null; readonly escalations: number }

export type JudgedLine = DrillLine & { readonly acknowledgedAs: DrillVerdict; readonly appliedAs: DrillVerdict }

/** Each line with its two verdicts. `isRunning`: the drill goes on, so a message that holds may still be answered. */
export const judgeLines = (lines: readonly DrillLine[], isRunning: boolean): readonly JudgedLine[] =>
  lines.map(line => ({
    ...line,
    acknowledgedAs: judgeAnswer({ ...line, after: line.acknowledged, target: line.ackSeconds, isRunning }),
    appliedAs: judgeAnswer({ ...line, after: line.applied, target: line.applySeconds, isRunning }),
  }))

/** One center's lines of one drill, summed. */
export function sumLines(lines: readonly JudgedLine[]): CenterResult {
  const count = (verdict: DrillVerdict) => lines.filter(({ acknowledgedAs }) => acknowledgedAs === verdict).length
  return {
    met: count('MET'),
    late: count('LATE'),
    missed: count('MISSED'),
    rejected: count('REJECTED'),
    medianSeconds: medianOf(lines.flatMap(({ acknowledged }) => acknowledged ?? [])),
    escalations: lines.reduce((sum, { escalations }) => sum + escalations, 0),
  }
}

/** The middle one, or the mean of the two in the middle; null of none. */
function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}
