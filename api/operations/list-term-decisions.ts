import { findSourceTerm } from '../../db/queries/source-terms.js'
import { listTermHistory, type TermHistoryEntry } from '../../db/queries/term-history.js'
import { listVersionsByNo, type MappingVersion } from '../../db/queries/term-mappings.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { recordDenial } from '../auth/record-denial.js'
import { tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { noSuchTerm } from './mapping-refusals.js'
import { readCursor, readPageSize, toPage, type Page } from './page-cursor.js'
import { isTermId } from './term-refusals.js'

export type HistoryQuestion = { readonly term: string; readonly first: number; readonly after: string | null }

/** An entry with the versions it made and the versions it ended. */
export type ListedDecision = Omit<TermHistoryEntry, 'made' | 'ended'> & {
  readonly made: readonly MappingVersion[]
  readonly ended: readonly MappingVersion[]
}

const isPlace = (place: unknown): place is readonly [number] => Array.isArray(place) && place.length === 1 && Number.isSafeInteger(place[0])

/** What was decided about a word, newest first: who, when, why, on what evidence. A word that the caller does not see is none (NOT_FOUND), and a denial. */
export async function listTermDecisions(hub: Hub, caller: Caller, question: HistoryQuestion): Promise<Outcome<Page<ListedDecision>>> {
  const [size, place] = [readPageSize(question.first), readCursor(question.after, isPlace)]
  if (!size.ok || !place.ok) return refuse(...[size, place].flatMap(one => (one.ok ? [] : one.issues)))
  const sourceTerm = question.term
  const found = !isTermId(sourceTerm)
    ? null
    : await hub.db.transaction(
        tenantContextOf(caller),
        async tx => {
          const term = await findSourceTerm(tx, sourceTerm)
          if (term === null) return null
          const wanted = { sourceTerm, beforeNo: place.value?.[0] ?? null, limit: size.value + 1 }
          const page = toPage(await listTermHistory(tx, term.center_id, wanted), size.value, ({ no }) => [no])
          const nos = page.nodes.flatMap(({ made, ended }) => [...made, ...ended])
          return { page, versions: nos.length === 0 ? [] : await listVersionsByNo(tx, term.center_id, nos) }
        },
        { isReadOnly: true, isolation: 'repeatable read' },
      )
  if (found === null) {
    await recordDenial(hub, caller, 'Query.termDecisions')
    return refuse(noSuchTerm())
  }
  const { page, versions } = found
  const named = (nos: readonly number[]) => versions.filter(({ no }) => nos.includes(no))
  return accept({ ...page, nodes: page.nodes.map(entry => ({ ...entry, made: named(entry.made), ended: named(entry.ended) })) })
}
