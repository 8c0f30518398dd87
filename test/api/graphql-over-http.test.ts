import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHubServer, type HubServer } from '../support/hub-server.js'

let hub: HubServer
let token: string

beforeAll(async () => {
  hub = await startHubServer()
  token = await hub.token('analyst')
})

afterAll(() => hub.close())

/** The specification would like 200 for these under application/json; the hub answers 400 to what did not reach an operation (S28). */
const STAYS_400 = ['572B', 'FDE2', '7B9B']

/** A client of the hub shows its token, and over GET the header that no other site's page can send. */
const asClient: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers)
  headers.set('authorization', `Bearer ${token}`)
  headers.set('apollo-require-preflight', '1')
  return fetch(input, { ...init, headers })
}

describe('GraphQL over HTTP', () => {
  const audits = serverAudits({ url: () => `${hub.url}/graphql`, fetchFn: asClient })

  it.each(audits.map(audit => [audit.id, audit.name, audit] as const))('%s %s', async (id, _name, audit) => {
    const result = await audit.fn()
    expect(result.status).toBe(STAYS_400.includes(id) ? 'warn' : 'ok')
  })
})
