import type postgres from 'postgres'
import { ROLES } from './role-table.js'

/** Enters one person for each role of the table: `role-client`, `role-analyst`, … */
export async function registerRoles(owner: postgres.Sql): Promise<void> {
  for (const [role, { center, scopes }] of Object.entries(ROLES)) {
    await owner`
      insert into callers (subject, kind, center_id, scopes, display_name)
      values (${`role-${role}`}, 'person', (select id from centers where code = ${center}), ${[...scopes]}, ${role})`
  }
}
