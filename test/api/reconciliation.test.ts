import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { writePreview } from '../../api/http/reconciliation/write-preview.js'
import type { Concept } from '../../schema/domain/terms/concept.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { hasPublishedSchemas, reconciliationValidators } from '../support/published-schemas.js'

let hub: HubServer
let steward: string
let base: string

const ISSUE = `mutation ($input: IssueReconciliationUrlInput!) { issueReconciliationUrl(input: $input) {
  __typename ... on IssuedReconciliationUrl { id subject path expiresAt revokedAt } ... on Refused { issues { code path messageKo } } } }`
const REVOKE = `mutation ($input: RevokeReconciliationUrlInput!) { revokeReconciliationUrl(input: $input) {
  __typename ... on ReconciliationUrl { id revokedAt } ... on Refused { issues { code path } } } }`

const issueUrl = async (token = steward, days = 90): Promise<{ id: string; path: string; issues?: { code: string }[] }> =>
  (await hub.graphql(ISSUE, { input: { days } }, token)).data.issueReconciliationUrl

beforeAll(async () => {
  hub = await startHubServer()
  steward = await hub.token('steward')
  base = `${hub.url}${(await issueUrl()).path}`
})
afterAll(() => hub.close())

const form = (fields: Record<string, string>, to = base) =>
  fetch(to, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://127.0.0.1:3333' },
    body: new URLSearchParams(fields).toString(),
  })
type Match = { id: string; name: string; score: number; match: boolean; type: { id: string }[]; features: { id: string; value: unknown }[] }
const reconcile = async (queries: Record<string, unknown>): Promise<Record<string, { result: Match[] }>> => {
  const response = await form({ queries: JSON.stringify(queries) })
  expect(response.status).toBe(200)
  return (await response.json()) as Record<string, { result: Match[] }> // compared below
}
const json = async (path: string) => (await fetch(`${base}${path}`)).json()

