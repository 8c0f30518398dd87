import type { Level } from './playbook.js'

export const STATUSES = ['ACTUAL', 'EXERCISE', 'TEST'] as const
/** Set at the birth of an activation and never changed. */
export type BroadcastStatus = (typeof STATUSES)[number]

export const MESSAGE_TYPES = ['ALERT', 'UPDATE', 'CANCEL'] as const
export type MessageType = (typeof MESSAGE_TYPES)[number]

export type TimerKind =
  | 'LADDER_DUTY'
  | 'LADDER_MANAGER'
  | 'LADDER_COORDINATOR'
  | 'LADDER_PHONE'
  | 'APPLY_DUE'
  | 'DIGEST'
  | 'EXPIRY_WARNING'
  | 'RATIFICATION_PAGE'
  | 'OTHER_CHANNEL'
  | 'UNDELIVERED'
  | 'CLOSED_CENTER'

const MINUTE = 60
const HOUR = 60 * MINUTE

/** All that a level decides, in one row (emergency.md §2.5, §3). Seconds. */
export type LevelPolicy = {
  /** Two approvers of two agencies, or one. */
  readonly approvers: 1 | 2
  readonly ackDue: number
  readonly applyDue: number
  /** Rungs of the ladder, as parts of the time to acknowledge. */
  readonly ladder: readonly (readonly [kind: TimerKind, part: number])[]
  /** Between rounds of the ladder after its last rung, and how many at most while nobody answers; null is no end. */
  readonly repeat: number | null
  readonly mostRounds: number | null
  /** Longest life of a message. */
  readonly longestLife: number
  readonly allowsBreakGlass: boolean
}

const LADDER = [
  ['LADDER_DUTY', 0.5],
  ['LADDER_MANAGER', 1],
  ['LADDER_COORDINATOR', 1.5],
  ['LADDER_PHONE', 2],
] as const satisfies LevelPolicy['ladder']

export const LEVEL_POLICY: Readonly<Record<Level, LevelPolicy>> = {
  serious: {
    approvers: 2,
    ackDue: 5 * MINUTE,
    applyDue: 15 * MINUTE,
    ladder: LADDER,
    repeat: 5 * MINUTE,
    mostRounds: null,
    longestLife: 24 * HOUR,
    allowsBreakGlass: true,
  },
  alert: {
    approvers: 1,
    ackDue: 10 * MINUTE,
    applyDue: 30 * MINUTE,
    ladder: LADDER,
    repeat: 10 * MINUTE,
    mostRounds: null,
    longestLife: 48 * HOUR,
    allowsBreakGlass: true,
  },
  caution: {
    approvers: 1,
    ackDue: 30 * MINUTE,
    applyDue: 2 * HOUR,
    ladder: [
      ['LADDER_MANAGER', 1],
      ['LADDER_COORDINATOR', 1.5],
    ],
    repeat: 30 * MINUTE,
    mostRounds: 9,
    longestLife: 96 * HOUR,
    allowsBreakGlass: false,
  },
  attention: {
    approvers: 1,
    // Of opening hours of the center; nobody is rung up when it is over, the digest says so.
    ackDue: 4 * HOUR,
    // The beginning of the next shift after that, by the center's calendar; a drill is measured by a day.
    applyDue: 24 * HOUR,
    // From the next opening on, once a day.
    ladder: [['DIGEST', 0]],
    repeat: null,
    mostRounds: null,
    longestLife: 168 * HOUR,
    allowsBreakGlass: false,
  },
}

/** Longest life of a message that one commander sent; it cannot be made longer. */
export const BREAK_GLASS_LIFE = 2 * HOUR
/** An approval older than this counts no more. */
export const APPROVAL_LIFE = 24 * HOUR
/** Life of an all-clear that goes out when a message has expired. */
export const ALL_CLEAR_LIFE = 24 * HOUR
/** The same hazard and area within this asks for a reason. */
export const REPEAT_WINDOW = 24 * HOUR

/** A message that has not come by then goes over another channel, and then to a person (§3). 경계 and 심각. */
const OTHER_CHANNEL_AFTER = 2 * MINUTE
const PERSON_AFTER = 5 * MINUTE

/** What is looked for at each center from the level 주의 on: whether doors are closed, and whether it has come at all. */
const watchFor = (level: Level): readonly TimerToSet[] => {
  if (level === 'attention') return []
  const closed = { kind: 'CLOSED_CENTER', round: 0, afterSeconds: 0, isForEachCenter: true } as const
  if (level === 'caution') return [closed]
  return [
    closed,
    { kind: 'OTHER_CHANNEL', round: 0, afterSeconds: OTHER_CHANNEL_AFTER, isForEachCenter: true },
    { kind: 'UNDELIVERED', round: 0, afterSeconds: PERSON_AFTER, isForEachCenter: true },
  ]
}

export type TimerToSet = {
  readonly kind: TimerKind
  readonly round: number
  readonly afterSeconds: number
  readonly isForEachCenter: boolean
}

/**
 * Seconds after its sending by which a message is to be acknowledged and applied; null: by no time, or by one that the opening hours of each center decide. What ends
 * something is only to be read, and a test asks nobody for anything.
 */
export const duesFor = ({
  level,
  status,
  isEnding,
}: {
  readonly level: Level
  readonly status: BroadcastStatus
  readonly isEnding: boolean
}) => {
  if (status === 'TEST' || level === 'attention') return { acknowledgeSeconds: null, applySeconds: null }
  const { ackDue, applyDue } = LEVEL_POLICY[level]
  return { acknowledgeSeconds: ackDue, applySeconds: isEnding ? null : applyDue }
}

/**
 * What falls due after a message is sent; one that ends, a cancel or an all-clear, is to be read and no more. A test asks nobody for anything. `lifeSeconds` is the life of the message: at four fifths of it coordinators are
 * asked whether to go on or to let it end.
 */
export const timersFor = (
  { level, status, isEnding }: { readonly level: Level; readonly status: BroadcastStatus; readonly isEnding: boolean },
  { lifeSeconds, isBreakGlass }: { readonly lifeSeconds: number; readonly isBreakGlass: boolean },
): readonly TimerToSet[] => {
  if (status === 'TEST') return []
  const { ladder, ackDue, applyDue } = LEVEL_POLICY[level]
  const rungs = ladder.map(([kind, part]) => ({ kind, round: 0, afterSeconds: Math.round(ackDue * part), isForEachCenter: true }))
  return [
    ...watchFor(level),
    ...rungs,
    // At the lowest level the first one only looks by when it is due there.
    ...(isEnding
      ? []
      : [{ kind: 'APPLY_DUE' as const, round: 0, afterSeconds: level === 'attention' ? 0 : applyDue, isForEachCenter: true }]),
    ...(isEnding
      ? []
      : [{ kind: 'EXPIRY_WARNING' as const, round: 0, afterSeconds: Math.floor(lifeSeconds * 0.8), isForEachCenter: false }]),
    ...(isBreakGlass
      ? [0, 10, 20, 30].map((minutes, round) => ({
          kind: 'RATIFICATION_PAGE' as const,
          round,
          afterSeconds: minutes * MINUTE,
          isForEachCenter: false,
        }))
      : []),
  ]
}
