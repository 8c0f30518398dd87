import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Hub } from '../hub.js'
import { writeCursor } from './page-cursor.js'

export type FeedNudge = { readonly cursor: string | null }

/**
 * How far the feed of messages has come, at once and whenever it goes on: the cursor that a pull now would end at. It holds nothing of any message and
 * receives none; whoever misses one of these misses nothing, because the next says the same or more.
 */
export function followFeed(hub: Hub, caller: Caller, { isForAll }: { readonly isForAll: boolean }): AsyncIterableIterator<FeedNudge> {
  const centerId = isForAll ? null : (caller.center?.id ?? null)
  const heads = hub.feedNudges.follow({ caller, centerId, gone: hub.gone })
  const toNudge = ({ done, value }: IteratorResult<number, undefined>): IteratorResult<FeedNudge, undefined> =>
    done === true ? { done, value: undefined } : { done: false, value: { cursor: value === 0 ? null : writeCursor([value]) } }
  return {
    next: async () => toNudge(await heads.next()),
    // Unlike a generator's, it ends a next() that is waiting.
    async return() {
      await heads.return?.()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
