import { CronExpressionParser } from 'cron-parser'

const DAY_MS = 86_400_000

export type DueSlots = {
  /** The latest slot at or before now, as an ISO instant. */
  readonly latest: string
  /** Slots of the 24 hours before it, latest first. */
  readonly earlier: readonly string[]
}

/** `nowMs` is the database's clock. A slot is due at its very instant. */
export function findDueSlots({ cron, zone }: { readonly cron: string; readonly zone: string }, nowMs: number): DueSlots {
  // prev() looks strictly before the date it is given.
  const slots = CronExpressionParser.parse(cron, { tz: zone, currentDate: new Date(nowMs + 1) })
  const latest = slots.prev().getTime()
  const earlier: string[] = []
  for (let slot = slots.prev().getTime(); slot >= latest - DAY_MS; slot = slots.prev().getTime()) earlier.push(new Date(slot).toISOString())
  return { latest: new Date(latest).toISOString(), earlier }
}
