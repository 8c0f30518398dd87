import { appendPage } from './pages.js'
import type { Tx } from '../transaction.js'

export type EndpointPlace = { readonly centerId: number; readonly endpointId: string }

/** What an endpoint answered to a message or a ping. */
export type EndpointAnswer = {
  readonly isGood: boolean
  /** 401, 403, 404, 410, or an address that is refused: somebody has to look. */
  readonly isSuspect: boolean
  /** Null where no answer came. */
  readonly httpStatus: number | null
  /** Null where it was good. */
  readonly cause: string | null
}

/**
 * Writes down how an endpoint answered. True when it became suspect by this: then coordinators are told, and it is tried on all the same. A good
 * answer takes the suspicion away.
 */
export async function noteEndpoint(tx: Tx, { centerId, endpointId }: EndpointPlace, answer: EndpointAnswer): Promise<boolean> {
  const [row] = await tx.sql<{ since: string | null; is_new: boolean }[]>`
    with before as (
      select suspect_since from endpoint_states where center_id = ${centerId} and endpoint_id = ${endpointId}::text::uuid for update
    )
    update endpoint_states s set last_tried_at = hub_now(), last_http_status = ${answer.httpStatus}, last_cause = ${answer.cause},
      last_good_at = case when ${answer.isGood}::boolean then hub_now() else s.last_good_at end,
      failing_since = case when ${answer.isGood}::boolean then null else coalesce(s.failing_since, hub_now()) end,
      suspect_since = case
        when ${answer.isGood}::boolean then null
        when ${answer.isSuspect}::boolean then coalesce(s.suspect_since, hub_now())
        else s.suspect_since end
    from before
    where s.center_id = ${centerId} and s.endpoint_id = ${endpointId}::text::uuid
    returning s.suspect_since as since, before.suspect_since is null and s.suspect_since is not null as is_new`
  if (row?.is_new !== true) return false
  const detail = { status: answer.httpStatus, cause: answer.cause }
  return appendPage(tx, { kind: 'SUSPECT', subject: `${endpointId} ${row.since ?? ''}`, centerId, endpointId, detail })
}
