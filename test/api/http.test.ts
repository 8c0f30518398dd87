import { request as httpRequest } from 'node:http'
import { connect as openSocket, type Socket } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startHubServer, type HubServer } from '../support/hub-server.js'

let hub: HubServer
let writer: string
let analyst: string

beforeAll(async () => {
  hub = await startHubServer({ environment: 'production' })
  writer = await hub.token('seoul-client')
  analyst = await hub.token('analyst')
})

afterAll(() => hub.close())

type Sent = { readonly status: number; readonly code: unknown; readonly headers: Headers; readonly text: string }

async function send(
  body: string | Buffer | null,
  options: { method?: string; path?: string; headers?: Record<string, string>; token?: string } = {},
): Promise<Sent> {
  const { method = 'POST', path = '/graphql', headers = {}, token = analyst } = options
  const response = await fetch(`${hub.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    ...(body === null ? {} : { body }),
  })
  const text = await response.text()
  return { status: response.status, code: codeOf(text), headers: response.headers, text }
}

const codeOf = (text: string): unknown =>
  text.startsWith('{"') ? (JSON.parse(text) as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions.code : null
const ask = (query: string, variables?: unknown) => send(JSON.stringify({ query, ...(variables === undefined ? {} : { variables }) }))

describe('what is asked', () => {
  it('answers a query over POST, and over GET', async () => {
    expect(await ask('{ viewer { subject center { code } scopes } }')).toMatchObject({
      status: 200,
      text: '{"data":{"viewer":{"subject":"analyst","center":null,"scopes":["stats:read"]}}}\n',
    })
    const path = `/graphql?query=${encodeURIComponent('query Q($codes: [ID!]) { measures(codes: $codes) { code } }')}&variables=${encodeURIComponent('{"codes":["calls_offered"]}')}`
    expect(await send(null, { method: 'GET', path, headers: { 'apollo-require-preflight': '1' } })).toMatchObject({
      status: 200,
      text: '{"data":{"measures":[{"code":"calls_offered"}]}}\n',
    })
  })

  it('H01: refuses a batch', async () => {
    expect(await send('[{"query":"{__typename}"},{"query":"{__typename}"}]')).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
  })

  it('H02: refuses a mutation over GET', async () => {
    const path = `/graphql?query=${encodeURIComponent('mutation { __typename }')}`
    expect(await send(null, { method: 'GET', path, headers: { 'apollo-require-preflight': '1' } })).toMatchObject({ status: 405 })
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'])(
    'H03: refuses a body of type %s, also with a good token',
    async type => {
      expect(await send('{"query":"{ viewer { subject } }"}', { headers: { 'content-type': type } })).toMatchObject({
        status: 400,
        code: 'BAD_REQUEST',
      })
    },
  )

  it('H04: closes introspection in production, but to administrators', async () => {
    expect(await ask('{ __schema { types { name } } }')).toMatchObject({ status: 400, code: 'INTROSPECTION_CLOSED' })
    const admin = await hub.token('admin')
    expect((await hub.graphql('{ __schema { queryType { name } } }', {}, admin)).data).toEqual({
      __schema: { queryType: { name: 'Query' } },
    })
  })

  it('H05: answers a typing error without a suggestion', async () => {
    const sent = await ask('{ centres { code } }')
    expect(sent).toMatchObject({ status: 400, code: 'GRAPHQL_VALIDATION_FAILED' })
    expect(sent.text).not.toMatch(/Did you mean|centers/)
  })

  it('H06, H09: answers a document over the limits with 400 before any SQL', async () => {
    const busy = hub.hub.db.figures().busy
    for (const query of [
      `{ ${'__typename '.repeat(10_000)} }`,
      `${'{a'.repeat(20_000)}${'}'.repeat(20_000)}`,
      `{ a(b: ${'['.repeat(50_000)}${']'.repeat(50_000)}) }`,
    ]) {
      expect(await ask(query)).toMatchObject({ status: 400, code: 'DOCUMENT_OVER_LIMIT' })
    }
    expect(hub.hub.db.figures().busy).toBe(busy)
  })

  it('H14: keeps no persisted queries', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } }
    expect((await send(JSON.stringify({ query: '{ viewer { subject } }', extensions }))).status).not.toBe(500)
    expect(await send(JSON.stringify({ extensions }))).toMatchObject({ status: 400 })
  })

  it('H15: refuses two operations without a name, or with a name of neither', async () => {
    const query = 'query A { viewer { subject } } query B { centers { code } }'
    expect(await ask(query)).toMatchObject({ status: 400, code: 'OPERATION_RESOLUTION_FAILURE' })
    expect(await send(JSON.stringify({ query, operationName: 'C' }))).toMatchObject({ status: 400, code: 'OPERATION_RESOLUTION_FAILURE' })
    expect(await send(JSON.stringify({ query, operationName: 'A' }))).toMatchObject({ status: 200 })
    expect(hub.logLines.at(-1)).toMatchObject({ event: 'operation.answered', operationName: 'A' })
  })

  it.each(['"{\\"a\\":1}"', '[]', '7'])('H16: refuses variables that are %s', async variables => {
    expect(await send(`{"query":"{ viewer { subject } }","variables":${variables}}`)).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
  })

  it('H18: refuses directives that the schema does not have', async () => {
    for (const directive of ['@defer', '@stream', '@nobody']) {
      expect(await ask(`{ centers ${directive} { code } }`)).toMatchObject({ status: 400, code: 'GRAPHQL_VALIDATION_FAILED' })
    }
  })

  it('names the place of a variable that does not fit, and never its value', async () => {
    const sent = await ask('query Q($codes: [ID!]) { measures(codes: $codes) { code } }', { codes: [{ secret: '900101-1234567' }] })
    expect(sent).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' })
    expect(sent.text).toContain('Variable \\"$codes\\": a value that its type does not accept (at \\"codes[0]\\")')
    expect(sent.text).not.toContain('900101')
  })
})

describe('S6: bodies are strict JSON', () => {
  it.each([
    ['a repeated key', '{"query":"{ viewer { subject } }","query":"{ centers { code } }"}'],
    ['NaN', '{"query":"{ viewer { subject } }","variables":{"a":NaN}}'],
    ['a body cut off', '{"query":"{ viewer'],
    ['H20: half a character', '{"query":"{ viewer { subject } }","variables":{"a":"\\ud800"}}'],
    ['H21: U+0000', '{"query":"{ viewer { subject } }","variables":{"a":"\\u0000"}}'],
    ['H22: __proto__', '{"query":"{ viewer { subject } }","variables":{"__proto__":{"role":"admin"}}}'],
    ['33 levels', `{"query":"{ viewer { subject } }","variables":${'{"a":'.repeat(33)}1${'}'.repeat(33)}}`],
  ])('%s is a bad request', async (_title, body) => {
    expect(await send(body)).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
    expect(({} as { role?: string }).role).toBeUndefined()
  })

  it('12.0 equals 12, and an exponent sinks its row and no other', async () => {
    const query = `mutation($input: SubmitStatisticsInput!) {
      submitStatistics(input: $input) { ... on SubmissionReceipt { rows(first: 5) { nodes { outcome issues { code } } } } ... on Refused { issues { code messageEn } } }
    }`
    const row = (measure: string, value: string) => `{"measure":"${measure}","periodStart":"2026-11-18","value":${value}}`
    const rows = [
      row('calls_offered', '12.0'),
      row('calls_answered', '1.2e1'),
      row('calls_offered', '12'),
      row('talk_seconds', '{"numberText":"7"}'),
    ]
    const sent = await send(`{"query":${JSON.stringify(query)},"variables":{"input":{"idempotencyKey":"s6","rows":[${rows.join(',')}]}}}`, {
      token: writer,
    })
    const { data } = JSON.parse(sent.text) as {
      data: { submitStatistics: { rows: { nodes: { outcome: string; issues: { code: string }[] }[] } } }
    } // an answer of the hub
    expect(data.submitStatistics.rows.nodes.map(({ outcome, issues }) => [outcome, ...issues.map(({ code }) => code)])).toEqual([
      ['INSERTED', 'UNIT_ASSUMED'],
      ['REJECTED', 'VALUE_NOT_A_NUMBER'],
      ['UNCHANGED', 'UNIT_ASSUMED', 'DUPLICATE_EQUAL'],
      ['REJECTED', 'VALUE_NOT_A_NUMBER'],
    ])
  })

  it('H20: bytes that are not UTF-8 are a bad request', async () => {
    const body = Buffer.concat([Buffer.from('{"query":"{ viewer { subject } }","x":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')])
    expect(await send(body)).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
  })

  it('another charset is a bad request', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-16' }
    expect(await send(Buffer.from('{"query":"{ viewer { subject } }"}', 'utf16le'), { headers })).toMatchObject({ status: 400 })
  })

  it('variables in a URL are read as strictly', async () => {
    const ask = (variables: string) =>
      send(null, {
        method: 'GET',
        path: `/graphql?query=${encodeURIComponent('{ viewer { subject } }')}&variables=${encodeURIComponent(variables)}`,
        headers: { 'apollo-require-preflight': '1' },
      })
    expect(await ask('{"a":1,"a":2}')).toMatchObject({ status: 400 })
    expect(await ask('{"a":9007199254740993}')).toMatchObject({ status: 400 })
    expect(await ask('{"a":1}')).toMatchObject({ status: 200 })
  })
})

describe('S16: sizes', () => {
  const padded = (query: string, bytes: number) => JSON.stringify({ query, variables: { pad: 'x'.repeat(bytes) } })

  it('a caller without stats:write may send 1 MB; more is 413 before the body is read', async () => {
    expect(await send(padded('{ viewer { subject } }', 1_000_000))).toMatchObject({ status: 200 })
    expect(await sendHead(analyst, { 'content-length': String(1024 * 1024 + 1) })).toMatch(/^HTTP\/1.1 413/)
  })

  it('a center may announce 32 MB; one byte more is 413 before the body is read', async () => {
    expect(await sendHead(writer, { 'content-length': String(32 * 1024 * 1024 + 1) })).toMatch(/^HTTP\/1.1 413/)
  })

  it('a body over 1 MB that is not a single submitStatistics is 413', async () => {
    expect(await send(padded('{ viewer { subject } }', 1_100_000), { token: writer })).toMatchObject({
      status: 413,
      code: 'BODY_TOO_LARGE',
    })
    expect(await send(padded('mutation { submitStatistics { a } viewer { b } }', 1_100_000), { token: writer })).toMatchObject({
      status: 413,
    })
  })

  it('a single submitStatistics may be over 1 MB, in one piece and in chunks', async () => {
    const query = 'mutation { submitStatistics(input: {}) { ... on Refused { issues { code } } } }'
    expect(await send(padded(query, 1_500_000), { token: writer })).toMatchObject({
      status: 200,
      text: expect.stringContaining('IDEMPOTENCY_KEY_REQUIRED') as string,
    })
    const body = Buffer.from(padded(query, 1_500_000).padEnd(2 * 1024 * 1024, ' '))
    expect((await pour(writer, body, body.length)).status).toBe(200)
    expect(hub.logLines.at(-1)).toMatchObject({
      event: 'operation.answered',
      codes: ['IDEMPOTENCY_KEY_REQUIRED', 'ROWS_REQUIRED'],
      centerId: 1,
    })
  })

  it('H19: an endless chunked body ends at the limit, with flat memory', async () => {
    const before = process.memoryUsage().rss
    const chunk = Buffer.alloc(64 * 1024, 0x20)
    const { status, sent } = await pour(analyst, chunk, 64 * 1024 * 1024)
    expect(status).toBe(413)
    expect(sent).toBeLessThan(16 * 1024 * 1024)
    expect(process.memoryUsage().rss - before).toBeLessThan(60 * 1024 * 1024)
  })

  it('one large body per center at a time; another gets 429 with Retry-After, a small one passes, and so does another center', async () => {
    const two = [openHead(writer, { 'content-length': '2000000' }), openHead(writer, { 'content-length': '2000000' })]
    // Whichever came second is answered; the other one waits for its body.
    const answer = await Promise.race(two.map(async socket => String((await once(socket, 'data'))[0])))
    expect(answer).toMatch(/^HTTP\/1.1 429/)
    expect(await sendHead(writer, { 'content-length': '2000000' })).toMatch(/retry-after: 2/)
    expect(await send('{"query":"{ viewer { subject } }"}', { token: writer })).toMatchObject({ status: 200 })
    const other = await hub.token('busan-client')
    expect(await send(padded('{ viewer { subject } }', 1_100_000), { token: other })).toMatchObject({ status: 413 })
    expect((await pour(writer, Buffer.alloc(64 * 1024, 0x20), 4 * 1024 * 1024)).status).toBe(429)
    for (const socket of two) socket.destroy()
    await waitFor(async () =>
      expect(await send(padded('{ viewer { subject } }', 1_100_000), { token: writer })).toMatchObject({ status: 413 }),
    )
  })

  it('a sender who goes away at once does not keep the turn', async () => {
    const other = await hub.token('busan-client')
    for (let sent = 0; sent < 20; sent += 1) {
      const socket = openHead(other, { 'content-length': '2000000' })
      await once(socket, 'connect')
      socket.destroy()
    }
    await waitFor(async () =>
      expect(await send(padded('{ viewer { subject } }', 1_100_000), { token: other })).toMatchObject({ status: 413 }),
    )
  })

  it('compressed bodies are refused', async () => {
    expect(await send('x', { headers: { 'content-encoding': 'gzip' } })).toMatchObject({ status: 415, code: 'CONTENT_TYPE_NOT_ACCEPTED' })
  })
})

describe('S28: refusals have one shape', () => {
  it('a refused query field is null with one error that carries code, issues in both languages and the request id', async () => {
    const { status, data, errors, headers } = await hub.graphql(
      '{ measures(codes: ["calls_offered", "nope"]) { code } viewer { subject } }',
      {},
      analyst,
    )
    expect({ status, data }).toEqual({ status: 200, data: { measures: null, viewer: { subject: 'analyst' } } })
    expect(errors).toMatchObject([
      {
        path: ['measures'],
        extensions: { code: 'MEASURE_UNKNOWN', requestId: headers.get('x-request-id'), issues: [{ path: ['codes', 1], got: 'nope' }] },
      },
    ])
    expect(hub.logLines.at(-1)).toMatchObject({ event: 'operation.answered', codes: ['MEASURE_UNKNOWN'], caller: 'analyst', status: 200 })
  })

  it('what the door refuses is a GraphQL error too, with the request id of the caller if it is one', async () => {
    const sent = await send('{', { headers: { 'x-request-id': 'night-run-2026-11-20' } })
    expect(JSON.parse(sent.text)).toEqual({
      errors: [
        { message: expect.stringMatching(/JSON/) as string, extensions: { code: 'BAD_REQUEST', requestId: 'night-run-2026-11-20' } },
      ],
    })
    expect(sent.headers.get('x-request-id')).toBe('night-run-2026-11-20')
    expect((await send('{', { headers: { 'x-request-id': 'bad id\t' } })).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('an address that is not there is 404 without a token', async () => {
    expect(await send(null, { method: 'GET', path: '/nothing' })).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  })

  it.each(['/%', '/graphql/%zz', '//nowhere/graphql'])('the address %s is refused and the hub lives on', async path => {
    const [status] = (await sendHead(analyst, { 'content-length': '0' }, path)).split('\r\n')
    expect(status).toMatch(/^HTTP\/1.1 4/)
    expect((await fetch(`${hub.url}/healthz`)).status).toBe(200)
  })

  it.each(['[::1', 'a b', ''])('a Host header "%s" is a bad request', async host => {
    expect(await sendHead(analyst, { host, 'content-length': '0' })).toMatch(/^HTTP\/1.1 400/)
  })

  it('no answer names its software, and none may be sniffed or framed', async () => {
    const { headers } = await send('{"query":"{ viewer { subject } }"}')
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('no log line holds a token, a body or a URL', async () => {
    await send('{"query":"{ viewer { subject } }"}', { path: `/graphql?access_token=${analyst}` })
    const text = JSON.stringify(hub.logLines)
    expect(text).not.toContain(analyst)
    expect(text).not.toContain('900101')
  })
})

describe('a connection whose idle time is up', () => {
  const QUESTION = 'GET /healthz HTTP/1.1\r\nhost: hub\r\n\r\n'

  /** A connection that has had its first answer: here, and as the hub has it. */
  async function openIdle(): Promise<{ socket: Socket; accepted: Socket }> {
    const connected = once(hub.app.server, 'connection')
    const socket = openSocket(Number(new URL(hub.url).port), '127.0.0.1')
    socket.write(QUESTION)
    await once(socket, 'data')
    const [accepted] = (await connected) as [Socket] // Node's own signature of the event
    return { socket, accepted }
  }

  it('is ended when nothing has come on it', async () => {
    const { socket, accepted } = await openIdle()
    setTimeout(() => accepted.emit('timeout'))
    expect(await once(socket, 'close')).toEqual([false])
  })

  it('answers what came in time and was not read yet, because the hub was busy', async () => {
    const { socket, accepted } = await openIdle()
    // As after a busy moment: among the timers, and before sockets are read.
    setTimeout(() => {
      socket.write(QUESTION)
      accepted.emit('timeout')
    })
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 OK/)
    socket.destroy()
  })
})

/** The whole answer to a request of which only the head is sent. */
async function sendHead(token: string, headers: Record<string, string>, path = '/graphql'): Promise<string> {
  const socket = openHead(token, headers, path)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  return answer.toString()
}

/** A request of which only the head is sent. */
function openHead(token: string, headers: Record<string, string>, path = '/graphql'): Socket {
  const socket = openSocket(Number(new URL(hub.url).port), '127.0.0.1')
  const lines = Object.entries({ host: 'hub', 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers })
  socket.write(`POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`)
  return socket
}

/** Sends the chunk again and again until an answer comes or `most` bytes are out. */
function pour(token: string, chunk: Buffer, most: number): Promise<{ status: number; sent: number }> {
  return new Promise((resolve, reject) => {
    let sent = 0
    const request = httpRequest(`${hub.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked', authorization: `Bearer ${token}` },
    })
    let isOver = false
    request.on('response', response => {
      isOver = true
      response.resume()
      resolve({ status: response.statusCode ?? 0, sent })
      request.destroy()
    })
    request.on('error', error => isOver || reject(error))
    const next = () => {
      if (isOver) return
      if (sent >= most) return void request.end()
      sent += chunk.length
      request.write(chunk, () => setImmediate(next))
    }
    next()
  })
}

const waitFor = (claim: () => Promise<void>) => vi.waitFor(claim, { timeout: 8_000, interval: 50 })
