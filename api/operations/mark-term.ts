import { appendAudit } from '../../db/queries/audit.js'
import { findCaller } from '../../db/queries/callers.js'
import type { SourceTerm } from '../../db/queries/source-terms.js'
import { appendDecision } from '../../db/queries/term-decisions.js'
import { setAssigned, setFlag } from '../../db/queries/term-history.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import type { CenterWork } from './center-work.js'
import type { Curated } from './curation.js'
import { checkText, noSuchSteward } from './curation-refusals.js'
import { checkVersion } from './curate-term.js'
import { deciderOf, withTerm } from './decide-mapping.js'
import { mayNotCurate } from './mapping-refusals.js'

/** A word as the steward saw it. */
type Seen = { readonly term: string; readonly expectedVersion: number }

/** Notes what is odd about a word, so that it stays in the queue whatever its state; null where nothing is any more. */
export async function flagTerm(hub: Hub, caller: Caller, said: Seen & { readonly flag: string | null }): Promise<Outcome<Curated>> {
  if (!holdsAny(caller, 'terms:curate')) return refuse(mayNotCurate())
  const faults = checkText(said.flag, 'flag')
  if (faults.length > 0) return refuse(...faults)
  return markTerm(hub, caller, {
    seen: said,
    action: 'flag',
    marks: term => ({ before: term.flag, after: said.flag }),
    mark: ({ tx, centerId }, term) => setFlag(tx, centerId, { sourceTerm: term.id, flag: said.flag }),
  })
}

/** Refuses whoever is no registered steward; nobody is fine. */
export async function checkSteward(hub: Hub, to: string | null): Promise<readonly Issue[]> {
  if (to === null) return []
  const steward = await hub.db.query(sql => findCaller(sql, to.slice(0, 200)))
  return steward !== null && steward.scopes.includes('terms:curate') ? [] : [noSuchSteward(to)]
}

/** Puts a word on the desk of a registered steward, or on nobody's. */
export async function assignTerm(hub: Hub, caller: Caller, said: Seen & { readonly to: string | null }): Promise<Outcome<Curated>> {
  if (!holdsAny(caller, 'terms:curate')) return refuse(mayNotCurate())
  const { to } = said
  const faults = await checkSteward(hub, to)
  if (faults.length > 0) return refuse(...faults)
  return markTerm(hub, caller, {
    seen: said,
    action: 'assign',
    marks: term => ({ before: term.assigned_to, after: to }),
    mark: ({ tx, centerId }, term) => setAssigned(tx, centerId, { sourceTerm: term.id, to }),
  })
}

type Marking = {
  readonly seen: Seen
  readonly action: 'flag' | 'assign'
  readonly marks: (term: SourceTerm) => { readonly before: string | null; readonly after: string | null }
  readonly mark: (work: CenterWork, term: SourceTerm) => Promise<void>
}

const NOTHING = {
  made: [],
  ended: [],
  heldAgain: 0,
  landed: 0,
  superseded: 0,
  freed: 0,
  stillHeld: 0,
  toCome: 0,
  landedAs: [],
  touched: [],
}

async function markTerm(hub: Hub, caller: Caller, { seen, action, marks, mark }: Marking): Promise<Outcome<Curated>> {
  return withTerm(hub, deciderOf(caller), { sourceTerm: seen.term, options: {} }, async (work, term) => {
    const against = await checkVersion({ work, term, said: seen })
    if (!against.ok) return against
    const { tx, centerId, actor } = work
    await mark(work, term)
    const entry = { sourceTerm: term.id, action, made: [], ended: [], undoes: null, actor, reason: null, detail: marks(term) }
    const { id } = await appendDecision(tx, centerId, entry)
    await appendAudit(tx, { chain: centerId, actor, action: 'term.decided', subject: { decision: id, sourceTerm: term.id, action } })
    return accept({ ...NOTHING, decision: id, sourceTerm: term.id, version: against.value + 1, needsReview: false })
  })
}
