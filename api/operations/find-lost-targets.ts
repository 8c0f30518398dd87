import { listBegunEditions } from '../../db/queries/editions.js'
import { requireToday } from '../../db/queries/submissions.js'
import { listStandingTargets } from '../../db/queries/term-watch.js'
import type { Tx } from '../../db/transaction.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'
import { endOfTarget, type TargetEnd } from '../../schema/domain/terms/target-end.js'

/** What words of the center are said to mean and what is no more today, with since when. Former editions are read only where something ended. */
export async function findLostTargets(tx: Tx, centerId: number, edition: Edition): Promise<ReadonlyMap<string, TargetEnd>> {
  const targets = await listStandingTargets(tx, centerId)
  if (targets.every(target => endOfTarget(target, [edition]) === null)) return new Map()
  const [today, begun] = [await requireToday(tx), await listBegunEditions(tx.sql)]
  const editions = [edition, ...begun.filter(({ code }) => code !== edition.code)]
  const lost = new Map<string, TargetEnd>()
  for (const target of targets) {
    const end = endOfTarget(target, editions)
    if (end !== null && (end.from === null || end.from <= today)) lost.set(target, end)
  }
  return lost
}
