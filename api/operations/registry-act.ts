import { createHash } from 'node:crypto'
import { appendAudit, COUNCIL_CHAIN } from '../../db/queries/audit.js'
import { constraintOf, hasAdministrator, lockRegistry } from '../../db/queries/registry.js'
import { openAct, requireAct, type RegistryAct as StoredAct } from '../../db/queries/registry-acts.js'
import type { Tx } from '../../db/transaction.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { actorOf, tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { centerUnknown, checkReason, issueOfConstraint, lastAdministrator } from './registry-refusals.js'

/** An act on the registry as it was kept. */
export type RegistryAct = StoredAct

export type ActRequest = {
  readonly action: string
  /** Code of the center it is about; null for the council. */
  readonly center: string | null
  readonly reason: string
  /** Faults of the input that were found without the registry. */
  readonly faults: readonly Issue[]
}

/** Where an act works: the center's number, or null for the council. */
export type ActPlace = { readonly tx: Tx; readonly centerId: number | null }

/** What stands against an act shows only once it is under way; thrown, so that nothing of it stays. */
class ActRefused extends Error {
  readonly issues: readonly Issue[]

  constructor(issues: readonly Issue[]) {
    super('The act was refused.')
    this.issues = issues
  }
}

/**
 * One act of an administrator on the registry: everything `work` changes, its images, its reason and its audit entry commit together, or
 * nothing does. Acts wait for each other. Refused with all faults of the input at once; then with what `work` or a constraint says against it.
 */
export async function actOnRegistry(
  hub: Hub,
  caller: Caller,
  { request, work }: { readonly request: ActRequest; readonly work: (place: ActPlace) => Promise<readonly Issue[]> },
): Promise<Outcome<RegistryAct>> {
  const { center, reason } = request
  const centerId = center === null ? null : ((await hub.standards()).centerIds.get(center) ?? null)
  const unknown = center !== null && centerId === null ? [centerUnknown(center)] : []
  const faults = [...request.faults, ...unknown, ...checkReason(reason)]
  if (faults.length > 0) return refuse(...faults)
  return settleAct(hub, () =>
    hub.db.transaction(tenantContextOf(caller), async tx => {
      await lockRegistry(tx)
      const no = await openAct(tx, { actor: actorOf(caller), action: request.action, centerId, reason, undoes: null })
      return accept(await finishAct({ tx, centerId }, no, work))
    }),
  )
}

/** What came of an act. This process knows at once what was changed, so that what comes next is judged by it; others notice within two seconds. */
export async function settleAct(hub: Hub, act: () => Promise<Outcome<RegistryAct>>): Promise<Outcome<RegistryAct>> {
  const settled = await act().catch(refusalOf)
  if (settled.ok) await hub.freshStandards().catch(() => null) // it is recorded, read or not
  return settled
}

/** Does the work of an opened act and chains its entry, which carries a hash of what was changed and why. */
export async function finishAct(place: ActPlace, no: number, work: (place: ActPlace) => Promise<readonly Issue[]>): Promise<RegistryAct> {
  const issues = await work(place)
  if (issues.length > 0) throw new ActRefused(issues)
  const act = await requireAct(place.tx, no)
  if (act.changes.some(({ table }) => table === 'callers') && !(await hasAdministrator(place.tx))) {
    throw new ActRefused([lastAdministrator()])
  }
  const sha256 = createHash('sha256')
    .update(JSON.stringify([act.reason, act.undoes, act.changes]))
    .digest('hex')
  const subject = { change: act.id, undoes: act.undoes, rows: act.changes.length, sha256 }
  await appendAudit(place.tx, { chain: place.centerId ?? COUNCIL_CHAIN, actor: act.actor, action: act.action, subject })
  return act
}

/** The refusal an error of an act stands for; every other error goes on. */
function refusalOf(error: unknown): Outcome<never> {
  if (error instanceof ActRefused) return refuse(...error.issues)
  const known = issueOfConstraint(constraintOf(error))
  if (known === null) throw error
  return refuse(known)
}
