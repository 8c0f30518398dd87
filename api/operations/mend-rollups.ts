import { appendAudit } from '../../db/queries/audit.js'
import { internCells, listCellKeys } from '../../db/queries/cells.js'
import { requireEdition } from '../../db/queries/editions.js'
import { listMonthsAtHand, listWrongRollups, sumAgain } from '../../db/queries/rollups.js'
import { lockCenter } from '../../db/queries/submissions.js'
import type { Hub } from '../hub.js'
import { describeCell, leavingItemsOf } from './intern-cells.js'

const ACTOR = 'job:check-conservation'
/** A month of a center at full grain takes a fraction of a second. */
const TIME_LIMIT_MS = 60_000

/**
 * Lets every cell that was ever met leave the sums that it leaves by the edition in force (S3). A cell that was made before a measure was published, and not
 * met since, knew nothing of it.
 */
export async function widenCells({ db }: Pick<Hub, 'db'>): Promise<void> {
  await db.transaction({ centerId: null, role: 'reader' }, async tx => {
    const standards = await requireEdition(tx.sql)
    const keys = await listCellKeys(tx, leavingItemsOf(standards))
    await internCells(
      tx,
      keys.map(key => describeCell(standards, key)),
    )
  })
}

/**
 * Holds the sums of a center against its facts, month by month, and sums again what differs, each month in a transaction of its own under the lock of the
 * center: of every month (`isAll`), or of those that are due today. As of earlier instants the figures stay what they were told to be (S25). Returns how many
 * sums were wrong; none is what is to be expected.
 */
export async function mendRollups(
  { db }: Pick<Hub, 'db'>,
  centerId: number,
  { isAll, signal }: { readonly isAll: boolean; readonly signal: AbortSignal },
): Promise<number> {
  const context = { centerId, role: 'jobs' } as const
  const months = await db.transaction(context, tx => listMonthsAtHand(tx, { isAll }), { isReadOnly: true })
  let mended = 0
  for (const month of months) {
    signal.throwIfAborted()
    const wrong = await db.transaction(context, tx => listWrongRollups(tx, centerId, month), { isReadOnly: true, timeoutMs: TIME_LIMIT_MS })
    if (wrong.length > 0) mended += await mendMonth({ db }, centerId, month)
  }
  return mended
}

async function mendMonth({ db }: Pick<Hub, 'db'>, centerId: number, month: { first: string; last: string }): Promise<number> {
  return db.transaction(
    { centerId, role: 'jobs' },
    async tx => {
      await lockCenter(tx, centerId)
      const wrong = await listWrongRollups(tx, centerId, month)
      if (wrong.length === 0) return 0
      await sumAgain(tx, centerId, wrong)
      const subject = { month: month.first, sums: wrong.length }
      await appendAudit(tx, { chain: centerId, actor: ACTOR, action: 'rollups.summedAgain', subject })
      return wrong.length
    },
    { timeoutMs: TIME_LIMIT_MS },
  )
}
