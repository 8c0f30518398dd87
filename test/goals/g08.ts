import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type postgres from 'postgres'
import type { RunGoal } from './goal.js'
import { startHubProcess, type HubProcess } from './hub-process.js'
import { startHubSite, type HubSite } from './hub-site.js'
import { daysBefore, push, pushText, seriesOf, VALUES_PER_DAY } from './push.js'

/** Eighteen clients with a day's values a batch and two with 100,000 values; every batch has keys of its own, so that each value tells its batch. */
const CLIENTS = 20
const LARGE_CLIENTS = 2
const LARGE_VALUES = 100_000
const CENTERS = ['seoul', 'busan', 'daegu', 'incheon', 'gwangju', 'daejeon', 'ulsan', 'sejong', 'gyeonggi']
const MEASURES = ['contacts_handled', 'contacts_offered']
const LARGE_CENTERS = ['gangwon', 'jeju']
const LARGE_MEASURES = ['contacts_handled', 'contacts_offered', 'inquiries_recorded']

/** When all is quiet again, whoever still has no receipt must get it within this time. */
const DRAIN_LIMIT_MS = 60_000

type Storm = { readonly site: HubSite; readonly replicas: Replica[]; isOver: boolean; overAt: number }
type Replica = { hub: HubProcess; readonly port: number; killedAt: number }
type Acknowledged = { readonly key: string; readonly id: string; readonly received: number; readonly isDifferentAgain: boolean }

/** G08: a set test over the push API while API processes are killed and PostgreSQL is stopped at once, at random instants. */
export const runG08: RunGoal = async ({ isQuick }) => {
  const goals = isQuick ? { kills: 8, crashes: 2, limitMs: 45_000 } : { kills: 50, crashes: 10, limitMs: 180_000 }
  const site = await startHubSite({ max_connections: '60' })
  const replicas: Replica[] = []
  try {
    for (let n = 0; n < 2; n++) {
      const hub = await startHubProcess({ databaseUrl: site.server.url, issuer: site.issuer.url })
      replicas.push({ hub, port: Number(new URL(hub.url).port), killedAt: 0 })
    }
    const storm: Storm = { site, replicas, isOver: false, overAt: Infinity }
    const clients = Array.from({ length: CLIENTS }, (_, index) =>
      index < LARGE_CLIENTS ? pushLarge(storm, index) : pushDays(storm, index),
    )
    const done = await blow(storm, goals)
    storm.isOver = true
    storm.overAt = performance.now()
    const acknowledged = (await Promise.all(clients)).flat()
    await Promise.all(replicas.splice(0).map(({ hub }) => hub.stop()))
    const found = await count(site.owner, acknowledged)
    const different = acknowledged.filter(({ isDifferentAgain }) => isDifferentAgain).length
    const large = acknowledged.filter(({ received }) => received === LARGE_VALUES).length
    return {
      id: 'G08',
      value:
        `${found.lost} lost of ${acknowledged.length} acknowledged (${large} of ${LARGE_VALUES} values), ${found.duplicates} duplicates, ` +
        `${found.partial} partial batches, ${found.unaudited} without audit entry, ${different} other receipts (${done.kills} kills, ${done.inWork} of them in a push; ${done.crashes} crashes)`,
      bar: `0 lost, 0 duplicates, 0 partial batches (${goals.kills} kills, ${goals.crashes} crashes)`,
      ok:
        found.lost + found.duplicates + found.partial + found.unaudited + different === 0 &&
        done.kills >= goals.kills &&
        done.crashes >= goals.crashes &&
        acknowledged.length >= CLIENTS &&
        large > 0,
    }
  } finally {
    await Promise.all(replicas.map(({ hub }) => hub.stop()))
    await site.close()
  }
}

/** Kills and crashes at random instants until both numbers are reached, or the time is over. */
async function blow(storm: Storm, goals: { kills: number; crashes: number; limitMs: number }) {
  const done = { kills: 0, crashes: 0, inWork: 0 }
  const limit = performance.now() + goals.limitMs
  const killers = storm.replicas.map(async replica => {
    while (done.kills < goals.kills && performance.now() < limit) {
      await sleep(500 + Math.random() * 4_000)
      // A kill between two pushes proves little: the instant is random, but wherever it can be it lies in the work of one.
      for (let look = 0; look < 100 && !(await isPushUnderWay(storm.site.owner)); look++) await sleep(10)
      done.kills += 1
      if (await isPushUnderWay(storm.site.owner)) done.inWork += 1
      replica.hub.signal('SIGKILL')
      await replica.hub.exited
      replica.hub = await startHubProcess({ databaseUrl: storm.site.server.url, issuer: storm.site.issuer.url, port: replica.port })
    }
  })
  const crasher = async () => {
    while (done.crashes < goals.crashes && performance.now() < limit) {
      await sleep(2_000 + Math.random() * 6_000)
      // What pg_ctl -m immediate does: no checkpoint, no goodbye; the server starts again by itself and recovers from its log.
      process.kill(postmasterOf(storm.site), 'SIGQUIT')
      done.crashes += 1
      await untilServing(storm.site.owner)
    }
  }
  await Promise.all([...killers, crasher()])
  return done
}

