import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectRoot } from '../../db/project-root.js'
import { findFreePort } from '../../db/server/free-port.js'

const program = join(projectRoot, 'dist', 'api', 'dev', 'start.js')
const started: ChildProcess[] = []
let folder: string

beforeAll(() => {
  // `npm test` has built it; a single test file run by hand may not have.
  if (!existsSync(program)) execFileSync('npm', ['run', '--silent', 'build'], { cwd: projectRoot })
  folder = mkdtempSync(join(tmpdir(), 'hub120-start-'))
  chmodSync(folder, 0o755)
}, 120_000)

afterAll(() => {
  for (const child of started) if (child.exitCode === null) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

type Start = {
  readonly child: ChildProcess
  readonly ports: { readonly PORT: string; readonly HUB120_SIGN_IN_PORT: string }
  readonly screen: () => string
  readonly complaint: () => string
}

/** `npm start` as it is typed (without building again), or its program alone. */
async function start(
  environment: Record<string, string> = {},
  command: readonly [string, ...string[]] = [process.execPath, program],
): Promise<Start> {
  const ports = { PORT: String(await findFreePort(null)), HUB120_SIGN_IN_PORT: String(await findFreePort(null)) }
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(command[0], command.slice(1), {
    cwd: projectRoot,
    env: { PATH, HOME, HUB120_DATA: join(folder, 'data'), ...ports, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  let [screen, complaint] = ['', '']
  child.stdout.on('data', part => (screen += String(part)))
  child.stderr.on('data', part => (complaint += String(part)))
  return { child, ports, screen: () => screen, complaint: () => complaint }
}

async function untilScreen({ child, screen, complaint }: Start): Promise<void> {
  await expect
    .poll(() => screen() + complaint() + (child.exitCode === null ? '' : 'ended'), { timeout: 45_000 })
    .toMatch(/Ctrl-C stops everything|ended/)
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Processes of the API, the jobs and the database. */
const listProcesses = ({ screen }: Start): number[] => [
  ...[...screen().matchAll(/as pid (\d+)/g)].map(match => Number(match[1])),
  Number(readFileSync(join(folder, 'data', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]),
]

/** Processor time that living processes have taken so far. */
const secondsOfProcessor = (pids: readonly number[]): number => {
  const ticks = pids.map(pid => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [])
  return ticks.reduce((sum, fields) => sum + (Number(fields[11]) + Number(fields[12])) / 100, 0)
}

/** What the token command on the screen gets, asked for without curl. */
async function takeToken(run: Start): Promise<string> {
  const [, client = '', body = '', url = ''] = /curl -s -u (\S+) -d (grant_type=\S+ -d scope=\S+) (\S+\/token)/.exec(run.screen()) ?? []
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(client).toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: body.replace(' -d ', '&'),
  })
  return ((await response.json()) as { access_token: string }).access_token // a token response
}

async function listCenters(run: Start, token: string): Promise<string[]> {
  const response = await fetch(`http://127.0.0.1:${run.ports.PORT}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{"query":"{ centers { code nameKo } }"}',
  })
  return ((await response.json()) as { data: { centers: { code: string }[] } }).data.centers.map(({ code }) => code) // an answer of the hub
}

describe('npm start', () => {
  it('brings up everything on a fresh folder, shows how to ask, and stops all of it on SIGTERM', { timeout: 90_000 }, async () => {
    const run = await start({}, ['npm', 'start', '--silent', '--ignore-scripts'])
    await untilScreen(run)
    expect(run.complaint()).toBe('')
    const processes = listProcesses(run)
    expect(processes.map(isAlive)).toEqual([true, true, true])
    const centers = await listCenters(run, await takeToken(run))
    expect(centers).toHaveLength(17)
    expect(centers).toContain('seoul')
    expect(run.screen()).toContain(`http://127.0.0.1:${run.ports.PORT}/graphql`)
    expect(run.screen()).toContain('push db/sample/seoul-2026-11-19.json')
    expect(run.screen()).not.toMatch(/postgres:\/\//)
    expect(statSync(join(folder, 'data', 'seoul-key-client.jwk.json')).mode & 0o777).toBe(0o600)

    run.child.kill('SIGTERM')
    expect(await once(run.child, 'close')).toEqual([0, null])
    expect(processes.map(isAlive)).toEqual([false, false, false])
    expect(run.screen().match(/\S+(?= stopped)/g)).toEqual(['API', 'jobs', 'sign-in', 'database'])
  })

  it('is there again within 5 s, and leaves no process when it is killed', { timeout: 60_000 }, async () => {
    const startedAt = performance.now()
    const run = await start()
    await untilScreen(run)
    const elapsedS = (performance.now() - startedAt) / 1000
    const processes = listProcesses(run)
    // Where other work keeps the processors busy, what the start itself took of them is compared: it is the greater part of its time.
    const isBusy = existsSync('/proc/self/stat') && (loadavg()[0] ?? 0) > availableParallelism() / 2
    expect(isBusy ? secondsOfProcessor([run.child.pid ?? 0, ...processes]) : elapsedS).toBeLessThan(5)
    run.child.kill('SIGKILL')
    await expect.poll(() => processes.map(isAlive), { timeout: 20_000 }).toEqual([false, false, false])
  })

  // Beside each other: none of these gets as far as the data.
  it.concurrent.each(['PORT', 'HUB120_SIGN_IN_PORT'])('says which variable moves a port in use: %s', async variable => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number } // a TCP server has a port
    const run = await start({ [variable]: String(port) })
    expect(await once(run.child, 'close')).toEqual([1, null])
    expect(run.complaint()).toContain(`Port ${port} cannot be used; something else may be listening there. ${variable} moves it`)
    expect(run.complaint()).toContain(`${port}번 포트를 쓸 수 없습니다`)
    other.close()
  })

  it.concurrent('says at once that a port is one fetch refuses to call, and which variable moves it', async () => {
    const run = await start({ PORT: '4190' })
    expect(await once(run.child, 'close')).toEqual([1, null])
    expect(run.complaint()).toContain('Port 4190 is one that browsers and fetch refuse to call. PORT moves it')
    expect(run.complaint()).toContain('4190번 포트는 브라우저와 fetch가 막는 포트입니다')
  })

  it.concurrent('refuses production without real servers, naming all faults at once', async () => {
    const run = await start({ HUB120_ENV: 'production', OIDC_ISSUER: 'http://127.0.0.1:4121' })
    expect(await once(run.child, 'close')).toEqual([1, null])
    expect(run.complaint()).toContain('DATABASE_URL: required in production')
    expect(run.complaint()).toContain('OIDC_ISSUER: must be https in production')
    expect(run.complaint()).toContain('OIDC_ISSUER: is on this machine')
  })
})
