import { transferLimitMs } from './body-limits.js'

/**
 * The pieces of an answer that is made while it is read. Who takes too long to read what was made is let go by `cut`, and with it what the
 * answer holds; time in which the hub makes the next piece does not count.
 */
export async function* paceReader<T extends string | Buffer>(
  pieces: AsyncIterable<T>,
  cut: () => void,
): AsyncGenerator<T, void, undefined> {
  let [bytes, waitedMs] = [0, 0]
  for await (const piece of pieces) {
    bytes += Buffer.byteLength(piece)
    const since = performance.now()
    const timer = setTimeout(cut, transferLimitMs(bytes) - waitedMs)
    try {
      yield piece
    } finally {
      clearTimeout(timer)
    }
    waitedMs += performance.now() - since
  }
}
