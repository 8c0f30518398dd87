import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseSettings } from '../../clients/cli/config.js'
import { createHubClient, type HubClientOptions } from '../../clients/sdk/index.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { openReplicas, type Replicas } from '../support/open-replicas.js'
import { runCli, settingsOf } from './run-cli.js'

let hub: HubServer
let replicas: Replicas
beforeAll(async () => {
  hub = await startHubServer()
  replicas = await openReplicas(hub, { publicUrl: null, isRequired: true })
})
afterAll(async () => {
  await replicas.close()
  await hub.close()
})

const clientFor = (changes: Partial<HubClientOptions> = {}) =>
  createHubClient({
    url: replicas.urls[0],
    issuer: hub.issuer.url,
    clientId: 'busan-client',
    credential: { secret: 'dev-busan', dpop: true },
    scope: 'stats:write',
    ...changes,
  })
const centerOf = async (changes: Partial<HubClientOptions> = {}) => {
  const viewer = await clientFor(changes).viewer()
  return viewer.ok ? viewer.value?.center?.code : viewer.issues
}

describe('a client whose tokens are bound to its key', () => {
  it('is let in by a hub that demands it, with a secret and with a private key, and others are not', async () => {
    expect(await centerOf()).toBe('busan')
    expect(await centerOf({ clientId: 'seoul-key-client', credential: { privateKeyJwk: hub.issuer.clientKey, dpop: true } })).toBe('seoul')
    await expect(centerOf({ credential: { secret: 'dev-busan' } })).rejects.toMatchObject({ kind: 'signIn', status: 401 })
  })

  it('makes a new proof for each question, also at the same time', async () => {
    const client = clientFor()
    const viewers = await Promise.all([client.viewer(), client.viewer(), client.viewer()])
    expect([...viewers, await client.viewer()].every(viewer => viewer.ok)).toBe(true)
  })

  it('is made by HUB120_DPOP=1 in the command', async () => {
    const settings = settingsOf({ url: replicas.urls[1], issuer: hub.issuer.url, clientId: 'busan-client' })
    const bare = await runCli(['quarantine', '--json'], settings)
    const bound = await runCli(['quarantine', '--json'], { ...settings, dpop: parseSettings({ HUB120_DPOP: '1' }).dpop })
    expect([bare.exitCode, bound.exitCode]).toEqual([6, 0])
  })
})
