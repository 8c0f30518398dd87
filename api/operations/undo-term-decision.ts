import { createHash } from 'node:crypto'
import type { SourceTerm } from '../../db/queries/source-terms.js'
import { findDecision } from '../../db/queries/term-decisions.js'
import { readTermState } from '../../db/queries/term-history.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import type { CenterWork } from './center-work.js'
import type { Curated } from './curation.js'
import { checkText, setAnew, stalePreview } from './curation-refusals.js'
import { checkVersion } from './curate-term.js'
import { deciderOf, withTerm, type DecideOptions } from './decide-mapping.js'
import { mayNotCurate, noSuchDecision } from './mapping-refusals.js'
import { isTermId } from './term-refusals.js'
import { undoHere, type Undone } from './undo-decision.js'

export type TermUndoing = {
  readonly decision: string
  readonly expectedVersion: number
  readonly reason: string | null
  /** Hash of a preview that must still hold. */
  readonly previewHash: string | null
}

/** The word that the decision was about under the lock of its center, and what taking it back would do there. */
export type UndoDesk = {
  readonly work: CenterWork
  readonly term: SourceTerm
  readonly version: number
  readonly hash: string
  readonly undo: () => Promise<Outcome<Undone>>
}

type Asked = { readonly caller: Caller; readonly said: TermUndoing; readonly options: DecideOptions }

/** Whatever is done about an undo, on the state that the steward saw. */
export async function withUndoing<T>(
  hub: Hub,
  { caller, said, options }: Asked,
  act: (desk: UndoDesk) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  if (!holdsAny(caller, 'terms:curate')) return refuse(mayNotCurate())
  const faults = checkText(said.reason, 'reason')
  if (faults.length > 0) return refuse(...faults)
  const decider = deciderOf(caller)
  const found = isTermId(said.decision)
    ? await hub.db.transaction({ centerId: null, role: decider.role }, tx => findDecision(tx, said.decision), { isReadOnly: true })
    : null
  if (found === null) return refuse(noSuchDecision())
  if (found.made.length === 0 && found.ended.length === 0) return refuse(setAnew())
  return withTerm(hub, decider, { sourceTerm: found.source_term_id, options }, async (work, term) => {
    const against = await checkVersion({ work, term, said })
    if (!against.ok) return against
    const hash = await hashUndoing(work, term, said.decision)
    return act({ work, term, version: against.value, hash, undo: () => undoHere(hub, work, { term, input: said, isReviewed: true }) })
  })
}

/** What a preview of an undo was made of: which decision, the edition, and the state that it rests on. */
async function hashUndoing({ tx, centerId, standards }: CenterWork, { id }: SourceTerm, decision: string): Promise<string> {
  const state = await readTermState(tx, centerId, id)
  return createHash('sha256')
    .update(JSON.stringify([id, 'undo', decision, standards.edition.code, state]))
    .digest('hex')
}

/**
 * Takes a decision about a word back by a further one, on the state that the steward saw; what it let through waits once more. What would come back into published
 * figures waits for another steward.
 */
export async function undoTermDecision(hub: Hub, caller: Caller, said: TermUndoing): Promise<Outcome<Curated>> {
  return withUndoing(hub, { caller, said, options: {} }, async ({ version, hash, undo }) => {
    if (said.previewHash !== null && said.previewHash !== hash) return refuse(stalePreview())
    const undone = await undo()
    if (!undone.ok) return undone
    const { asksAnother, ...settled } = undone.value
    return accept({ ...settled, version: version + 1, needsReview: asksAnother })
  })
}
