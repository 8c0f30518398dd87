import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema as parseSchema, extendSchema, isInputObjectType, isObjectType, parse, type GraphQLSchema } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPublicSchema, buildSchema } from '../../api/build-schema.js'
import { addFederation } from '../../api/federation/add-federation.js'
import { printHubSdl } from '../../api/federation/print-hub-sdl.js'
import { projectRoot } from '../../db/project-root.js'
import { compose } from '../support/compose.js'
import { countStatements } from '../support/count-statements.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { forgeToken } from '../support/forge-token.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { MEMBER_SDL } from '../support/member-subgraph.js'

const SECRET = 'a-credential-of-the-gateway-for-tests'
const committed = readFileSync(join(projectRoot, 'schema', 'hub.graphql'), 'utf8')

let database: TestDatabase
let statements: ReturnType<typeof countStatements>
let hub: HubServer

beforeAll(async () => {
  database = await cloneDatabase({ withEdition: true })
  statements = countStatements(database.db)
  hub = await startHubServer({ database: { ...database, db: statements.db }, environment: 'production', gatewaySecret: SECRET })
})

afterAll(async () => {
  await hub.close()
  await database.drop()
})

type Asked = {
  readonly variables?: Record<string, unknown>
  readonly client?: string
  readonly secret?: string | null
  readonly at?: HubServer
}

async function ask(query: string, { variables = {}, client = 'analyst', secret = SECRET, at = hub }: Asked = {}) {
  const response = await fetch(`${at.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await at.token(client)}`,
      ...(secret === null ? {} : { 'x-hub120-gateway': secret }),
    },
    body: JSON.stringify({ query, variables }),
  })
  // every answer of the hub is a GraphQL answer
  const { data, errors } = (await response.json()) as { data?: any; errors?: { extensions: { code: string } }[] } // oxlint-disable-line typescript/no-explicit-any -- tests compare whole values
  return { status: response.status, data, codes: errors?.map(({ extensions }) => extensions.code) ?? [] }
}

const ENTITIES = `query E($representations: [_Any!]!) {
  _entities(representations: $representations) {
    __typename
    ... on Center { code nameKo memberships { memberFrom } }
    ... on Measure { code nameEn unit }
    ... on Indicator { code versions { normalForm { factor } } }
    ... on Term { ref synonyms }
    ... on SubmissionReceipt { id center counts { received } rows { nodes { outcome } } }
  }
}`
const entities = (representations: readonly unknown[], asked: Asked = {}) => ask(ENTITIES, { variables: { representations }, ...asked })

const SUBMIT = `mutation S($input: SubmitStatisticsInput!) {
  submitStatistics(input: $input) { ... on SubmissionReceipt { id } ... on Refused { issues { code } } }
}`

async function submit(client: string, key: string): Promise<string> {
  const rows = [{ measure: 'calls_offered', unit: 'calls', periodStart: '2026-11-19', value: 10 }]
  const { data } = await ask(SUBMIT, { variables: { input: { idempotencyKey: key, rows } }, client, secret: null })
  return (data as { submitStatistics: { id: string } }).submitStatistics.id // the batch above is in order
}

