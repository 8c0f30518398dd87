import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { composeDelivery, composePing, signContent } from '../../api/playbooks/compose-delivery.js'
import { signWebhook } from '../../api/playbooks/sign-webhook.js'
import { publicKeyText, readSigningKey, type SigningKey } from '../../api/playbooks/signing-key.js'
import { Secret } from '../../api/secret.js'
import {
  createMemory,
  createReceiver,
  openFileMemory,
  verifyContent,
  type PlaybookMessage,
  type ReceiverOptions,
} from '../../clients/sdk/index.js'
import { webhookIdOf } from '../../schema/domain/playbooks/delivery.js'
import { SAMPLE_MESSAGE, sampleOf, sampleUpdate } from '../support/sample-message.js'

const NOW = 1_763_715_600
const content = generateKeyPairSync('ed25519')
const der = content.publicKey.export({ format: 'der', type: 'spki' })
const CONTENT_KEY = { id: createHash('sha256').update(der).digest('hex'), publicKey: der.toString('base64') }

const newKey = (prefix: 'whsk_' | 'whsec_'): { readonly text: string; readonly signing: SigningKey; readonly verifying: string } => {
  const text = prefix + randomBytes(32).toString('base64')
  const signing = readSigningKey(new Secret(text))
  if (signing === null) throw new Error('no key')
  return { text, signing, verifying: publicKeyText(signing) ?? text }
}
const ED25519 = newKey('whsk_')
const HMAC = newKey('whsec_')

type Sent = { readonly headers: Record<string, string>; readonly body: Buffer }

const sendAs = (body: Buffer, id: string, { keys = [ED25519.signing], timestamp = NOW } = {}): Sent => ({
  headers: { ...signWebhook({ id, timestamp, body }, keys) },
  body,
})

const bodyOf = (message: PlaybookMessage, center = 'busan'): Buffer =>
  composeDelivery(message, center, signContent(message, content.privateKey))

const sent = (message: PlaybookMessage, options: Parameters<typeof sendAs>[2] = {}): Sent =>
  sendAs(bodyOf(message), webhookIdOf(message.messageId, 'busan'), options)

const openReceiver = (options: Partial<ReceiverOptions> = {}) => {
  const receiver = createReceiver({
    center: 'busan',
    kind: 'ACTUAL',
    keys: [ED25519.verifying, HMAC.verifying],
    contentKeys: [CONTENT_KEY],
    memory: createMemory(),
    now: () => NOW * 1000,
    ...options,
  })
  const taken: PlaybookMessage[] = []
  return {
    taken,
    receive: async ({ headers, body }: Sent) => {
      const receipt = await receiver.receive(headers, body, async message => void taken.push(message))
      return 'reason' in receipt ? `${receipt.status} ${receipt.reason}` : receipt.result
    },
    receiver,
  }
}

