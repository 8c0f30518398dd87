import { expect, it } from 'vitest'
import { HOSTS, trySsrf } from '../goals/g24-ssrf.js'

it('scenario 13, G24: no form of a forbidden address, no redirect and no name that changes its mind reaches a canary', async () => {
  expect(HOSTS.length).toBeGreaterThanOrEqual(40)
  const { taken, connections, delivered } = await trySsrf()
  expect({ taken, connections, delivered }).toEqual({ taken: [], connections: 0, delivered: 1 })
})
