import { createPublicKey, randomBytes, verify } from 'node:crypto'
import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { signWebhook } from '../../api/playbooks/sign-webhook.js'
import { publicKeyText, readSigningKey, type SigningKey } from '../../api/playbooks/signing-key.js'
import { Secret } from '../../api/secret.js'

const keyOf = (text: string): SigningKey => {
  const key = readSigningKey(new Secret(text))
  if (key === null) throw new Error('no key')
  return key
}

const HMAC = `whsec_${randomBytes(32).toString('base64')}`
const ED25519 = `whsk_${randomBytes(32).toString('base64')}`

const publicKey = (text: string) => {
  const raw = Buffer.from((publicKeyText(keyOf(text)) ?? '').slice('whpk_'.length), 'base64')
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' })
}

describe('vectors of the specification and its libraries', () => {
  const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1_614_265_330, body: Buffer.from('{"test": 2432232314}') }

  it.each([
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='],
    [
      'whsk_VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk=',
      'v1a,tQ9V2XOqn7jL/DQenEFpqIugdBVtiMmER5mhSkXBNwM0mkATuDe6KYYUuxqtaiHeYGb7KaaBRdM5WqyeFiL8Ag==',
    ],
  ])('%s signs as they do', (key, signature) => {
    expect(signWebhook(message, [keyOf(key)])).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': signature,
    })
  })
})

// Scenario 13: the official library verifies our v1 signatures. G23.
it('scenario 13, G23: the library standardwebhooks takes every v1 signature of ours, and none with a byte changed', () => {
  const library = new Webhook(HMAC)
  const timestamp = Math.floor(Date.now() / 1000)
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(), fc.integer({ min: 1, max: 127 }), (text, at, flip) => {
      const body = Buffer.from(text, 'utf8')
      const headers = signWebhook({ id: 'TST-01KAMW4Y00MSG0000000000001-busan', timestamp, body }, [keyOf(ED25519), keyOf(HMAC)])
      library.verify(body, { ...headers }, { jsonParse: false }) // throws where the signature does not hold
      const changed = Buffer.from(body)
      changed[at % body.length]! ^= flip
      expect(() => library.verify(changed, { ...headers }, { jsonParse: false })).toThrow('No matching signature')
    }),
  )
})

it('scenario 13, G23: Node verifies every v1a signature over id, time and body bytes', () => {
  const body = Buffer.from('{"text":"태풍"}'.normalize('NFD'), 'utf8')
  const headers = signWebhook({ id: 'msg_1', timestamp: 1_700_000_000, body }, [keyOf(ED25519)])
  const signature = Buffer.from(headers['webhook-signature'].slice('v1a,'.length), 'base64')
  const signed = (text: string) => Buffer.concat([Buffer.from('msg_1.1700000000.'), Buffer.from(text, 'utf8')])
  expect(verify(null, signed('{"text":"태풍"}'.normalize('NFD')), publicKey(ED25519), signature)).toBe(true)
  expect(verify(null, signed('{"text":"태풍"}'.normalize('NFC')), publicKey(ED25519), signature)).toBe(false)
})

it('while a key is rotated both sign, Ed25519 first', () => {
  const next = `whsk_${randomBytes(32).toString('base64')}`
  const headers = signWebhook({ id: 'msg_1', timestamp: 1, body: Buffer.from('x') }, [keyOf(HMAC), keyOf(ED25519), keyOf(next)])
  const signatures = headers['webhook-signature'].split(' ')
  expect(signatures.map(text => text.split(',')[0])).toEqual(['v1a', 'v1a', 'v1'])
  expect(new Set(signatures).size).toBe(3)
})

it('a private key that carries its public half signs like its seed', () => {
  const seed = Buffer.from(ED25519.slice(5), 'base64')
  const whole = Buffer.concat([seed, Buffer.from((publicKeyText(keyOf(ED25519)) ?? '').slice(5), 'base64')])
  const message = { id: 'msg_1', timestamp: 1, body: Buffer.from('x') }
  expect(signWebhook(message, [keyOf(`whsk_${whole.toString('base64')}`)])).toEqual(signWebhook(message, [keyOf(ED25519)]))
  expect(readSigningKey(new Secret(`whsk_${Buffer.concat([seed, randomBytes(32)]).toString('base64')}`))).toBeNull()
})

it.each([
  ['no prefix', randomBytes(32).toString('base64')],
  ['a public key', `whpk_${randomBytes(32).toString('base64')}`],
  ['too short', `whsec_${randomBytes(23).toString('base64')}`],
  ['too long', `whsec_${randomBytes(65).toString('base64')}`],
  ['a seed of 31 bytes', `whsk_${randomBytes(31).toString('base64')}`],
  ['no base64', 'whsec_*********************************'],
  ['nothing', ''],
])('%s is no signing key', (_, text) => {
  expect(readSigningKey(new Secret(text))).toBeNull()
})

it('what would sign something else is a fault', () => {
  const body = Buffer.from('x')
  expect(() => signWebhook({ id: 'a.b', timestamp: 1, body }, [keyOf(HMAC)])).toThrow(TypeError)
  expect(() => signWebhook({ id: 'a', timestamp: 1.5, body }, [keyOf(HMAC)])).toThrow(TypeError)
  expect(() => signWebhook({ id: 'a', timestamp: 1, body }, [])).toThrow(TypeError)
})

it('a shared secret has no public half', () => {
  expect(publicKeyText(keyOf(HMAC))).toBeNull()
})