describe('scenario 4: the receiver keeps the order', () => {
  it('given 2 then 1 it keeps 2 and answers stale', async () => {
    const { receive, taken, receiver } = openReceiver()
    expect(await receive(sent(sampleUpdate()))).toBe('taken')
    const { headers, body } = sent(SAMPLE_MESSAGE)
    expect(await receiver.receive(headers, body, async () => expect.fail('an old message was taken'))).toEqual({
      result: 'stale',
      status: 204,
      messageId: SAMPLE_MESSAGE.messageId,
      seq: 1,
      lastSeq: 2,
    })
    expect(taken.map(({ seq }) => seq)).toEqual([2])
  })

  it('a gap is no fault, each message being whole, and activations do not hinder each other', async () => {
    const { receive, taken } = openReceiver()
    const other = { ...SAMPLE_MESSAGE, activationId: '01KAMW4Y00ACT0000000000002', messageId: '01KAMW4Y00MSG0000000000009' }
    const third = sampleUpdate({ messageId: '01KAMXB1M0MSG0000000000003', seq: 3 })
    expect([await receive(sent(SAMPLE_MESSAGE)), await receive(sent(third)), await receive(sent(other))]).toEqual([
      'taken',
      'taken',
      'taken',
    ])
    expect(taken.map(({ seq }) => seq)).toEqual([1, 3, 1])
  })

  it('the same id is taken once, at once, again, and after a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hub120-receiver-'))
    afterAll(() => rm(folder, { recursive: true }))
    const path = join(folder, 'state.json')
    const first = openReceiver({ memory: await openFileMemory(path) })
    const request = sent(SAMPLE_MESSAGE)
    const results = await Promise.all(Array.from({ length: 5 }, () => first.receive(request)))
    expect(results.toSorted()).toEqual(['repeated', 'repeated', 'repeated', 'repeated', 'taken'])
    const restarted = openReceiver({ memory: await openFileMemory(path) })
    expect(await restarted.receive(sent(SAMPLE_MESSAGE, { timestamp: NOW + 60 }))).toBe('repeated')
    expect(await restarted.receive(sent(sampleUpdate()))).toBe('taken')
    expect(await restarted.receive(request)).toBe('repeated')
    expect(restarted.taken.map(({ seq }) => seq)).toEqual([2])
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      [SAMPLE_MESSAGE.activationId]: { lastSeq: 2, ids: [`${SAMPLE_MESSAGE.messageId}-busan`, `${sampleUpdate().messageId}-busan`] },
    })
    await writeFile(path, '[1]')
    await expect(openFileMemory(path)).rejects.toThrow('is no memory')
  })

  it('what could not be taken is not remembered, and taken when it comes again', async () => {
    const { receiver, receive } = openReceiver()
    const { headers, body } = sent(SAMPLE_MESSAGE)
    await expect(receiver.receive(headers, body, () => Promise.reject(new Error('screen is dark')))).rejects.toThrow('screen is dark')
    expect(await receive(sent(SAMPLE_MESSAGE))).toBe('taken')
  })
})

