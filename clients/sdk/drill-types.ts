import type { AlertLevel } from '../../schema/domain/playbooks/alert-level.js'
import type { DrillCause, DrillState, InjectState } from '../../schema/domain/playbooks/drill-state.js'
import type { DrillVerdict } from '../../schema/domain/playbooks/drill-report.js'

/** Medians over the centers of a drill, in seconds; null where fewer than three centers have a time. */
export type DrillMedians = {
  readonly delivered: number | null
  readonly received: number | null
  readonly acknowledged: number | null
  readonly applied: number | null
}

/** What happened in a drill; a center gets the messages that went out. Targets in seconds. */
export type DrillReportInject = {
  readonly no: number
  readonly kind: string
  readonly recipient: string
  readonly said: string
  readonly expected: string
  readonly level: Uppercase<AlertLevel> | null
  readonly dueAt: string
  readonly doneAt: string | null
  readonly state: InjectState
  readonly isLate: boolean
  readonly ackSeconds: number | null
  readonly applySeconds: number | null
  readonly medians: DrillMedians | null
}

/** How a center stood to one message, in whole seconds after it was sent; null: it did not come to that before the drill ended. */
export type DrillAnswer = Readonly<Record<keyof DrillMedians | 'rejected', number | null>> & {
  readonly inject: number
  readonly acknowledgedAs: DrillVerdict
  readonly appliedAs: DrillVerdict
  readonly rejectReason: string | null
  readonly escalations: number
}

/** How a center did in one drill, beside the council's median of it. */
export type DrillTrend = {
  readonly drill: string
  readonly exerciseId: string
  readonly startsAt: string
  readonly met: number
  readonly late: number
  readonly missed: number
  readonly rejected: number
  readonly medianSeconds: number | null
  readonly councilMedianSeconds: number | null
}

export type DrillReport = {
  readonly drill: {
    readonly id: string
    readonly exerciseId: string
    readonly state: DrillState
    readonly cause: DrillCause | null
    readonly isAnnounced: boolean
    readonly startsAt: string | null
    readonly endedAt: string | null
  }
  readonly injects: readonly DrillReportInject[]
  readonly medians: DrillMedians | null
  readonly centers: readonly { readonly center: string; readonly answers: readonly DrillAnswer[]; readonly trend: readonly DrillTrend[] }[]
}
