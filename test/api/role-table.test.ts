import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RULES } from '../../api/auth/rules.js'
import { buildSchema } from '../../api/build-schema.js'
import { forgeToken } from '../support/forge-token.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { minimalDocument } from '../support/minimal-document.js'
import { registerRoles } from '../support/register-roles.js'
import { EXPECTED, ROLES, type Role } from '../support/role-table.js'

let hub: HubServer
const tokens = new Map<Role, string>()

beforeAll(async () => {
  hub = await startHubServer()
  await registerRoles(hub.database.owner)
  for (const [role, { scopes }] of Object.entries(ROLES)) {
    const claims = { sub: `role-${role}`, client_id: `role-${role}`, scope: scopes.join(' ') }
    tokens.set(role as Role, await forgeToken(hub.issuer, { claims })) // keys of ROLES
  }
})

afterAll(() => hub.close())

const schema = buildSchema()
const fields = [
  ...Object.values(schema.getQueryType()?.getFields() ?? {}).map(field => ({
    name: `Query.${field.name}`,
    document: minimalDocument('query', field),
  })),
  ...Object.values(schema.getMutationType()?.getFields() ?? {}).map(field => ({
    name: `Mutation.${field.name}`,
    document: minimalDocument('mutation', field),
  })),
]

/** How the hub answers a role: through, forbidden, or refused at the door. */
async function ask(role: Role, document: string): Promise<'through' | 'FORBIDDEN' | 'door'> {
  const { status, data, errors = [] } = await hub.graphql(document, {}, tokens.get(role) ?? '')
  if (status !== 200) return 'door'
  const issues = Object.values((data ?? {}) as Record<string, { issues?: { code: string }[] } | null>).flatMap(
    answer => answer?.issues ?? [],
  )
  const codes = [...issues.map(({ code }) => code), ...errors.map(({ extensions }) => String(extensions['code']))]
  if (codes.includes('INTERNAL')) throw new Error(`${document} as ${role}: ${JSON.stringify(errors)}`)
  return codes.includes('FORBIDDEN') ? 'FORBIDDEN' : 'through'
}

const countDenials = async (role: Role): Promise<number> => {
  const [row] = await hub.database.owner<{ n: number }[]>`
    select count(*)::int as n from audit_entries where action = 'access.denied' and actor = ${`person:role-${role}`}`
  return row?.n ?? -1
}

/** Fields that the smallest document asks for an id that nobody has: a denial like a foreign one, also for those who may ask. */
const BY_ID = ['Query.submissionBody']

/** Refused before an operation begins, for want of the gateway's credential. */
const isForGateway = (name: string): boolean => name.startsWith('Query._')

describe('the role table', () => {
  it('has a line for every root field, and none too many', () => {
    expect(Object.keys(EXPECTED).toSorted()).toEqual(fields.map(({ name }) => name).toSorted())
    expect(Object.keys(RULES).toSorted()).toEqual(fields.map(({ name }) => name).toSorted())
  })

  it.each(fields)(
    'G04, H24: $name is open to the roles of the table and to no other, and each denial is one audit entry',
    async ({ name, document }) => {
      const allowed: readonly Role[] = EXPECTED[name] ?? []
      for (const role of Object.keys(ROLES) as Role[]) {
        // its own keys
        const before = await countDenials(role)
        const expected = allowed.includes(role) ? 'through' : 'FORBIDDEN'
        expect([role, await ask(role, document)]).toEqual([role, isForGateway(name) ? 'door' : expected])
        const denials = !isForGateway(name) && (expected === 'FORBIDDEN' || BY_ID.includes(name)) ? 1 : 0
        expect([role, (await countDenials(role)) - before]).toEqual([role, denials])
      }
    },
  )

  it('gives a role nothing that its token does not carry, whatever the registry says, and the other way round', async () => {
    const claims = { sub: 'role-administrator', client_id: 'role-administrator', scope: 'stats:read' }
    tokens.set('nobody', await forgeToken(hub.issuer, { claims }))
    expect(await ask('nobody', '{ submissions { __typename } }')).toBe('FORBIDDEN')
    const wider = { sub: 'role-analyst', client_id: 'role-analyst', scope: 'stats:read hub:admin stats:write' }
    tokens.set('nobody', await forgeToken(hub.issuer, { claims: wider }))
    expect(await ask('nobody', '{ submissions { __typename } }')).toBe('FORBIDDEN')
  })
})
