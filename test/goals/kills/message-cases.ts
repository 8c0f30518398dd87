import { breakGlass, BREAK_GLASS_PHRASE } from '../../../api/operations/break-glass.js'
import { expireDueMessages } from '../../../api/operations/expire-due-messages.js'
import { publishDuePlaybooks } from '../../../api/operations/publish-due-playbooks.js'
import { schedulePlaybook } from '../../../api/operations/schedule-playbook.js'
import type { Message } from '../../../schema/domain/playbooks/activation.js'
import { WORDS } from '../../support/broadcast-hub.js'
import { valueOf } from '../../support/center-hub.js'
import { copyScheduled } from '../../support/scheduled-texts.js'
import { alike, type KillBench, type KillCase } from './kill-case.js'

const TEXTS = 8
const NTH = 4

/** What one commander sent at 심각. */
export async function sentAlone({ site, instant, name }: KillBench): Promise<Message> {
  const version = await site.draft(await site.open(), { level: 'serious', expiresAt: instant(5 * 3600) })
  const glass = { version: version.id, reason: '둑이 무너지고 있습니다', phrase: BREAK_GLASS_PHRASE.ko, idempotencyKey: name('glass') }
  const retyped = { status: WORDS.ACTUAL, hazard: '태풍', centers: 1 }
  return valueOf(await breakGlass(site.hub, site.people.commander, { ...glass, retyped })).message
}

export const MESSAGE_CASES: readonly KillCase[] = [
  {
    name: 'publish what is due',
    async arrange({ site, instant, clock }) {
      const { owner } = site.database
      await clock(0)
      const publishAt = instant(1800)
      const version = await site.approve(await site.draft(await site.open(), { expiresAt: instant(5 * 3600) }), 1)
      valueOf(await schedulePlaybook(site.hub, site.people.sender, { version: version.id, publishAt }))
      await copyScheduled(owner, { versionId: version.id, from: 0, count: TEXTS - 1, publishAt })
      await clock(1800)
      return {
        texts: ['insert into messages'],
        nth: NTH,
        async standing() {
          const [row] = await owner<{ said: string }[]>`
            select count(distinct m.id) || ' messages, ' || count(d.id) || ' copies, ' || count(distinct v.id) filter (where v.state = 'SCHEDULED') || ' waiting' as said
            from playbook_versions v left join messages m on m.version_id = v.id left join deliveries d on d.message_id = m.id
            where v.id like ${`${version.id.slice(0, -5)}%`}`
          return row?.said ?? ''
        },
        killed: { before: standingOf(NTH - 1), after: standingOf(NTH) },
        done: alike(standingOf(TEXTS)),
        again: () => publishDuePlaybooks(site.hub),
      }
    },
  },
  {
    name: 'expire what nobody ratified',
    async arrange(bench) {
      const { site, clock } = bench
      const { owner } = site.database
      await clock(0)
      const { id } = await sentAlone(bench)
      await clock(7200)
      const over = 'EXPIRED, LAPSED, 1 entries'
      return {
        texts: ["state = 'LAPSED'"],
        async standing() {
          const [row] = await owner<{ said: string }[]>`
            select concat(m.state, ', ', r.state, ', ',
              (select count(*) from audit_entries where action = 'message.expired' and subject ->> 'message' = m.id), ' entries') as said
            from messages m join ratifications r on r.message_id = m.id where m.id = ${id}`
          return row?.said ?? ''
        },
        killed: { before: 'CURRENT, PENDING, 0 entries', after: over },
        done: alike(over),
        again: () => expireDueMessages(site.hub),
      }
    },
  },
  {
    name: 'all-clear when a message expires',
    async arrange({ site, instant, clock }) {
      const { owner } = site.database
      await clock(0)
      const { activation } = await site.alert({}, { expiresAt: instant(3600) })
      await clock(3600)
      const over = 'ALERT INFORM EXPIRED 1, UPDATE ALL_CLEAR CURRENT 1'
      return {
        texts: ['insert into messages', 'ALL_CLEAR'],
        async standing() {
          const [row] = await owner<{ said: string }[]>`
            select string_agg(concat_ws(' ', type, purpose, state, (select count(*) from deliveries d where d.message_id = m.id)), ', ' order by seq) as said
            from messages m where activation_id = ${activation.id}`
          return row?.said ?? ''
        },
        killed: { before: 'ALERT INFORM CURRENT 1', after: over },
        done: alike(over),
        again: () => expireDueMessages(site.hub),
      }
    },
  },
]

function standingOf(sent: number): string {
  return `${sent} messages, ${sent} copies, ${TEXTS - sent} waiting`
}
