import { readCouncilRanges } from '../../db/edition/read-lexicon.js'
import type { ValueRange } from '../../schema/domain/terms/lexicon-row.js'

let reading: Promise<readonly ValueRange[]> | null = null

/** What is usual of the standards, read once a process: it comes with this version of the hub. Nobody keeps a failure. */
export function requireRanges(): Promise<readonly ValueRange[]> {
  reading ??= readCouncilRanges().catch((err: unknown) => {
    reading = null
    throw err
  })
  return reading
}
