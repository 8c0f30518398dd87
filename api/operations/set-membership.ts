import { recordSpan } from '../../db/queries/registry.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { actOnRegistry, type RegistryAct } from './registry-act.js'
import { endsBeforeItBegins } from './registry-refusals.js'

export type MembershipToSet = {
  readonly center: string
  readonly memberFrom: string
  readonly memberTo: string | null
  readonly isTrial: boolean
  readonly reason: string
}

/**
 * Says from which day to which a center is a member, in trial or in full (S29). What was said of those days before gives way; a membership
 * that began the same day is replaced, so its end is set by saying it again with one.
 */
export const setMembership = (hub: Hub, caller: Caller, input: MembershipToSet): Promise<Outcome<RegistryAct>> => {
  const { center, memberFrom, memberTo, isTrial, reason } = input
  const faults = memberTo !== null && memberTo < memberFrom ? [endsBeforeItBegins('memberTo', memberFrom, memberTo)] : []
  return actOnRegistry(hub, caller, {
    request: { action: 'membership.set', center, reason, faults },
    work: async ({ tx, centerId }) => {
      const row = { center_id: centerId, member_from: memberFrom, member_to: memberTo, is_trial: isTrial }
      await recordSpan(tx, 'memberships', { key: { center_id: centerId }, row })
      return []
    },
  })
}
