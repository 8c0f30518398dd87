import { setTimeout as sleep } from 'node:timers/promises'
import { publishDuePlaybooks } from '../../api/operations/publish-due-playbooks.js'
import { schedulePlaybook } from '../../api/operations/schedule-playbook.js'
import { createHub } from '../../api/hub.js'
import { connect } from '../../db/connect.js'
import { startBroadcastHub, STORM, type BroadcastHub } from '../support/broadcast-hub.js'
import { valueOf } from '../support/center-hub.js'
import { copyScheduled } from '../support/scheduled-texts.js'
import type { RunGoal } from './goal.js'

const TEXTS = 100
const REPLICAS = ['hub120-a', 'hub120-b', 'hub120-c'] as const
/** Beyond these ticks a text that is still waiting is lost. */
const MOST_TICKS = 10
const minutesAfter = (minutes: number): string => new Date(Date.parse(STORM) + minutes * 60_000).toISOString()

/**
 * Scenario 9: a hundred texts due in the same second, three replicas that tick at once, and in each run the connections of one of them are cut at a random moment.
 * Fifty runs, each an hour's worth of ticks in one: exactly one message for each text, one copy for each message, whatever was cut.
 */
export const runG27: RunGoal = async ({ isQuick }) => {
  const runs = isQuick ? 2 : 50
  const site = await startBroadcastHub()
  const dbs = REPLICAS.map(applicationName => connect({ url: site.database.url, max: 3, applicationName }))
  const hubs = dbs.map(db => createHub({ db, log: site.hub.log, settings: site.hub.settings }))
  try {
    await site.database.setClock(STORM)
    const draft = await site.draft(await site.open(), { expiresAt: minutesAfter(600) })
    const version = await site.approve(draft, 1)
    valueOf(await schedulePlaybook(site.hub, site.people.sender, { version: version.id, publishAt: minutesAfter(590) }))
    let [cut, ticks] = [0, 0]
    for (let run = 0; run < runs; run++) {
      const publishAt = minutesAfter(30 + run)
      await copyScheduled(site.database.owner, { versionId: version.id, from: run * TEXTS, count: TEXTS, publishAt })
      await site.database.setClock(publishAt)
      for (let tick = 0; tick === 0 || (tick < MOST_TICKS && (await countDue(site)) > 0); tick++) {
        ticks += 1
        const [results, found] = await Promise.all([
          Promise.allSettled(hubs.map(hub => publishDuePlaybooks(hub))),
          tick === 0 ? cutOne(site, REPLICAS[run % REPLICAS.length] ?? '') : 0,
        ])
        cut += found
        if (results.every(({ status }) => status === 'rejected')) await sleep(100)
      }
    }
    return await judge(site, { runs, cut, ticks })
  } finally {
    await Promise.all(dbs.map(db => db.close()))
    await site.close()
  }
}

async function countDue({ database }: BroadcastHub): Promise<number> {
  const [due] = await database.owner<{ n: number }[]>`
    select count(*)::int as n from playbook_versions where state = 'SCHEDULED' and publish_at <= hub_now()`
  return due?.n ?? 0
}

/** Ends the sessions of a replica in the middle of its work. */
async function cutOne({ database }: BroadcastHub, applicationName: string): Promise<number> {
  await sleep(20 + Math.random() * 400)
  const found = await database.owner`
    select pg_terminate_backend(pid) from pg_stat_activity where application_name = ${applicationName} and datname = current_database()`
  return found.length
}

async function judge({ database }: BroadcastHub, { runs, cut, ticks }: { runs: number; cut: number; ticks: number }) {
  const [sent] = await database.owner<{ messages: number; texts: number; copies: number; waiting: number; late: number }[]>`
    select count(distinct m.id)::int as messages, count(distinct m.version_id)::int as texts, count(d.id)::int as copies,
      count(distinct m.id) filter (where m.is_late)::int as late,
      (select count(*)::int from playbook_versions where state = 'SCHEDULED' and publish_at <= hub_now()) as waiting
    from messages m left join deliveries d on d.message_id = m.id`
  const asked = runs * TEXTS
  return {
    id: 'G27',
    value: { runs, asked, ...sent, sessionsCut: cut, ticks },
    bar: `${asked} texts due, ${asked} messages, ${asked} copies, none waiting`,
    ok: sent?.messages === asked && sent.texts === asked && sent.copies === asked && sent.waiting === 0,
  }
}