describe('the reconciliation service', () => {
  it('names itself and its addresses in the manifest', async () => {
    const manifest = await json('')
    expect(manifest).toMatchObject({
      versions: ['0.2'],
      batchSize: 100,
      identifierSpace: 'urn:hub120:concept:',
      view: { url: `${base}/preview?id={{id}}` },
      suggest: { entity: { service_url: base, service_path: '/suggest/entity' } },
      defaultTypes: [
        { id: 'measure', name: '측정값 · measure' },
        { id: 'indicator', name: '지표 · indicator' },
      ],
    })
  })

  it('answers a batch by form and by address alike: each word with its candidates, of the type asked for', async () => {
    const queries = {
      q0: {
        query: '인입콜',
        type: 'measure',
        limit: 3,
        properties: [
          { pid: 'unit', v: '건' },
          { pid: 'mean', v: 1548 },
        ],
      },
      q1: { query: '인입콜', type: 'indicator' },
      q2: { query: '듣도 보도 못한 말' },
    }
    const answer = await reconcile(queries)
    expect(Object.keys(answer)).toEqual(['q0', 'q1', 'q2'])
    expect(answer['q0']?.result[0]).toMatchObject({
      id: 'measure:calls_offered',
      name: '인입호 · Calls offered',
      type: [{ id: 'measure', name: '측정값 · measure' }],
    })
    expect(answer['q0']?.result[0]?.features.length).toBeGreaterThan(0)
    expect(answer['q1']?.result.filter(({ type }) => type[0]?.id !== 'indicator')).toEqual([])
    expect(answer['q2']?.result.filter(({ match }) => match)).toEqual([])
    expect(await json(`?queries=${encodeURIComponent(JSON.stringify(queries))}`)).toEqual(answer)
  })

  it('§6.2: says match only where the hub would map the word by itself: not for a contradicting unit, not for an ambiguous word', async () => {
    const answer = await reconcile({
      unit: {
        query: '응대율',
        properties: [
          { pid: 'unit', v: '건' },
          { pid: 'values', v: '1548;1602;1499;1611;1588;1520;1571' },
        ],
      },
      ambiguous: { query: '콜수' },
      negated: { query: '미응대율', properties: [{ pid: 'unit', v: '%' }] },
    })
    expect(Object.values(answer).flatMap(({ result }) => result.filter(({ match }) => match))).toEqual([])
  })

  it('says match for a word that the hub would map by itself, with a fortnight of values; without values it leaves it to the steward', async () => {
    const nights = {
      pid: 'values',
      v: ['94.1', '95.0', '93.2', '96.4', '92.8', '95.5', '94.9', '93.7', '95.2', '96.1', '94.4', '93.9', '95.8', '94.6'],
    }
    const unit = { pid: 'unit', v: '%' }
    const answer = await reconcile({
      values: { query: '응대율', type: 'indicator', properties: [unit, nights] },
      few: { query: '응대율', type: 'indicator', properties: [unit, { pid: 'values', v: '94.1;95.0' }] },
      none: { query: '응대율', type: 'indicator', properties: [unit] },
      // A mean is no night: six nights and their mean are six nights.
      six: { query: '응대율', type: 'indicator', properties: [unit, { ...nights, v: nights.v.slice(0, 6) }, { pid: 'mean', v: 94.6 }] },
      stranger: { query: '응대율', type: 'Q5', properties: [unit, nights] },
      item: { query: '챗봇', type: 'codelist:channel' },
    })
    const first = Object.entries(answer).map(([key, { result }]) => [key, result[0]?.id, result[0]?.match])
    expect(first).toEqual([
      ['values', 'indicator:response_rate', true],
      ['few', 'indicator:response_rate', false],
      ['none', 'indicator:response_rate', false],
      ['six', 'indicator:response_rate', false],
      ['stranger', undefined, undefined],
      ['item', 'codelist:channel.chatbot', true],
    ])
  })

  it('an identifier leads to what it names, in a query as in a search box, and is no match by itself', async () => {
    const ref = 'indicator:service_level#threshold_15s'
    const answer = await reconcile({ q0: { query: ref }, q1: { query: ref, type: 'measure' }, q2: { query: 'codelist:channel' } })
    expect(answer['q0']?.result).toMatchObject([{ id: ref, score: 100, match: false }])
    expect(answer['q1']?.result).toEqual([])
    expect(answer['q2']?.result.filter(({ id }) => id === 'codelist:channel')).toEqual([])
    const { result } = (await json(`/suggest/entity?prefix=${encodeURIComponent(ref)}`)) as { result: { id: string }[] } // asked for the answer's shape
    expect(result[0]?.id).toBe(ref)
  })

  it('suggests entities by name, synonym, code and first consonants, and kinds and properties by name', async () => {
    const first = async (path: string) => ((await json(path)) as { result: { id: string }[] }).result[0]?.id // asked for the answer's shape
    expect(await first('/suggest/entity?prefix=인입호')).toBe('measure:calls_offered')
    expect(await first('/suggest/entity?prefix=Offered%20Call')).toBe('measure:calls_offered')
    expect(await first('/suggest/entity?prefix=ㅇㅇㅎ')).toBe('measure:calls_offered')
    expect(await first('/suggest/type?prefix=채널')).toBe('codelist:channel')
    expect(await first('/suggest/property?prefix=unit')).toBe('unit')
    const [page, next] = [await json('/suggest/entity?prefix=콜'), await json('/suggest/entity?prefix=콜&cursor=20')]
    expect(page).not.toEqual(next)
  })

  it('extends concepts with what the glossary says of them; what it does not know has no values', async () => {
    const extend = { ids: ['measure:calls_offered', 'measure:nothing'], properties: [{ id: 'unit' }, { id: 'code' }, { id: 'evil' }] }
    const response = await form({ extend: JSON.stringify(extend) })
    expect(await response.json()).toEqual({
      meta: [
        { id: 'code', name: '코드 · code' },
        { id: 'unit', name: '단위 · unit' },
      ],
      rows: {
        'measure:calls_offered': { unit: [{ str: 'calls' }], code: [{ str: 'calls_offered' }], evil: [] },
        'measure:nothing': { unit: [], code: [], evil: [] },
      },
    })
  })

  it('previews a concept in a frame of any page, where nothing can run', async () => {
    const response = await fetch(`${base}/preview?id=measure:calls_offered`)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('x-frame-options')).toBeNull()
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-\S+'; .*frame-ancestors \*; sandbox$/,
    )
    expect(await response.text()).toContain('<h1>인입호</h1><p>Calls offered</p>')
    const unknown = await fetch(`${base}/preview?id=${encodeURIComponent('<script>alert(1)</script>')}`)
    expect(unknown.status).toBe(404)
    expect(await unknown.text()).not.toContain('script')
  })

  test('a label that holds HTML is shown as it is written', async () => {
    const evil: Concept = {
      ref: 'measure:x"><img>',
      kind: 'measure',
      code: 'x',
      nameKo: '<script>alert(1)</script>',
      nameEn: '"onload="alert(1)',
      definitionKo: '<b>&amp;</b>',
      definitionEn: "'",
      unit: '<i>',
      formula: '</style><svg/onload=alert(1)>',
      synonyms: ['</title><script>'],
      ambiguous: ['<!--'],
      broader: null,
    }
    const html = writePreview(evil, { edition: '<x>', effectiveFrom: '2026-07-01', concepts: new Map() })
    expect(html.match(/<(?!\/?(?:html|head|meta|title|style|body|h1|p|dl|dt|dd)\b|!doctype)/g)).toBeNull()
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  })
})

