import { appendAudit } from '../../db/queries/audit.js'
import { listHeldRowsById, settleHeldRows, type HeldRow } from '../../db/queries/held-rows.js'
import { lockCenter, requireToday } from '../../db/queries/submissions.js'
import type { Tx } from '../../db/transaction.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { issue, type Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { Cell } from '../../schema/domain/submissions/submission.js'
import { actorOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import type { CenterWork } from './land-rows.js'
import { freePartners, isLanded, settleLanded, supersede, tryHeldRows, type SettledRow, type TriedRow } from './replay-held-rows.js'
import { alreadySettled, checkResolutions, mayNotResolve, noSuchRow, notOverridable } from './resolution-refusals.js'

export type Resolution = {
  readonly heldRow: string
  readonly action: 'CONFIRM' | 'CORRECT' | 'WITHDRAW'
  readonly value: Cell | undefined
  readonly reason: string | null
}

/**
 * Says of held rows what is right (S11): by the center's own client, or by an administrator with a reason. The rows named are judged together,
 * as of now; those that land free or overtake others, which are settled in the same transaction. Refuses the whole request, all faults at once,
 * when a resolution is incomplete or a row is not there or settled already; a row that something still stands against stays held.
 */
export async function resolveHeldRows(
  hub: Hub,
  caller: Caller,
  resolutions: readonly Resolution[],
): Promise<Outcome<readonly SettledRow[]>> {
  const isAdministrator = holdsAny(caller, 'hub:admin')
  if (!isAdministrator && (caller.center === null || !holdsAny(caller, 'stats:write'))) return refuse(mayNotResolve())
  const faults = checkResolutions(resolutions, isAdministrator)
  if (faults.length > 0) return refuse(...faults)
  const standards = await hub.standards()
  const centers = isAdministrator ? await centersOf(hub, resolutions) : [caller.center?.id ?? -1]
  const [centerId, ...others] = centers
  if (centerId === undefined) return refuse(...resolutions.map((resolution, index) => noSuchRow(resolution, index)))
  if (others.length > 0) return refuse(oneCenterOnly())
  const context = { centerId, role: isAdministrator ? 'admin' : 'center' } as const
  return hub.db.transaction(context, async tx => {
    await lockCenter(tx, centerId)
    const work: CenterWork = { tx, standards, centerId, cellIds: new Map(), actor: actorOf(caller) }
    return settle(work, resolutions, await requireToday(tx))
  })
}

async function centersOf(hub: Hub, resolutions: readonly Resolution[]): Promise<readonly number[]> {
  const ids = resolutions.map(({ heldRow }) => heldRow)
  const rows = await hub.db.transaction({ centerId: null, role: 'admin' }, (tx: Tx) => listHeldRowsById(tx, ids), { isReadOnly: true })
  return [...new Set(rows.map(row => row.center_id))]
}

const oneCenterOnly = (): Issue =>
  issue({
    code: 'BAD_USER_INPUT',
    path: ['resolutions'],
    messageKo: '한 번에 한 센터의 보류 행만 처리할 수 있습니다.',
    messageEn: 'One call resolves held rows of one center.',
    expected: 'held rows of one center',
  })

async function settle(work: CenterWork, resolutions: readonly Resolution[], today: string): Promise<Outcome<readonly SettledRow[]>> {
  const found = new Map(
    (
      await listHeldRowsById(
        work.tx,
        resolutions.map(({ heldRow }) => heldRow),
      )
    ).map(row => [row.id, row]),
  )
  const named = resolutions.map((resolution, index) => ({ resolution, index, held: found.get(resolution.heldRow.toLowerCase()) }))
  const faults = named.flatMap(({ resolution, index, held }) => {
    if (held === undefined || held.center_id !== work.centerId) return [noSuchRow(resolution, index)]
    return held.state === 'held' ? [] : [alreadySettled(held, index)]
  })
  if (faults.length > 0) return refuse(...faults)
  const known = named.flatMap(({ resolution, held }) => (held === undefined ? [] : [{ resolution, held }]))
  const withdrawn = await withdraw(
    work,
    known.filter(({ resolution }) => resolution.action === 'WITHDRAW'),
  )
  const landing = await landResolved(
    work,
    known.filter(({ resolution }) => resolution.action !== 'WITHDRAW'),
    today,
  )
  const causes = [...withdrawn, ...landing.settled].filter(({ outcome }) => outcome !== 'stillHeld').map(({ held }) => held)
  const freed = await freePartners(work, causes, today)
  const settled = [...withdrawn, ...landing.settled, ...freed]
  await appendAudit(work.tx, {
    chain: work.centerId,
    actor: work.actor,
    action: 'heldRows.resolved',
    subject: { rows: settled.map(({ held, outcome, isAutomatic }) => ({ id: held.id, outcome, isAutomatic })) },
  })
  return accept(settled)
}

type NamedRow = { readonly resolution: Resolution; readonly held: HeldRow }

async function withdraw(work: CenterWork, rows: readonly NamedRow[]): Promise<readonly SettledRow[]> {
  if (rows.length > 0) {
    await settleHeldRows(
      work.tx,
      work,
      rows.map(({ resolution, held }) => ({
        heldRow: held.id,
        action: 'WITHDRAW',
        reason: resolution.reason,
        correctedValue: null,
        outcome: 'withdrawn',
        state: 'withdrawn',
        issues: [],
      })),
    )
  }
  return rows.map(({ held }) => ({ held, outcome: 'withdrawn', isAutomatic: false, issues: [] }))
}

/** Rows that pass land; the others stay held with what stands against them now. */
async function landResolved(
  work: CenterWork,
  rows: readonly NamedRow[],
  today: string,
): Promise<{ readonly settled: readonly SettledRow[] }> {
  if (rows.length === 0) return { settled: [] }
  const resolutionOf = new Map(rows.map(({ resolution, held }) => [held.id, resolution]))
  const trials = rows.map(({ resolution, held }) => ({
    held,
    correctedValue: resolution.action === 'CORRECT' ? resolution.value : undefined,
    isConfirmed: resolution.action === 'CONFIRM',
    reason: resolution.reason,
  }))
  const tried = await tryHeldRows(work, trials, today)
  const landed = tried.filter(isLanded)
  const stuck = tried.filter(attempt => !landed.includes(attempt))
  const overtaken = landed.length === 0 ? [] : await settleLanded(work, landed, null)
  await keepHeld(work, stuck, resolutionOf)
  return {
    settled: [
      ...landed.map(({ trial, row }) => ({ held: trial.held, outcome: 'landed' as const, isAutomatic: false, issues: row.issues })),
      ...stuck.map(attempt => ({ held: attempt.trial.held, outcome: 'stillHeld' as const, isAutomatic: false, issues: issuesOf(attempt) })),
      ...(await supersede(work, overtaken)),
    ],
  }
}

/** What stands against a row that stays; a confirmation that met an error rule is told that it cannot pass it. */
function issuesOf({ trial, row }: TriedRow): readonly Issue[] {
  const broken = row.issues.find(({ code, severity }) => code === 'RULE_BROKEN' && severity === 'error')
  return trial.isConfirmed && broken !== undefined ? [...row.issues, notOverridable(broken)] : row.issues
}

async function keepHeld(work: CenterWork, stuck: readonly TriedRow[], resolutionOf: ReadonlyMap<string, Resolution>): Promise<void> {
  if (stuck.length === 0) return
  await settleHeldRows(
    work.tx,
    work,
    stuck.map(attempt => ({
      heldRow: attempt.trial.held.id,
      action: resolutionOf.get(attempt.trial.held.id)?.action ?? 'CONFIRM',
      reason: resolutionOf.get(attempt.trial.held.id)?.reason ?? null,
      correctedValue: attempt.trial.correctedValue === undefined ? null : JSON.stringify(attempt.trial.correctedValue),
      outcome: 'stillHeld',
      state: 'held',
      // A correction that fails must not change why the row as it came is held.
      issues: attempt.trial.correctedValue === undefined ? attempt.row.issues : attempt.trial.held.issues,
    })),
  )
}
