import { inspectCatalog } from '../support/catalog.js'
import { cloneDatabase } from '../support/database.js'
import type { RunGoal } from './goal.js'

/** G03: the catalog of a freshly migrated database shows forced row security, policies and keys as they must be. */
export const runG03: RunGoal = async () => {
  const database = await cloneDatabase({ withEdition: true })
  try {
    const { tenantTables, defects } = await inspectCatalog(database.owner)
    return {
      id: 'G03',
      value: { defects: defects.length, tenantTables: tenantTables.length, ...(defects.length > 0 && { first: defects[0] }) },
      bar: { defects: 0 },
      ok: defects.length === 0 && tenantTables.length > 0,
    }
  } finally {
    await database.drop()
  }
}