describe('OpenRefine, which knows the address alone', () => {
  type Column = { word: string; unit: string; values: string }
  const SHEET: readonly Column[] = [
    { word: '응대율', unit: '%', values: '94.1;95.0;93.2;96.4;92.8;95.5;94.9;93.7' },
    { word: '미응대율', unit: '%', values: '5.9;5.0;6.8;3.6;7.2;4.5;5.1;6.3' },
    { word: '인입콜', unit: '건', values: '' },
  ]

  it('reads the manifest, guesses the type of a column, reconciles it, previews, searches and extends by what the answers name', async () => {
    const manifest: any = await json('') // oxlint-disable-line typescript/no-explicit-any -- tests compare whole values
    const get = async (path: string): Promise<any> => (await fetch(path)).json() // oxlint-disable-line typescript/no-explicit-any -- as above
    const ask = async (fields: Record<string, string>): Promise<any> => (await form(fields)).json() // oxlint-disable-line typescript/no-explicit-any -- as above
    const guess = await ask({
      queries: JSON.stringify(Object.fromEntries(SHEET.map(({ word }, at) => [`q${at}`, { query: word, limit: 3 }]))),
    })
    const types = Object.values<{ result: Match[] }>(guess).flatMap(({ result }) => result[0]?.type.map(({ id }) => id) ?? [])
    expect(types).toEqual(expect.arrayContaining(['indicator', 'measure']))
    const { result: properties } = await get(`${manifest.suggest.property.service_url}${manifest.suggest.property.service_path}?prefix=`)
    expect(properties.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(['unit', 'values']))
    const queries = SHEET.slice(0, manifest.batchSize).map(({ word, unit, values }, at) => {
      const evidence = [
        { pid: 'unit', v: unit },
        { pid: 'values', v: values },
      ]
      return [`q${at}`, { query: word, type: types, type_strict: 'should', properties: evidence.filter(({ v }) => v !== '') }]
    })
    const answer: Record<string, { result: Match[] }> = await ask({ queries: JSON.stringify(Object.fromEntries(queries)) })
    const matched = SHEET.map((_, at) => answer[`q${at}`]?.result.filter(({ match }) => match).map(({ id }) => id))
    expect(matched).toEqual([['indicator:response_rate'], [], []])
    const judged = [...(matched[0] ?? []), 'indicator:service_level#threshold_15s']
    for (const id of judged) expect((await fetch(manifest.preview.url.replace('{{id}}', encodeURIComponent(id)))).status).toBe(200)
    const { propose_properties: proposal } = manifest.extend
    const proposed = await get(`${proposal.service_url}${proposal.service_path}?type=indicator&limit=2`)
    expect(proposed).toMatchObject({ type: 'indicator', limit: 2, properties: [{ id: 'code' }, { id: 'name_ko' }] })
    const { meta, rows } = await ask({ extend: JSON.stringify({ ids: judged, properties: [...proposed.properties, { id: 'broader' }] }) })
    expect(meta.map(({ id }: { id: string }) => id)).toEqual(['code', 'name_ko', 'broader'])
    expect(Object.keys(rows)).toEqual(judged)
    expect(rows[judged[1] ?? ''].broader).toEqual([{ id: 'indicator:service_level', name: expect.any(String) }])
  })
})