describe('scenario 13: only what the hub signed, now, passes', () => {
  it.each([
    ['v1a', [ED25519.signing]],
    ['v1', [HMAC.signing]],
    ['both', [ED25519.signing, HMAC.signing]],
  ])('a message signed with %s is taken whole', async (_, keys) => {
    const { receive, taken } = openReceiver()
    expect(await receive(sent(SAMPLE_MESSAGE, { keys }))).toBe('taken')
    expect(taken).toEqual([SAMPLE_MESSAGE])
  })

  it('while a key is rotated either receiver takes what both keys signed; before and after, one', async () => {
    const next = newKey('whsk_')
    const rotating = sent(SAMPLE_MESSAGE, { keys: [ED25519.signing, next.signing] })
    const results = await Promise.all(
      [[ED25519.verifying], [next.verifying], [ED25519.verifying, next.verifying]].map(keys => openReceiver({ keys }).receive(rotating)),
    )
    expect(results).toEqual(['taken', 'taken', 'taken'])
    const late = openReceiver({ keys: [ED25519.verifying] }).receive(sent(SAMPLE_MESSAGE, { keys: [next.signing] }))
    expect(await late).toBe('401 badSignature')
  })

  it('wrong keys are refused, and a shared secret is no public key', async () => {
    for (const prefix of ['whsk_', 'whsec_'] as const) {
      expect(await openReceiver({ keys: [newKey(prefix).verifying] }).receive(sent(SAMPLE_MESSAGE))).toBe('401 badSignature')
    }
    const publicAsSecret = `whsec_${ED25519.verifying.slice('whpk_'.length)}`
    const signing = readSigningKey(new Secret(publicAsSecret))
    expect(signing).not.toBeNull()
    const forged = sent(SAMPLE_MESSAGE, { keys: signing === null ? [] : [signing] })
    expect(await openReceiver({ keys: [ED25519.verifying] }).receive(forged)).toBe('401 badSignature')
  })

  it('G23: any byte changed, of the body, the id or the time, is refused', async () => {
    const { receiver } = openReceiver()
    const request = sent(SAMPLE_MESSAGE)
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const body = Buffer.from(request.body)
        body[at % body.length]! ^= flip
        const receipt = await receiver.receive(request.headers, body, async () => expect.fail('taken'))
        expect(receipt).toEqual({ result: 'refused', status: 401, reason: 'badSignature' })
      }),
    )
    for (const changed of [{ 'webhook-id': 'a' }, { 'webhook-timestamp': `${NOW + 1}` }, { 'webhook-signature': 'v1a,AAAA v1, v1a' }]) {
      const receipt = await receiver.receive({ ...request.headers, ...changed }, request.body, async () => expect.fail('taken'))
      expect(receipt).toEqual({ result: 'refused', status: 401, reason: 'badSignature' })
    }
  })

  it.each([
    [300, 'taken'],
    [301, '401 oldTimestamp'],
    [360, '401 oldTimestamp'],
    [-300, 'taken'],
    [-301, '401 oldTimestamp'],
  ])('a time that is %d s old: %s', async (age, expected) => {
    expect(await openReceiver().receive(sent(SAMPLE_MESSAGE, { timestamp: NOW - age }))).toBe(expected)
  })

  it('Korean in decomposed letters is taken byte for byte; composed again it is another body', async () => {
    const message = { ...SAMPLE_MESSAGE, headlineKo: SAMPLE_MESSAGE.headlineKo.normalize('NFD') }
    const { receive, taken } = openReceiver()
    const request = sent(message)
    const composed = Buffer.from(request.body.toString('utf8').normalize('NFC'), 'utf8')
    expect(composed).not.toEqual(request.body)
    expect(await receive({ ...request, body: composed })).toBe('401 badSignature')
    expect(await receive(request)).toBe('taken')
    expect(taken[0]?.headlineKo).toBe(message.headlineKo)
  })

  it('a body without a header, with two of one, or of more than 64 KB is refused', async () => {
    const { receiver } = openReceiver()
    const { headers, body } = sent(SAMPLE_MESSAGE)
    const huge = sendAs(Buffer.alloc(65 * 1024, ' '), 'a')
    const requests = [
      ...Object.keys(headers).map(name => ({ headers: { ...headers, [name]: undefined }, body })),
      { headers: { ...headers, 'webhook-id': ['a', 'b'] }, body },
      { headers: { ...headers, 'webhook-timestamp': 'now' }, body },
      huge,
    ]
    const results = await Promise.all(requests.map(one => receiver.receive(one.headers, one.body, async () => expect.fail('taken'))))
    expect(results.map(result => ('reason' in result ? result.reason : result.result))).toEqual([
      ...Array.from({ length: 5 }, () => 'missingHeader'),
      'badSignature',
    ])
  })

  it('signed bytes that are no event of ours are refused as unreadable', async () => {
    const { receive } = openReceiver()
    const bodyText = bodyOf(SAMPLE_MESSAGE).toString('utf8')
    const bodies = [
      '',
      'text',
      '[]',
      '{}',
      '{"type":"x","data":{"center":"busan"}}',
      bodyText.replace('"seq":1', '"seq":1,"seq":2'),
      bodyText.replace('"level":"serious"', '"level":"red"'),
      bodyText.replace('"isWhole":true', '"isWhole":1'),
    ]
    for (const body of bodies) {
      expect(await receive(sendAs(Buffer.from(body), webhookIdOf(SAMPLE_MESSAGE.messageId, 'busan')))).toBe('400 unreadable')
    }
    expect(await receive(sendAs(bodyOf(SAMPLE_MESSAGE), 'msg_other'))).toBe('400 unreadable')
    expect(await receive(sendAs(Buffer.from([0xc3, 0x28]), 'msg_other'))).toBe('400 unreadable')
  })
})

describe('scenario 6: drills and the real thing stay apart', () => {
  it.each([
    ['ACTUAL', 'ACTUAL', 'taken'],
    ['ACTUAL', 'EXERCISE', '422 otherKind'],
    ['ACTUAL', 'TEST', '422 otherKind'],
    ['DRILL', 'ACTUAL', '422 otherKind'],
    ['DRILL', 'EXERCISE', 'taken'],
    ['DRILL', 'TEST', 'taken'],
  ] as const)('an endpoint %s given %s: %s', async (kind, status, expected) => {
    expect(await openReceiver({ kind }).receive(sent(sampleOf(status)))).toBe(expected)
  })

  it('a key of the drill opens nothing at the actual endpoint', async () => {
    expect(await openReceiver({ keys: [newKey('whsk_').verifying] }).receive(sent(SAMPLE_MESSAGE))).toBe('401 badSignature')
  })
})

