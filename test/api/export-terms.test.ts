import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { readJsonLd, readTurtle } from '../support/read-rdf.js'

let hub: HubServer
let token: string
beforeAll(async () => {
  hub = await startHubServer()
  token = await hub.token('seoul-client')
})
afterAll(() => hub.close())

const post = (format: string, body: unknown = {}, authorization = `Bearer ${token}`) =>
  fetch(`${hub.url}/export/${format}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

describe('the glossary as a file', () => {
  it('goes out as Turtle and as JSON-LD with the same triples', async () => {
    const [turtle, jsonLd] = [await post('skos-turtle'), await post('skos-jsonld', { edition: '2026.1' })]
    expect(turtle.headers.get('content-type')).toBe('text/turtle; charset=utf-8')
    expect(turtle.headers.get('content-disposition')).toBe('attachment; filename="hub120-terms-2026.1.ttl"')
    expect(jsonLd.headers.get('content-type')).toBe('application/ld+json; charset=utf-8')
    const statements = readTurtle(await turtle.text())
    expect(statements).toContain('<urn:hub120:concept:measure:calls_offered> <http://www.w3.org/2004/02/skos/core#prefLabel> "인입호"@ko')
    expect(readJsonLd(await jsonLd.text())).toEqual(statements)
  })

  it.each([
    ['an edition that was never published', { edition: '1999.9' }, 422, 'NOT_FOUND'],
    ['an unknown field', { editon: '2026.1' }, 400, 'BAD_USER_INPUT'],
    ['an edition that is no text', { edition: 2026 }, 400, 'BAD_USER_INPUT'],
    ['a list', [], 400, 'BAD_USER_INPUT'],
  ])('%s is refused with its issue', async (_title, body, status, code) => {
    const response = await post('skos-turtle', body)
    expect([
      response.status,
      ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code,
    ]).toEqual([status, code])
  })

  it('is for callers alone', async () => {
    expect((await post('skos-turtle', {}, 'Bearer x')).status).toBe(401)
  })
})
