import type { SpecialSpan } from '../../schema/domain/submissions/special-days.js'
import type { Tx } from '../transaction.js'

/**
 * Korean days on which a real emergency stood for a center, by the order of its messages: from the first one of 주의 or above that was addressed to it,
 * to the all clear or until the last one expired. One that was taken back as an error, or refused, was none. One range of the key of targets.
 */
export const listSpecialSpans = (tx: Tx, centerId: number): Promise<readonly SpecialSpan[]> => tx.sql<SpecialSpan[]>`
  with told as (
    select m.activation_id, min(m.sent_at) as sent_at
    from message_targets t
    join messages m on m.id = t.message_id
    where t.center_id = ${centerId} and t.part = 'TARGET' and m.status = 'ACTUAL' and m.type <> 'CANCEL' and m.level <> 'attention'
    group by m.activation_id
  )
  select (told.sent_at at time zone 'Asia/Seoul')::date as "from",
    (case when last.type = 'CANCEL' then last.sent_at else coalesce(last.ended_at, last.expires_at) end at time zone 'Asia/Seoul')::date as "to"
  from told
  cross join lateral (
    select m.type, m.purpose, m.sent_at, m.ended_at, m.expires_at from messages m
    where m.activation_id = told.activation_id order by m.seq desc limit 1
  ) last
  where last.purpose not in ('ISSUED_IN_ERROR', 'RATIFICATION_REFUSED')
  order by told.sent_at`
