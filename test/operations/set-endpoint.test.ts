import { afterAll, beforeAll, expect, it } from 'vitest'
import { setEndpoint } from '../../api/operations/set-endpoint.js'
import { makeReachCheck } from '../../api/playbooks/check-reach.js'
import { startCenterHub, type CenterHub } from '../support/center-hub.js'

let center: CenterHub

beforeAll(async () => {
  center = await startCenterHub()
})

afterAll(() => center.close())

const ADDRESSES: Readonly<Record<string, readonly (readonly [address: string, family: number])[]>> = {
  'hooks.busan.go.kr': [['210.98.44.1', 4]],
  'rebinding.example.kr': [['169.254.169.254', 4]],
  'both.example.kr': [
    ['210.98.44.1', 4],
    ['::1', 6],
  ],
  'inside.busan.go.kr': [['10.20.3.4', 4]],
  'other-inside.busan.go.kr': [['10.21.3.4', 4]],
}

const checkReach = makeReachCheck({ privateRanges: ['10.20.0.0/16'], trialRanges: [] }, async name => {
  const addresses = ADDRESSES[name]
  if (addresses === undefined) throw new Error('ENOTFOUND')
  return addresses.map(([address, family]) => ({ address, family }))
})

const set = async (url: string) => {
  const admin = await center.caller(null, 'hub:admin')
  const input = { center: 'busan', kind: 'ACTUAL', secretRef: 'busan/actual', validFrom: null, validTo: null, reason: '등록' } as const
  const outcome = await setEndpoint({ ...center.hub, checkReach }, admin, { ...input, url })
  return outcome.ok ? 'kept' : outcome.issues.map(({ code, path }) => `${code} ${path.join('.')}`).join()
}

// Scenario 13: at connect the sender asks again (test/playbooks/ssrf.test.ts).
it.each([
  ['a public address', 'https://hooks.busan.go.kr/hub120', 'kept'],
  ['a network that the operator named', 'https://inside.busan.go.kr:8443/', 'kept'],
  ['a name that nobody knows yet', 'https://soon.busan.go.kr/', 'kept'],
  ['a network that nobody named', 'https://other-inside.busan.go.kr/', 'BAD_USER_INPUT input.url'],
  ['where clouds keep secrets, by name', 'https://rebinding.example.kr/', 'BAD_USER_INPUT input.url'],
  ['where clouds keep secrets, by number', 'https://169.254.169.254/', 'BAD_USER_INPUT input.url'],
  ['this machine beside a public address', 'https://both.example.kr/', 'BAD_USER_INPUT input.url'],
  ['a port that deliveries do not go to', 'https://hooks.busan.go.kr:22/', 'BAD_USER_INPUT input.url'],
])('scenario 13: an endpoint that leads to %s is judged before it is kept', async (_, url, expected) => {
  expect(await set(url)).toBe(expected)
})

it('a resolver that never answers holds nobody up for long', async () => {
  const check = makeReachCheck({ privateRanges: [], trialRanges: [] }, () => new Promise<never>(() => {}))
  const startedAt = performance.now()
  expect(await check('https://hooks.busan.go.kr/')).toBe('unknown')
  expect(performance.now() - startedAt).toBeLessThan(4_000)
})

it('an address in the URL is judged without any resolver', async () => {
  const check = makeReachCheck({ privateRanges: [], trialRanges: ['127.0.0.2/32'] }, () => Promise.reject(new Error('asked')))
  expect(await Promise.all(['https://127.0.0.2:9999/', 'https://127.0.0.1/', 'https://[::1]/', 'no url'].map(check))).toEqual([
    'reachable',
    'refused',
    'refused',
    'refused',
  ])
})
