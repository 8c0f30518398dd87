import { setTimeout as sleep } from 'node:timers/promises'
import { openActivation, publish, type Published } from '../support/broadcast.js'
import { checkDeliveries, listFirstWaits } from '../support/check-deliveries.js'
import { openDeliverySite, type DeliverySite } from '../support/delivery-site.js'
import { answer, hang, takeAndReset, type Behavior } from '../support/receivers.js'
import { startReplica, type Replica } from '../support/start-replica.js'
import type { GoalResult, RunGoal } from './goal.js'

/** A lease, a tick, and what a busy machine takes. */
const RECOVERY_MS = 40_000
const slowly: Behavior = (request, response, received) => void setTimeout(() => answer(204)(request, response, received), 2_000)

/**
 * 17 receivers, of which 3 hang, 2 answer 500, 1 loses its answers and 1 is slow; three replicas, of which one is killed by SIGKILL with copies in hand; an alert,
 * an update, a cancel and a drill beside them. Then the sick recover. The offline checker holds the logs of the receivers and the tables against all seven promises.
 */
export const runG25: RunGoal = async ({ isQuick }) => {
  const site = await openDeliverySite()
  const replicas: Replica[] = []
  try {
    const centers = (await site.database.owner<{ code: string }[]>`select code from centers order by code`).map(({ code }) => code)
    await site.register(centers)
    await site.register(centers, 'DRILL')
    const sick = centers.slice(0, 6)
    sick.forEach((center, place) => site.receivers.behave(center, place < 3 ? hang : place < 5 ? answer(500) : takeAndReset))
    site.receivers.behave(centers[6] ?? '', slowly)
    replicas.push(...(await startReplicas(site, isQuick)))
    const published = await broadcast(site, { centers, pauseMs: isQuick ? 3_000 : 8_000 })
    for (const center of sick) site.receivers.behave(center, answer(204))
    await settle(site, isQuick ? 20_000 : RECOVERY_MS + 30_000)
    return await judge(site, { published, healthy: centers.slice(6) })
  } finally {
    for (const { child } of replicas) child.kill('SIGKILL')
    await site.close()
  }
}

/** The third one dies when its fifteenth copy has been taken and not yet been stored. */
async function startReplicas(site: DeliverySite, isQuick: boolean): Promise<Replica[]> {
  const dying = isQuick ? {} : ({ dieAt: 'sent', dieAfter: 15, places: 8 } as const)
  return [
    await startReplica(site, { worker: 'a' }),
    await startReplica(site, { worker: 'b' }),
    await startReplica(site, { worker: 'c', ...dying }),
  ]
}

/** Two emergencies and a drill; the second one is updated, then canceled. */
async function broadcast(site: DeliverySite, { centers, pauseMs }: { centers: readonly string[]; pauseMs: number }): Promise<Published[]> {
  const { owner } = site.database
  const flood = await openActivation(owner, { centers })
  const storm = await openActivation(owner, { centers, level: 'alert' })
  const drill = await openActivation(owner, { centers, status: 'EXERCISE' })
  const published = [await publish(owner, flood), await publish(owner, drill), await publish(owner, storm)]
  await sleep(pauseMs)
  published.push(await publish(owner, storm))
  await sleep(pauseMs)
  published.push(await publish(owner, storm, { type: 'CANCEL' }))
  await sleep(pauseMs)
  return published
}

/** Until nothing waits and nothing is in flight. */
async function settle(site: DeliverySite, limitMs: number): Promise<void> {
  const until = performance.now() + limitMs
  const isOpen = async () =>
    (await site.database.owner`select from deliveries where state in ('PENDING', 'IN_FLIGHT', 'RETRY_WAIT', 'UNKNOWN') limit 1`).length > 0
  while ((await isOpen()) && performance.now() < until) await sleep(250)
}

async function judge(site: DeliverySite, at: { published: readonly Published[]; healthy: readonly string[] }): Promise<GoalResult> {
  const breaches = await checkDeliveries({ owner: site.database.owner, log: site.receivers.log, ...at })
  const waits = listFirstWaits(at, site.receivers.log).toSorted((a, b) => a - b)
  const p95 = waits[Math.ceil(waits.length * 0.95) - 1] ?? Infinity
  const [receipts] = await site.database.owner<{ wrong: number; open: number }[]>`
    select count(*) filter (where d.state = 'DELIVERED' and r.state = 'AWAITING')::int as wrong,
      count(*) filter (where m.state = 'CURRENT' and d.state <> 'DELIVERED')::int as open
    from deliveries d
    join messages m on m.id = d.message_id
    join receipts r on r.center_id = d.center_id and r.message_id = d.message_id`
  const { wrong = -1, open = -1 } = receipts ?? {}
  return {
    id: 'G25',
    value: {
      breaches: breaches.slice(0, 5),
      p95Ms: Math.round(p95),
      requests: site.receivers.log.length,
      wrongReceipts: wrong,
      undelivered: open,
    },
    bar: 'no breach of the seven promises, p95 <= 3000 ms, every receipt and every copy settled',
    ok: breaches.length === 0 && p95 <= 3_000 && wrong === 0 && open === 0,
  }
}
