import type { Audience, PageChannel } from '../../schema/domain/playbooks/page.js'
import type { Tx } from '../transaction.js'

/** A way to reach a desk. The address is for the channel alone: it enters no log and no audit entry. */
export type PageContact = { readonly place: number; readonly channel: PageChannel; readonly address: string; readonly desk: string }

type Party = { readonly toCenterId: number | null; readonly audience: Audience; readonly kind: 'ACTUAL' | 'DRILL' }

/** Ways to tell a party that hold now, in their order; calls are made by people and not among them. */
export const listPageContacts = (tx: Tx, { toCenterId, audience, kind }: Party): Promise<readonly PageContact[]> => tx.sql<PageContact[]>`
  select place, channel, address, desk from contacts
  where center_id is not distinct from ${toCenterId}::smallint and role = ${audience} and kind = ${kind} and channel <> 'PHONE'
    and valid_from <= hub_now() and (valid_to is null or valid_to > hub_now())
  order by place`

/** Agencies that have approvers to tell, null for the council; at least the council, so that a page stands even where nobody is entered. */
export async function listApprovingAgencies(tx: Tx): Promise<readonly (number | null)[]> {
  const rows = await tx.sql<{ centerId: number | null }[]>`
    select distinct center_id as "centerId" from contacts
    where role = 'APPROVER' and kind = 'ACTUAL' and valid_from <= hub_now() and (valid_to is null or valid_to > hub_now())
    order by 1`
  return rows.length === 0 ? [null] : rows.map(({ centerId }) => centerId)
}

/** The desk of the council's coordinators that is told first; null where none is entered. */
export async function findCoordinatorDesk(tx: Tx, kind: 'ACTUAL' | 'DRILL'): Promise<string | null> {
  const [row] = await tx.sql<{ desk: string }[]>`
    select desk from contacts
    where role = 'COORDINATOR' and kind = ${kind} and valid_from <= hub_now() and (valid_to is null or valid_to > hub_now())
    order by place limit 1`
  return row?.desk ?? null
}