describe.skipIf(!hasPublishedSchemas)('held against the schemas of the Reconciliation Service API 0.2', () => {
  const queries = { q0: { query: '인입콜', type: ['measure'], limit: 5, type_strict: 'any', properties: [{ pid: 'unit', v: '건' }] } }
  const ask = async (fields: Record<string, string>) => (await form(fields)).json()

  it.each([
    ['manifest', () => json('')],
    ['reconciliation-query-batch', () => Promise.resolve(queries)],
    ['reconciliation-result-batch', () => ask({ queries: JSON.stringify(queries) })],
    ['suggest-entities-response', () => json('/suggest/entity?prefix=콜')],
    ['suggest-types-response', () => json('/suggest/type?prefix=')],
    ['suggest-properties-response', () => json('/suggest/property?prefix=')],
    ['data-extension-query', () => Promise.resolve({ ids: ['measure:asa'], properties: [{ id: 'unit' }] })],
    [
      'data-extension-response',
      () => ask({ extend: '{"ids":["indicator:service_level#threshold_15s"],"properties":[{"id":"broader"},{"id":"formula"}]}' }),
    ],
    ['data-extension-property-proposal', () => json('/extend/propose?type=measure')],
  ] as const)('%s', async (name, make) => {
    const validate = reconciliationValidators()[name]
    validate(await make())
    expect(validate.errors).toBeNull()
  })

  it('a result without a score would be found', () => {
    expect(reconciliationValidators()['reconciliation-result-batch']({ q0: { result: [{ id: 'x', name: 'y' }] } })).toBe(false)
  })
})

describe('CORS', () => {
  it.each(['', '/suggest/entity?prefix=x', '/suggest/type', '/suggest/property', '/extend/propose', '/preview?id=x', '/nothing'])(
    'GET %s may be read by any page, whatever the answer',
    async path => {
      const response = await fetch(`${base}${path}`, { headers: { origin: 'http://127.0.0.1:3333' } })
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      expect(response.headers.get('access-control-allow-credentials')).toBeNull()
      await response.arrayBuffer()
    },
  )

  it.each(['', '/suggest/entity', '/extend/propose', '/preview'])('the preflight of %s is answered without asking who', async path => {
    const response = await fetch(`${hub.url}/reconcile/${'x'.repeat(43)}${path}`, {
      method: 'OPTIONS',
      headers: { origin: 'http://127.0.0.1:3333', 'access-control-request-method': 'POST' },
    })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-methods')).toBe('GET, POST, OPTIONS')
  })

  it('is for this service alone', async () => {
    const response = await fetch(`${hub.url}/graphql`, { method: 'POST', headers: { origin: 'http://127.0.0.1:3333' } })
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    await response.arrayBuffer()
  })
})

