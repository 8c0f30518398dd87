import type { PublishedBroadcast } from '../../schema/domain/playbooks/message-of-broadcast.js'
import type { Tx } from '../transaction.js'

/**
 * Messages by id with everything that goes out of them, as it was when they were published: what one commander sent alone is PENDING in it for good, and so is its
 * correction while nobody had decided; what was decided afterwards is the next message, so the same id always has the same words.
 */
export const listPublishedBroadcasts = (tx: Tx, ids: readonly string[]): Promise<readonly PublishedBroadcast[]> => tx.sql<
  PublishedBroadcast[]
>`
  select m.id, m.activation_id as "activationId", m.status, m.seq, m.type, m.purpose, m.hazard, m.level, m.content, m.sent_at as "sentAt",
    m.expires_at as "expiresAt", m.is_late as "isLate", a.exercise_id as "exerciseId",
    case when m.is_break_glass or (m.purpose = 'CORRECT' and exists (
        select from ratifications d join messages g on g.id = d.message_id
        where g.activation_id = m.activation_id and g.seq < m.seq and (d.decided_at is null or d.decided_at > m.sent_at)
          and not exists (
            select from messages b where b.activation_id = g.activation_id and b.seq > g.seq and b.seq < m.seq and b.purpose = 'INFORM')))
      then 'PENDING' else 'NOT_NEEDED' end as ratification,
    (select coalesce(jsonb_agg(jsonb_build_object('messageId', r.id, 'seq', r.seq,
        'sent', to_char(r.sent_at at time zone 'Asia/Seoul', 'YYYY-MM-DD"T"HH24:MI:SS"+09:00"')) order by r.seq), '[]')
      from messages r where r.id = any (m.refers_to)) as references
  from messages m
  join activations a on a.id = m.activation_id
  where m.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`
