import type { Purpose } from './broadcast.js'
import type { DrillCause, DrillPlanState, DrillState, InjectState } from './drill-state.js'
import type { PlaceholderValues } from './placeholder-value.js'
import type { Bilingual, Level } from './playbook.js'

/** A message of a drill as it is approved. Its instants are told from the one at which it is due: +30m, -10m, +10d. */
export type PlannedMessage = {
  readonly purpose: Extract<Purpose, 'INFORM' | 'CORRECT' | 'ALL_CLEAR'>
  readonly level: Level
  /** Whole seconds until it is to be acknowledged, and applied; null: it is not asked. */
  readonly ackSeconds: number
  readonly applySeconds: number | null
  readonly values: PlaceholderValues
}

/** Something that happens in a drill, `minute` after it began: a message to the centers, or a cue for those who conduct it. */
export type PlannedInject = {
  readonly no: number
  readonly minute: number
  /** Kind and recipient in the scenario's own words. */
  readonly kind: string
  readonly recipient: string
  readonly said: string
  readonly expected: string
  readonly message: PlannedMessage | null
}

/** When drills of a plan take place: at an instant that is told, or at one between two days that nobody has chosen, once or again and again. */
export type DrillTime =
  | { readonly startsAt: string }
  | { readonly from: string; readonly to: string; readonly everyMonths: 6 | 12 | null; readonly blackoutDays: readonly string[] }

/** All that is approved of a drill; its canonical JSON is what is hashed. */
export type DrillContent = {
  readonly format: 'hub120-drill/1'
  readonly exerciseId: string
  readonly library: string
  readonly scenario: string
  readonly title: Bilingual
  readonly template: string
  readonly hazard: string
  /** Codes of centers. */
  readonly participants: readonly string[]
  readonly overflow: readonly string[]
  readonly durationMinutes: number
  readonly time: DrillTime
  readonly injects: readonly PlannedInject[]
}

export type DrillPlan = {
  readonly id: string
  readonly exerciseId: string
  readonly scenario: string
  readonly hazard: string
  readonly state: DrillPlanState
  readonly revision: number
  readonly content: string
  readonly contentHash: string
  readonly participants: readonly number[]
  readonly overflow: readonly number[]
  readonly durationMinutes: number
  readonly startsAt: string | null
  readonly windowFrom: string | null
  readonly windowTo: string | null
  readonly everyMonths: number | null
  readonly author: string
  readonly authorAgency: string
  readonly authors: readonly string[]
  readonly createdAt: string
  readonly changedAt: string
}

export type Drill = {
  readonly id: string
  readonly planId: string
  readonly revision: number
  readonly round: number
  readonly exerciseId: string
  readonly state: DrillState
  readonly isAnnounced: boolean
  readonly participants: readonly number[]
  readonly overflow: readonly number[]
  readonly durationMinutes: number
  readonly windowFrom: string | null
  readonly windowTo: string | null
  /** Of an unannounced one null until it has begun. */
  readonly startsAt: string | null
  readonly endsAt: string | null
  readonly activationId: string | null
  readonly cause: DrillCause | null
  readonly endedAt: string | null
  readonly endedBy: string | null
  readonly abortReason: string | null
  readonly createdAt: string
}

export type DrillInject = {
  readonly drillId: string
  readonly no: number
  readonly dueAt: string
  readonly kind: string
  readonly recipient: string
  readonly said: string
  readonly expected: string
  readonly level: Level | null
  readonly ackSeconds: number | null
  readonly applySeconds: number | null
  readonly state: InjectState
  readonly doneAt: string | null
  readonly isLate: boolean
  readonly messageId: string | null
}
