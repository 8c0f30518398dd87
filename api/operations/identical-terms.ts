import { listWordKeys } from '../../db/queries/term-history.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { notIdentical, tooManyTerms } from './curation-refusals.js'
import type { Curated } from './curation.js'
import { deciderOf } from './decide-mapping.js'
import { isTermId } from './term-refusals.js'

/** A word as the steward saw it. */
export type SeenTerm = { readonly term: string; readonly expectedVersion: number }

/** What came of one of several words: what the act did, or everything against it. */
export type TermOutcome = { readonly term: string; readonly curated: Curated | null; readonly issues: readonly Issue[] }

const MOST_TERMS = 100

/** Refuses a list of none, of too many, or with one twice; `list` is the name of the input's field. */
export function checkList(list: 'terms' | 'decisions', ids: readonly string[]): readonly Issue[] {
  const isOnceEach = new Set(ids).size === ids.length
  return ids.length === 0 || ids.length > MOST_TERMS || !isOnceEach ? [tooManyTerms(MOST_TERMS, { list, got: ids.length })] : []
}

/** Words of the list that are not the same as the first in kind, field, label and unit; `null` is one that nobody knows. */
export async function listDifferent(
  hub: Hub,
  caller: Caller,
  { list, terms }: { readonly list: 'terms' | 'decisions'; readonly terms: readonly (string | null)[] },
): Promise<readonly Issue[]> {
  const { role } = deciderOf(caller)
  const known = terms.flatMap(term => (term !== null && isTermId(term) ? [term] : []))
  const rows = await hub.db.transaction({ centerId: null, role }, tx => listWordKeys(tx, known), { isReadOnly: true })
  const keys = new Map(rows.map(({ id, key }) => [id, key]))
  const first = keys.get(terms[0] ?? '')
  return terms.flatMap((term, at) => (first !== undefined && keys.get(term ?? '') === first ? [] : [notIdentical(list, at)]))
}

/**
 * One act about a list of words that are identical in kind, field, label and unit. Each is a decision of its own under the lock of its center: one that was
 * decided on since is refused and the others go on. Refused whole where the words are not the same.
 */
export async function onIdenticalTerms(
  hub: Hub,
  caller: Caller,
  { terms, act }: { readonly terms: readonly SeenTerm[]; readonly act: (seen: SeenTerm) => Promise<Outcome<Curated>> },
): Promise<Outcome<readonly TermOutcome[]>> {
  const ids = terms.map(({ term }) => term)
  const faults = checkList('terms', ids)
  if (faults.length > 0) return refuse(...faults)
  const different = await listDifferent(hub, caller, { list: 'terms', terms: ids })
  if (different.length > 0) return refuse(...different)
  const results: TermOutcome[] = []
  for (const seen of terms) {
    const outcome = await act(seen)
    results.push({ term: seen.term, curated: outcome.ok ? outcome.value : null, issues: outcome.ok ? [] : outcome.issues })
  }
  return accept(results)
}
