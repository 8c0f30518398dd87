import { asOf } from './as-of.js'
import type { BenchOptions, BenchResult } from './bench.js'
import { query } from './query.js'
import { series } from './series.js'
import { withYear } from './year.js'

export const benchQuery = (options: BenchOptions): Promise<BenchResult> => withYear(options, { query })

export const benchSeries = (options: BenchOptions): Promise<BenchResult> => withYear(options, { series })

export const benchAsOf = (options: BenchOptions): Promise<BenchResult> => withYear(options, { asof: asOf })

/** The three on one year of data; as-of last, because it revises. */
export const benchFigures = (options: BenchOptions): Promise<BenchResult> => withYear(options, { query, series, asof: asOf })
