import { LEVEL_POLICY, type BroadcastStatus, type TimerKind } from './level-policy.js'
import type { MessageState } from './message-state.js'
import { isEscalation, type Escalation } from './page.js'
import type { Level } from './playbook.js'
import type { ReceiptState } from './receipt-state.js'

/** How a center stands to a message when something about it falls due. */
export type Standing = {
  readonly status: BroadcastStatus
  readonly level: Level
  readonly messageState: MessageState
  /** By the clock of the database. */
  readonly hasExpired: boolean
  /** The center was taken out of it: an actual alert during a drill, or the end of its membership. */
  readonly hasLeft: boolean
  readonly receipt: ReceiptState
  /** A person said no; what a system answers by itself is no answer of the center. */
  readonly isRejectedByPerson: boolean
}

/** Why there is nothing left to tell; the outcome of the timer. */
export type StopReason = 'answered' | 'superseded' | 'canceled' | 'expired' | 'delivered'

const ASKS_FOR_DELIVERY: readonly string[] = ['OTHER_CHANNEL', 'UNDELIVERED']
const isAboutApplying = (kind: string): boolean => kind.startsWith('APPLY')

/** Why nobody needs to be told of a message any more; null while it holds. */
export function endOfMessage({ messageState, hasExpired }: Pick<Standing, 'messageState' | 'hasExpired'>): StopReason | null {
  if (messageState === 'WITHDRAWN') return 'canceled'
  if (messageState === 'SUPERSEDED') return 'superseded'
  return messageState === 'EXPIRED' || hasExpired ? 'expired' : null
}

/**
 * Why nobody needs to be told any more; null while somebody does. Only a person's answer to this very message stops its ladder: an acknowledgment what asks for
 * one, and what asks whether it is applied goes on until it is. A test asks nobody for anything.
 */
export function reasonToStop(kind: TimerKind | Escalation, standing: Standing): StopReason | null {
  const { status, receipt } = standing
  if (status === 'TEST' || standing.hasLeft) return 'canceled'
  const end = endOfMessage(standing)
  if (end !== null) return end
  if (receipt === 'APPLIED' || standing.isRejectedByPerson) return 'answered'
  if (isAboutApplying(kind)) return null
  if (receipt === 'ACKNOWLEDGED') return 'answered'
  return ASKS_FOR_DELIVERY.includes(kind) && receipt === 'RECEIVED' ? 'delivered' : null
}

/** A drill does not ring for ever. */
const DRILL_ROUNDS = 9

/** Seconds until the next round of a ladder after its last rung of `round`; null where it was the last round. Without end while it is the real thing (§2.5). */
export function roundAfter({ level, status }: Pick<Standing, 'level' | 'status'>, round: number): number | null {
  const { repeat, mostRounds } = LEVEL_POLICY[level]
  const most = mostRounds ?? (status === 'ACTUAL' ? null : DRILL_ROUNDS)
  return repeat === null || (most !== null && round + 1 >= most) ? null : repeat
}

const APPLY_RUNG = {
  LADDER_DUTY: 'APPLY_DUTY',
  LADDER_MANAGER: 'APPLY_MANAGER',
  LADDER_COORDINATOR: 'APPLY_COORDINATOR',
  LADDER_PHONE: 'APPLY_PHONE',
} as const satisfies Partial<Record<TimerKind, Escalation>>

/** What is told at one step of the ladder of those who acknowledged and do not apply, and how many seconds later the next step comes; null: none does. */
export type ApplyStep = { readonly tells: readonly Escalation[]; readonly thenSeconds: number | null }

/**
 * The ladder again from its first rung, a rung a step, beginning when it was to be applied; then everybody at once, each round. `step` counts from 0.
 */
export function applyStep(standing: Pick<Standing, 'level' | 'status'>, step: number): ApplyStep {
  const { ladder, ackDue } = LEVEL_POLICY[standing.level]
  const rungs = ladder.flatMap(([kind]) => (kind in APPLY_RUNG ? [APPLY_RUNG[kind as keyof typeof APPLY_RUNG]] : [])) // it is a key of it
  const rung = rungs[step]
  if (rung !== undefined && step < rungs.length - 1) {
    const [here = 0, next = here] = ladder.slice(step, step + 2).map(([, part]) => part)
    return { tells: [rung], thenSeconds: Math.round((next - here) * ackDue) }
  }
  const round = step - rungs.length + 1
  return { tells: rung === undefined ? rungs : [rung], thenSeconds: roundAfter(standing, round) }
}

/** What a timer that fell due tells; null for timers that tell nobody by themselves. */
export const escalationOf = (kind: string): Escalation | null => (isEscalation(kind) ? kind : null)
