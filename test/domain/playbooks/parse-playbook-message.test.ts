import { expect, it } from 'vitest'
import { canonicalJson } from '../../../schema/domain/playbooks/canonical-json.js'
import { parsePlaybookMessage } from '../../../schema/domain/playbooks/parse-playbook-message.js'
import type { PlaybookMessage } from '../../../schema/domain/playbooks/playbook-message.js'
import { SAMPLE_MESSAGE, sampleOf, sampleUpdate } from '../../support/sample-message.js'

it.each([
  ['alert', SAMPLE_MESSAGE],
  ['update', sampleUpdate()],
  ['cancel', sampleUpdate({ kind: 'CANCEL', cancelCause: 'ENDED' })],
  ['exercise', sampleOf('EXERCISE')],
  ['test', sampleOf('TEST')],
])('a whole %s goes through canonical JSON and back', (_, message) => {
  expect(parsePlaybookMessage(JSON.parse(canonicalJson(message)))).toEqual(message)
})

it('a field that this version does not know stays, because it was signed', () => {
  expect(parsePlaybookMessage({ ...SAMPLE_MESSAGE, later: 1 })).toEqual({ ...SAMPLE_MESSAGE, later: 1 })
})

it.each(Object.keys(SAMPLE_MESSAGE))('a message without %s is none', name => {
  expect(parsePlaybookMessage({ ...SAMPLE_MESSAGE, [name]: undefined })).toBeNull()
  expect(parsePlaybookMessage(Object.fromEntries(Object.entries(SAMPLE_MESSAGE).filter(([key]) => key !== name)))).toBeNull()
})

it.each<[string, Partial<Record<keyof PlaybookMessage, unknown>>]>([
  ['a level that the law does not know', { level: 'red' }],
  ['an instant in UTC', { sent: '2026-11-21T09:00:00Z' }],
  ['an end before the beginning', { expires: '2026-11-21T18:00:00+09:00' }],
  ['a day that there is not', { onset: '2026-02-30T18:00:00+09:00' }],
  ['an id of an exercise in an actual message', { messageId: 'EXR-01KAMW4Y00MSG0000000000001' }],
  ['an activation of a test in an actual message', { activationId: 'TST-01KAMW4Y00ACT0000000000001' }],
  ['an exercise without its id', { ...sampleOf('EXERCISE'), exerciseId: null }],
  ['an actual message with an exercise', { exerciseId: '훈련' }],
  ['a status flipped', { status: 'EXERCISE' }],
  ['a cancel without its cause', { kind: 'CANCEL' }],
  ['a reference to itself', { references: [{ messageId: SAMPLE_MESSAGE.messageId, seq: 1, sent: SAMPLE_MESSAGE.sent }] }],
  ['no category', { cap: { ...SAMPLE_MESSAGE.cap, categories: [] } }],
  ['a line that is no text', { sections: [{ ...SAMPLE_MESSAGE.sections[0], ko: [1] }] }],
  ['seq 0', { seq: 0 }],
])('%s makes no message', (_, changes) => {
  expect(parsePlaybookMessage({ ...SAMPLE_MESSAGE, ...changes })).toBeNull()
})

it.each([null, 'text', 1, [], [SAMPLE_MESSAGE]])('%j is no message', value => {
  expect(parsePlaybookMessage(value)).toBeNull()
})
