import type { ActivationState } from './activation-state.js'
import type { Purpose } from './broadcast.js'
import type { BroadcastStatus, MessageType } from './level-policy.js'
import type { MessageState } from './message-state.js'
import type { Level } from './playbook.js'
import type { RatificationState } from './ratification-state.js'
import type { VersionState } from './version-state.js'

/** One emergency, as it stands. Instants are ISO; centers are registry numbers. */
export type Activation = {
  readonly id: string
  readonly status: BroadcastStatus
  readonly hazard: string
  readonly state: ActivationState
  /** Of the head message; null before the first. */
  readonly level: Level | null
  readonly areas: readonly string[]
  readonly overflow: readonly number[]
  readonly headSeq: number
  readonly headMessage: string | null
  readonly relatesTo: string | null
  readonly repeatReason: string | null
  readonly exerciseId: string | null
  readonly participants: readonly number[] | null
  readonly endsAt: string | null
  readonly openedBy: string
  readonly openedAgency: string
  readonly openedAt: string
  readonly closedBy: string | null
  readonly closedAt: string | null
  readonly closedWithout: readonly number[] | null
}

/** A text, on its way or as it went. */
export type PlaybookVersion = {
  readonly id: string
  readonly activationId: string
  readonly status: BroadcastStatus
  readonly type: MessageType
  readonly purpose: Purpose
  readonly state: VersionState
  readonly revision: number
  readonly level: Level
  readonly areas: readonly string[]
  readonly overflow: readonly number[]
  readonly library: string
  readonly template: string
  readonly templateVersion: number
  /** A Given, as it was stored. */
  readonly given: unknown
  readonly content: string
  readonly contentHash: string
  readonly baseSeq: number
  readonly expiresAt: string
  readonly publishAt: string | null
  readonly author: string
  readonly authorAgency: string
  readonly authors: readonly string[]
  readonly scheduledBy: string | null
  readonly messageId: string | null
  readonly createdAt: string
  readonly changedAt: string
}

/** What went out. */
export type Message = {
  readonly id: string
  readonly activationId: string
  readonly status: BroadcastStatus
  readonly seq: number
  readonly type: MessageType
  readonly purpose: Purpose
  readonly versionId: string
  readonly hazard: string
  readonly level: Level
  readonly content: string
  readonly contentHash: string
  readonly refersTo: readonly string[]
  readonly sentAt: string
  readonly expiresAt: string
  readonly isLate: boolean
  readonly isBreakGlass: boolean
  readonly publishedBy: string
  readonly feedNo: number
  readonly state: MessageState
  readonly endedAt: string | null
}

/** What one commander sent alone, and what was decided of it. */
export type Ratification = {
  readonly messageId: string
  readonly state: RatificationState
  readonly commander: string
  readonly commanderAgency: string
  readonly reason: string
  readonly requestedAt: string
  readonly endsAt: string
  readonly decidedBy: string | null
  readonly decidedAt: string | null
  readonly decisionReason: string | null
}
