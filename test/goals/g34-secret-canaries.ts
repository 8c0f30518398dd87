import { once } from 'node:events'
import { fork, type ChildProcess } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { projectRoot } from '../../db/project-root.js'
import { findFreePort } from '../../db/server/free-port.js'
import { runCli, settingsOf } from '../clients/run-cli.js'
import { flyCanaries, foundIn, plantedCanaries } from '../support/canaries.js'
import { startHubSite, type HubSite } from './hub-site.js'
import type { RunGoal } from './goal.js'

/**
 * G34: secrets of the operator, of clients and of centers, put wherever they can be put while API and jobs run as processes of their own and
 * the database dies under a push; then everything that these have written is searched.
 */
export const runG34: RunGoal = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hub120-canaries-'))
  const site = await startHubSite({ log_min_messages: 'info', log_connections: 'all' })
  const children: ChildProcess[] = []
  try {
    const planted = plantedCanaries()
    const operator = await operatorSecrets(site, folder)
    const places = await startParts(site, { folder, operator, children })
    const [writer, analyst] = await Promise.all([site.issuer.token('seoul-client'), site.issuer.token('analyst')])
    const errors = await flyCanaries({ url: places.url, writer, analyst }, planted)
    const told = await driveCli(site, { url: places.url, folder, secret: operator.clientSecret })
    await dieUnderPush(site, { url: places.url, writer, figure: planted.landedFigure })
    await sleep(1_500)
    const metrics = (
      await Promise.all(places.metricsPorts.map(async port => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()))
    ).join('\n')
    const audit = JSON.stringify(await site.owner`select actor, action, subject from audit_entries`)
    for (const child of children) await stop(child)
    const secrets = { ...planted, ...operator, writer, analyst }
    const searched = {
      api: readFileSync(places.apiLog, 'utf8'),
      jobs: readFileSync(places.jobsLog, 'utf8'),
      postgres: readFileSync(join(site.server.dataDir, 'postgres.log'), 'utf8'),
      errors: errors.join('\n'),
      metrics,
      audit,
    }
    const hits = Object.entries(searched).flatMap(([place, text]) => foundIn(text, secrets).map(kind => `${kind} in ${place}`))
    // What a center's own terminal shows it may know, its secret excepted.
    if (told.includes(operator.clientSecret)) hits.push('clientSecret in cli')
    const silent = Object.entries(searched).flatMap(([place, text]) => (text.length < 100 ? [place] : []))
    return {
      id: 'G34',
      value: `${hits.length} hits of ${Object.keys(secrets).length} secrets in ${Object.keys(searched).length + 1} places${hits.length > 0 ? `: ${hits.join(', ')}` : ''}${silent.length > 0 ? `; nothing written by ${silent.join(', ')}` : ''}`,
      bar: '0 hits in logs, errors, metrics, audit entries, database log',
      ok: hits.length === 0 && silent.length === 0,
    }
  } finally {
    for (const child of children) await stop(child)
    await site.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

type OperatorSecrets = {
  readonly databasePassword: string
  readonly gatewaySecret: string
  readonly auditKey: string
  readonly clientSecret: string
}

/** The API's own login to the database, with a password that nobody else has. */
async function operatorSecrets(site: HubSite, folder: string): Promise<OperatorSecrets> {
  const databasePassword = `dbCanary${randomBytes(9).toString('hex')}`
  await site.owner.unsafe(`create role canary_login login superuser password '${databasePassword}'`)
  // What the arranging itself has put into the log is none of the hub's.
  writeFileSync(join(site.server.dataDir, 'postgres.log'), '')
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  writeFileSync(join(folder, 'audit-key.pem'), pem, { mode: 0o600 })
  return {
    databasePassword,
    gatewaySecret: `gatewayCanary${randomBytes(16).toString('hex')}`,
    auditKey: pem.split('\n')[1] ?? pem,
    clientSecret: `clientCanary${randomBytes(9).toString('hex')}`,
  }
}

type Parts = { readonly url: string; readonly apiLog: string; readonly jobsLog: string; readonly metricsPorts: readonly number[] }

async function startParts(
  site: HubSite,
  { folder, operator, children }: { folder: string; operator: OperatorSecrets; children: ChildProcess[] },
): Promise<Parts> {
  const database = new URL(site.server.url)
  database.username = 'canary_login'
  database.password = operator.databasePassword
  const [port, apiMetrics, jobsMetrics] = [await findFreePort(null), await findFreePort(null), await findFreePort(null)]
  const start = (name: 'api' | 'jobs', metricsPort: number): string => {
    const logFile = join(folder, `${name}.log`)
    const log = openSync(logFile, 'a')
    const env = {
      ...process.env,
      NODE_ENV: 'production',
      LOG_LEVEL: 'trace',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: database.href,
      OIDC_ISSUER: site.issuer.url,
      HUB120_GATEWAY_SECRET: operator.gatewaySecret,
      HUB120_AUDIT_KEY_FILE: join(folder, 'audit-key.pem'),
      HUB120_METRICS_PORT: String(metricsPort),
    }
    children.push(fork(join(projectRoot, 'dist', name, 'main.js'), { env, stdio: ['ignore', log, log, 'ipc'] }))
    closeSync(log)
    return logFile
  }
  const parts = { url: `http://127.0.0.1:${port}`, apiLog: start('api', apiMetrics), jobsLog: start('jobs', jobsMetrics) }
  const isThere = (url: string) =>
    fetch(url).then(
      ({ status }) => status === 200,
      () => false,
    ) // not listening yet
  const limit = performance.now() + 30_000
  for (const url of [`${parts.url}/readyz`, `http://127.0.0.1:${jobsMetrics}/metrics`]) {
    while (!(await isThere(url))) {
      if (performance.now() > limit) throw new Error(`Not ready: ${url}\n${readFileSync(parts.apiLog, 'utf8').slice(-2_000)}`)
      await sleep(100)
    }
  }
  return { ...parts, metricsPorts: [apiMetrics, jobsMetrics] }
}

/** The command line with a secret that the issuer refuses, and with the right one. */
async function driveCli(site: HubSite, { url, folder, secret }: { url: string; folder: string; secret: string }): Promise<string> {
  const at = settingsOf({ url, issuer: site.issuer.url, spoolFolder: join(folder, 'spool') })
  const sample = join(projectRoot, 'db/sample/busan-2026-11-19.csv')
  const wrong = await runCli(['push', sample], { ...at, clientId: 'busan-client', secret })
  const right = await runCli(['push', sample], { ...at, clientId: 'busan-client', secret: 'dev-busan' })
  const away = await runCli(['push', sample], { ...at, url: 'http://127.0.0.1:9', clientId: 'busan-client', secret: 'dev-busan' })
  return [wrong, right, away].flatMap(({ out, told }) => [out, told]).join('\n')
}

/** Pushes while every backend of the hub is ended again and again, so that database errors are told too. */
async function dieUnderPush(site: HubSite, { url, writer, figure }: { url: string; writer: string; figure: string }): Promise<void> {
  const rows = Array.from({ length: 2_000 }, (_, i) => ({
    measure: 'calls_offered',
    periodStart: new Date(Date.UTC(2024, 0, 1 + (i % 700))).toISOString().slice(0, 10),
    value: figure,
  }))
  const query = 'mutation P($input: SubmitStatisticsInput!) { submitStatistics(input: $input) { ... on SubmissionReceipt { id } } }'
  const pushes = Promise.all(
    Array.from({ length: 6 }, async (_, n) => {
      const body = JSON.stringify({ query, variables: { input: { idempotencyKey: `die-${n}`, rows } } })
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${writer}` }
      await (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).arrayBuffer()
    }),
  )
  for (let n = 0; n < 12; n++) {
    await sleep(100)
    await site.owner`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'canary_login' and application_name = 'hub120-api'`
  }
  await pushes
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const cut = setTimeout(() => child.kill('SIGKILL'), 16_000)
  await ended
  clearTimeout(cut)
}