describe('hostile requests', () => {
  const codeOf = async (response: Response) => {
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] } // every refusal of the door
    return [response.status, errors[0]?.extensions.code]
  }

  it.each([
    ['101 queries', Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`q${i}`, { query: 'x' }])), 413, 'BODY_TOO_LARGE'],
    ['10,000 queries', Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [i, 'x'])), 413, 'BODY_TOO_LARGE'],
    ['a word of a megabyte', { q0: { query: '가'.repeat(1_000_000) } }, 413, 'BODY_TOO_LARGE'],
    ['a query that is a number', { q0: 1 }, 400, 'BAD_REQUEST'],
    ['a list', [], 400, 'BAD_REQUEST'],
  ])('%s', async (_title, queries, status, code) => {
    const response = await form({ queries: JSON.stringify(queries) })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await codeOf(response)).toEqual([status, code])
  })

  it.each([
    ['cut off', '{"q0":'],
    ['nested 50,000 deep', `{"q0":${'['.repeat(50_000)}`],
    ['S6: a key twice', '{"q0":{"query":"a"},"q0":{"query":"b"}}'],
    ['H22: __proto__', '{"__proto__":{"query":"a"}}'],
    ['H21: U+0000', '{"q0":{"query":"\\u0000"}}'],
  ])('JSON that is %s', async (_title, text) => {
    expect(await codeOf(await form({ queries: text }))).toEqual([400, 'BAD_REQUEST'])
  })

  it('a word of 100,000 characters within the limit matches nothing and stops nobody', async () => {
    const answer = await reconcile({ q0: { query: '가나다'.repeat(7_000) }, q1: { query: '인입콜' } })
    expect(answer['q0']?.result).toEqual([])
    expect(answer['q1']?.result.length).toBeGreaterThan(0)
  })

  it.each([
    ['JSON as the body', 'application/json', '{"queries":{}}', 400],
    ['another content type', 'multipart/form-data', 'x', 400],
    ['H20: broken UTF-8', 'application/x-www-form-urlencoded', 'queries=%C3%28', 400],
    ['a parameter twice', 'application/x-www-form-urlencoded', 'queries={}&queries={}', 400],
    ['a hundred parameters', 'application/x-www-form-urlencoded', 'a&'.repeat(100), 400],
  ])('%s', async (_title, type, body, status) => {
    const response = await fetch(base, { method: 'POST', headers: { 'content-type': type }, body })
    expect(response.status).toBe(status)
    await response.arrayBuffer()
  })

  it('H03: a form at /graphql is refused as ever', async () => {
    expect((await form({ query: '{ viewer { subject } }' }, `${hub.url}/graphql`)).status).toBe(401)
    const response = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Bearer ${steward}` },
      body: 'query={viewer{subject}}',
    })
    expect(response.status).toBe(400)
  })

  it('H38: a prefix is short text, never a pattern', async () => {
    expect((await fetch(`${base}/suggest/entity?prefix=${'%25_'.repeat(2_000)}`)).status).toBe(400)
    expect(await json(`/suggest/entity?prefix=${encodeURIComponent('.*(a+)+$')}`)).toEqual({ result: [] })
    expect((await fetch(`${base}/suggest/entity?prefix=x&cursor=-1`)).status).toBe(400)
  })
})

describe('the address', () => {
  const statusOf = async (path: string) => {
    const response = await fetch(`${hub.url}${path}`)
    const body = (await response.json()) as { errors?: { message: string }[] } // a manifest, or a refusal of the door
    return { status: response.status, message: body.errors?.[0]?.message }
  }

  it('unknown, malformed, revoked, expired or of a steward who is none any more: one answer', async () => {
    const unknown = await statusOf(`/reconcile/${'A'.repeat(43)}`)
    expect(unknown.status).toBe(404)
    expect(await statusOf('/reconcile/x')).toEqual(unknown)
    expect(await statusOf(`/reconcile/${steward.slice(0, 43)}`)).toEqual(unknown)
    const { id, path } = await issueUrl()
    expect((await statusOf(path)).status).toBe(200)
    expect((await hub.graphql(REVOKE, { input: { id } }, steward)).data.revokeReconciliationUrl).toMatchObject({
      id,
      revokedAt: expect.any(String),
    })
    expect(await statusOf(path)).toEqual(unknown)
    const short = await issueUrl(steward, 1)
    await hub.database.setClock('2099-01-01T00:00:00+09:00')
    expect(await statusOf(short.path)).toEqual(unknown)
    await hub.database.owner`delete from test_clock`
    expect((await statusOf(short.path)).status).toBe(200)
    await hub.database.owner`update callers set scopes = '{stats:read}' where subject = 'steward'`
    expect(await statusOf(short.path)).toEqual(unknown)
    await hub.database.owner`update callers set scopes = '{terms:curate}' where subject = 'steward'`
  })

  it('opens nothing else: its token is no bearer token', async () => {
    const token = base.split('/').at(-1) ?? ''
    expect((await hub.graphql('{ viewer { subject } }', {}, token)).status).toBe(401)
  })

  it('is kept as a hash, is in no log and in no audit entry', async () => {
    const token = base.split('/').at(-1) ?? ''
    await json('')
    const rows = await hub.database.owner`select * from reconciliation_urls`
    const entries = await hub.database.owner`select subject::text as subject from audit_entries where action like 'reconciliationUrl.%'`
    expect(JSON.stringify([rows, entries, hub.logLines])).not.toContain(token)
    expect(entries.length).toBeGreaterThan(0)
  })

  it('is one’s own to see and to end; an administrator sees and ends any', async () => {
    await hub.database
      .owner`insert into callers (subject, kind, scopes, display_name) values ('other-steward', 'person', '{terms:curate}', 'x') on conflict do nothing`
    const { id } = await issueUrl()
    await hub.database.owner`alter table reconciliation_urls disable trigger user`
    await hub.database.owner`update reconciliation_urls set subject = 'other-steward' where id = ${id}`
    await hub.database.owner`alter table reconciliation_urls enable trigger user`
    const list = async (token: string) =>
      (await hub.graphql('{ reconciliationUrls { nodes { id subject } } }', {}, token)).data.reconciliationUrls.nodes.map(
        (node: { id: string }) => node.id,
      )
    expect(await list(steward)).not.toContain(id)
    expect((await hub.graphql(REVOKE, { input: { id } }, steward)).data.revokeReconciliationUrl).toEqual({
      __typename: 'Refused',
      issues: [{ code: 'NOT_FOUND', path: ['input', 'id'] }],
    })
    const admin = await hub.token('admin')
    expect(await list(admin)).toContain(id)
    expect((await hub.graphql(REVOKE, { input: { id } }, admin)).data.revokeReconciliationUrl.__typename).toBe('ReconciliationUrl')
  })

  it.each([0, 366, -1])('is good for 1 to 365 days, not %d', async days => {
    expect((await issueUrl(steward, days)).issues?.map(({ code }) => code)).toEqual(['BAD_USER_INPUT'])
  })

  it('pages through addresses', async () => {
    const PAGE = 'query ($after: String) { reconciliationUrls(first: 1, after: $after) { nodes { id } endCursor hasNextPage } }'
    const first = (await hub.graphql(PAGE, {}, steward)).data.reconciliationUrls
    const second = (await hub.graphql(PAGE, { after: first.endCursor }, steward)).data.reconciliationUrls
    expect(first.hasNextPage).toBe(true)
    expect(second.nodes[0].id).not.toBe(first.nodes[0].id)
    for (const instant of ['2026-02-30T00:00:00Z', '2026-01-01T99:99:99+09:00', '2026-01-01T..:::+-Z']) {
      const after = Buffer.from(JSON.stringify([instant, '00000000-0000-4000-8000-000000000000'])).toString('base64url')
      expect((await hub.graphql(PAGE, { after }, steward)).errors).toMatchObject([{ extensions: { code: 'INVALID_CURSOR' } }])
    }
  })

  it('is counted like every caller: past the quota it waits', async () => {
    const small = await startHubServer({ requestsPerSecond: 2 })
    const { data } = await small.graphql(ISSUE, { input: { days: 1 } }, await small.token('steward'))
    const answers: number[] = []
    for (let i = 0; i < 15; i++) answers.push((await fetch(`${small.url}${data.issueReconciliationUrl.path}`)).status)
    const guesses: number[] = []
    for (let i = 0; i < 15; i++) guesses.push((await fetch(`${small.url}/reconcile/${'B'.repeat(43)}`)).status)
    await small.close()
    expect(new Set(answers)).toEqual(new Set([200, 429]))
    expect(new Set(guesses)).toEqual(new Set([404, 429]))
  })
})
