import { randomBytes } from 'node:crypto'

/** Things that must be found nowhere but where they were put: unmistakable, and of the shape their place accepts. */
const word = (kind: string): string => `${kind}Canary${randomBytes(6).toString('hex')}`
const digits = (): string =>
  `7${BigInt(`0x${randomBytes(6).toString('hex')}`)
    .toString()
    .padStart(15, '3')
    .slice(0, 12)}`

export type Canaries = Readonly<Record<(typeof KINDS)[number], string>>

const KINDS = [
  'foreignToken',
  'tokenInUrl',
  'cookie',
  'header',
  'wrongGatewaySecret',
  'landedFigure',
  'heldFigure',
  'rejectedText',
  'unknownWord',
  'dimensionWord',
  'batchReason',
  'heldRowReason',
  'parameterValue',
  'personalText',
  'documentText',
  'variableText',
  'extraInput',
  'cursor',
  'definitionCode',
  'filterItem',
] as const

/** One of each kind, new in every run. */
export function plantedCanaries(): Canaries {
  const values = KINDS.map(kind => [kind, kind.endsWith('Figure') ? digits() : word(kind)])
  return Object.fromEntries(values) as Canaries // every kind has its value
}

type Heard = { readonly status: number; readonly text: string }

type DoorsToTry = {
  readonly url: string
  readonly writer: string
  readonly analyst: string
}

/** Puts every canary where a client can put it, over HTTP. Gives back the refusals and errors that came of it. */
export async function flyCanaries({ url, writer, analyst }: DoorsToTry, planted: Canaries): Promise<readonly string[]> {
  const heard: Heard[] = []
  const post = async (
    token: string,
    body: unknown,
    { path = '/graphql', headers = {} }: { path?: string; headers?: Record<string, string> } = {},
  ) => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    const answer = { status: response.status, text: await response.text() }
    heard.push(answer)
    return answer
  }
  const question = { query: '{ viewer { subject } }' }
  const marks = { cookie: `session=${planted.cookie}`, 'x-canary': planted.header, 'x-hub120-gateway': planted.wrongGatewaySecret }
  await post(planted.foreignToken, question)
  await post(analyst, question, { path: `/graphql?access_token=${planted.tokenInUrl}`, headers: marks })
  await post(analyst, question, { path: `/nowhere/${planted.tokenInUrl}`, headers: marks })
  await post(analyst, { query: `{ viewer(a: "${planted.documentText}") { subject } }` })
  await post(analyst, `{"query":"{ viewer { subject } }","variables":{"a":${planted.variableText}}}`)
  await post(analyst, { query: `{ viewer { "${planted.documentText}" } }` })
  await post(analyst, { query: 'query($n: Int!) { submissions(first: $n) { nodes { id } } }', variables: { n: planted.variableText } })
  await post(writer, { query: `{ submissions(after: "${planted.cursor}") { nodes { id } } }` })
  await post(analyst, { query: `{ edition(code: "${planted.definitionCode}") { code } }` })
  const filter = `{ figures(input: { measures: ["calls_offered"], from: "2026-11-19", to: "2026-11-19", filters: [{ dimension: "hour", items: ["${planted.filterItem}"] }] }) { nodes { value } } }`
  await post(analyst, { query: filter })
  await handIn(post, writer, planted)
  return heard.filter(({ status }) => status >= 400).map(({ text }) => text)
}

async function handIn(post: (token: string, body: unknown) => Promise<Heard>, writer: string, planted: Canaries): Promise<void> {
  const query = `mutation Push($input: SubmitStatisticsInput!) {
    submitStatistics(input: $input) { ... on SubmissionReceipt { id status counts { received } } ... on Refused { issues { code } } }
  }`
  const row = (fields: object) => ({ measure: 'calls_offered', periodStart: '2026-11-19', ...fields })
  const rows = [
    row({ value: planted.landedFigure }),
    row({ measure: planted.unknownWord, value: planted.heldFigure }),
    row({ measure: 'calls_answered', value: planted.rejectedText }),
    row({ value: 1, dimensions: [{ dimension: 'hour', item: planted.dimensionWord }] }),
    row({ measure: `담당 ${planted.personalText} 010-1234-5678`, value: 1 }),
  ]
  const parameters = [{ name: 'answer_target_seconds', value: planted.parameterValue }]
  await post(writer, { query, variables: { input: { idempotencyKey: 'canaries', reason: planted.batchReason, rows } } })
  await post(writer, { query, variables: { input: { idempotencyKey: 'canaries-2', parameters, rows } } })
  await post(writer, { query, variables: { input: { idempotencyKey: 'canaries-3', tenantId: planted.extraInput, rows } } })
  const held = await post(writer, { query: '{ heldRows { nodes { id } } }' })
  const { data } = JSON.parse(held.text) as { data: { heldRows: { nodes: { id: string }[] } } } // an answer of the hub
  const resolutions = data.heldRows.nodes.slice(0, 2).map(({ id }) => ({ heldRow: id, action: 'WITHDRAW', reason: planted.heldRowReason }))
  const resolve = `mutation Settle($input: ResolveHeldRowsInput!) {
    resolveHeldRows(input: $input) { ... on HeldRowsResolved { resolved { outcome } } ... on Refused { issues { code } } }
  }`
  await post(writer, { query: resolve, variables: { input: { resolutions } } })
}

/** Which canaries a text holds. */
export const foundIn = (text: string, secrets: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(secrets).flatMap(([kind, value]) => (text.includes(value) ? [kind] : []))
