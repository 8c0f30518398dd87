import { listVersionsOfTerm } from '../../db/queries/term-mappings.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Effective } from '../../schema/domain/terms/mapping.js'
import { intersect, overlap, planDecision } from '../../schema/domain/terms/plan-decision.js'
import type { Hub } from '../hub.js'
import { deciderOf, keptVersions, withTerm, type DecideOptions } from './decide-mapping.js'
import { mayNotCurate, nothingToSuspend } from './mapping-refusals.js'
import { continueVersion, settleDecision } from './settle-decision.js'
import type { Decider, DecisionResult } from './term-decision.js'

export type Suspension = {
  readonly sourceTerm: string
  readonly effective: Effective
  readonly reason: string
  /** Numbers of the versions that whoever suspends has seen: one made since is not stopped for what spoke against another. Left out: whatever stands. */
  readonly seen?: readonly number[]
}

/** Stops reading values by what a word was decided to mean, on the days given: those values wait again until somebody decides. FORBIDDEN, NOT_FOUND, MAPPING_INVALID. */
export async function suspendMapping(
  hub: Hub,
  caller: Caller,
  input: Suspension,
  options: DecideOptions = {},
): Promise<Outcome<DecisionResult>> {
  return holdsAny(caller, 'terms:curate') ? suspendAs(hub, deciderOf(caller), input, options) : refuse(mayNotCurate())
}

/** The same on the authority of whoever decides: the job that watches for drift. */
export async function suspendAs(
  hub: Hub,
  decider: Decider,
  input: Suspension,
  options: DecideOptions = {},
): Promise<Outcome<DecisionResult>> {
  const { sourceTerm, effective, reason, seen } = input
  return withTerm(hub, decider, { sourceTerm, options }, async (work, term) => {
    const standing = await listVersionsOfTerm(work.tx, work.centerId, { sourceTerm: term.id, isStanding: true })
    const active = standing.filter(
      ({ no, status, negated, effective: days }) =>
        status === 'active' && !negated && overlap(days, effective) && (seen === undefined || seen.includes(no)),
    )
    if (active.length === 0) return refuse(nothingToSuspend())
    const decision = { target: null, isNegated: false, status: 'suspended', effective } as const
    const plan = planDecision(
      active.map(version => ({ ...version, isNegated: version.negated })),
      decision,
    )
    const suspended = active.map(version =>
      continueVersion(version, {
        status: 'suspended',
        effective: intersect(version.effective, effective),
        author_type: decider.authorType,
        author: decider.actor,
        reviewers: [],
        reason,
      }),
    )
    return accept(
      await settleDecision(work, {
        term,
        action: 'suspend',
        ended: plan.ended,
        made: [...keptVersions(active, plan), ...suspended],
        undoes: null,
        reason,
        detail: { versions: active.map(({ no }) => no) },
        days: effective,
        heldRowDays: hub.settings.heldRowDays,
      }),
    )
  })
}
