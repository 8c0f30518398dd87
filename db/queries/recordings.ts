import type postgres from 'postgres'
import type { Tx } from '../transaction.js'

/**
 * What stood at an instant, in the order of commits (S25): rows of a center belong to it when they were recorded before the center's bound.
 * Instants are ISO 8601 texts with microseconds.
 */
export type RecordedState = {
  readonly asOf: string
  /** The Korean business day of the instant. */
  readonly today: string
  /** True when the rows that stand now are those of the instant: nothing has been recorded since. */
  readonly isCurrent: boolean
  /** The bound of what the council holds in common. */
  readonly councilBound: string
  /** Stamp of the latest act of the council within it; null before the first. */
  readonly councilStamp: string | null
  boundOf(centerId: number): string
  /** The instant from which on sums can be told; null where that is ever. */
  readonly unknownBefore: string | null
  /** Code of the edition in force at the instant, on its Korean day; null before one was loaded. */
  readonly editionCode: string | null
}

/**
 * An instant for an answer: what was committed under an earlier one can be seen from now on, and what comes gets a later one. For a transaction of
 * its own, before the one that reads.
 */
export async function takeAnswerInstant(tx: Tx): Promise<string> {
  const [row] = await tx.sql<{ instant: string }[]>`select hub_answer_instant() as instant`
  if (row === undefined) throw new Error('The database gave no instant.')
  return row.instant
}

/** Whether the instant lies after the other. */
export async function isInstantAfter(tx: Tx, instant: string, other: string): Promise<boolean> {
  const [row] = await tx.sql<{ after: boolean }[]>`select ${instant}::text::timestamptz > ${other}::text::timestamptz as after`
  return row?.after ?? false
}

type StateRow = {
  readonly as_of: string
  readonly today: string
  readonly bound: string
  readonly council_stamp: string | null
  readonly later: readonly { readonly center_id: number; readonly stamp: string }[]
  readonly unknown_before: string | null
  readonly edition: string | null
}

/** The state of an instant that no commit can get any more: the first statement of a transaction that reads one snapshot. */
export async function requireRecordedState(tx: Tx, instant: string): Promise<RecordedState> {
  const [row] = await tx.sql<StateRow[]>`
    select t.instant as as_of, (t.instant at time zone 'Asia/Seoul')::date as today, t.instant + interval '1 microsecond' as bound,
      (select max(stamp) from recordings where center_id = 0 and committed_at <= t.instant) as council_stamp,
      (select coalesce(json_agg(l), '[]') from (
        select center_id, least(min(stamp), t.instant + interval '1 microsecond') as stamp
        from recordings where committed_at > t.instant group by center_id
      ) l) as later,
      (select instant from rollup_history_begins b where b.instant > t.instant) as unknown_before,
      (select e.code from editions e
        where e.loaded_at < least((select min(stamp) from recordings where center_id = ${COUNCIL} and committed_at > t.instant), t.instant + interval '1 microsecond')
        order by e.effective_from <= (t.instant at time zone 'Asia/Seoul')::date desc, e.effective_from desc, e.code desc limit 1) as edition
    from (select ${instant}::text::timestamptz as instant) t`
  if (row === undefined) throw new Error('The database told no state.')
  const later = new Map(row.later.map(({ center_id, stamp }) => [center_id, stamp]))
  return {
    asOf: row.as_of,
    today: row.today,
    isCurrent: later.size === 0,
    councilBound: later.get(COUNCIL) ?? row.bound,
    councilStamp: row.council_stamp,
    boundOf: centerId => later.get(centerId) ?? row.bound,
    unknownBefore: row.unknown_before,
    editionCode: row.edition,
  }
}

/** The number under which the council's own recordings are kept. */
const COUNCIL = 0

/** Stamp of the latest act of the council that a statement sees. */
export const latestCouncilStamp = (sql: postgres.ISql) =>
  sql`(select max(stamp) from recordings where center_id = 0 and committed_at is not null)`

/** The first instant as of which figures can be told: an edition was loaded by then, and former sums are kept since. */
export async function requireEarliestInstant(tx: Tx): Promise<string> {
  const [row] = await tx.sql<{ instant: string | null }[]>`
    select greatest(
      (select min(coalesce(r.committed_at, e.loaded_at)) from editions e
        left join recordings r on r.center_id = ${COUNCIL} and r.stamp = e.loaded_at),
      (select max(instant) from rollup_history_begins)) as instant`
  if (row?.instant == null) throw new Error('No edition is loaded. Load one with loadEdition before the hub answers anything.')
  return row.instant
}
