import { createHash, generateKeyPairSync, verify } from 'node:crypto'
import { expect, it } from 'vitest'
import { composeDelivery, composePing, contentHashOf, signContent } from '../../api/playbooks/compose-delivery.js'
import { canonicalJson } from '../../schema/domain/playbooks/canonical-json.js'
import { endpointKindOf, webhookIdOf, type Delivery } from '../../schema/domain/playbooks/delivery.js'
import { SAMPLE_MESSAGE, sampleOf } from '../support/sample-message.js'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const signature = signContent(SAMPLE_MESSAGE, privateKey)

const read = (body: Buffer) => JSON.parse(body.toString('utf8')) as { type: string; timestamp: string; data: Delivery } // what composeDelivery wrote

it('P7: the content signature travels in the body and holds over the canonical text, whatever the order of the fields', () => {
  const { type, timestamp, data } = read(composeDelivery(SAMPLE_MESSAGE, 'busan', signature))
  expect({ type, timestamp }).toEqual({ type: 'playbook.message', timestamp: '2026-11-21T18:00:00+09:00' })
  expect(data).toEqual({
    center: 'busan',
    contentHash: contentHashOf(SAMPLE_MESSAGE),
    contentSignature: signature,
    isWhole: true,
    message: SAMPLE_MESSAGE,
  })
  const text = Buffer.from(canonicalJson(data.message), 'utf8')
  expect(verify(null, text, publicKey, Buffer.from(data.contentSignature.value, 'base64'))).toBe(true)
  expect(data.contentSignature.keyId).toBe(
    createHash('sha256')
      .update(publicKey.export({ format: 'der', type: 'spki' }))
      .digest('hex'),
  )
})

it('P1: the same message is the same bytes at every try, and another center gets another id', () => {
  const again = Object.fromEntries(Object.entries(SAMPLE_MESSAGE).toReversed()) as typeof SAMPLE_MESSAGE // the same fields
  expect(composeDelivery(again, 'busan', signature)).toEqual(composeDelivery(SAMPLE_MESSAGE, 'busan', signature))
  expect(webhookIdOf(sampleOf('EXERCISE').messageId, 'busan')).toBe('EXR-01KAMW4Y00MSG0000000000001-busan')
  expect(() => webhookIdOf('a', 'b.c')).toThrow(TypeError)
})

it('a text over 20 KB goes out as its head and the sections that fit, with the hash of the whole', () => {
  const long = Array.from({ length: 9 }, (_, index) => ({
    code: `section_${index}`,
    titleKo: '물음과 답',
    titleEn: 'Questions',
    ko: Array.from({ length: 20 }, () => '가'.repeat(60)),
    en: [],
  }))
  const message = { ...SAMPLE_MESSAGE, sections: long }
  const body = composeDelivery(message, 'busan', signContent(message, privateKey))
  const { data } = read(body)
  expect(body.length).toBeLessThanOrEqual(20_000)
  expect(data.isWhole).toBe(false)
  expect(data.message.sections.map(({ code }) => code)).toEqual(['section_0', 'section_1', 'section_2', 'section_3'])
  expect(data.contentHash).toBe(contentHashOf(message))
})

it('P5: a ping is an event of its own', () => {
  expect(JSON.parse(composePing('busan', '2026-11-21T18:00:00+09:00').toString())).toEqual({
    type: 'endpoint.ping',
    timestamp: '2026-11-21T18:00:00+09:00',
    data: { center: 'busan' },
  })
})

it('P7: exercises and tests have an endpoint of their own', () => {
  expect((['ACTUAL', 'EXERCISE', 'TEST'] as const).map(endpointKindOf)).toEqual(['ACTUAL', 'DRILL', 'DRILL'])
})

it('a key that is not Ed25519 signs no content', () => {
  expect(() => signContent(SAMPLE_MESSAGE, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)).toThrow(TypeError)
})
