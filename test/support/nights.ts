import type { SubmittedRow } from '../../schema/domain/submissions/submission.js'
import { addDays } from '../../schema/domain/period.js'
import { rowsOf, valueOf, type CenterHub } from './center-hub.js'

/** The core of a small night, which breaks no rule beside 10 contacts or more. */
export const CORE = {
  calls_offered: 10,
  calls_answered: 9,
  calls_abandoned: 1,
  calls_flowed_out: 0,
  calls_answered_within_20s: 8,
  wait_seconds_answered: 90,
  talk_seconds: 1_620,
  acw_seconds: 540,
  contacts_handled: 9,
  headcount_fte: 2,
} as const

export type Night = {
  readonly day: string
  /** contacts_offered of the day; null sends none. */
  readonly contacts: number | null
  /** The same by hour, `09`. */
  readonly hours?: Readonly<Record<string, number>>
}

export const rowsOfNight = ({ day, contacts, hours = {} }: Night): readonly SubmittedRow[] => [
  ...rowsOf({ ...CORE, ...(contacts === null ? {} : { contacts_offered: contacts }) }, { periodStart: day }),
  ...Object.entries(hours).flatMap(([item, value]) =>
    rowsOf({ contacts_offered: value }, { periodStart: day, dimensions: [{ dimension: 'hour', item }] }),
  ),
]

/** Hands in whole nights, each at ten past two the next morning. */
export async function submitNights(hub: CenterHub, center: string, nights: readonly Night[]): Promise<void> {
  for (const night of nights) {
    await hub.database.setClock(`${addDays(night.day, 1)}T02:10:00+09:00`)
    const { stored } = valueOf(await hub.submit(center, { edition: '2026.1', rows: rowsOfNight(night) }))
    if (stored.record.status !== 'ACCEPTED') throw new Error(JSON.stringify(stored.record.issues))
  }
}
