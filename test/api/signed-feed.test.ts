import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readSigningKey } from '../../api/playbooks/signing-key.js'
import type { WebhookToSend } from '../../api/playbooks/send-webhook.js'
import { Secret } from '../../api/secret.js'
import { createMemory, createReceiver, type PulledText } from '../../clients/sdk/index.js'
import { createDeliverer } from '../../jobs/playbooks/deliverer.js'
import { signMessages, signUnsigned } from '../../jobs/playbooks/sign-messages.js'
import { openActivation, publish, setReceiver } from '../support/broadcast.js'
import { forgeToken } from '../support/forge-token.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { openStream } from '../support/open-stream.js'
import { registerRoles } from '../support/register-roles.js'
import { ROLES } from '../support/role-table.js'

let hub: HubServer
beforeAll(async () => {
  hub = await startHubServer()
  await registerRoles(hub.database.owner)
})
afterAll(() => hub.close())

const { privateKey } = generateKeyPairSync('ed25519')
const SECRET = `whsec_${randomBytes(32).toString('base64')}`
const token = () =>
  forgeToken(hub.issuer, { claims: { sub: 'role-client', client_id: 'role-client', scope: ROLES.client.scopes.join(' ') } })

async function pull() {
  const query = `{ emergencyFeed(first: 500) { nodes { broadcast seq message messageHash contentSignature { keyId value } } }
    messageKeys { id publicKey } }`
  const { data } = await hub.graphql(query, {}, await token())
  const nodes = data.emergencyFeed.nodes as (PulledText & { broadcast: string; seq: number; message: string; messageHash: string })[]
  return { nodes, keys: data.messageKeys as { id: string; publicKey: string }[] }
}

async function fetchWhole(id: string): Promise<PulledText> {
  const response = await fetch(`${hub.url}/feed/message/${id}`, { headers: { authorization: `Bearer ${await token()}` } })
  return (await response.json()) as PulledText // the receiver judges it
}

/** Sends what is due; gives back what would have gone over the wire. */
async function deliver(): Promise<WebhookToSend[]> {
  const sent: WebhookToSend[] = []
  const hands = createDeliverer(hub.hub, {
    worker: 'w',
    contentKey: privateKey,
    keys: async () => [readSigningKey(new Secret(SECRET))!],
    async send(webhook) {
      sent.push(webhook)
      return { outcome: 'delivered', isSuspect: false, status: 204, cause: null, reason: null, retryAfterMs: null, durationMs: 1 }
    },
  })
  await hands.sweep()
  await hands.settled()
  await hands.stop(1_000)
  return sent
}

it('a message carries one signature of the hub by whichever way it comes, and one receiver takes it once', async () => {
  await setReceiver(hub.database.owner, { center: 'busan', url: 'https://busan.example.go.kr/hub120' })
  const storm = await openActivation(hub.database.owner, { centers: ['busan'] })
  const first = await publish(hub.database.owner, storm)
  // Nobody has signed it yet, and it is not held back for that.
  const early = await pull()
  expect(early.nodes).toMatchObject([{ broadcast: first.messageId, message: expect.any(String) as string, contentSignature: null }])

  const [webhook] = await deliver()
  const { nodes, keys } = await pull()
  const body = JSON.parse(Buffer.from(webhook!.body).toString('utf8')) as { data: PulledText & { contentHash: string } }
  expect(nodes[0]).toMatchObject({ messageHash: body.data.contentHash, contentSignature: body.data.contentSignature })
  const der = Buffer.from(keys[0]?.publicKey ?? '', 'base64')
  expect(keys).toEqual([{ id: createHash('sha256').update(der).digest('hex'), publicKey: keys[0]?.publicKey }])
  expect(await fetchWhole(first.messageId)).toMatchObject({ contentSignature: body.data.contentSignature, message: body.data.message })

  const shown: number[] = []
  const receiver = createReceiver({ center: 'busan', kind: 'ACTUAL', keys: [SECRET], contentKeys: keys, memory: createMemory() })
  const take = (pulled: PulledText) =>
    receiver.take(pulled, async ({ seq }) => {
      shown.push(seq)
    })
  expect(await take(early.nodes[0]!)).toMatchObject({ result: 'refused', reason: 'notSigned' })
  expect(await take({ ...nodes[0]!, message: nodes[0]!.message.replace('부산', '대구') })).toMatchObject({ reason: 'badContent' })
  expect(await take(nodes[0]!)).toMatchObject({ result: 'taken', contentHash: body.data.contentHash })
  expect(await receiver.receive({ ...webhook!.headers }, webhook!.body, async () => void shown.push(0))).toMatchObject({
    result: 'repeated',
  })
  expect(await take(await fetchWhole(first.messageId))).toMatchObject({ result: 'repeated' })

  // Of the next one the feed is first and its earlier one late.
  await publish(hub.database.owner, storm)
  await signUnsigned(hub.hub, privateKey)
  const later = await pull()
  expect(await take(later.nodes[1]!)).toMatchObject({ result: 'taken' })
  expect(shown).toEqual([1, 2])
})

