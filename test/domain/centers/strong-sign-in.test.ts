import { expect, it } from 'vitest'
import { isStrong, type SignIn } from '../../../schema/domain/centers/strong-sign-in.js'

const any = { maxAgeSeconds: 900, acr: null }
const high = { maxAgeSeconds: 900, acr: ['high', 'higher'] }
it.each<[string, SignIn | undefined, typeof any | typeof high, boolean]>([
  ['nothing is known of it', undefined, any, false],
  ['it does not say when', { ageSeconds: null, acr: 'high' }, any, false],
  ['just now', { ageSeconds: 0, acr: null }, any, true],
  ['at the last second', { ageSeconds: 900, acr: null }, any, true],
  ['a second later', { ageSeconds: 901, acr: 'high' }, any, false],
  ['still to come', { ageSeconds: -1, acr: null }, any, false],
  ['not a number', { ageSeconds: NaN, acr: null }, any, false],
  ['strong enough', { ageSeconds: 5, acr: 'higher' }, high, true],
  ['of another strength', { ageSeconds: 5, acr: 'low' }, high, false],
  ['of no strength that it says', { ageSeconds: 5, acr: null }, high, false],
])('a sign-in: %s', (_title, signIn, policy, isGood) => {
  expect(isStrong(signIn, policy)).toBe(isGood)
})
