import { appendAudit } from '../../db/queries/audit.js'
import {
  appendTierSwitch,
  listAcceptedByTier,
  listTiersOff,
  listWrongAcceptances,
  type WrongAcceptance,
} from '../../db/queries/term-tiers.js'
import type { Tx } from '../../db/transaction.js'
import { showText } from '../../schema/domain/terms/show-text.js'
import type { Hub } from '../hub.js'
import { eachInTurn } from './each-in-turn.js'
import { suspendAs, type Suspension } from './suspend-mapping.js'
import type { Decider } from './term-decision.js'

const ACTOR = 'job:suspend-tiers'
const JOB: Decider = { actor: ACTOR, authorType: 'system', role: 'jobs' }
const COUNCIL = { centerId: null, role: 'jobs' } as const

const reasonOf = ({ label, target }: WrongAcceptance): string =>
  `"${showText(label)}"을(를) ${target}(으)로 자동 수락한 것이 잘못으로 밝혀졌습니다. "${showText(label)}" had been accepted as ${target}, and a person decided otherwise.`

/** Told at every center whose words it stops: words of another are not repeated there. Why the tier is off is in the list of tiers. */
const stoppedBy = (tier: string): string =>
  `허브가 스스로 수락하는 규칙(${tier})이 꺼져, 사람이 본 적 없는 수락을 멈춥니다. The rule ${tier} by which the hub had accepted this was switched off, and nobody has looked at it since.`

/** Tiers switched off, and meanings stopped that stood on them alone. */
export type TiersSuspended = { readonly tiers: number; readonly suspended: number }

async function switchOff(tx: Tx): Promise<number> {
  let tiers = 0
  for (const wrong of await listWrongAcceptances(tx)) {
    const { kind, tier, center_id: centerId, decision_no: decisionNo } = wrong
    const entry = { kind, tier, isOn: false, cause: { centerId, decisionNo }, actor: ACTOR, reason: reasonOf(wrong) }
    if (!(await appendTierSwitch(tx, entry))) continue
    const subject = { kind, tier, center: centerId, decision: decisionNo }
    await appendAudit(tx, { chain: 0, actor: ACTOR, action: 'termTier.switchedOff', subject })
    tiers++
  }
  return tiers
}

/**
 * Draws the conclusion from every wrong acceptance (terminology.md §2.10): the tier that made it accepts nothing more of that kind until a person switches it
 * on again, and what it accepted at any center without anybody's look stops until somebody looks. A word that cannot be stopped holds up no other; what was left undone by a
 * fault is done by the next run. A tier is one for all centers; `center` given, words are stopped at that one alone.
 */
export async function suspendTiers(hub: Hub, center: number | null = null): Promise<TiersSuspended> {
  const tiers = await hub.db.transaction(COUNCIL, switchOff)
  const off = await hub.db.transaction(COUNCIL, listTiersOff, { isReadOnly: true })
  if (off.length === 0) return { tiers, suspended: 0 }
  const accepted: Omit<Suspension, 'effective'>[] = []
  const centers = center === null ? [...(await hub.standards()).centers.values()].map(({ id }) => id) : [center]
  for (const centerId of centers) {
    for (const { kind, tier } of off) {
      const list = (tx: Tx) => listAcceptedByTier(tx, { kind, tier, centerId })
      const words = await hub.db.transaction({ centerId, role: 'jobs' }, list, { isReadOnly: true })
      accepted.push(...words.map(({ no, source_term_id: sourceTerm }) => ({ sourceTerm, reason: stoppedBy(tier), seen: [no] })))
    }
  }
  const stopped = await eachInTurn(accepted, {
    nameOf: ({ sourceTerm }) => `word ${sourceTerm}`,
    work: one => suspendAs(hub, JOB, { ...one, effective: { from: null, to: null } }),
  })
  return { tiers, suspended: stopped.filter(({ ok }) => ok).length }
}