const postmasterOf = ({ server }: HubSite): number =>
  Number(readFileSync(join(server.dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])

async function isPushUnderWay(owner: postgres.Sql): Promise<boolean> {
  const rows = await owner`
    select from pg_stat_activity where application_name = 'hub120-api' and xact_start is not null and backend_xid is not null limit 1`.catch(
    () => [],
  )
  return rows.length > 0
}

async function untilServing(owner: postgres.Sql): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const isServing = await owner`select 1`.then(
      () => true,
      () => false,
    )
    if (isServing) return
    await sleep(100)
  }
  throw new Error('PostgreSQL did not come back within 30 s.')
}

async function pushDays(storm: Storm, index: number): Promise<Acknowledged[]> {
  const center = CENTERS[index % CENTERS.length] ?? ''
  const measure = MEASURES[Math.floor(index / CENTERS.length) % MEASURES.length] ?? ''
  const acknowledged: Acknowledged[] = []
  for (let n = 0; !storm.isOver; n++) {
    const series = seriesOf({ measure, last: daysBefore('2026-10-31', n), count: VALUES_PER_DAY, offset: n % 7 })
    acknowledged.push(await pushUntilAcknowledged(storm, { center, key: `g08-${index}-${n}`, series, n }))
    await sleep(Math.random() * 200)
  }
  return acknowledged
}

/** Every batch of 100,000 has a measure of its own: at most three a client, and the last one is carried to its end after the storm. */
async function pushLarge(storm: Storm, index: number): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = []
  for (let n = 0; n < LARGE_MEASURES.length && (n === 0 || !storm.isOver); n++) {
    const series = seriesOf({ measure: LARGE_MEASURES[n] ?? '', last: '2026-10-31', count: LARGE_VALUES, offset: n })
    acknowledged.push(await pushUntilAcknowledged(storm, { center: LARGE_CENTERS[index] ?? '', key: `g08-large-${index}-${n}`, series, n }))
  }
  return acknowledged
}

type Batch = { readonly center: string; readonly key: string; readonly series: unknown; readonly n: number }

/** As a client does: the same key again, to whichever replica, until a receipt comes. Now and then once more after that: the same receipt must come. */
async function pushUntilAcknowledged(storm: Storm, { center, key, series, n }: Batch): Promise<Acknowledged> {
  const { site, replicas } = storm
  const token = await site.token(`${center}-client`)
  const text = pushText({ idempotencyKey: key, series: [series] })
  for (let attempt = 0; ; attempt++) {
    const answer = await push(replicas[(n + attempt) % replicas.length]?.hub.url ?? '', token, text)
    const receipt = answer?.body.data?.submitStatistics
    if (receipt?.__typename === 'SubmissionReceipt') {
      const again = n % 5 === 4 ? (await push(replicas[0]?.hub.url ?? '', token, text))?.body.data?.submitStatistics : null
      const isDifferentAgain = again?.id !== undefined && (again.id !== receipt.id || again.replayed !== true)
      return { key, id: receipt.id ?? '', received: receipt.counts?.['received'] ?? 0, isDifferentAgain }
    }
    if (receipt?.__typename === 'Refused') throw new Error(`${key} was refused: ${JSON.stringify(receipt.issues)}`)
    if (answer !== null && ![429, 503].includes(answer.status))
      throw new Error(`${key} got ${answer.status}: ${JSON.stringify(answer.body)}`)
    if (performance.now() - storm.overAt > DRAIN_LIMIT_MS) {
      throw new Error(`${key} has no receipt ${DRAIN_LIMIT_MS / 1000} s after the storm: ${JSON.stringify(answer)}`)
    }
    await sleep(100 + Math.random() * 300)
  }
}

/** Every submission that is stored against what stands of it: all of it or nothing, once, and with its entry in the audit chain. */
async function count(owner: postgres.Sql, acknowledged: readonly Acknowledged[]) {
  const stored = await owner<{ key: string; id: string; isWhole: boolean; isAudited: boolean }[]>`
    with standing as (select center_id, submission_no, count(*) as n from observations group by 1, 2),
    held as (select center_id, submission_no, count(*) as n from held_rows group by 1, 2),
    entries as (select chain, subject ->> 'id' as id, count(*) as n from audit_entries where action = 'submission.accepted' group by 1, 2)
    select s.idempotency_key as key, s.id,
           coalesce(o.n, 0) = s.inserted + s.revised and coalesce(h.n, 0) = s.quarantined
             and s.received = s.inserted + s.revised + s.unchanged + s.retracted + s.quarantined + s.rejected as "isWhole",
           coalesce(e.n, 0) = 1 as "isAudited"
    from submissions s
    left join standing o on o.center_id = s.center_id and o.submission_no = s.no
    left join held h on h.center_id = s.center_id and h.submission_no = s.no
    left join entries e on e.chain = s.center_id and e.id = s.id::text`
  const ids = new Map(stored.map(({ key, id }) => [key, id]))
  return {
    lost: acknowledged.filter(({ key, id }) => ids.get(key) !== id).length,
    duplicates: stored.length - ids.size,
    partial: stored.filter(({ isWhole }) => !isWhole).length,
    unaudited: stored.filter(({ isAudited }) => !isAudited).length,
  }
}
