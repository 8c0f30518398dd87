import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { JOBS } from '../../jobs/job.js'
import { claimJobRun, finishJobRun, type JobRunEnd } from '../../db/queries/jobs.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'

const QUERY = `query ($job: String, $first: Int! = 50, $after: String) {
  jobRuns(job: $job, first: $first, after: $after) {
    nodes { job dueAt attempt startedAt finishedAt outcome detail error } endCursor hasNextPage
  }
}`
const FAULT: JobRunEnd = { outcome: 'failed', detail: null, error: 'PostgresError: column x', isRetryable: false }
const DONE: JobRunEnd = { outcome: 'done', detail: { accepted: 3 }, error: null, isRetryable: false }

let hub: HubServer
beforeAll(async () => {
  hub = await startHubServer()
  const run = (job: string, dueAt: string, end: JobRunEnd | null) =>
    hub.hub.db.transaction(JOBS, async tx => {
      const claim = await claimJobRun(tx, { job, dueAt, worker: 'test' })
      if (claim === null) throw new Error(`${job} was not claimed`)
      if (end !== null) await finishJobRun(tx, claim, end)
    })
  await run('reconcile-terms', '2024-11-01T02:30:00+09:00', DONE)
  await run('reconcile-terms@busan', '2024-11-01T09:00:00+09:00', FAULT)
  await run('watch-terms', '2024-11-02T02:30:00+09:00', null)
})
afterAll(() => hub.close())

const ask = async (client: string, variables: Record<string, unknown> = {}) => {
  const { data, errors } = await hub.graphql(QUERY, variables, await hub.token(client))
  expect(errors).toBeUndefined()
  return data.jobRuns
}

describe('jobRuns', () => {
  it('shows every role what ran, the latest first, and what is under way', async () => {
    for (const client of ['seoul-client', 'analyst']) {
      const { nodes } = await ask(client)
      expect(nodes.map(({ job, outcome, detail, error }: Record<string, string | null>) => ({ job, outcome, detail, error }))).toEqual([
        { job: 'watch-terms', outcome: null, detail: null, error: null },
        { job: 'reconcile-terms@busan', outcome: 'failed', detail: null, error: null },
        { job: 'reconcile-terms', outcome: 'done', detail: '{"accepted":3}', error: null },
      ])
      expect(nodes[2]).toMatchObject({ attempt: 1, dueAt: '2024-11-01T02:30:00+09:00', finishedAt: expect.any(String) })
    }
  })

  it('tells an administrator alone why a run failed, in the words of the program', async () => {
    const { nodes } = await ask('admin', { job: 'reconcile-terms' })
    expect(nodes.map(({ error }: { error: string | null }) => error)).toEqual(['PostgresError: column x', null])
  })

  it('gives pages, and a cursor edited by hand is refused', async () => {
    const first = await ask('analyst', { first: 2 })
    const second = await ask('analyst', { first: 2, after: first.endCursor })
    expect([...first.nodes, ...second.nodes].map(({ job }) => job)).toEqual(['watch-terms', 'reconcile-terms@busan', 'reconcile-terms'])
    expect([first.hasNextPage, second.hasNextPage]).toEqual([true, false])
    for (const place of ['x', '["no date","job"]', '["1","job"]', '["2026-02-30T00:00:00+09:00","job"]']) {
      const after = Buffer.from(place).toString('base64url')
      const { errors } = await hub.graphql(QUERY, { after }, await hub.token('analyst'))
      expect(errors).toMatchObject([{ extensions: { code: 'INVALID_CURSOR' } }])
    }
  })
})
