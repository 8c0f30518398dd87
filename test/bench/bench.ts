import { cpus, totalmem } from 'node:os'

/** One ratio of a bench against its bar. */
export type BenchLine = { readonly name: string; readonly value: number; readonly bar: number; readonly ok: boolean }

export type BenchResult = {
  readonly lines: readonly BenchLine[]
  readonly rows: number
  readonly versions: Readonly<Record<string, string>>
  readonly raw: Readonly<Record<string, unknown>>
}

export type BenchOptions = { readonly isQuick: boolean; readonly say: (text: string) => void }

export const atLeast = (name: string, value: number, bar: number): BenchLine => ({
  name,
  value: Math.round(value * 1_000) / 1_000,
  bar,
  ok: value >= bar,
})

/** Seconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1_000
}

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** Runs the work over the items, at most `width` at a time. */
export async function inLanes<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
    }),
  )
}

export const machine = () => ({ cores: cpus().length, model: cpus()[0]?.model ?? '', memoryGiB: Math.round(totalmem() / 2 ** 30) })
