import { listMovedRows, type MovedRow } from '../../db/queries/term-preview.js'
import { requireToday } from '../../db/queries/submissions.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import type { Grain } from '../../schema/domain/figures/grain.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import type { Curation, CurationAct } from './curation.js'
import { checkText } from './curation-refusals.js'
import { checkVersion, hashDecision, needsTwo, openDesk, type Desk } from './curate-term.js'
import { decideHere, deciderOf, withTerm } from './decide-mapping.js'
import { mayNotCurate } from './mapping-refusals.js'
import { compareTouched, planTouched, readTouched, type TouchedMoves } from './compare-touched.js'
import { readPageSize } from './page-cursor.js'
import { planCuration } from './plan-curation.js'
import { requireGlossary } from './read-glossary.js'
import type { DecisionResult, TermDecisionInput } from './term-decision.js'

export type MappingPreviewQuestion = {
  readonly act: CurationAct
  readonly said: Curation
  /** Periods of the figures that are compared. */
  readonly by: Grain
  /** Rows and moves listed at most, of each. */
  readonly first: number
}

/** What a row would be read as; null where it would not land. */
type ReadAs = { readonly measure: string | null; readonly value: string | null }

/** What a decision would do if it stood at once. */
export type MappingPreview = Omit<DecisionResult, 'decision' | 'sourceTerm' | 'made' | 'ended' | 'landedAs'> &
  TouchedMoves & {
    readonly hash: string
    readonly needsReview: boolean
    readonly rows: readonly (MovedRow & ReadAs)[]
    readonly hasMoreMoves: boolean
  }

/** Thrown so that everything since the savepoint is undone. */
class TakenBack extends Error {}

/**
 * What a steward's decision would do, before it is made: the same code in a transaction that is rolled back (S15). Which rows would land or wait again,
 * and which figures of the center and of all centers together would move. Its hash, given to the decision, holds it to the state that was seen. A
 * decision that needs a second steward is shown as it would stand after both. Refused as the decision would be.
 */
export async function previewMapping(hub: Hub, caller: Caller, question: MappingPreviewQuestion): Promise<Outcome<MappingPreview>> {
  if (!holdsAny(caller, 'terms:curate')) return refuse(mayNotCurate())
  const size = readPageSize(question.first)
  const faults = [...(size.ok ? [] : size.issues), ...checkText(question.said.reason, 'reason')]
  if (faults.length > 0) return refuse(...faults)
  const glossary = await requireGlossary(hub)
  const decider = deciderOf(caller)
  return withTerm(hub, decider, { sourceTerm: question.said.term, options: { isDryRun: true } }, async (work, term) => {
    const desk = await openDesk({ work, term, decider }, question, glossary)
    const against = await checkVersion(desk)
    if (!against.ok) return against
    const planned = planCuration(question.act, question.said, desk)
    return planned.ok ? tryDecision(hub, { desk, decision: planned.value, question }) : planned
  })
}

type Trial = { readonly desk: Desk; readonly decision: TermDecisionInput; readonly question: MappingPreviewQuestion }

async function tryDecision(hub: Hub, { desk, decision, question }: Trial): Promise<Outcome<MappingPreview>> {
  const { work, term } = desk
  const { tx, standards, centerId } = work
  const place = { tx, standards, today: await requireToday(tx) }
  const hash = await hashDecision(desk, decision)
  let tried: Outcome<Tried> | null = null
  try {
    await tx.savepoint(async () => {
      tried = await decideAndRead()
      throw new TakenBack()
    })
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error
  }
  const outcome = tried as Outcome<Tried> | null // set in the savepoint, which the compiler does not follow
  if (outcome === null) throw new Error('The decision was not tried.')
  if (!outcome.ok) return outcome
  const { result, rows, plans, after } = outcome.value
  const before = await readTouched(place, plans)
  const { moves, counts } = await compareTouched(place, plans, { before, after })
  const { decision: _entry, sourceTerm: _term, made: _made, ended: _ended, landedAs, ...effects } = result
  const readAs = new Map(landedAs.map(one => [one.heldRow, one]))
  return accept({
    ...effects,
    hash,
    needsReview: needsTwo(desk, decision),
    rows: rows.map(row => ({ ...row, measure: readAs.get(row.id)?.measure ?? null, value: readAs.get(row.id)?.value ?? null })),
    counts,
    moves: moves.slice(0, question.first),
    hasMoreMoves: moves.length > question.first,
  })

  async function decideAndRead(): Promise<Outcome<Tried>> {
    const decided = await decideHere(hub, work, { decider: desk.decider, term, input: decision })
    if (!decided.ok) return decided
    const center = standards.centerCodes.get(centerId) ?? ''
    const touched = planTouched(standards, { center, by: question.by, touched: decided.value.touched })
    if (!touched.ok) return touched
    const rows = await listMovedRows(tx, centerId, { sourceTerm: term.id, limit: question.first })
    return accept({ result: decided.value, rows, plans: touched.value, after: await readTouched(place, touched.value) })
  }
}

type Tried = {
  readonly result: DecisionResult
  readonly rows: readonly MovedRow[]
  readonly plans: Parameters<typeof readTouched>[1]
  readonly after: Awaited<ReturnType<typeof readTouched>>
}
