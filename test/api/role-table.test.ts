import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RULES } from '../../api/auth/rules.js'
import { askAsRole, countDenials, isForGateway, listRootDocuments, readAnswer } from '../support/ask-as-role.js'
import { forgeToken } from '../support/forge-token.js'
import { hubSchema } from '../support/hub-schema.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { registerRoles } from '../support/register-roles.js'
import { EXPECTED, ROLES, type Role } from '../support/role-table.js'

let hub: HubServer

beforeAll(async () => {
  hub = await startHubServer()
  await registerRoles(hub.database.owner)
})

afterAll(() => hub.close())

const fields = listRootDocuments(hubSchema())
/** Fields that the smallest document asks for an id that nobody has: a denial like a foreign one, also for those who may ask. */
const BY_ID = ['Query.termDecisions', 'Query.submissionBody', 'Mutation.revokeReconciliationUrl']

describe('the role table', () => {
  it('has a line for every root field, and none too many', () => {
    expect(Object.keys(EXPECTED).toSorted()).toEqual(fields.map(({ name }) => name).toSorted())
    expect(Object.keys(RULES).toSorted()).toEqual(fields.map(({ name }) => name).toSorted())
  })

  it.each(fields)(
    'G04, H24: $name is open to the roles of the table and to no other, and each denial is one audit entry',
    async ({ name, document }) => {
      for (const role of Object.keys(ROLES) as Role[]) {
        const before = await countDenials(hub, role) // the keys above are roles
        const expected = EXPECTED[name]?.includes(role) ? 'through' : 'FORBIDDEN'
        expect([role, await askAsRole(hub, role, document)]).toEqual([role, isForGateway(name) ? 'door' : expected])
        const denials = !isForGateway(name) && (expected === 'FORBIDDEN' || BY_ID.includes(name)) ? 1 : 0
        expect([role, (await countDenials(hub, role)) - before]).toEqual([role, denials])
      }
    },
  )

  it.each([
    ['whatever the registry says', 'role-administrator', 'stats:read'],
    ['whatever the token says', 'role-analyst', 'stats:read hub:admin stats:write'],
  ])('gives nothing that token and registry do not both name, %s', async (_what, sub, scope) => {
    const token = await forgeToken(hub.issuer, { claims: { sub, client_id: sub, scope } })
    expect(readAnswer(await hub.graphql('{ submissions { __typename } }', {}, token))).toBe('FORBIDDEN')
  })
})
