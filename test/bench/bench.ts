import { cpus, totalmem } from 'node:os'

/** One ratio of a bench against its bar. `value` null: not measured, and so not reached. */
export type BenchLine = {
  readonly name: string
  readonly value: number | null
  readonly bar: number
  readonly ok: boolean
  /** Which side of the bar is good. */
  readonly sense: '>=' | '<='
}

export type BenchResult = {
  readonly lines: readonly BenchLine[]
  readonly rows: number
  readonly versions: Readonly<Record<string, string>>
  readonly raw: Readonly<Record<string, unknown>>
}

export type BenchOptions = { readonly isQuick: boolean; readonly say: (text: string) => void }

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000

export const atLeast = (name: string, value: number, bar: number): BenchLine => ({
  name,
  value: rounded(value),
  bar,
  ok: value >= bar,
  sense: '>=',
})

export const atMost = (name: string, value: number, bar: number): BenchLine => ({
  name,
  value: rounded(value),
  bar,
  ok: value <= bar,
  sense: '<=',
})

/** A line whose peer could not be had. */
export const notMeasured = ({ name, bar, sense }: Pick<BenchLine, 'name' | 'bar' | 'sense'>): BenchLine => ({
  name,
  value: null,
  bar,
  ok: false,
  sense,
})

/** Seconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1_000
}

/** The value that a share of all values does not exceed: 0.95 of 200 is the 190th. */
export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? Number.NaN

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
