import { appendAudit, COUNCIL_CHAIN } from '../../db/queries/audit.js'
import {
  appendWeightSwitch,
  findVersionInForce,
  findWeightSet,
  listWeightSets,
  listWeightSwitches,
  lockWeights,
  type StoredWeightSet,
  type WeightSwitch,
} from '../../db/queries/term-weights.js'
import type { Tx } from '../../db/transaction.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { FIXED, WEIGHT_KINDS, type WeightKind } from '../../schema/domain/terms/weights/weight-set.js'
import { actorOf, tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { readLessons } from './fit-term-weights.js'
import { settleInstant } from './query-figures.js'
import { checkReason } from './registry-refusals.js'
import { alreadyInForce, noSuchWeights, notBetter, notCompared, weightsChanged } from './weight-refusals.js'

const MOST_SHOWN = 20

/** By what candidates of a kind are weighed, what was learned so far, and what was in force when; newest first. */
export type WeightsState = {
  readonly kind: WeightKind
  readonly version: string
  /** Decisions that count now. */
  readonly decisions: number
  readonly sets: readonly StoredWeightSet[]
  readonly switches: readonly WeightSwitch[]
}

async function readStates(tx: Tx, asOf: string): Promise<readonly WeightsState[]> {
  const wanted = { asOf, limit: MOST_SHOWN }
  const [sets, switches, { labelled }] = [await listWeightSets(tx, wanted), await listWeightSwitches(tx, wanted), await readLessons(tx)]
  return WEIGHT_KINDS.map(kind => {
    const own = switches.filter(one => one.kind === kind)
    return {
      kind,
      version: own[0]?.version ?? FIXED,
      decisions: labelled.filter(one => one.kind === kind).length,
      sets: sets.filter(one => one.kind === kind),
      switches: own,
    }
  })
}

/** The weights of each kind as they were at the instant, now if none is asked for. AS_OF_IN_FUTURE. */
export async function listTermWeights(hub: Hub, caller: Caller, asOf: string | null): Promise<Outcome<readonly WeightsState[]>> {
  const instant = await settleInstant(hub, caller, asOf)
  if (!instant.ok) return instant
  const read = (tx: Tx) => readStates(tx, instant.value)
  return accept(await hub.db.transaction(tenantContextOf(caller), read, { isReadOnly: true, isolation: 'repeatable read' }))
}

export type WeightSwitching = {
  readonly kind: WeightKind
  /** As listed, or `fixed`. */
  readonly version: string
  /** The version in force that the steward saw. */
  readonly expectedVersion: string
  readonly reason: string
}

/** Whether the set may follow what is in force: it is no worse than that, or was in force before. */
async function mayFollow(tx: Tx, { kind, version }: WeightSwitching, now: string): Promise<Outcome<string | null>> {
  if (version === now) return refuse(alreadyInForce(version))
  if (version === FIXED) return accept(null)
  const set = await findWeightSet(tx, { kind, version })
  if (set === null) return refuse(noSuchWeights(version))
  if (set.outcome !== 'proposed') return refuse(notBetter(version, set.reasons))
  const { compared_with: comparedWith, was_in_force: wasInForce } = set
  return comparedWith === now || wasInForce ? accept(version) : refuse(notCompared(version, { comparedWith, now }))
}

/**
 * Puts weights of a kind in force, or the fixed ones again, on the state that the steward saw. Appended and audited; decisions made before keep the weights that they were made
 * under. CHANGED_SINCE, NOT_FOUND, WEIGHTS_NOT_BETTER, WEIGHTS_NOT_COMPARED.
 */
export async function switchTermWeights(hub: Hub, caller: Caller, said: WeightSwitching): Promise<Outcome<WeightsState>> {
  const faults = checkReason(said.reason)
  if (faults.length > 0) return refuse(...faults)
  const { kind, reason, expectedVersion } = said
  const switched = await hub.db.transaction({ centerId: COUNCIL_CHAIN, role: 'steward' }, async (tx): Promise<Outcome<string | null>> => {
    await lockWeights(tx)
    const now = (await findVersionInForce(tx, kind)) ?? FIXED
    if (now !== expectedVersion) return refuse(weightsChanged(expectedVersion, now))
    const version = await mayFollow(tx, said, now)
    if (!version.ok) return version
    const actor = actorOf(caller)
    await appendWeightSwitch(tx, { kind, version: version.value, actor, reason })
    await appendAudit(tx, {
      chain: COUNCIL_CHAIN,
      actor,
      action: 'termWeights.switched',
      subject: { kind, version: version.value ?? FIXED },
    })
    return version
  })
  if (!switched.ok) return switched
  const states = await listTermWeights(hub, caller, null)
  if (!states.ok) return states
  const state = states.value.find(one => one.kind === kind)
  if (state === undefined) throw new Error(`Weights of ${kind} were switched and are not there.`)
  return accept(state)
}
