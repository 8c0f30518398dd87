import { connect } from '../../db/connect.js'
import { appendAudit, COUNCIL_CHAIN } from '../../db/queries/audit.js'
import { registerCallers } from '../../db/queries/callers.js'

/** A subject of the issuer's tokens: `client_id` of a system, `sub` of a person. */
export type Administrator = { readonly subject: string; readonly kind: 'client' | 'person' }

/**
 * Enters the first administrator in the hub's registry, as the owner of the database: on whose authority all later entries are made through
 * the API. Audited on the council's chain. Safe to repeat.
 */
export async function registerAdministrator(ownerUrl: string, { subject, kind }: Administrator): Promise<void> {
  const owner = connect({ url: ownerUrl, role: 'none', max: 1, applicationName: 'hub120-setup' })
  try {
    await owner.transaction({ centerId: null, role: 'admin' }, async tx => {
      await registerCallers(tx.sql, [{ subject, kind, center: null, scopes: ['hub:admin'], displayName: subject }])
      await appendAudit(tx, {
        chain: COUNCIL_CHAIN,
        actor: 'operator:setup',
        action: 'caller.registered',
        subject: { subject, scopes: ['hub:admin'] },
      })
    })
  } finally {
    await owner.close()
  }
}
