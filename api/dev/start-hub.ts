import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../../db/connect.js'
import { projectRoot } from '../../db/project-root.js'
import { requireEdition } from '../../db/queries/editions.js'
import { startServer } from '../../db/server/start-server.js'
import { setUpDatabase } from '../../db/set-up.js'
import { COMPILE_CACHE } from './compile-cache.js'
import { ConfigFault, environmentWith, readConfig, type Config } from '../config.js'
import { Secret } from '../secret.js'
import { onStop } from '../stop.js'
import { checkPort } from './check-port.js'
import { startChild, type Child } from './child.js'
import { KEY_CLIENT, listDevelopmentClients } from './development-clients.js'
import { registerCallers } from './register-callers.js'
import { complain, say } from './say.js'
import { StartFault } from './start-fault.js'
import { developmentIssuer } from './development-issuer.js'
import { keepKey } from './keep-key.js'
import { writeScreen } from './write-screen.js'

/** What was started, in order; stopped in the opposite order, so the database goes last. */
type Running = { readonly parts: { readonly ko: string; readonly en: string; readonly stop: () => Promise<void> }[]; isStopping: boolean }

type DatabaseUrls = { readonly url: Secret; readonly migrationUrl: Secret }

const READY_LIMIT_MS = 30_000
const METRICS_PORT = 4129

/** Everything of `npm start`: database, migrations, edition, sign-in, API, jobs, and then the screen. Ends with this process, and ends it when a part dies. */
export async function startHub(): Promise<void> {
  const running: Running = { parts: [], isStopping: false }
  onStop(() => stopAll(running), 45_000)
  try {
    await start(running)
  } catch (fault) {
    if (running.isStopping) return
    tell(fault)
    await stopAll(running)
    process.exit(1)
  }
}

async function start(running: Running): Promise<void> {
  const config = readConfig()
  const dataDir = resolve(projectRoot, config.dataDir)
  mkdirSync(dataDir, { recursive: true })
  await checkPort('PORT', config.http.port, config.http.host)
  if (config.signIn.issuer === null) await checkPort('HUB120_SIGN_IN_PORT', config.signIn.port, '127.0.0.1')

  const database = config.database ?? (await startDatabase(dataDir, running))
  const issuer = config.signIn.issuer ?? developmentIssuer(config)
  const environment = environmentWith({
    DATABASE_URL: database.url.reveal(),
    HUB120_MIGRATION_URL: database.migrationUrl.reveal(),
    OIDC_ISSUER: issuer,
    PORT: String(config.http.port),
    // The libraries' own checks for developers of schemas cost a tenth of every large submission.
    NODE_ENV: 'production',
    NODE_COMPILE_CACHE: COMPILE_CACHE,
  })
  // The API takes longest to load, so it does that while the database is set up; it is asked for nothing until it is ready.
  await startPart({ name: 'api', ko: 'API', en: 'API', environment: { ...environment, ...metricsPort(config, 0) }, dataDir }, running)
  const { migrations, edition } = await setUpDatabase(database.migrationUrl.reveal())
  say(`데이터베이스 구조 ${migrations.total}단계, 표준 ${edition}판 준비`, `schema at step ${migrations.total}, edition ${edition} loaded`)
  if (config.signIn.issuer === null) await startSignIn({ config, database, dataDir }, running)
  const url = `http://${config.http.host.includes(':') ? `[${config.http.host}]` : config.http.host}:${config.http.port}`
  await waitUntilReady(url, running, dataDir)
  const jobEnvironment = { ...environment, ...keysOf(config, dataDir), ...metricsPort(config, 1) }
  await startPart({ name: 'jobs', ko: '정기 작업', en: 'jobs', environment: jobEnvironment, dataDir }, running)
  writeScreen({ url, issuer, isDevelopmentIssuer: config.signIn.issuer === null, dataDir })
}

/** The jobs alone are given the signing keys; in production they refuse to start without one of their own for the audit heads. */
function keysOf({ auditKeyFile, sending, environment }: Config, dataDir: string): Record<string, string> {
  if (environment === 'production') return {}
  return {
    ...(auditKeyFile === null && { HUB120_AUDIT_KEY_FILE: keepKey(dataDir, 'audit') }),
    ...(sending.messageKeyFile === null && { HUB120_MESSAGE_KEY_FILE: keepKey(dataDir, 'message') }),
    // A file for each endpoint goes in here; without one its messages wait.
    ...(sending.keyFolder === null && { HUB120_ENDPOINT_KEYS: join(dataDir, 'endpoint-keys') }),
  }
}

