import type { Audience, PageChannel, PageKind } from '../../schema/domain/playbooks/page.js'
import type { Tx } from '../transaction.js'

/** One attempt to tell somebody. Never an address. */
export type PageAttempt = {
  readonly pageId: number
  readonly no: number
  /** Null: there was nobody to tell, or no channel to tell them over. */
  readonly channel: PageChannel | null
  readonly place: number | null
  /** The desk it was for, as the contact named it then. */
  readonly desk: string | null
  readonly startedAt: string
  /** Null: it is under way, or was cut off. */
  readonly finishedAt: string | null
  readonly outcome: 'TOLD' | 'FAILED' | null
  readonly cause: string | null
}

/** Something that somebody had to be told, and what came of it. */
export type ListedPage = {
  readonly id: number
  readonly kind: PageKind
  readonly audience: Audience
  readonly toCenterId: number | null
  readonly centerId: number | null
  readonly activationId: string | null
  readonly messageId: string | null
  readonly writtenAt: string
  readonly toldAt: string | null
  /** The page in whose message it was told; null: in its own, or not yet. */
  readonly toldWith: number | null
  readonly closedAt: string | null
  readonly closedWhy: string | null
  /** Null once it was told or closed. */
  readonly nextAttemptAt: string | null
  readonly attempts: number
}

export type PagesToList = {
  readonly activationId: string | null
  /** About this center or for its desks. */
  readonly centerId: number | null
  /** For desks of this center alone. */
  readonly onlyTo: number | null
  readonly isOpen: boolean
  /** Older than this one. */
  readonly before: number | null
  readonly limit: number
}

/** Pages, the last one written first. */
export const listPages = (tx: Tx, { activationId, centerId, onlyTo, isOpen, before, limit }: PagesToList): Promise<readonly ListedPage[]> =>
  tx.sql<ListedPage[]>`
    select p.id, p.kind, p.audience, p.to_center_id as "toCenterId", p.center_id as "centerId", coalesce(p.activation_id, m.activation_id) as "activationId",
      p.message_id as "messageId", p.at as "writtenAt", p.told_at as "toldAt", p.told_with as "toldWith", p.dropped_at as "closedAt", p.dropped_why as "closedWhy",
      case when p.told_at is null and p.dropped_at is null then p.next_attempt_at end as "nextAttemptAt", p.attempts
    from pages p left join messages m on m.id = p.message_id
    where (${activationId}::text is null or p.activation_id = ${activationId}::text or m.activation_id = ${activationId}::text)
      and (${centerId}::smallint is null or p.center_id = ${centerId}::smallint or p.to_center_id = ${centerId}::smallint)
      and (${onlyTo}::smallint is null or p.to_center_id = ${onlyTo}::smallint)
      and (not ${isOpen}::boolean or (p.told_at is null and p.dropped_at is null))
      and (${before}::bigint is null or p.id < ${before}::bigint)
    order by p.id desc
    limit ${limit}::integer`

/** The last attempts of some pages, so many of each at most, the last one first. */
export const listPageAttempts = (tx: Tx, pages: readonly number[], most: number): Promise<readonly PageAttempt[]> => tx.sql<PageAttempt[]>`
  select a.page_id as "pageId", a.no, a.channel, a.place, a.desk, a.started_at as "startedAt", a.finished_at as "finishedAt", a.outcome, a.cause
  from (select value::bigint as id from jsonb_array_elements_text(${JSON.stringify(pages)}::text::jsonb) as value) asked
  cross join lateral (select * from page_attempts w where w.page_id = asked.id order by w.no desc limit ${most}::integer) a
  order by a.page_id desc, a.no desc`
