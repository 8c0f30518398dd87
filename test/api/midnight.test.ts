import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registerCallers } from '../../db/queries/callers.js'
import { projectRoot } from '../../db/project-root.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { postGraphql } from '../support/hub-server.js'
import { startTestIssuer, TEST_CLIENTS, type TestIssuer } from '../support/issuer.js'

const SUBMIT = `mutation ($input: SubmitStatisticsInput!) {
  submitStatistics(input: $input) {
    ... on SubmissionReceipt { counts { inserted unchanged rejected } rows(outcomes: [REJECTED]) { nodes { issues { code } } } }
    ... on Refused { issues { code } }
  }
}`

const FIGURES = `query ($hours: FiguresInput!, $weeks: FiguresInput!) {
  hours: figures(input: $hours) { nodes { from to dimensions { item } value } }
  weeks: figures(input: $weeks) { nodes { from to value reason coverage { cellsExpected gaps { reason from to } } } }
  holidays(from: "2026-12-24", to: "2026-12-26") { day }
}`

const ROWS = [
  { measure: 'calls_offered', periodStart: '2026-11-20T15:30:00Z', value: 7, sourceRow: 1 },
  { measure: 'calls_offered', periodStart: '2026-11-21T00:30:00+09:00', value: 7, sourceRow: 2 },
  { measure: 'calls_offered', periodStart: '2026-11-21T00:30:00', value: 7, sourceRow: 3 },
]

/** Where the server stands, and whose client asks it. */
const ZONES = [
  ['UTC', 'seoul'],
  ['Asia/Seoul', 'daegu'],
  ['America/Los_Angeles', 'incheon'],
] as const

let database: TestDatabase
let issuer: TestIssuer
let urls: ReadonlyMap<string, string>
const children: ChildProcess[] = []
beforeAll(async () => {
  ;[database, issuer] = await Promise.all([cloneDatabase({ withEdition: true }), startTestIssuer()])
  await database.setClock('2026-11-21T02:00:00+09:00')
  await registerCallers(database.owner, TEST_CLIENTS)
  urls = new Map(await Promise.all(ZONES.map(async ([zone]) => [zone, await startIn(zone)] as const)))
})
afterAll(async () => {
  await Promise.all(children.map(end))
  await issuer.close()
  await database.drop()
})

/** The API as a process of its own, as `npm run start:api` runs it, with its clock's zone set. */
async function startIn(zone: string): Promise<string> {
  const child = spawn(process.execPath, [join(projectRoot, 'dist', 'api', 'main.js')], {
    env: { ...process.env, TZ: zone, DATABASE_URL: database.url, OIDC_ISSUER: issuer.url, PORT: '0', LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const port = await new Promise<string>((resolve, reject) => {
    let printed = ''
    child.on('exit', code => reject(new Error(`The API in ${zone} ended with ${code} before it listened: ${printed}`)))
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const listening = /127\.0\.0\.1:(\d+)/.exec(printed)
      if (listening?.[1] !== undefined) resolve(listening[1])
    })
  })
  return `http://127.0.0.1:${port}`
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

describe('midnight in Korea', () => {
  it.each(ZONES)(
    'exchange 9: an instant falls on the same business day and hour, and figures by hour and week are the same, when the server runs in %s',
    async (zone, center) => {
      const url = urls.get(zone) ?? ''
      const token = await issuer.token(`${center}-client`)
      const { data, errors } = await postGraphql(url, {
        query: SUBMIT,
        variables: { input: { idempotencyKey: zone, rows: ROWS } },
        token,
      })
      expect(errors).toBeUndefined()
      expect(data.submitStatistics).toEqual({
        counts: { inserted: 1, unchanged: 1, rejected: 1 },
        rows: { nodes: [{ issues: expect.arrayContaining([{ code: 'PERIOD_UNREADABLE' }]) }] },
      })
      const stored = await database.owner`
      select o.period_start::text as day, c.key as cell, o.value::text as value
      from observations o join dimension_cells c on c.id = o.cell_id join centers on centers.id = o.center_id
      where centers.code = ${center}`
      expect([...stored]).toEqual([{ day: '2026-11-21', cell: 'hour=00', value: '7' }])
      const asked = { measures: ['calls_offered'], centers: [center], from: '2026-11-16' }
      const variables = {
        hours: { ...asked, from: '2026-11-21', to: '2026-11-21', by: 'HOUR' },
        weeks: { ...asked, to: '2026-11-29', by: 'WEEK' },
      }
      const figures = await postGraphql(url, { query: FIGURES, variables, token })
      expect(figures.errors).toBeUndefined()
      // The other 23 hours of the day are there and have nothing.
      const hours: { value: string | null }[] = figures.data.hours.nodes
      const sent = hours.filter(({ value }) => value !== null)
      expect(sent).toEqual([{ from: '2026-11-21', to: '2026-11-21', dimensions: [{ item: '00' }], value: '7' }])
      expect(hours).toHaveLength(24)
      expect(figures.data.weeks.nodes).toMatchObject([
        {
          from: '2026-11-16',
          to: '2026-11-22',
          value: '7',
          coverage: { gaps: [{ reason: 'MISSING', from: '2026-11-16', to: '2026-11-20' }] },
        },
        { from: '2026-11-23', to: '2026-11-29', value: null, coverage: { cellsExpected: 0 } },
      ])
      expect(figures.data.holidays).toEqual([{ day: '2026-12-25' }])
    },
  )
})
