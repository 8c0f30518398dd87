import { alike, type KillCase } from './kill-case.js'
import { sentAlone } from './message-cases.js'

export const API_CASES: readonly KillCase[] = [
  {
    name: 'broadcast',
    async arrange({ site, desk, instant, clock, name }) {
      await clock(0)
      const activation = await site.open()
      const version = await site.approve(await site.draft(activation, { expiresAt: instant(5 * 3600) }), 1)
      const key = { version: version.id, idempotencyKey: name('broadcast') }
      const ask = () => desk.act('sender', 'broadcastPlaybook', key)
      return {
        texts: ['insert into messages'],
        async standing() {
          const [row] = await site.database.owner<{ said: string }[]>`
            select count(distinct m.id) || ' messages, ' || count(d.id) || ' copies' as said
            from messages m left join deliveries d on d.message_id = m.id where m.activation_id = ${activation.id}`
          return row?.said ?? ''
        },
        killed: { before: '0 messages, 0 copies', after: '1 messages, 1 copies' },
        done: alike('1 messages, 1 copies'),
        ask,
        again: ask,
      }
    },
  },
  {
    name: 'refuse what a commander sent alone',
    async arrange(bench) {
      const { site, desk, clock, name } = bench
      await clock(0)
      const { id } = await sentAlone(bench)
      // Only what was begun somewhere is taken back there.
      for (const seconds of [0, 1]) await site.at(seconds)
      const refusal = { broadcast: id, isRatified: false, reason: '상황실과 확인했습니다', idempotencyKey: name('refuse') }
      const ask = () => desk.act('approver', 'decideRatification', refusal)
      const over = 'REFUSED: ALERT WITHDRAWN 1, CANCEL CURRENT 1'
      return {
        texts: ['insert into messages', 'RATIFICATION_REFUSED'],
        async standing() {
          const [row] = await site.database.owner<{ said: string }[]>`
            select r.state || ': ' || string_agg(concat_ws(' ', m.type, m.state, (select count(*) from deliveries d where d.message_id = m.id)), ', ' order by m.seq) as said
            from ratifications r join messages o on o.id = r.message_id join messages m on m.activation_id = o.activation_id
            where r.message_id = ${id} group by r.state`
          return row?.said ?? ''
        },
        killed: { before: 'PENDING: ALERT CURRENT 1', after: over },
        done: alike(over),
        ask,
        again: ask,
      }
    },
  },
]