it('what is for another center is refused, as a message and as a ping; a ping carries nothing', async () => {
  const { receive, taken } = openReceiver()
  const foreign = sendAs(bodyOf(SAMPLE_MESSAGE, 'seoul'), webhookIdOf(SAMPLE_MESSAGE.messageId, 'seoul'))
  expect(await receive(foreign)).toBe('422 otherCenter')
  expect(await receive(sendAs(composePing('seoul', SAMPLE_MESSAGE.sent), 'ping_1'))).toBe('422 otherCenter')
  expect(await receive(sendAs(composePing('busan', SAMPLE_MESSAGE.sent), 'ping_1'))).toBe('ping')
  expect(taken).toEqual([])
})

describe('the content signature', () => {
  const signature = signContent(SAMPLE_MESSAGE, content.privateKey)

  it('holds wherever the message is read, and for nothing else', () => {
    expect(verifyContent(SAMPLE_MESSAGE, signature, [CONTENT_KEY])).toBe(true)
    expect(verifyContent({ ...SAMPLE_MESSAGE, level: 'alert' }, signature, [CONTENT_KEY])).toBe(false)
    expect(verifyContent(SAMPLE_MESSAGE, signature, [])).toBe(false)
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' })
    expect(verifyContent(SAMPLE_MESSAGE, signature, [{ id: CONTENT_KEY.id, publicKey: other.toString('base64') }])).toBe(false)
  })

  it('of somebody else, or of another text, is refused though the delivery is signed', async () => {
    const stranger = signContent(SAMPLE_MESSAGE, generateKeyPairSync('ed25519').privateKey)
    const id = webhookIdOf(SAMPLE_MESSAGE.messageId, 'busan')
    const { receive } = openReceiver()
    expect(await receive(sendAs(composeDelivery(SAMPLE_MESSAGE, 'busan', stranger), id))).toBe('400 badContent')
    const swapped = bodyOf(SAMPLE_MESSAGE).toString('utf8').replace('태풍경보', '태풍주의보')
    expect(await receive(sendAs(Buffer.from(swapped), id))).toBe('400 badContent')
    expect(await openReceiver({ contentKeys: null }).receive(sendAs(Buffer.from(swapped), id))).toBe('400 badContent')
    expect(await openReceiver({ contentKeys: null }).receive(sendAs(composeDelivery(SAMPLE_MESSAGE, 'busan', stranger), id))).toBe('taken')
  })

  it('of a text too long to send whole is left for the pull', async () => {
    const long = { code: 'qa', titleKo: '물음', titleEn: 'Questions', ko: Array.from({ length: 200 }, () => '가'.repeat(60)), en: [] }
    const message = { ...SAMPLE_MESSAGE, sections: [...SAMPLE_MESSAGE.sections, long] }
    const { receiver } = openReceiver()
    const { headers, body } = sent(message)
    const receipt = await receiver.receive(headers, body, async () => {})
    expect(receipt).toMatchObject({ result: 'taken', isWhole: false, message: { sections: SAMPLE_MESSAGE.sections } })
    expect(verifyContent(message, signContent(message, content.privateKey), [CONTENT_KEY])).toBe(true)
  })
})

it.each([[[]], [['whsk_' + 'A'.repeat(43) + '=']], [['whpk_AAAA']], [['whsec_AAAA']], [['']], [['whpk_' + '*'.repeat(44)]]])(
  '%j are no keys of a receiver, and the error does not repeat them',
  keys => {
    expect(() => openReceiver({ keys })).toThrow(/^A (receiver needs one key|key of a receiver is whpk_ with 32)/)
  },
)
