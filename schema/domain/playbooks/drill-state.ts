import type { StateTable } from './transition.js'

export const DRILL_PLAN_STATES = ['PLANNED', 'APPROVED', 'CLOSED'] as const
export type DrillPlanState = (typeof DRILL_PLAN_STATES)[number]

const PLAN_TABLE: StateTable<DrillPlanState, 'edit' | 'approveInPart' | 'approve' | 'close'> = {
  PLANNED: { edit: 'PLANNED', approveInPart: 'PLANNED', approve: 'APPROVED', close: 'CLOSED' },
  APPROVED: { edit: 'PLANNED', close: 'CLOSED' },
  CLOSED: {},
}

/** What a drill is to be, from the first writing until no drill of it begins any more. Any edit voids what was approved. */
export const DRILL_PLAN_MACHINE = { table: PLAN_TABLE, noun: { ko: '훈련 계획', en: 'The drill plan' } }

export const DRILL_STATES = ['WAITING', 'RUNNING', 'ENDED', 'ABORTED', 'MISSED'] as const
export type DrillState = (typeof DRILL_STATES)[number]

const DRILL_TABLE: StateTable<DrillState, 'start' | 'end' | 'abort' | 'miss'> = {
  WAITING: { start: 'RUNNING', abort: 'ABORTED', miss: 'MISSED' },
  RUNNING: { end: 'ENDED', abort: 'ABORTED' },
  ENDED: {},
  ABORTED: {},
  MISSED: {},
}

/** One drill of an approved plan. */
export const DRILL_MACHINE = { table: DRILL_TABLE, noun: { ko: '훈련', en: 'The drill' } }

/** Why a drill ended or never began. */
export const DRILL_CAUSES = ['TIME', 'REAL', 'NO_PARTICIPANTS', 'WITHDRAWN', 'ABORTED', 'PLAN_CHANGED', 'NO_TIME_LEFT', 'LATE'] as const
export type DrillCause = (typeof DRILL_CAUSES)[number]

export const INJECT_STATES = ['PENDING', 'SENT', 'CUED', 'DROPPED', 'REFUSED'] as const
export type InjectState = (typeof INJECT_STATES)[number]