describe('the door of the federation', () => {
  it.each([
    ['_service', '{ _service { sdl } }'],
    ['_service in a fragment', '{ ...F } fragment F on Query { x: _service { sdl } }'],
    ['_service beside others', '{ viewer { subject } _service { sdl } }'],
  ])('H12: %s without the credential of the gateway is 400, with no statement but the look for the caller', async (_title, query) => {
    for (const secret of [null, '', 'another', SECRET.slice(0, -1), `${SECRET}x`]) {
      statements.forget()
      expect(await ask(query, { secret, client: 'admin' })).toEqual({ status: 400, data: undefined, codes: ['FEDERATION_CLOSED'] })
      expect(statements.seen()).toHaveLength(1)
    }
  })

  it('H12: a hub without a configured credential is closed to everybody', async () => {
    const other = await startHubServer({ database })
    for (const secret of ['', 'null', SECRET]) {
      expect(await ask('{ _service { sdl } }', { secret, client: 'admin', at: other })).toMatchObject({
        status: 400,
        codes: ['FEDERATION_CLOSED'],
      })
    }
    await other.close()
  })

  it('the gateway reads with _service what schema/hub.graphql holds', async () => {
    expect(await ask('{ _service { sdl } }')).toEqual({
      status: 200,
      data: { _service: { sdl: printHubSdl(buildPublicSchema()) } },
      codes: [],
    })
  })

  it('the credential alone opens nothing: a token of a caller is needed too', async () => {
    const response = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hub120-gateway': SECRET },
      body: JSON.stringify({ query: '{ _service { sdl } }' }),
    })
    expect(response.status).toBe(401)
  })

  it('the credential adds no right: what the token may not do it may not do through the gateway', async () => {
    expect(await ask('{ heldRows { nodes { id } } }')).toMatchObject({ data: { heldRows: null }, codes: ['FORBIDDEN'] })
  })
})

