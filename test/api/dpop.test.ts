import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tryBadProofs } from '../goals/g06-sender-constraint.js'
import { boundHeaders } from '../support/bad-proofs.js'
import { createDpopKey, forgeProof, type DpopKey, type ProofChanges } from '../support/dpop.js'
import { forgeToken, tokenTime } from '../support/forge-token.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { openReplicas } from '../support/open-replicas.js'
import { send } from '../goals/g05-tokens.js'

let hub: HubServer
let key: DpopKey
let token: string

beforeAll(async () => {
  hub = await startHubServer()
  key = await createDpopKey()
  token = await forgeToken(hub.issuer, { claims: { cnf: { jkt: key.thumbprint } } })
})

afterAll(() => hub.close())

const post = (headers: readonly string[], url = hub.url) => send(url, { headers, path: '/graphql', secret: null })
const proofFor = (changes: Partial<ProofChanges> = {}) => forgeProof(key, { url: `${hub.url}/graphql`, token, ...changes })
const statusWith = async (changes: Partial<ProofChanges>) => (await post(boundHeaders(token, await proofFor(changes)))).status

describe('a proof of possession', () => {
  it('G06: is refused in every bad form by every replica with one answer, and taken once by all of them together (H25, H26)', async () => {
    expect(await tryBadProofs(hub, { rounds: 5 })).toEqual({
      accepted: [],
      bodies: 1,
      replay: [200, 401, 401],
      takenAtOnce: [1, 1, 1, 1, 1],
    })
  })

  it('is refused with the same answer as a bad token, which names both schemes', async () => {
    const { status, body } = await post(['authorization', `DPoP ${token}`])
    expect(status).toBe(401)
    expect(body).toBe((await post([])).body)
    expect(body).toContain(JSON.stringify({ 'www-authenticate': 'Bearer, DPoP algs="ES256 PS256 EdDSA Ed25519"' }).slice(1, -1))
  })

  it('is taken up to a minute after it was made, and ten seconds before', async () => {
    expect(await statusWith({ claims: { iat: tokenTime() - 55 } })).toBe(200)
    expect(await statusWith({ claims: { iat: tokenTime() + 8 } })).toBe(200)
  })

  it('S26: ages by the clock of the database, which all replicas share', async () => {
    await hub.database.setClock(new Date((tokenTime() + 300) * 1_000).toISOString())
    expect(await statusWith({})).toBe(401)
    expect(await statusWith({ claims: { iat: tokenTime() + 300 } })).toBe(200)
    await hub.database.setClock(null)
  })

  it('may name the URL with a query, with a fragment, and otherwise than by the letter', async () => {
    const { port } = new URL(hub.url)
    expect(await statusWith({ claims: { htu: `${hub.url}/graphql?query=x#y` } })).toBe(200)
    expect(await statusWith({ claims: { htu: `HTTP://127.0.0.1:${port}/./graphql` } })).toBe(200)
    expect(await statusWith({ claims: { htu: `http://localhost:${port}/graphql` } })).toBe(200)
  })

  it('H26: is good for the address that it names: one made for /graphql does not export', async () => {
    const question = JSON.stringify({ measures: ['calls_offered'], from: '2026-11-19', to: '2026-11-19' })
    const exportWith = async (path: string) => {
      const dpop = await proofFor({ url: `${hub.url}${path}` })
      const headers = { authorization: `DPoP ${token}`, dpop, 'content-type': 'application/json' }
      return (await fetch(`${hub.url}/export/csv?bom=0`, { method: 'POST', headers, body: question })).status
    }
    expect([await exportWith('/graphql'), await exportWith('/export/xlsx'), await exportWith('/export/csv')]).toEqual([401, 401, 200])
  })

  it('H26: is compared with where the connection went, not with the Host header that the sender writes', async () => {
    const proof = await proofFor({ claims: { htu: 'http://other.example.kr/graphql' } })
    const headers = { host: 'other.example.kr', authorization: `DPoP ${token}`, dpop: proof, 'content-type': 'application/json' }
    const call = request(`${hub.url}/graphql`, { method: 'POST', headers }).end('{"query":"{ __typename }"}')
    const [answer] = (await once(call, 'response')) as [IncomingMessage] // what Node's client emits
    answer.resume()
    expect(answer.statusCode).toBe(401)
  })

  it.each(['PS256', 'Ed25519'] as const)('is taken with %s', async alg => {
    const other = await createDpopKey(alg)
    const bound = await forgeToken(hub.issuer, { claims: { cnf: { jkt: other.thumbprint } } })
    const proof = await forgeProof(other, { url: `${hub.url}/graphql`, token: bound, header: { alg } })
    expect((await post(boundHeaders(bound, proof))).status).toBe(200)
  })

  it('of one key does not use up the same jti of another', async () => {
    const other = await createDpopKey()
    const bound = await forgeToken(hub.issuer, { claims: { cnf: { jkt: other.thumbprint } } })
    expect(await statusWith({ claims: { jti: 'same' } })).toBe(200)
    const proof = await forgeProof(other, { url: `${hub.url}/graphql`, token: bound, claims: { jti: 'same' } })
    expect((await post(boundHeaders(bound, proof))).status).toBe(200)
  })

  it('is not used up by a request of somebody who is not registered', async () => {
    const stranger = await forgeToken(hub.issuer, { claims: { sub: 'nobody', client_id: 'nobody', cnf: { jkt: key.thumbprint } } })
    const before = await hub.database.owner`select count(*) from dpop_proofs`
    expect((await post(boundHeaders(stranger, await proofFor({ token: stranger })))).status).toBe(401)
    expect(await hub.database.owner`select count(*) from dpop_proofs`).toEqual(before)
  })

  it('leaves no trace in the log', async () => {
    const proof = await proofFor()
    expect((await post(boundHeaders(token, proof))).status).toBe(200)
    expect((await post(boundHeaders(token, proof))).status).toBe(401)
    expect(JSON.stringify(hub.logLines)).not.toContain(proof.split('.')[1])
  })
})

