import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { checkText } from './curation-refusals.js'
import { onIdenticalTerms, type SeenTerm, type TermOutcome } from './identical-terms.js'
import { mayNotCurate } from './mapping-refusals.js'
import { assignTerm, checkSteward, flagTerm } from './mark-term.js'

type Terms = { readonly terms: readonly SeenTerm[] }

/** Notes of identical words what is odd about them; null takes the flag of each away. */
export async function flagTogether(
  hub: Hub,
  caller: Caller,
  { terms, flag }: Terms & { readonly flag: string | null },
): Promise<Outcome<readonly TermOutcome[]>> {
  if (!holdsAny(caller, 'terms:curate')) return refuse(mayNotCurate())
  const faults = checkText(flag, 'flag')
  if (faults.length > 0) return refuse(...faults)
  return onIdenticalTerms(hub, caller, { terms, act: seen => flagTerm(hub, caller, { ...seen, flag }) })
}

/** Puts identical words on the desk of one steward; null on nobody's. */
export async function assignTogether(
  hub: Hub,
  caller: Caller,
  { terms, to }: Terms & { readonly to: string | null },
): Promise<Outcome<readonly TermOutcome[]>> {
  if (!holdsAny(caller, 'terms:curate')) return refuse(mayNotCurate())
  const faults = await checkSteward(hub, to)
  if (faults.length > 0) return refuse(...faults)
  return onIdenticalTerms(hub, caller, { terms, act: seen => assignTerm(hub, caller, { ...seen, to }) })
}