describe('references', () => {
  it('H13: a receipt is read by its center and by administrators; for others it is null, as one that does not exist', async () => {
    const id = await submit('busan-client', 'h13')
    const reference = [{ __typename: 'SubmissionReceipt', id }]
    const receipt = {
      __typename: 'SubmissionReceipt',
      id,
      center: 'busan',
      counts: { received: 1 },
      rows: { nodes: [{ outcome: 'INSERTED' }] },
    }
    statements.forget()
    expect(await entities(reference, { secret: null, client: 'seoul-client' })).toEqual({
      status: 401,
      data: undefined,
      codes: ['UNAUTHENTICATED'],
    })
    expect(statements.seen()).toHaveLength(1)
    for (const client of ['busan-client', 'admin'])
      expect(await entities(reference, { client })).toEqual({ status: 200, data: { _entities: [receipt] }, codes: [] })
    for (const client of ['seoul-client', 'analyst', 'coordinator']) {
      const foreign = await entities(reference, { client })
      const unknown = await entities([{ __typename: 'SubmissionReceipt', id: '00000000-0000-4000-8000-000000000000' }], { client })
      expect(foreign).toEqual({ status: 200, data: { _entities: [null] }, codes: [] })
      expect(unknown).toEqual(foreign)
    }
  })

  it('H13: nothing is looked up for a caller whom the rule of the type does not name', async () => {
    const id = await submit('busan-client', 'h13-rule')
    statements.forget()
    await entities([{ __typename: 'SubmissionReceipt', id }], { client: 'coordinator' })
    expect(statements.seen().filter(text => text.includes('from submissions'))).toEqual([])
  })

  it('H13: a type that is no entity gives null, whatever its id', async () => {
    const { data } = await entities([
      { __typename: 'HeldRow', id: '1' },
      { __typename: 'Query' },
      { __typename: 'constructor', id: '1' },
      { __typename: 7 },
      {},
    ])
    expect(data).toEqual({ _entities: [null, null, null, null, null] })
  })

  it('H13: each reference that is not answered is a denial in the audit chain', async () => {
    const count = async () => (await database.owner`select from audit_entries where action = 'access.denied'`).length
    const before = await count()
    await entities([{ __typename: 'SubmissionReceipt', id: '00000000-0000-4000-8000-000000000001' }], { client: 'analyst' })
    await entities([{ __typename: 'SubmissionReceipt', id: '00000000-0000-4000-8000-000000000001' }], { client: 'seoul-client' })
    expect(await count()).toBe(before + 2)
  })

  it('follows references to centers, measures, indicators and terms, in their order', async () => {
    const representations = [
      { __typename: 'Term', ref: 'measure:calls_offered' },
      { __typename: 'Center', code: 'seoul' },
      { __typename: 'Measure', code: 'calls_offered' },
      { __typename: 'Indicator', code: 'response_rate' },
      { __typename: 'Center', code: 'nowhere' },
      { __typename: 'Center', code: 'seoul' },
    ]
    const { data, codes } = await entities(representations)
    expect(codes).toEqual([])
    const [term, center, measure, indicator, nobody, again] = data._entities
    expect(term).toMatchObject({ __typename: 'Term', ref: 'measure:calls_offered', synonyms: expect.arrayContaining(['인입콜']) })
    expect(center).toMatchObject({ __typename: 'Center', code: 'seoul', memberships: [{ memberFrom: expect.any(String) }] })
    expect(measure).toEqual({ __typename: 'Measure', code: 'calls_offered', nameEn: 'Calls offered', unit: 'calls' })
    expect(indicator).toMatchObject({ code: 'response_rate', versions: [{ normalForm: { factor: '100' } }] })
    expect(nobody).toBeNull()
    expect(again).toEqual(center)
  })

  it('H13: a playbook is followed by every role through the gateway, by nobody without a role, and by none past the gateway', async () => {
    const query = `query E($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Playbook { __typename code hazard titleKo allClearKo isAllClearOnExpiry } } }`
    const representations = ['pb_typhoon', 'pb_none', 'pb_typhoon'].map(code => ({ __typename: 'Playbook', code }))
    const typhoon = { __typename: 'Playbook', code: 'pb_typhoon', hazard: 'typhoon', titleKo: '태풍', isAllClearOnExpiry: false }
    for (const client of ['busan-client', 'analyst', 'steward', 'coordinator', 'admin']) {
      const { data, codes } = await ask(query, { variables: { representations }, client })
      expect([client, codes, data._entities]).toMatchObject([client, [], [typhoon, null, typhoon]])
    }
    expect(await ask(query, { variables: { representations }, client: 'admin', secret: null })).toEqual({
      status: 401,
      data: undefined,
      codes: ['UNAUTHENTICATED'],
    })
    statements.forget()
    const response = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await forgeToken(hub.issuer, { claims: { sub: 'analyst', client_id: 'analyst', scope: '' } })}`,
        'x-hub120-gateway': SECRET,
      },
      body: JSON.stringify({ query, variables: { representations } }),
    })
    expect(await response.json()).toEqual({ data: { _entities: [null, null, null] } })
    expect(statements.seen().filter(text => text.includes('playbook_libraries'))).toEqual([])
  })

  it.each([
    ['centers', 'Center', 'code'],
    ['measures', 'Measure', 'code'],
    ['indicators', 'Indicator', 'code'],
    ['terms', 'Term', 'ref'],
  ])('100 references to %s, asked for twice, cost one statement beside the look for the caller', async (root, typename, key) => {
    const { data } = await ask(`{ ${root} { ${key} } }`)
    const keys: string[] = data[root].map((found: Record<string, string>) => found[key])
    const representations = Array.from({ length: 100 }, (_, at) => ({ __typename: typename, [key]: keys[at % keys.length] }))
    const query = `query E($r: [_Any!]!) { a: _entities(representations: $r) { __typename } b: _entities(representations: $r) { __typename } }`
    const fresh = await startHubServer({ database: { ...database, db: statements.db }, gatewaySecret: SECRET })
    statements.forget()
    const answer = await ask(query, { variables: { r: representations }, at: fresh })
    const seen = statements.seen()
    await fresh.close()
    expect(answer.data.a).toEqual(representations.map(() => ({ __typename: typename })))
    expect(answer.data.b).toEqual(answer.data.a)
    expect(seen).toHaveLength(2)
  })

  it('100 references to receipts cost one statement', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, (_, at) => submit('daegu-client', `many-${at}`)))
    const representations = Array.from({ length: 100 }, (_, at) => ({ __typename: 'SubmissionReceipt', id: ids[at % 20] }))
    await hub.hub.standards()
    statements.forget()
    const { data } = await ask('query E($r: [_Any!]!) { _entities(representations: $r) { ... on SubmissionReceipt { id } } }', {
      variables: { r: representations },
      client: 'daegu-client',
    })
    expect(data._entities).toEqual(representations.map(({ id }) => ({ id })))
    expect(statements.seen().filter(text => text.includes('from submissions'))).toHaveLength(1)
  })

  it('refuses more references than a page holds', async () => {
    const representations = Array.from({ length: 501 }, () => ({ __typename: 'Center', code: 'seoul' }))
    expect(await entities(representations)).toMatchObject({ status: 200, data: null, codes: ['BAD_USER_INPUT'] })
  })

  it('H10: counts every reference when it measures what a question may hold', async () => {
    const query = `query E($r: [_Any!]!) { _entities(representations: $r) { ... on SubmissionReceipt { rows(first: 500) { nodes { index outcome } } } } }`
    const reference = { __typename: 'SubmissionReceipt', id: '00000000-0000-4000-8000-000000000002' }
    const askFor = (count: number) => ask(query, { variables: { r: Array.from({ length: count }, () => reference) }, client: 'admin' })
    expect(await askFor(300)).toMatchObject({ status: 200 })
    expect(await askFor(400)).toEqual({ status: 400, data: undefined, codes: ['DOCUMENT_OVER_LIMIT'] })
  })
})

describe('the subgraph', () => {
  it('composes with the subgraph of a member, as committed', () => {
    const supergraph = compose([
      { name: 'hub', sdl: committed, url: 'http://hub/graphql' },
      { name: 'shifts', sdl: MEMBER_SDL, url: 'http://shifts/graphql' },
    ])
    const center = parse(supergraph).definitions.find(node => 'name' in node && node.name?.value === 'Center')
    expect(center !== undefined && 'fields' in center && center.fields?.map(({ name }) => name.value)).toEqual(
      expect.arrayContaining(['code', 'nameKo', 'shifts']),
    )
  })

  it('a member cannot redefine a field of the hub', () => {
    const taken = MEMBER_SDL.replace('code: ID!\n    shifts', 'code: ID!\n    nameKo: String!\n    shifts')
    expect(() =>
      compose([
        { name: 'hub', sdl: committed, url: 'http://hub/graphql' },
        { name: 'shifts', sdl: taken, url: 'http://shifts/graphql' },
      ]),
    ).toThrow('nameKo')
  })

  it('does not build when a type with a key has no rule, or a rule no such type', () => {
    const stray = parse('type Stray @key(fields: "id") { id: ID! } extend type Query { stray: Stray }')
    expect(() => addFederation(extendSchema(buildPublicSchema(), stray, { assumeValidSDL: true }))).toThrow(
      'Types with @key without an entry in api/federation/entities.ts: Stray.',
    )
    expect(() => addFederation(parseSchema('type Query { viewer: String }'))).toThrow('whose type has no @key: Center, Measure')
  })

  it('keeps every default value that resolvers know', () => {
    expect(defaultsOf(buildSchema())).toEqual(defaultsOf(buildPublicSchema()))
    expect(defaultsOf(buildPublicSchema()).length).toBeGreaterThan(10)
  })
})

const defaultsOf = (schema: GraphQLSchema): string[] =>
  Object.values(schema.getTypeMap())
    .flatMap(type => {
      if (isInputObjectType(type)) return Object.values(type.getFields()).map(({ name, defaultValue }) => [type.name, name, defaultValue])
      if (!isObjectType(type)) return []
      return Object.values(type.getFields()).flatMap(field =>
        field.args.map(({ name, defaultValue }) => [`${type.name}.${field.name}`, name, defaultValue]),
      )
    })
    .filter(([place, , value]) => value !== undefined && !String(place).startsWith('_'))
    .map(entry => JSON.stringify(entry))
    .toSorted()
