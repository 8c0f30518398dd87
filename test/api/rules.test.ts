import { buildSchema as parseSchema, graphql, type GraphQLSchema } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enforceRules } from '../../api/auth/enforce-rules.js'
import { anyOf, type Rule } from '../../api/auth/rules.js'
import type { Context } from '../../api/context.js'
import type { Caller, Scope } from '../../schema/domain/centers/caller.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'

let hub: HubServer

beforeAll(async () => {
  hub = await startHubServer()
})

afterAll(() => hub.close())

const SDL = `
  type Query { open: String, closed: String }
  type Mutation { act: ActResult! }
  union ActResult = Done | Refused
  type Done { done: String }
  type Refused { issues: [Issue!]! }
  type Issue { code: String! messageKo: String! messageEn: String! }
`
const RULES: Record<string, Rule> = {
  'Query.open': () => true,
  'Query.closed': anyOf('hub:admin'),
  'Mutation.act': anyOf('stats:write', 'hub:admin'),
}

const build = (rules: Record<string, Rule>): GraphQLSchema => {
  const schema = parseSchema(SDL)
  const union = schema.getType('ActResult')
  if (union !== undefined && 'resolveType' in union) union.resolveType = (value: object) => ('issues' in value ? 'Refused' : 'Done')
  for (const [root, field] of [
    ['Query', 'open'],
    ['Query', 'closed'],
    ['Mutation', 'act'],
  ] as const) {
    const found = (root === 'Query' ? schema.getQueryType() : schema.getMutationType())?.getFields()[field]
    if (found !== undefined) found.resolve = () => (field === 'act' ? { done: 'yes' } : 'yes')
  }
  return enforceRules(schema, rules)
}

const contextOf = (scopes: readonly Scope[], center: Caller['center'] = null): Context => ({
  hub: hub.hub,
  caller: { subject: 'tester', kind: 'client', center, scopes: new Set(scopes) },
  isGateway: false,
  requestId: 'test',
  issueCodes: new Set(),
})

describe('enforceRules', () => {
  it('does not build when a root field has no rule', () => {
    const { 'Query.closed': _left, ...others } = RULES
    expect(() => build(others)).toThrow('Root fields without a rule in api/auth/rules.ts: Query.closed.')
  })

  it('does not build when a rule has no field', () => {
    expect(() => build({ ...RULES, 'Query.gone': () => true })).toThrow(
      'Rules in api/auth/rules.ts whose field does not exist: Query.gone.',
    )
  })

  it('lets through whom the rule names', async () => {
    const contextValue = contextOf(['hub:admin'])
    const result = await graphql({ schema: build(RULES), source: '{ open closed }', contextValue })
    expect(result).toEqual({ data: { open: 'yes', closed: 'yes' } })
  })

  it('S28: a query field that is denied is null with one error FORBIDDEN; the others answer', async () => {
    const result = await graphql({ schema: build(RULES), source: '{ open closed }', contextValue: contextOf(['stats:read']) })
    expect(result.data).toEqual({ open: 'yes', closed: null })
    expect(result.errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([[['closed'], 'FORBIDDEN']])
  })

  it('S28: a mutation that is denied answers with Refused, its code is logged, and nothing runs', async () => {
    const contextValue = contextOf(['stats:read'])
    const source = 'mutation { act { ... on Done { done } ... on Refused { issues { code messageEn } } } }'
    const result = await graphql({ schema: build(RULES), source, contextValue })
    expect(result).toEqual({
      data: {
        act: {
          issues: [
            {
              code: 'FORBIDDEN',
              messageEn:
                'You have no right to use act; it needs stats:write or hub:admin. Sign in as a client that has it, or ask the council administrator.',
            },
          ],
        },
      },
    })
    expect([...contextValue.issueCodes]).toEqual(['FORBIDDEN'])
  })

  it('H24: each denial is an audit entry, in the chain of the center of the caller or of the council', async () => {
    const schema = build(RULES)
    const listDenials = () => hub.database.owner`
      select chain, actor, subject from audit_entries where action = 'access.denied' order by at desc, chain desc limit 2`
    await graphql({ schema, source: '{ closed }', contextValue: contextOf(['stats:read']) })
    await graphql({ schema, source: '{ closed }', contextValue: contextOf(['stats:write'], { code: 'seoul', id: 1 }) })
    expect([...(await listDenials())]).toEqual([
      { chain: 1, actor: 'client:tester', subject: { field: 'Query.closed' } },
      { chain: 0, actor: 'client:tester', subject: { field: 'Query.closed' } },
    ])
  })
})
