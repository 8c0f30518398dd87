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
const EVERYBODY = Object.keys(ROLES) as Role[] // its own keys
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
      const mayAsk = (role: Role) => EXPECTED[name]?.includes(role) === true
      const before = await countDenials(hub)
      const answers = await Promise.all(EVERYBODY.map(async role => [role, await askAsRole(hub, role, document)]))
      expect(answers).toEqual(EVERYBODY.map(role => [role, isForGateway(name) ? 'door' : mayAsk(role) ? 'through' : 'FORBIDDEN']))
      const after = await countDenials(hub)
      expect(EVERYBODY.map((role, at) => [role, (after[at] ?? 0) - (before[at] ?? 0)])).toEqual(
        EVERYBODY.map(role => [role, !isForGateway(name) && (!mayAsk(role) || BY_ID.includes(name)) ? 1 : 0]),
      )
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