it('what nobody is sent is signed all the same, once, whatever key is newer; a content that is no message is left out', async () => {
  const storm = await openActivation(hub.database.owner, { centers: ['seoul'] })
  const { messageId } = await publish(hub.database.owner, storm)
  await publish(hub.database.owner, await openActivation(hub.database.owner, { centers: ['seoul'] }), { content: '{"format":"other"}' })
  const stored = () => hub.database.owner`select key_id, body from message_signatures where message_id = ${messageId}`
  await Promise.all([signUnsigned(hub.hub, privateKey), signUnsigned(hub.hub, generateKeyPairSync('ed25519').privateKey)])
  const before = await stored()
  await signUnsigned(hub.hub, generateKeyPairSync('ed25519').privateKey)
  expect([before.length, await stored()]).toEqual([1, before])
})

it('a hub that signs shows nobody a message before it is signed: not the feed, its nudge, CAP nor Atom; where nobody signs for 35 s it is shown all the same, and says so', async () => {
  await signUnsigned(hub.hub, privateKey)
  const get = async (path: string) => {
    const response = await fetch(`${hub.url}${path}`, { headers: { authorization: `Bearer ${await token()}` } })
    return { status: response.status, text: await response.text() }
  }
  const { owner } = hub.database
  const storm = await openActivation(owner, { centers: ['busan'] })
  const at = (seconds: number) => hub.database.setClock(new Date(begin + seconds * 1_000).toISOString())
  // What an earlier test left unsigned, a content that is no message, is held back no more.
  const begin = Date.now() + 60_000
  await at(0)
  const before = await pull()
  const stream = await openStream(hub.url, { token: await token() })
  const nudge = await stream.next()
  const { messageId } = await publish(owner, storm)
  const signed = await publish(owner, await openActivation(owner, { centers: ['busan'] }))
  await signMessage(signed.messageId)
  // Its place in the feed comes first, so that no cursor passes it.
  const seen = async () =>
    (await pull()).nodes.slice(before.nodes.length).map(({ broadcast, contentSignature }) => [broadcast, contentSignature !== null])
  expect(await seen()).toEqual([])
  expect([(await get(`/feed/message/${messageId}`)).status, (await get(`/feed/cap/${messageId}`)).status]).toEqual([404, 404])
  expect((await get('/feed/atom')).text).not.toContain(messageId)
  expect((await get('/feed/atom')).text).toContain(signed.messageId)
  expect([...(await owner`select state from receipts where message_id = ${messageId}`)]).toEqual([{ state: 'AWAITING' }])

  await signUnsigned(hub.hub, privateKey)
  expect(await seen()).toEqual([
    [messageId, true],
    [signed.messageId, true],
  ])
  // This door follows no notifications: it would look by itself within five seconds.
  hub.hub.feedNudges.wake()
  expect((await stream.next())?.data.data.emergencyNudge.cursor).not.toBe(nudge?.data.data.emergencyNudge.cursor)
  stream.close()
  expect((await get(`/feed/cap/${messageId}`)).status).toBe(200)

  const late = await publish(owner, storm)
  expect((await seen()).length).toBe(2)
  await at(37)
  expect((await seen()).at(-1)).toEqual([late.messageId, false])
})

const signMessage = (id: string) =>
  hub.hub.db.transaction({ centerId: null, role: 'jobs' }, async tx =>
    signMessages(tx, [id], { contentKey: privateKey, standards: await hub.hub.standards() }),
  )
