import type { Database } from '../../db/connect.js'
import { listStanding } from '../../db/queries/callers.js'
import { listFeedHeads, type FeedHeads } from '../../db/queries/feed-heads.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Logger } from '../log.js'

export type Follower = {
  readonly caller: Caller
  /** Whose messages alone are of interest; null: everybody's. */
  readonly centerId: number | null
  /** Ends it. */
  readonly gone: AbortSignal | null
}

/** Who follows the feed in this process. Truth is the feed itself; this says only how far it has come. */
export type FeedNudges = {
  /** The head at once, and again whenever it has moved. Ends with its signal, and when the caller is no longer registered as it was. */
  follow(follower: Follower): AsyncIterableIterator<number>
  /** Something may be new. */
  wake(): void
}

/** A notification may be lost, and a caller may be struck off without one. */
const LOOK_EVERY_MS = 5_000

type Source = { readonly db: Database; readonly log: Logger; readonly lookEveryMs?: number }

/**
 * One look at the database for all followers of a process, at a notification and every few seconds while there are any. A database that is away ends
 * nobody: the next look that succeeds says what was missed.
 */
export function createFeedNudges({ db, log, lookEveryMs = LOOK_EVERY_MS }: Source): FeedNudges {
  const followings = new Set<Following>()
  const state: { timer: NodeJS.Timeout | null; isLooking: boolean; isDue: boolean; isAway: boolean } = {
    timer: null,
    isLooking: false,
    isDue: false,
    isAway: false,
  }
  const lookOnce = async () => {
    state.isDue = false
    const asked = [...followings]
    try {
      const { heads, standing } = await readHeads(db, asked)
      for (const following of asked) following.see(heads, standing)
      state.isAway = false
    } catch (err) {
      if (!state.isAway) log.warn({ event: 'feed.notSeen', err })
      state.isAway = true
    }
  }
  const look = async () => {
    state.isDue = true
    if (state.isLooking) return
    state.isLooking = true
    while (state.isDue && followings.size > 0) await lookOnce()
    state.isLooking = false
  }
  return {
    wake: () => void look(),
    follow(follower) {
      const following = new Following(follower, () => {
        followings.delete(following)
        if (followings.size > 0 || state.timer === null) return
        clearInterval(state.timer)
        state.timer = null
      })
      if (follower.gone?.aborted === true) return following
      followings.add(following)
      state.timer ??= setInterval(() => void look(), lookEveryMs).unref()
      void look()
      return following
    },
  }
}

async function readHeads(db: Database, followings: readonly Following[]) {
  const centers = new Set(followings.flatMap(({ follower }) => follower.centerId ?? []))
  // Of all centers at once; each follower is told of its own alone.
  const heads = await db.transaction({ centerId: null, role: 'reader' }, tx => listFeedHeads(tx, [...centers]), { isReadOnly: true })
  const callers = followings.map(({ follower }) => follower.caller)
  return { heads, standing: await db.query(sql => listStanding(sql, callers)) }
}

/** Only the last head matters, so whoever is slow holds one number and no queue. */
class Following implements AsyncIterableIterator<number> {
  readonly follower: Follower
  private readonly onEnd: () => void
  private head: number | null = null
  private said: number | null = null
  private isOver = false
  private waiting: ((result: IteratorResult<number, undefined>) => void) | null = null

  constructor(follower: Follower, onEnd: () => void) {
    this.follower = follower
    this.onEnd = onEnd
    if (follower.gone?.aborted === true) this.isOver = true
    follower.gone?.addEventListener('abort', () => this.end(), { once: true })
  }

  see({ ofAll, ofCenter }: FeedHeads, standing: ReadonlySet<Caller>): void {
    const { caller, centerId } = this.follower
    if (!standing.has(caller)) return this.end()
    this.head = centerId === null ? ofAll : (ofCenter.get(centerId) ?? 0)
    const { waiting } = this
    if (waiting === null || this.head === this.said) return
    this.waiting = null
    waiting({ done: false, value: this.say(this.head) })
  }

  next(): Promise<IteratorResult<number, undefined>> {
    if (this.isOver) return Promise.resolve({ done: true, value: undefined })
    if (this.head !== null && this.head !== this.said) return Promise.resolve({ done: false, value: this.say(this.head) })
    return new Promise(resolve => (this.waiting = resolve))
  }

  return(): Promise<IteratorResult<number, undefined>> {
    this.end()
    return Promise.resolve({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  private say(head: number): number {
    this.said = head
    return head
  }

  private end(): void {
    if (this.isOver) return
    this.isOver = true
    this.onEnd()
    this.waiting?.({ done: true, value: undefined })
    this.waiting = null
  }
}
