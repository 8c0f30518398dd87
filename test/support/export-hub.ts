import { submitStatistics } from '../../api/operations/submit-statistics.js'
import type { SubmittedBatch } from '../../schema/domain/submissions/submission.js'
import { rowsOf, valueOf } from './center-hub.js'
import { cloneDatabase, type TestDatabase } from './database.js'
import { startHubServer, type HubServer } from './hub-server.js'
import { busanBatch, EMPTY_BATCH, seoulBatch } from './submission-samples.js'

/** What two centers are called here: texts that a spreadsheet would calculate. */
export const FORMULA = '=HYPERLINK("http://evil.example","서울")'
export const FORMATS = ['csv', 'xlsx', 'sdmx-csv', 'json-stat'] as const

export const night = { from: '2026-11-19', to: '2026-11-19' }
export const QUESTION = {
  ...night,
  indicators: ['response_rate', 'aht'],
  measures: ['calls_offered'],
  centers: ['seoul', 'busan', 'daegu'],
}

/** A figure as GraphQL gives it. */
export type Figure = {
  readonly code: string
  readonly version: string | null
  readonly center: string | null
  readonly from: string
  readonly dimensions: readonly { readonly dimension: string; readonly item: string }[]
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  readonly factor: string | null
  readonly reason: string | null
  readonly marks: readonly string[]
  readonly coverage: Readonly<Record<'centersIn' | 'centersExpected' | 'cellsIn' | 'cellsExpected' | 'extra', number>>
}

type Options = { readonly token?: string; readonly headers?: Record<string, string>; readonly signal?: AbortSignal }

/** A hub with the night of three centers, and the ways to ask it for files; as the analyst unless told otherwise. */
export type ExportHub = {
  readonly server: HubServer
  readonly database: TestDatabase
  readonly analyst: string
  post(format: string, body: unknown, options?: Options): Promise<Response>
  /** The file as text; throws where it is refused. */
  textOf(format: string, body: unknown, options?: Options): Promise<string>
  /** What GraphQL answers to the same question. */
  ask(input: object, token?: string): Promise<readonly Figure[]>
  submit(code: string, batch: Partial<SubmittedBatch>, idempotencyKey: string): Promise<void>
  close(): Promise<void>
}

const FIGURES = `query ($input: FiguresInput!) { figures(input: $input, first: 500) { nodes {
  code version center from value numerator denominator factor reason marks dimensions { dimension item }
  coverage { centersIn centersExpected cellsIn cellsExpected extra } } } }`

async function submitAs(
  { hub }: HubServer,
  code: string,
  { batch, idempotencyKey }: { batch: Partial<SubmittedBatch>; idempotencyKey: string },
) {
  const center = (await hub.standards()).centers.get(code) ?? null
  const caller = { subject: `${code}-client`, kind: 'client' as const, center, scopes: new Set(['stats:write' as const]) }
  const request = { idempotencyKey, uploadId: null, isDryRun: false, dryRunHash: null }
  valueOf(await submitStatistics(hub, caller, { ...request, batch: { ...EMPTY_BATCH, ...batch } }))
}

/** Files name their center, so the centers get their strange names after the night is in. */
async function fillDatabase(): Promise<TestDatabase> {
  const database = await cloneDatabase({ withEdition: true })
  await database.setClock('2026-11-20T09:30:00+09:00')
  const server = await startHubServer({ database })
  await submitAs(server, 'seoul', { batch: seoulBatch(), idempotencyKey: 'seoul-night' })
  await submitAs(server, 'busan', { batch: busanBatch(), idempotencyKey: 'busan-night' })
  const daegu = { edition: '2026.1', rows: rowsOf({ contacts_handled: 900 }) }
  await submitAs(server, 'daegu', { batch: daegu, idempotencyKey: 'daegu-night' })
  await server.close()
  await database.owner`update centers set name_ko = ${FORMULA}, name_en = ${'  "+1+cmd|calc!A1'} where code = 'seoul'`
  await database.owner`update centers set name_ko = ${'부산; =1+1'}, name_en = ${'＝SUM(A1)'} where code = 'busan'`
  return database
}

export async function startExportHub(): Promise<ExportHub> {
  const database = await fillDatabase()
  const server = await startHubServer({ database })
  const analyst = await server.token('analyst')
  const post: ExportHub['post'] = (format, body, { token = analyst, headers = {}, ...others } = {}) =>
    fetch(`${server.url}/export/${format}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...others,
    })
  return {
    server,
    database,
    analyst,
    post,
    async textOf(format, body, options) {
      const response = await post(format, body, options)
      if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
      return response.text()
    },
    async ask(input, token = analyst) {
      const { data, errors } = await server.graphql(FIGURES, { input }, token)
      if (errors !== undefined) throw new Error(JSON.stringify(errors))
      return data.figures.nodes as Figure[] // as the document asks
    },
    submit: (code, batch, idempotencyKey) => submitAs(server, code, { batch, idempotencyKey }),
    async close() {
      await server.close()
      await database.drop()
    },
  }
}
