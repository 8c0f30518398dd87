import { OPEN_FIELDS } from '../../api/auth/open-fields.js'
import { enforceOpenFields } from '../../api/auth/enforce-open-fields.js'
import { RULES } from '../../api/auth/rules.js'
import { buildSchema } from '../../api/build-schema.js'
import { askAsRole, isForGateway, listRootDocuments } from '../support/ask-as-role.js'
import { startHubServer } from '../support/hub-server.js'
import { registerRoles } from '../support/register-roles.js'
import { EXPECTED, ROLES, type Role } from '../support/role-table.js'
import type { RunGoal } from './goal.js'

/** G04: every root field has its rule and answers each role over HTTP as the role table says; no field that all roles could read is unnamed. */
export const runG04: RunGoal = async () => {
  const schema = enforceOpenFields(buildSchema(), RULES, OPEN_FIELDS) // throws otherwise, as the build does
  const fields = listRootDocuments(schema)
  const unruled = fields.filter(({ name }) => !(name in RULES) || !(name in EXPECTED)).map(({ name }) => name)
  const hub = await startHubServer()
  try {
    await registerRoles(hub.database.owner)
    const wrong: string[] = []
    const roles = Object.keys(ROLES) as Role[] // its own keys
    for (const { name, document } of fields) {
      for (const role of roles) {
        const expected = EXPECTED[name]?.includes(role) ? 'through' : 'FORBIDDEN'
        const answer = await askAsRole(hub, role, document)
        if (answer !== (isForGateway(name) ? 'door' : expected)) wrong.push(`${name} as ${role}: ${answer}`)
      }
    }
    return {
      id: 'G04',
      value: {
        rootFields: fields.length,
        asked: fields.length * roles.length,
        unruled: unruled.length,
        wrong: wrong.length,
        first: wrong[0] ?? null,
      },
      bar: { unruled: 0, wrong: 0 },
      ok: unruled.length === 0 && wrong.length === 0,
    }
  } finally {
    await hub.close()
  }
}
