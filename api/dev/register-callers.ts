import { connect } from '../../db/connect.js'
import { registerCallers as register } from '../../db/queries/callers.js'
import type { DevelopmentClient } from './development-clients.js'

/** Enters the development clients in the hub's registry, as the owner of the database. Only `npm start` and tests do this. */
export async function registerCallers(ownerUrl: string, clients: readonly DevelopmentClient[]): Promise<void> {
  const owner = connect({ url: ownerUrl, role: 'none', max: 1, applicationName: 'hub120-start' })
  try {
    await owner.query(sql => register(sql, clients))
  } finally {
    await owner.close()
  }
}
