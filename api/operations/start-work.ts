import { listSpecialSpans } from '../../db/queries/special-days.js'
import type { Tx } from '../../db/transaction.js'
import type { Hub } from '../hub.js'
import type { CenterWork } from './center-work.js'
import { pinMappings } from './pin-mappings.js'
import { requireRanges } from './read-ranges.js'

/** Everything that a transaction works with that judges rows of a center again. The center is locked. */
export async function startWork(
  hub: Pick<Hub, 'db' | 'standards'>,
  tx: Tx,
  { centerId, actor }: Pick<CenterWork, 'centerId' | 'actor'>,
): Promise<CenterWork> {
  const [standards, { mappings }] = [await hub.standards(), await pinMappings(hub, tx, centerId)]
  const ranges = await requireRanges()
  const specialSpans = await listSpecialSpans(tx, centerId)
  return {
    tx,
    standards,
    centerId,
    cellIds: new Map(),
    retractedKeys: new Set(),
    termIds: new Map(),
    actor,
    mappings,
    ranges,
    specialSpans,
  }
}
