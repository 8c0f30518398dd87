import { appendAudit, COUNCIL_CHAIN } from '../../db/queries/audit.js'
import { appendTierSwitch, listTiers, type TierState } from '../../db/queries/term-tiers.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { actorOf, tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { checkReason } from './registry-refusals.js'

export type { TierState }

/** Whether each kind of evidence may accept words by itself, with what it accepted so far. */
export const listTermTiers = (hub: Hub, caller: Caller): Promise<readonly TierState[]> =>
  hub.db.transaction(tenantContextOf(caller), listTiers, { isReadOnly: true })

/** Switches a tier on again after a wrong acceptance, or off by hand, with a reason. Appended and audited. */
export async function switchTermTier(
  hub: Hub,
  caller: Caller,
  input: { readonly kind: string; readonly tier: string; readonly isOn: boolean; readonly reason: string },
): Promise<Outcome<TierState>> {
  const faults = checkReason(input.reason)
  if (faults.length > 0) return refuse(...faults)
  const { kind, tier, isOn, reason } = input
  const states = await hub.db.transaction({ centerId: null, role: 'steward' }, async tx => {
    await appendTierSwitch(tx, { kind, tier, isOn, cause: null, actor: actorOf(caller), reason })
    await appendAudit(tx, {
      chain: COUNCIL_CHAIN,
      actor: actorOf(caller),
      action: isOn ? 'termTier.switchedOn' : 'termTier.switchedOff',
      subject: { kind, tier },
    })
    return listTiers(tx)
  })
  const state = states.find(one => one.kind === kind && one.tier === tier)
  if (state === undefined) throw new Error(`Tier ${tier} of ${kind} was switched and is not there.`)
  return accept(state)
}
