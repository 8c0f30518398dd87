import { once } from 'node:events'
import { connect as openSocket, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openDoor } from '../../api/http/open-door.js'
import { createVerifyToken } from '../../api/auth/verify-token.js'
import { createHub } from '../../api/hub.js'
import { connect } from '../../db/connect.js'
import { cloneDatabase, createEmptyDatabase, type TestDatabase } from '../support/database.js'
import { hubSchema } from '../support/hub-schema.js'
import { startHubServer } from '../support/hub-server.js'
import { AUDIENCE } from '../support/issuer.js'

const endings: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

/** A wire to the database that can be taken away, as when the server stops (connections break, new ones are refused), and put back. */
async function startWire(to: URL): Promise<{ url: string; cut(): Promise<void>; mend(): Promise<void> }> {
  const open = new Set<Socket>()
  const server: Server = createServer({ noDelay: true }, socket => {
    const onward = openSocket({ port: Number(to.port), host: to.hostname, noDelay: true })
    for (const end of [socket, onward]) {
      open.add(end)
      end
        .on('error', () => undefined)
        .on('close', () => {
          socket.destroy()
          onward.destroy()
        })
    }
    socket.pipe(onward).pipe(socket)
  })
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as { port: number }).port // a TCP server has a port
  }
  const port = await listen(0)
  const url = new URL(to)
  url.port = String(port)
  const cut = async () => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    for (const socket of open) socket.destroy()
    await closed
  }
  endings.push(cut)
  return { url: url.href, cut, mend: async () => void (await listen(port)) }
}

const readyz = async (url: string) => {
  const response = await fetch(`${url}/readyz`)
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: (await response.json()) as unknown }
}

async function startOver(url: string, database: TestDatabase) {
  const hub = await startHubServer({ database: { ...database, db: connect({ url, max: 4 }) } })
  endings.push(
    () => database.drop(),
    () => hub.hub.db.close(),
    () => hub.close(),
  )
  return hub
}

describe('/healthz and /readyz', () => {
  it('are both well when everything is in place, without a token', async () => {
    const database = await cloneDatabase({ withEdition: true })
    const hub = await startOver(database.url, database)
    expect(await (await fetch(`${hub.url}/healthz`)).json()).toEqual({ status: 'alive' })
    expect(await readyz(hub.url)).toEqual({
      status: 200,
      retryAfter: null,
      body: { status: 'ready', checks: { database: true, migrations: true, edition: true } },
    })
  })

  it('tell the process from the database: when it stops, /readyz and every operation are 503 within 2 s, and recover by themselves', async () => {
    const database = await cloneDatabase({ withEdition: true })
    const wire = await startWire(new URL(database.url))
    const hub = await startOver(wire.url, database)
    const token = await hub.token('seoul-client')
    expect((await readyz(hub.url)).status).toBe(200)
    await wire.cut()
    const startedAt = performance.now()
    expect(await readyz(hub.url)).toEqual({
      status: 503,
      retryAfter: '5',
      body: { status: 'not ready', checks: { database: false, migrations: false, edition: false } },
    })
    const { status, errors, headers } = await hub.graphql('{ centers { code } }', {}, token)
    expect({ status, code: errors?.[0]?.extensions.code, retryAfter: headers.get('retry-after') }).toEqual({
      status: 503,
      code: 'UNAVAILABLE',
      retryAfter: '5',
    })
    expect(performance.now() - startedAt).toBeLessThan(2_000)
    expect((await fetch(`${hub.url}/healthz`)).status).toBe(200)
    await wire.mend()
    expect((await readyz(hub.url)).status).toBe(200)
    expect((await hub.graphql('{ viewer { subject } }', {}, token)).status).toBe(200)
  })

  it('say what is missing: the edition', async () => {
    const database = await cloneDatabase()
    endings.push(() => database.drop())
    const app = await openOver(connect({ url: database.url, max: 2 }))
    expect(await readyz(app)).toMatchObject({
      status: 503,
      body: { status: 'not ready', checks: { database: true, migrations: true, edition: false } },
    })
    await database.owner`delete from hub120_migrations where name like '0004%'`
    expect(await readyz(app)).toMatchObject({ body: { checks: { migrations: false } } })
  })

  it('say what is missing: every migration', async () => {
    const database = await createEmptyDatabase()
    endings.push(() => database.drop())
    const app = await openOver(connect({ url: database.url, role: 'none', max: 2 }))
    expect(await readyz(app)).toMatchObject({ status: 503, body: { checks: { database: true, migrations: false } } })
  })
})

async function openOver(db: ReturnType<typeof connect>): Promise<string> {
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, fatal: () => undefined }
  const hub = createHub({ db, log, settings: { environment: 'development', heldRowDays: 90 } })
  const verifyToken = createVerifyToken({ issuer: 'http://127.0.0.1:9', audience: AUDIENCE, environment: 'development', log })
  const app = await openDoor({ hub, schema: hubSchema(), verifyToken, requestsPerSecond: 100 })
  endings.push(
    () => db.close(),
    () => app.close(),
  )
  return app.listen({ host: '127.0.0.1', port: 0 })
}

describe('close', () => {
  it('waits for nobody who has opened a connection and said nothing', async () => {
    const hub = await startHubServer()
    endings.push(() => hub.close())
    const socket = openSocket(Number(new URL(hub.url).port), '127.0.0.1')
    await once(socket, 'connect')
    await fetch(`${hub.url}/healthz`)
    await Promise.all([hub.app.close(), once(socket, 'close')])
    expect(socket.bytesRead).toBe(0)
  }, 10_000)

  it('lets a request under way end, tells its connection to close, and lets nobody in', async () => {
    const hub = await startHubServer()
    endings.push(() => hub.close())
    const token = await hub.token('seoul-client')
    const { port } = new URL(hub.url)
    const body = JSON.stringify({ query: '{ viewer { subject } }' })
    const socket = openSocket(Number(port), '127.0.0.1')
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nauthorization: Bearer ${token}\r\n\r\n${body.slice(0, 5)}`,
    )
    await once(socket, 'connect')
    await expect.poll(async () => (await hub.app.inject('/healthz')).statusCode).toBe(200)
    const startedAt = performance.now()
    await new Promise(resolve => setTimeout(resolve, 100))
    const closed = hub.app.close()
    await expect
      .poll(() =>
        fetch(`${hub.url}/healthz`).then(
          () => 'open',
          () => 'closed',
        ),
      )
      .toBe('closed')
    socket.write(body.slice(5))
    let answer = ''
    for await (const part of socket) answer += String(part)
    await closed
    expect(answer).toMatch(/^HTTP\/1.1 200[\s\S]*connection: close[\s\S]*"subject":"seoul-client"/i)
    expect(performance.now() - startedAt).toBeLessThan(5_000)
  })
})
