import { setTimeout as sleep } from 'node:timers/promises'

/** Two of GraphQL over SSE's events: a result, and that there will be no other. */
const frame = (event: 'next' | 'complete', data: unknown): string =>
  `event: ${event}\ndata: ${data === null ? '' : JSON.stringify(data)}\n\n`

/** A comment: it keeps proxies from closing the connection, and tells the client that it still stands. */
const BEAT = ':\n\n'

type StreamOptions = { readonly beatMs: number; readonly ends: AbortSignal }

/**
 * Results as server-sent events, with a beat where none comes for a while. When `ends` is aborted or no further result comes the stream just ends, without
 * `complete`: the client is to connect again, and one that was told of completion would not.
 */
export async function* streamResults<T>(
  results: AsyncIterator<T>,
  { beatMs, ends }: StreamOptions,
): AsyncGenerator<string, void, undefined> {
  yield BEAT
  let pending = results.next()
  try {
    while (!ends.aborted) {
      const result = await within(pending, { beatMs, ends })
      if (result === null) {
        if (!ends.aborted) yield BEAT
      } else if (result.done === true) return
      else {
        yield frame('next', result.value)
        pending = results.next()
      }
    }
  } finally {
    await results.return?.()
  }
}

/** Null where it did not come in time. */
async function within<T>(pending: Promise<T>, { beatMs, ends }: StreamOptions): Promise<T | null> {
  const over = new AbortController()
  const waited = sleep(beatMs, null, { signal: AbortSignal.any([over.signal, ends]) }).catch(() => null)
  try {
    return await Promise.race([pending, waited])
  } finally {
    over.abort()
  }
}

/** What was wrong with the operation, in the one event that the protocol has for it, and that nothing else will come. */
export const streamErrors = (errors: readonly unknown[]): readonly string[] => [frame('next', { errors }), frame('complete', null)]

/** The same pieces; `cut` is called when one of them is not taken for `stallMs`. Nothing is made meanwhile, so a slow reader holds no memory. */
export async function* cutStalled(
  pieces: AsyncIterable<string> | Iterable<string>,
  { stallMs, cut }: { readonly stallMs: number; readonly cut: () => void },
): AsyncGenerator<string, void, undefined> {
  for await (const piece of pieces) {
    const stalled = setTimeout(cut, stallMs)
    try {
      yield piece
    } finally {
      clearTimeout(stalled)
    }
  }
}
