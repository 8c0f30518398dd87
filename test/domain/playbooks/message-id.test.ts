import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { makeMessageId, statusOfMessageId } from '../../../schema/domain/playbooks/message-id.js'

it.each([
  ['ACTUAL', /^[0-9A-HJKMNP-TV-Z]{26}$/],
  ['EXERCISE', /^EXR-[0-9A-HJKMNP-TV-Z]{26}$/],
  ['TEST', /^TST-[0-9A-HJKMNP-TV-Z]{26}$/],
] as const)('P1: an id of %s tells its status', (status, form) => {
  const id = makeMessageId(status, 1_763_716_800_000, randomBytes(10))
  expect(id).toMatch(form)
  expect(statusOfMessageId(id)).toBe(status)
})

it('is a ULID: the example of its specification', () => {
  expect(makeMessageId('ACTUAL', 1_469_918_176_385, new Uint8Array(10))).toBe('01ARYZ6S410000000000000000')
})

it('ids of later milliseconds sort after earlier ones', () => {
  const ids = [1, 2, 31, 32, 1_763_716_800_000, 281_474_976_710_655].map(time => makeMessageId('ACTUAL', time, randomBytes(10)))
  expect(ids.toSorted()).toEqual(ids)
})

it.each([
  '',
  '01ARYZ6S41',
  '01aryz6s410000000000000000',
  'EXR01ARYZ6S410000000000000000',
  '81ARYZ6S410000000000000000',
  '01ARYZ6S41000000000000000U',
])('"%s" is no id', text => {
  expect(statusOfMessageId(text)).toBeNull()
})

it('fewer random bytes are a fault', () => {
  expect(() => makeMessageId('ACTUAL', 0, new Uint8Array(9))).toThrow(RangeError)
})
