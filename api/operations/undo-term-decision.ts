import { findDecision } from '../../db/queries/term-decisions.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import type { Curated } from './curation.js'
import { checkText, setAnew } from './curation-refusals.js'
import { checkVersion } from './curate-term.js'
import { deciderOf, withTerm } from './decide-mapping.js'
import { mayNotCurate, noSuchDecision } from './mapping-refusals.js'
import { isTermId } from './term-refusals.js'
import { undoHere } from './undo-decision.js'

export type TermUndoing = { readonly decision: string; readonly expectedVersion: number; readonly reason: string | null }

/**
 * Takes a decision about a word back by a further one, on the state that the steward saw; what it let through waits once more. What would come back into published
 * figures waits for another steward.
 */
export async function undoTermDecision(hub: Hub, caller: Caller, said: TermUndoing): Promise<Outcome<Curated>> {
  if (!holdsAny(caller, 'terms:curate')) return refuse(mayNotCurate())
  const faults = checkText(said.reason, 'reason')
  if (faults.length > 0) return refuse(...faults)
  const decider = deciderOf(caller)
  const found = isTermId(said.decision)
    ? await hub.db.transaction({ centerId: null, role: decider.role }, tx => findDecision(tx, said.decision), { isReadOnly: true })
    : null
  if (found === null) return refuse(noSuchDecision())
  if (found.made.length === 0 && found.ended.length === 0) return refuse(setAnew())
  return withTerm(hub, decider, { sourceTerm: found.source_term_id, options: {} }, async (work, term) => {
    const against = await checkVersion({ work, term, said })
    if (!against.ok) return against
    const undone = await undoHere(hub, work, { term, input: said, isReviewed: true })
    if (!undone.ok) return undone
    const { asksAnother, ...settled } = undone.value
    return accept({ ...settled, version: against.value + 1, needsReview: asksAnother })
  })
}
