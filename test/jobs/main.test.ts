import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../support/database.js'

let database: TestDatabase
const children: ChildProcess[] = []

beforeAll(async () => {
  database = await cloneDatabase({ withEdition: true })
})

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

afterAll(() => database.drop())

/** The job process, as `npm start` forks it, and the events it has logged. */
function startJobs(url: string) {
  const child = fork('jobs/main.ts', {
    env: { DATABASE_URL: url },
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

const waitFor = (claim: () => void | Promise<void>) => vi.waitFor(claim, { timeout: 20_000, interval: 50 })

describe('the job process', () => {
  it('runs what is due at once, and ends with code 0 on SIGTERM', async () => {
    const { child, events, said } = startJobs(database.url)
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
    expect(await once(child, 'exit')).toEqual([0, null])
    expect([events()[0], events().at(-1)]).toEqual(['jobs.started', 'jobs.stopped'])
    expect(said.text).not.toContain(new URL(database.url).password || 'no password')
  })

  it('outlives a database that is away: it says so at each tick and stays', async () => {
    const { child, events } = startJobs(database.url.replace(/:\d+\//, ':1/'))
    await waitFor(() => expect(events().filter(event => event === 'sweep.failed').length).toBeGreaterThanOrEqual(2))
    expect(child.exitCode).toBeNull()
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('ends when the process that started it is gone', async () => {
    const { child, events } = startJobs(database.url)
    await waitFor(() => expect(events()).toContain('jobs.started'))
    child.disconnect()
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('names what is missing in its configuration', async () => {
    const { child, said } = startJobs('')
    expect((await once(child, 'exit'))[0]).toBe(2)
    expect(said.text).toContain('DATABASE_URL: required here')
  })
})
