import type { Tx } from '../transaction.js'

/** An endpoint to be asked whether it lives. */
export type ClaimedPing = {
  readonly centerId: number
  readonly center: string
  readonly endpointId: string
  readonly url: string
  readonly secretRef: string
  /** Seconds since 1970 by the database's clock. */
  readonly timestamp: number
  /** The same, as messages write instants. */
  readonly at: string
}

/** Of five minutes, spread a little so that not all endpoints are asked in one breath. */
const PERIOD_SECONDS = 300
const SPREAD_SECONDS = 20

/** Claims the registered endpoints whose ping is due, and sets the next one: asked twice is harmless, so a killed worker's pings are not made up for. */
export const claimPings = (tx: Tx, limit: number): Promise<readonly ClaimedPing[]> => tx.sql<ClaimedPing[]>`
  with due as (
    select s.center_id, s.endpoint_id, e.url, e.secret_ref
    from endpoint_states s
    join endpoints e on e.center_id = s.center_id and e.id = s.endpoint_id
      and e.valid_from <= hub_now() and (e.valid_to is null or e.valid_to > hub_now())
    where s.next_ping_at <= hub_now()
    order by s.next_ping_at, s.endpoint_id
    limit ${limit}::integer
    for update of s skip locked
  ), claimed as (
    update endpoint_states s
    set next_ping_at = hub_now() + make_interval(secs => ${PERIOD_SECONDS}::integer - random() * ${SPREAD_SECONDS}::integer)
    from due where s.center_id = due.center_id and s.endpoint_id = due.endpoint_id
    returning s.center_id
  )
  select due.center_id as "centerId", c.code as center, due.endpoint_id as "endpointId", due.url, due.secret_ref as "secretRef",
    floor(extract(epoch from hub_now()))::bigint as timestamp,
    to_char(hub_now() at time zone 'Asia/Seoul', 'YYYY-MM-DD"T"HH24:MI:SS"+09:00"') as at
  from due join centers c on c.id = due.center_id`
