import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { cutStalled } from '../../api/http/event-stream.js'
import { openActivation, publish } from '../support/broadcast.js'
import { forgeToken } from '../support/forge-token.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { openReplicas, type Replicas } from '../support/open-replicas.js'
import { openStream, type OpenStream } from '../support/open-stream.js'
import { registerRoles } from '../support/register-roles.js'
// After the door, which brings what decorators need.
import { EmergencyNudgeResolver } from '../../api/resolvers/emergency-nudge.resolver.js'

let hub: HubServer
let replicas: Replicas
beforeAll(async () => {
  hub = await startHubServer({ streamTimes: { beatMs: 50, stallMs: 30_000 } })
  await registerRoles(hub.database.owner)
  replicas = await openReplicas(hub, { publicUrl: null, isRequired: false })
})
afterAll(async () => {
  await replicas.close()
  await hub.close()
})

const opened: OpenStream[] = []
afterEach(() => {
  for (const stream of opened.splice(0)) stream.close()
})
async function open(
  client: string,
  { url = replicas.urls[0], ...asked }: { url?: string; query?: string; isForAll?: boolean; accept?: string } = {},
) {
  const { isForAll = false, ...others } = asked
  const stream = await openStream(url, { token: await hub.token(client), variables: { isForAll }, ...others })
  opened.push(stream)
  return stream
}

const sendTo = async (...centers: string[]) => publish(hub.database.owner, await openActivation(hub.database.owner, { centers }))
const headOf = async (client: string, isForAll = false): Promise<string | null> => {
  const query = 'query ($isForAll: Boolean!) { emergencyFeed(first: 500, isForAll: $isForAll) { endCursor } }'
  return (await hub.graphql(query, { isForAll }, await hub.token(client))).data.emergencyFeed.endCursor
}
const nudge = (cursor: string | null) => ({ event: 'next', data: { data: { emergencyNudge: { cursor } } } })
const [A, B] = [0, 1] as const