describe('the issuer of npm start', () => {
  it('binds a token to the key whose proof comes with the request for it', async () => {
    const proof = await forgeProof(key, { url: hub.issuer.tokenEndpoint, token: '', claims: { ath: undefined } })
    const response = await fetch(hub.issuer.tokenEndpoint, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('seoul-client:dev-seoul').toString('base64')}`, dpop: proof },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'stats:write' }),
    })
    const { access_token: bound, token_type: type } = (await response.json()) as { access_token: string; token_type: string } // RFC 6749 §5.1
    expect(type).toBe('DPoP')
    expect((await post(boundHeaders(bound, await proofFor({ token: bound })))).status).toBe(200)
    expect((await post(['authorization', `Bearer ${bound}`])).status).toBe(401)
  })
})

describe('a hub that demands proofs', () => {
  it('refuses bearer tokens, whoever sends them, and names the one scheme it takes', async () => {
    const replicas = await openReplicas(hub, { publicUrl: 'https://hub.example.kr/exchange', isRequired: true })
    const [url] = replicas.urls
    const refused = await post(['authorization', `Bearer ${await hub.token('seoul-client')}`], url)
    const proof = await proofFor({ url: 'https://hub.example.kr/exchange/graphql' })
    const taken = await post(boundHeaders(token, proof), url)
    await replicas.close()
    expect([refused.status, taken.status]).toEqual([401, 200])
    expect(refused.body).toContain('"www-authenticate":"DPoP algs=')
  })
})

describe('the ledger of used proofs', () => {
  it('can be neither read nor changed by the application, beyond using up a proof', async () => {
    const { db } = hub.database
    for (const statement of ['select from dpop_proofs', 'delete from dpop_proofs', "update dpop_proofs set jti_hash = ''"]) {
      await expect(db.query(sql => sql.unsafe(statement))).rejects.toMatchObject({ code: '42501' })
    }
  })
})
