import { insertRows, lockRegistry, removeRows, type RegistryRow, type RegistryTable } from '../../db/queries/registry.js'
import { findAct, openAct } from '../../db/queries/registry-acts.js'
import type { Tx } from '../../db/transaction.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { actorOf, tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { finishAct, settleAct, type RegistryAct } from './registry-act.js'
import { changedSince, checkReason, inputFault, noSuchChange } from './registry-refusals.js'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Takes an earlier act back by a later one: the rows it recorded go, the rows it removed come back, and both acts stay in the log.
 * Refused when any of its rows was changed since. An undo can be undone in turn.
 */
export async function undoRegistryChange(
  hub: Hub,
  caller: Caller,
  { change, reason }: { readonly change: string; readonly reason: string },
): Promise<Outcome<RegistryAct>> {
  const faults = [...(UUID.test(change) ? [] : [noSuchChange(change)]), ...checkReason(reason)]
  if (faults.length > 0) return refuse(...faults)
  return settleAct(hub, () =>
    hub.db.transaction(tenantContextOf(caller), async tx => {
      await lockRegistry(tx)
      const act = await findAct(tx, change)
      const against = act === null ? noSuchChange(change) : act.isUndone ? changedSince() : act.action === 'registry.setUp' ? setUp() : null
      if (act === null || against !== null) return refuse(against ?? noSuchChange(change))
      const { centerId } = act
      const no = await openAct(tx, { actor: actorOf(caller), action: 'registryChange.undone', centerId, reason, undoes: act.id })
      return accept(await finishAct({ tx, centerId }, no, () => reverse(tx, act)))
    }),
  )
}

async function reverse(tx: Tx, { changes }: RegistryAct): Promise<readonly Issue[]> {
  const tables = [...new Set(changes.map(({ table }) => table))]
  const rowsOf = (table: RegistryTable, change: 'removed' | 'recorded'): readonly RegistryRow[] =>
    changes.filter(one => one.table === table && one.change === change).map(({ image }) => image)
  for (const table of tables) {
    const recorded = rowsOf(table, 'recorded')
    if ((await removeRows(tx, table, recorded)) !== recorded.length) return [changedSince()]
  }
  for (const table of tables) await insertRows(tx, table, rowsOf(table, 'removed'))
  return []
}

const setUp = (): Issue =>
  inputFault('BAD_USER_INPUT', 'change', {
    ko: '설치나 판 등재로 들어온 것은 되돌릴 수 없습니다. 해당 항목을 새로 고치십시오.',
    en: 'What came with the set-up or with an edition is not taken back as a whole; set anew what is to hold.',
    expected: 'a change made by an administrator',
  })
