import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type postgres from 'postgres'
import { projectRoot } from '../../db/project-root.js'
import { openActivation, publish, type Published } from '../support/broadcast.js'
import { TRIAL_ADDRESS } from '../support/hostile-receiver.js'
import { answer, hang, openReceivers, type Receivers } from '../support/receivers.js'
import { startBenchHub } from './bench-hub.js'
import { atMost, percentile, type BenchOptions, type BenchResult } from './bench.js'

const MANY = 1_000
const LIMIT_MS = 60_000

/** 17 endpoints of which 3 hang and 2 answer 500, then 1,000: from the commit of the publication to the arrival at a receiver over TLS. The jobs are a process of their own. */
export async function benchBroadcast({ isQuick, say }: BenchOptions): Promise<BenchResult> {
  const hub = await startBenchHub()
  const secret = randomBytes(32)
  const receivers = await openReceivers(secret)
  const vault = openVault(secret)
  try {
    await hub.startProcess([join(projectRoot, 'dist', 'jobs', 'main.js')], {
      HUB120_METRICS_PORT: '0',
      HUB120_ENDPOINT_KEYS: vault.folder,
      HUB120_MESSAGE_KEY_FILE: vault.keyFile,
      HUB120_TRIAL_RANGES: `${TRIAL_ADDRESS}/32`,
      NODE_EXTRA_CA_CERTS: join(projectRoot, 'test/support/tls/receiver.crt'),
    })
    const few = await measureFew(hub.owner, receivers, { centers: hub.centers, rounds: isQuick ? 4 : 20 })
    say(`broadcast: ${few.waits.length} first deliveries, median ${percentile(few.waits, 0.5).toFixed(0)} ms`)
    const many = await measureMany(hub.owner, receivers, isQuick ? 200 : MANY)
    say(`broadcast: ${many.count} of ${many.asked} endpoints in ${(many.lastMs / 1_000).toFixed(1)} s`)
    const [version] = await hub.owner<{ server_version: string }[]>`show server_version`
    return {
      lines: [
        atMost('broadcast, first delivery to 12 healthy of 17 centers, p95 in seconds', percentile(few.waits, 0.95) / 1_000, 3),
        atMost(
          `broadcast, all of ${many.asked} endpoints delivered, seconds`,
          many.count === many.asked ? many.lastMs / 1_000 : Infinity,
          30,
        ),
      ],
      rows: few.waits.length + many.count,
      versions: { node: process.version, postgres: version?.server_version ?? '' },
      raw: { medianMs: percentile(few.waits, 0.5), mostMs: Math.max(...few.waits), manyMedianMs: many.medianMs },
    }
  } finally {
    await hub.close()
    await receivers.close()
    rmSync(vault.folder, { recursive: true, force: true })
  }
}

/** One key for all endpoints, and the hub's own. */
function openVault(secret: Buffer): { readonly folder: string; readonly keyFile: string } {
  const folder = mkdtempSync(join(tmpdir(), 'hub120-bench-keys-'))
  mkdirSync(join(folder, 'all'))
  writeFileSync(join(folder, 'all', 'actual'), `whsec_${secret.toString('base64')}\n`)
  const keyFile = join(folder, 'message-key.pem')
  writeFileSync(keyFile, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }))
  return { folder, keyFile }
}

/** The same key opens each of them: what is measured is the way, and not a thousand files. */
const register = (owner: postgres.Sql, receivers: Receivers, centers: readonly string[]) => owner`
  insert into endpoints (id, center_id, kind, url, secret_ref, valid_from)
  select gen_random_uuid(), id, 'ACTUAL', replace(${receivers.url('CENTER')}, 'CENTER', code), 'all/actual', hub_now()
  from centers where code = any (${[...centers]}::text[])`

type Few = { readonly centers: readonly string[]; readonly rounds: number }

/** Milliseconds to the first arrival at each healthy center, over several emergencies. */
async function measureFew(owner: postgres.Sql, receivers: Receivers, { centers, rounds }: Few): Promise<{ waits: readonly number[] }> {
  await register(owner, receivers, centers)
  const [sick, healthy] = [centers.slice(0, 5), centers.slice(5)]
  sick.forEach((center, place) => receivers.behave(center, place < 3 ? hang : answer(500)))
  const waits: number[] = []
  for (let round = 0; round < rounds; round++) {
    const published = await publish(owner, await openActivation(owner, { centers }))
    const arrived = await waitFor(receivers, published, healthy.length, sick)
    waits.push(...arrived.map(at => at - published.committedAt))
  }
  await owner`update messages set state = 'EXPIRED', ended_at = hub_now() where state = 'CURRENT'`
  return { waits }
}

async function measureMany(owner: postgres.Sql, receivers: Receivers, asked: number) {
  const codes = Array.from({ length: asked }, (_, n) => `many-${n}`)
  await owner`insert into centers (code, name_ko, name_en) select code, code, code from unnest(${codes}::text[]) as code`
  await owner`insert into memberships (center_id, member_from) select id, '2024-11-20' from centers where code = any (${codes}::text[])`
  await register(owner, receivers, codes)
  const published = await publish(owner, await openActivation(owner, { centers: codes }))
  const arrived = await waitFor(receivers, published, asked, [])
  const waits = arrived.map(at => at - published.committedAt)
  return { asked, count: arrived.length, lastMs: Math.max(0, ...waits), medianMs: percentile(waits, 0.5) }
}

/** First arrivals of a message at all but `without`, as many as there are to be or have come in a minute. */
async function waitFor(receivers: Receivers, { messageId }: Published, count: number, without: readonly string[]): Promise<number[]> {
  const until = performance.now() + LIMIT_MS
  for (;;) {
    const first = new Map<string, number>()
    for (const { center, webhookId, at } of receivers.log)
      if (webhookId.startsWith(messageId) && !without.includes(center) && !first.has(center)) first.set(center, at)
    if (first.size >= count || performance.now() > until) return [...first.values()]
    await sleep(20)
  }
}
