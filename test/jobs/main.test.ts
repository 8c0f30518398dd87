import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../support/database.js'

let database: TestDatabase
const children: ChildProcess[] = []

beforeAll(async () => {
  database = await cloneDatabase({ withEdition: true })
})

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await database.drop()
})

/** The job process, as `npm start` forks it, and the events it has logged: all of them once it has closed, which may be after its exit. */
function startJobs(url: string) {
  const child = fork('jobs/main.ts', {
    env: { DATABASE_URL: url, NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] },
    execArgv: ['--import', './test/support/typescript-resolver.mjs'],
    silent: true,
  })
  children.push(child)
  const said = { text: '' }
  child.stdout?.on('data', (chunk: Buffer) => (said.text += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (said.text += chunk.toString()))
  const events = () => [...said.text.matchAll(/"event":"([\w.]+)"/g)].map(match => match[1])
  return { child, said, events }
}

/** Of a database that is away: nothing is due to whoever asks there. */
const awayUrl = () => database.url.replace(/:\d+\//, ':1/')

/** Waits for an event in its log, for as long as it lives. */
async function untilSaid({ child, said, events }: ReturnType<typeof startJobs>, event: string): Promise<void> {
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`It ended without ${event}: ${said.text}`)))
  ended.catch(() => undefined) // once all is said it may end
  while (!events().includes(event)) await Promise.race([once(child.stdout ?? child, 'data'), ended])
}

const waitFor = (claim: () => void | Promise<void>) => vi.waitFor(claim, { timeout: 20_000, interval: 50 })

describe('the job process', () => {
  it('runs what is due at once, and ends with code 0 on SIGTERM', async () => {
    const jobs = startJobs(database.url)
    const { child, events, said } = jobs
    await untilSaid(jobs, 'jobs.started')
    const runs = async () => [...(await database.owner`select distinct job, outcome from job_runs order by job`)]
    // A job may come due again while the others run.
    await waitFor(async () =>
      expect(await runs()).toEqual(
        [
          'check-audit-chain',
          'check-closed-periods',
          'check-conservation',
          'ensure-partitions',
          'expire-held-rows',
          'fit-term-weights',
          'freeze-baselines',
          'place-held-rows',
          'prune-dpop-proofs',
          'reconcile-terms',
          'remind-reviews',
          'replay-held-words',
          'suspend-tiers',
          'watch-surges',
          'watch-terms',
        ].map(job => ({
          job,
          outcome: 'done',
        })),
      ),
    )
    child.kill('SIGTERM')
    expect(await once(child, 'close')).toEqual([0, null])
    expect([events()[0], events().at(-1)]).toEqual(['jobs.started', 'jobs.stopped'])
    expect(said.text).not.toContain(new URL(database.url).password || 'no password')
  })

  // Beside each other: they wait for ticks and for processes, and none changes what another one sees.
  it.concurrent('outlives a database that is away: it says so at each tick and stays', async () => {
    const jobs = startJobs(awayUrl())
    const { child, events } = jobs
    await untilSaid(jobs, 'jobs.started')
    await waitFor(() => expect(events().filter(event => event === 'sweep.failed').length).toBeGreaterThanOrEqual(2))
    expect(child.exitCode).toBeNull()
    child.kill('SIGTERM')
    expect(await once(child, 'close')).toEqual([0, null])
  })

  it.concurrent('ends when the process that started it is gone', async () => {
    const jobs = startJobs(awayUrl())
    const { child } = jobs
    await untilSaid(jobs, 'jobs.started')
    child.disconnect()
    // Node tells of no closing where the channel was closed from here.
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it.concurrent('names what is missing in its configuration', async () => {
    const { child, said } = startJobs('')
    expect((await once(child, 'close'))[0]).toBe(2)
    expect(said.text).toContain('DATABASE_URL: required here')
  })
})
