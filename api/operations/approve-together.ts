import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { listWordKeys } from '../../db/queries/term-history.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { notIdentical, tooManyTerms } from './curation-refusals.js'
import type { Curated, Curation } from './curation.js'
import { curateTerm } from './curate-term.js'
import { deciderOf } from './decide-mapping.js'
import { mayNotCurate } from './mapping-refusals.js'
import { isTermId } from './term-refusals.js'

/** One approval of several words that are the same at several centers, each on the state that the steward saw. */
export type ApprovalTogether = Pick<Curation, 'target' | 'predicate' | 'conversion' | 'from' | 'to' | 'reason'> & {
  readonly terms: readonly { readonly term: string; readonly expectedVersion: number }[]
}

/** What came of one of the words: the decision, or everything against it. */
export type ApprovedTerm = { readonly term: string; readonly curated: Curated | null; readonly issues: readonly Issue[] }

const MOST_TERMS = 100

/**
 * Approves one meaning for a list of words that are identical in kind, field, label and unit. Each is a decision of its own under the lock of its center:
 * one that was decided on since is refused and the others go on. Refused whole where the words are not the same.
 */
export async function approveTogether(hub: Hub, caller: Caller, said: ApprovalTogether): Promise<Outcome<readonly ApprovedTerm[]>> {
  if (!holdsAny(caller, 'terms:curate')) return refuse(mayNotCurate())
  const { terms, ...meaning } = said
  const isOnceEach = new Set(terms.map(({ term }) => term)).size === terms.length
  if (terms.length === 0 || terms.length > MOST_TERMS || !isOnceEach) return refuse(tooManyTerms(MOST_TERMS, terms.length))
  const different = await listDifferent(hub, caller, terms)
  if (different.length > 0) return refuse(...different)
  const results: ApprovedTerm[] = []
  for (const seen of terms) {
    const outcome = await curateTerm(hub, caller, { act: 'approve', said: { ...meaning, ...seen, previewHash: null } })
    results.push({ term: seen.term, curated: outcome.ok ? outcome.value : null, issues: outcome.ok ? [] : outcome.issues })
  }
  return accept(results)
}

async function listDifferent(hub: Hub, caller: Caller, terms: ApprovalTogether['terms']): Promise<readonly Issue[]> {
  const { role } = deciderOf(caller)
  const known = terms.map(({ term }) => term).filter(isTermId)
  const rows = await hub.db.transaction({ centerId: null, role }, tx => listWordKeys(tx, known), { isReadOnly: true })
  const keys = new Map(rows.map(({ id, key }) => [id, key]))
  const first = keys.get(terms[0]?.term ?? '')
  return terms.flatMap(({ term }, at) => (first !== undefined && keys.get(term) === first ? [] : [notIdentical(at)]))
}
