import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { checkText } from './curation-refusals.js'
import type { Curation, CurationAct } from './curation.js'
import { curateTerm } from './curate-term.js'
import { onIdenticalTerms, type SeenTerm, type TermOutcome } from './identical-terms.js'
import { mayNotCurate } from './mapping-refusals.js'

/** One act about several words that are the same at several centers, each on the state that the steward saw. */
export type CurationTogether = Pick<Curation, 'target' | 'predicate' | 'conversion' | 'from' | 'to' | 'reason'> & {
  readonly act: CurationAct
  readonly terms: readonly SeenTerm[]
}

/**
 * Approves, corrects, splits, refuses or confirms identical words alike. Each word is judged by itself, as if the act had been made on it alone: what
 * enters published figures waits for another steward word by word.
 */
export async function curateTogether(
  hub: Hub,
  caller: Caller,
  { act, terms, ...meaning }: CurationTogether,
): Promise<Outcome<readonly TermOutcome[]>> {
  if (!holdsAny(caller, 'terms:curate')) return refuse(mayNotCurate())
  const faults = checkText(meaning.reason, 'reason')
  if (faults.length > 0) return refuse(...faults)
  return onIdenticalTerms(hub, caller, {
    terms,
    act: seen => curateTerm(hub, caller, { act, said: { ...meaning, ...seen, previewHash: null } }),
  })
}