describe('emergencyNudge', () => {
  it('says at once how far the feed has come, and again when any replica has published; to a center of its own messages alone, and no word of any', async () => {
    const busan = await open('busan-client', { url: replicas.urls[A] })
    const seoul = await open('seoul-client', { url: replicas.urls[B] })
    const reader = await open('seoul-client', { url: replicas.urls[B], isForAll: true })
    const council = await open('coordinator', { url: replicas.urls[A] })
    expect([busan.status, busan.headers.get('content-type'), busan.headers.get('cache-control')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      'no-store',
    ])
    const nothing = nudge(null)
    expect(await Promise.all([busan, seoul, reader, council].map(one => one.next()))).toEqual([nothing, nothing, nothing, nothing])

    await sendTo('busan')
    const first = nudge(await headOf('busan-client'))
    expect(first).not.toEqual(nothing)
    expect(await Promise.all([busan, reader, council].map(one => one.next()))).toEqual([first, first, first])

    await sendTo('seoul')
    // The first that Seoul hears of is its own, although Busan's was before it.
    expect(await seoul.next()).toEqual(nudge(await headOf('seoul-client')))
    expect(await reader.next()).toEqual(nudge(await headOf('seoul-client', true)))
    expect(await headOf('busan-client')).toBe(first.data.data.emergencyNudge.cursor)
  })

  it('G26: goes on by itself when the database has dropped every connection, and holds the last place only for who was away from it', async () => {
    const busan = await open('busan-client', { isForAll: true })
    await busan.next()
    await hub.database.owner`
      select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
    await sendTo('busan')
    await sendTo('busan')
    const last = await headOf('busan-client', true)
    let heard = await busan.next()
    while (heard !== null && heard.data.data.emergencyNudge.cursor !== last) heard = await busan.next()
    expect(heard).toEqual(nudge(last))
  })

  it('is no way around the sign-in: it ends with the token, and within seconds with the right, and never says complete, so that clients come back', async () => {
    const now = Math.floor(Date.now() / 1000)
    // A token is good for ten seconds beyond its end, as clocks differ.
    const claims = { sub: 'role-dutyOfficer', client_id: 'role-dutyOfficer', scope: 'playbooks:ack', iat: now - 60, exp: now - 8 }
    const short = await openStream(replicas.urls[A], { token: await forgeToken(hub.issuer, { claims }) })
    await short.next()
    expect(await short.next()).toBeNull()

    const token = await forgeToken(hub.issuer, { claims: { ...claims, iat: now, exp: now + 300 } })
    const struck = await openStream(replicas.urls[A], { token })
    await struck.next()
    await hub.database.owner`update callers set scopes = array['stats:write'] where subject = 'role-dutyOfficer'`
    await sendTo('busan')
    expect(await struck.next()).toBeNull()
    expect((await openStream(replicas.urls[A], { token: `${token}x` })).status).toBe(401)
  })

  it('H40: one center holds ten at a replica and no more; others are not in its way, and a place is free again once one is closed', async () => {
    const all = await Promise.all(Array.from({ length: 11 }, () => open('daegu-client', { url: replicas.urls[B] })))
    const refused = all.filter(({ status }) => status !== 200)
    expect(refused.map(({ status, refusal, headers }) => [status, refusal?.code, headers.get('retry-after')])).toEqual([
      [429, 'STREAMS_OPEN', '30'],
    ])
    expect((await open('jeju-client', { url: replicas.urls[B] })).status).toBe(200)
    all.find(({ status }) => status === 200)?.close()
    await expect.poll(async () => (await open('daegu-client', { url: replicas.urls[B] })).status).toBe(200)
  })

  it('beats while there is nothing to say, and lets go of who does not read', async () => {
    const busan = await open('busan-client', { url: hub.url })
    await busan.next()
    void busan.next().catch(() => null)
    await expect.poll(() => busan.beats()).toBeGreaterThan(3)
    let isCut = false
    const pieces = cutStalled([':\n\n', ':\n\n'], { stallMs: 20, cut: () => (isCut = true) })
    await pieces.next()
    await pieces.next()
    await expect.poll(() => isCut).toBe(true)
  })

  it('ends all streams as soon as a replica closes', async () => {
    const other = await openReplicas(hub, { publicUrl: null, isRequired: false })
    const stream = await open('busan-client', { url: other.urls[A] })
    await stream.next()
    await Promise.all([other.close(), expect(stream.next()).resolves.toBeNull()])
  })
})

describe('the door of subscriptions', () => {
  it('tells what is wrong with the operation in one event and completes, without a hint of what there is', async () => {
    const stream = await open('busan-client', { query: 'subscription { emergencyNudges { cursor } }' })
    const told = await stream.next()
    expect(told?.data.errors).toEqual([
      {
        message: 'Cannot query field "emergencyNudges" on type "Subscription".',
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED', requestId: stream.headers.get('x-request-id') },
      },
    ])
    expect([await stream.next(), await stream.next()]).toEqual([{ event: 'complete', data: null }, null])
  })

  it.each([
    ['two fields at once', 'subscription { emergencyNudge { cursor } other: emergencyNudge { cursor } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a role that may not ask emergencyFeed', undefined, 'FORBIDDEN'],
  ])('refuses %s', async (_what, query, code) => {
    const told = await (await open('analyst', query === undefined ? {} : { query })).next()
    expect([told?.data.data ?? null, told?.data.errors[0].extensions.code]).toEqual([null, code])
  })

  it('masks what goes wrong with a single nudge as in every other answer, logs it, and stays open', async () => {
    const resolve = vi.spyOn(EmergencyNudgeResolver.prototype, 'emergencyNudge').mockImplementationOnce(() => {
      throw new Error('relation "canary_table" of 부산 does not exist')
    })
    const stream = await open('busan-client', { url: hub.url })
    const told = await stream.next()
    resolve.mockRestore()
    expect(told).toEqual({
      event: 'next',
      data: {
        data: null,
        errors: [
          {
            message: '처리 중 오류가 발생했습니다. (Internal error.)',
            path: ['emergencyNudge'],
            extensions: { code: 'INTERNAL', requestId: stream.headers.get('x-request-id') },
          },
        ],
      },
    })
    expect(hub.logLines.filter(({ event }) => event === 'operation.failed')).toMatchObject([
      { requestId: stream.headers.get('x-request-id'), fault: { message: 'relation "canary_table" of 부산 does not exist' } },
    ])
    await sendTo('busan')
    // This door follows no notifications: it would look by itself within five seconds.
    hub.hub.feedNudges.wake()
    expect((await stream.next())?.data.data.emergencyNudge.cursor).toEqual(await headOf('busan-client'))
  })

  it('measures the document before anything else, and answers in nothing but text/event-stream', async () => {
    const wide = await open('busan-client', { query: `subscription { emergencyNudge { ${'a: cursor '.repeat(200)} } }` })
    expect([wide.status, wide.refusal?.code]).toEqual([400, 'DOCUMENT_OVER_LIMIT'])
    const json = await open('busan-client', { accept: 'application/json' })
    expect([json.status, json.refusal?.code]).toEqual([406, 'NOT_ACCEPTABLE'])
  })
})
