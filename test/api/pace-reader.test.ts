import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { paceReader } from '../../api/http/pace-reader.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function* pieces(count: number, makingMs: number) {
  for (let piece = 0; piece < count; piece++) {
    vi.advanceTimersByTime(makingMs)
    await Promise.resolve()
    yield 'x'.repeat(16_000)
  }
}

it('G15: a reader who takes nothing more is let go', async () => {
  const cut = vi.fn<() => void>()
  await paceReader(pieces(2, 0), cut).next()
  vi.advanceTimersByTime(10_999)
  expect(cut).not.toHaveBeenCalled()
  vi.advanceTimersByTime(2)
  expect(cut).toHaveBeenCalledOnce()
})

it('G15: what a reader waits each time adds up', async () => {
  const cut = vi.fn<() => void>()
  const paced = paceReader(pieces(9, 0), cut)
  for (let piece = 0; piece < 4; piece++) {
    await paced.next()
    vi.advanceTimersByTime(4_000)
  }
  // Four pieces of a second each and the grace of ten are less than four waits of four seconds.
  expect(cut).toHaveBeenCalledOnce()
})

it('time in which the next piece is made does not count', async () => {
  const cut = vi.fn<() => void>()
  for await (const piece of paceReader(pieces(3, 60_000), cut)) expect(piece).toHaveLength(16_000)
  expect(cut).not.toHaveBeenCalled()
})