/** Both parts run on this machine here, so the jobs serve their metrics one port further on. */
const metricsPort = ({ metrics }: Config, further: 0 | 1): Record<string, string> => {
  const port = metrics?.port ?? METRICS_PORT
  return { HUB120_METRICS_PORT: String(port === 0 ? 0 : port + further) }
}

async function startDatabase(dataDir: string, running: Running): Promise<DatabaseUrls> {
  const server = await startServer({ dataDir, say: line => say('데이터베이스', line) })
  running.parts.push({ ko: '데이터베이스', en: 'database', stop: () => server.stop() })
  say(`PostgreSQL 실행(포트 ${server.port})`, `PostgreSQL runs on port ${server.port}`)
  const url = new Secret(server.url)
  return { url, migrationUrl: url }
}

type SignInOptions = { readonly config: Config; readonly database: DatabaseUrls; readonly dataDir: string }

async function startSignIn({ config, database, dataDir }: SignInOptions, running: Running): Promise<void> {
  const { startIssuer } = await import('./start-issuer.js')
  const clients = listDevelopmentClients(await listRegisteredCenters(database.url))
  await registerCallers(database.migrationUrl.reveal(), clients)
  const issuer = await startIssuer({ port: config.signIn.port, audience: config.signIn.audience, clients })
  running.parts.push({ ko: '개발용 로그인', en: 'development sign-in', stop: () => issuer.close() })
  writeFileSync(join(dataDir, `${KEY_CLIENT}.jwk.json`), `${JSON.stringify(issuer.clientKey, null, 2)}\n`, { mode: 0o600 })
  say(`개발용 로그인 실행(클라이언트 ${clients.length}개)`, `development sign-in runs with ${clients.length} clients`)
}

async function listRegisteredCenters(url: Secret) {
  const db = connect({ url: url.reveal(), max: 1, applicationName: 'hub120-start' })
  try {
    const { centers } = await db.query(requireEdition)
    return [...centers.values()]
  } finally {
    await db.close()
  }
}

type PartOptions = {
  readonly name: 'api' | 'jobs'
  readonly ko: string
  readonly en: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly dataDir: string
}

async function startPart({ name, ko, en, environment, dataDir }: PartOptions, running: Running): Promise<void> {
  const program = join(projectRoot, 'dist', name, 'main.js')
  if (!existsSync(program))
    throw new StartFault(
      `${program} 파일이 없습니다. "npm run build"를 먼저 실행하십시오.`,
      `${program} is missing; run "npm run build" first.`,
    )
  const logFile = join(dataDir, `${name}.log`)
  const child = await startChild({ name, program, environment, logFile })
  running.parts.push({ ko, en, stop: child.stop })
  void child.ended.then(() => stopWhenDead(child, logFile, running))
  say(`${ko} 실행(pid ${child.pid})`, `${en} runs as pid ${child.pid}`)
}

async function stopWhenDead({ name }: Child, logFile: string, running: Running): Promise<void> {
  if (running.isStopping) return
  complain(`${name} 프로세스가 끝났습니다. 기록: ${logFile}`, `The ${name} process has ended; see ${logFile}.`)
  await stopAll(running)
  process.exit(1)
}

async function waitUntilReady(url: string, running: Running, dataDir: string): Promise<void> {
  const limit = performance.now() + READY_LIMIT_MS
  while (performance.now() < limit && !running.isStopping) {
    const isReady = await fetch(`${url}/readyz`).then(
      ({ status }) => status === 200,
      () => false, // not listening yet
    )
    if (isReady) return
    await sleep(50)
  }
  throw new StartFault(
    `API가 ${READY_LIMIT_MS / 1000}초 안에 준비되지 않았습니다. 기록: ${dataDir}/api.log`,
    `The API was not ready within ${READY_LIMIT_MS / 1000} s; see ${dataDir}/api.log.`,
  )
}

async function stopAll(running: Running): Promise<void> {
  if (running.isStopping) return
  running.isStopping = true
  process.stdout.write('\n')
  for (const { ko, en, stop } of inStopOrder(running)) {
    await stop()
    say(`${ko} 종료`, `${en} stopped`)
  }
}

/** The API first, so that nobody is let in any more; then jobs, sign-in and the database. */
const inStopOrder = ({ parts }: Running) => parts.toSorted((a, b) => ORDER.indexOf(a.en) - ORDER.indexOf(b.en))
const ORDER = ['API', 'jobs', 'development sign-in', 'database']

function tell(fault: unknown): void {
  if (fault instanceof StartFault) complain(fault.messageKo, fault.message)
  else if (fault instanceof ConfigFault) complain('설정에 잘못이 있습니다.', fault.message)
  else complain('시작하지 못했습니다.', fault instanceof Error ? (fault.stack ?? fault.message) : String(fault))
}
