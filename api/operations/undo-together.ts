import { listTermsOfDecisions } from '../../db/queries/term-decisions.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { checkText } from './curation-refusals.js'
import type { Curated } from './curation.js'
import { deciderOf } from './decide-mapping.js'
import { checkList, listDifferent } from './identical-terms.js'
import { mayNotCurate } from './mapping-refusals.js'
import { isTermId } from './term-refusals.js'
import { undoTermDecision } from './undo-term-decision.js'

/** Decisions about identical words, as an act on all of them told them. */
export type UndoingTogether = {
  readonly decisions: readonly { readonly decision: string; readonly expectedVersion: number }[]
  readonly reason: string | null
}

/** What came of taking one of them back. */
export type DecisionOutcome = { readonly decision: string; readonly curated: Curated | null; readonly issues: readonly Issue[] }

/** Takes decisions about identical words back, each by itself and on the state that the steward saw. Refused whole where the words are not the same. */
export async function undoTogether(
  hub: Hub,
  caller: Caller,
  { decisions, reason }: UndoingTogether,
): Promise<Outcome<readonly DecisionOutcome[]>> {
  if (!holdsAny(caller, 'terms:curate')) return refuse(mayNotCurate())
  const ids = decisions.map(({ decision }) => decision)
  const faults = [...checkText(reason, 'reason'), ...checkList('decisions', ids)]
  if (faults.length > 0) return refuse(...faults)
  const { role } = deciderOf(caller)
  const found = await hub.db.transaction({ centerId: null, role }, tx => listTermsOfDecisions(tx, ids.filter(isTermId)), {
    isReadOnly: true,
  })
  const termOf = new Map(found.map(({ id, term }) => [id, term]))
  const different = await listDifferent(hub, caller, { list: 'decisions', terms: ids.map(id => termOf.get(id) ?? null) })
  if (different.length > 0) return refuse(...different)
  const results: DecisionOutcome[] = []
  for (const { decision, expectedVersion } of decisions) {
    const outcome = await undoTermDecision(hub, caller, { decision, expectedVersion, reason, previewHash: null })
    results.push({ decision, curated: outcome.ok ? outcome.value : null, issues: outcome.ok ? [] : outcome.issues })
  }
  return accept(results)
}
