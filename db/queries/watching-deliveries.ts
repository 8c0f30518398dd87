import type { Tx } from '../transaction.js'

/** What watchers are told of messages on their way: counts, ages and instants only, in seconds. */
export type WatchedDeliveries = {
  /** Copies that are not settled, by state. */
  readonly waiting: readonly { readonly state: string; readonly count: number }[]
  /** For how long the longest due copy has been due; null when none is. */
  readonly oldestDueAge: number | null
  /** Registered endpoints, with the instant of the last good answer. */
  readonly endpoints: readonly {
    readonly center: string
    readonly kind: string
    readonly goodAt: number | null
    readonly isSuspect: boolean
  }[]
  readonly sweeps: readonly { readonly name: string; readonly age: number }[]
  readonly untoldPages: number
  /** Of those, how many failed last time, by why. */
  readonly failingPages: readonly { readonly cause: string; readonly count: number }[]
}

/** For the role `jobs`. Six small statements over partial indexes and small tables. */
export async function readWatchedDeliveries(tx: Tx): Promise<WatchedDeliveries> {
  const waiting = await tx.sql<{ state: string; count: number }[]>`
    select state, count(*)::int as count from deliveries where state in ('PENDING', 'RETRY_WAIT', 'UNKNOWN', 'IN_FLIGHT') group by state`
  const [due] = await tx.sql<{ age: number | null }[]>`
    select extract(epoch from hub_now() - min(next_attempt_at))::float8 as age from deliveries
    where state in ('PENDING', 'RETRY_WAIT', 'UNKNOWN') and next_attempt_at <= hub_now()`
  const endpoints = await tx.sql<WatchedDeliveries['endpoints'][number][]>`
    select c.code as center, s.kind, extract(epoch from s.last_good_at)::float8 as "goodAt", s.suspect_since is not null as "isSuspect"
    from endpoints e
    join endpoint_states s on s.center_id = e.center_id and s.endpoint_id = e.id
    join centers c on c.id = e.center_id
    where e.valid_from <= hub_now() and (e.valid_to is null or e.valid_to > hub_now())
    order by c.code, s.kind`
  const sweeps = await tx.sql<{ name: string; age: number }[]>`
    select name, extract(epoch from hub_now() - last_sweep_at)::float8 as age from sweeps`
  const [pages] = await tx.sql<
    { untold: number }[]
  >`select count(*)::int as untold from pages where told_at is null and seen_at is null and dropped_at is null`
  const failingPages = await tx.sql<{ cause: string; count: number }[]>`
    select a.cause, count(*)::int as count
    from pages p cross join lateral (select w.cause from page_attempts w where w.page_id = p.id and w.cause is not null order by w.no desc limit 1) a
    where p.told_at is null and p.seen_at is null and p.dropped_at is null
    group by a.cause`
  return { waiting, oldestDueAge: due?.age ?? null, endpoints, sweeps, untoldPages: pages?.untold ?? 0, failingPages }
}
