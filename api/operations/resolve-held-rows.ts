import { appendAudit } from '../../db/queries/audit.js'
import { listHeldRowsById, settleHeldRows, type HeldRow } from '../../db/queries/held-rows.js'
import { lockCenter, requireToday } from '../../db/queries/submissions.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { issue, type Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { recordDenial } from '../auth/record-denial.js'
import { actorOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { inTurn } from './in-turn.js'
import type { CenterWork } from './center-work.js'
import { startWork } from './start-work.js'
import type { Resolution } from './resolution.js'
import { freePartners, isLanded, settleLanded, supersede, tryHeldRows, type SettledRow, type TriedRow } from './replay-held-rows.js'
import {
  alreadySettled,
  checkLength,
  checkResolutions,
  isHeldRowId,
  mayNotResolve,
  noSuchRow,
  notOverridable,
} from './resolution-refusals.js'

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
  const unfit = checkLength(resolutions)
  if (unfit.length > 0) return refuse(...unfit)
  const outcome = await resolveAt(hub, caller, { resolutions, isAdministrator })
  if (!outcome.ok && outcome.issues.some(({ code }) => code === 'NOT_FOUND')) await recordDenial(hub, caller, 'Mutation.resolveHeldRows')
  return outcome
}

type Request = { readonly resolutions: readonly Resolution[]; readonly isAdministrator: boolean }

async function resolveAt(hub: Hub, caller: Caller, request: Request): Promise<Outcome<readonly SettledRow[]>> {
  const { resolutions, isAdministrator } = request
  const centers = isAdministrator ? await centersOf(hub, resolutions) : [caller.center?.id ?? -1]
  const [centerId, ...others] = centers
  const faults = checkResolutions(resolutions, isAdministrator)
  if (centerId === undefined) return refuse(...byResolution([...faults, ...resolutions.map((_, index) => noSuchRow(index))]))
  if (others.length > 0) return refuse(...faults, oneCenterOnly())
  const context = { centerId, role: isAdministrator ? 'admin' : 'center' } as const
  return inTurn(hub, centerId, () =>
    hub.db.transaction(context, async tx => {
      await lockCenter(tx, centerId)
      const work = await startWork(hub, tx, { centerId, actor: actorOf(caller) })
      const named = await nameRows(work, resolutions)
      const against = byResolution([...faults, ...named.flatMap(checkRow)])
      return against.length > 0 ? refuse(...against) : accept(await settle(work, named.flatMap(withRow), await requireToday(tx)))
    }),
  )
}

const idsOf = (resolutions: readonly Resolution[]): readonly string[] => resolutions.map(({ heldRow }) => heldRow).filter(isHeldRowId)

async function centersOf(hub: Hub, resolutions: readonly Resolution[]): Promise<readonly number[]> {
  const ids = idsOf(resolutions)
  const rows = await hub.db.transaction({ centerId: null, role: 'admin' }, tx => listHeldRowsById(tx, ids), { isReadOnly: true })
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

/** Faults in the order of the resolutions they are about. */
const byResolution = (faults: readonly Issue[]): readonly Issue[] =>
  faults.toSorted((a, b) => Number(a.path[1] ?? 0) - Number(b.path[1] ?? 0))

/** A resolution and the row it names; null where the center has no such row. */
type Naming = { readonly resolution: Resolution; readonly index: number; readonly held: HeldRow | null }
type NamedRow = { readonly resolution: Resolution; readonly held: HeldRow }

async function nameRows({ tx, centerId }: CenterWork, resolutions: readonly Resolution[]): Promise<readonly Naming[]> {
  const rows = await listHeldRowsById(tx, idsOf(resolutions))
  const found = new Map(rows.filter(row => row.center_id === centerId).map(row => [row.id, row]))
  return resolutions.map((resolution, index) => ({ resolution, index, held: found.get(resolution.heldRow.toLowerCase()) ?? null }))
}

const checkRow = ({ held, index }: Naming): readonly Issue[] => {
  if (held === null) return [noSuchRow(index)]
  return held.state === 'held' ? [] : [alreadySettled(held, index)]
}

const withRow = ({ resolution, held }: Naming): readonly NamedRow[] => (held === null ? [] : [{ resolution, held }])

async function settle(work: CenterWork, rows: readonly NamedRow[], today: string): Promise<readonly SettledRow[]> {
  const withdrawn = await withdraw(
    work,
    rows.filter(({ resolution }) => resolution.action === 'WITHDRAW'),
  )
  const judged = await landResolved(
    work,
    rows.filter(({ resolution }) => resolution.action !== 'WITHDRAW'),
    today,
  )
  const causes = [...withdrawn, ...judged].filter(({ outcome }) => outcome !== 'stillHeld').map(({ held }) => held)
  const freed = await freePartners(work, causes, today)
  const settled = [...withdrawn, ...judged, ...freed]
  await appendAudit(work.tx, {
    chain: work.centerId,
    actor: work.actor,
    action: 'heldRows.resolved',
    subject: { rows: settled.map(({ held, outcome, isAutomatic }) => ({ id: held.id, outcome, isAutomatic })) },
  })
  return settled
}

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

/** Rows that pass land; the others stay held with what stands against them now, unless one that landed took their key. */
async function landResolved(work: CenterWork, rows: readonly NamedRow[], today: string): Promise<readonly SettledRow[]> {
  if (rows.length === 0) return []
  const resolutionOf = new Map(rows.map(({ resolution, held }) => [held.id, resolution]))
  const trials = rows.map(({ resolution, held }) => ({
    held,
    correctedValue: resolution.action === 'CORRECT' ? resolution.value : undefined,
    isConfirmed: resolution.action === 'CONFIRM',
    reason: resolution.reason,
  }))
  const tried = await tryHeldRows(work, trials, today)
  const landed = tried.filter(isLanded)
  const overtaken = landed.length === 0 ? [] : await settleLanded(work, landed, null)
  const gone = new Set(overtaken.map(({ id }) => id))
  const stuck = tried.filter(attempt => !isLanded(attempt) && !gone.has(attempt.trial.held.id))
  await keepHeld(work, stuck, resolutionOf)
  return [
    ...landed.map(({ trial, row }) => ({ held: trial.held, outcome: 'landed' as const, isAutomatic: false, issues: row.issues })),
    ...stuck.map(attempt => ({ held: attempt.trial.held, outcome: 'stillHeld' as const, isAutomatic: false, issues: issuesOf(attempt) })),
    ...(await supersede(work, overtaken)),
  ]
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
