import type { SourceTerm } from '../../db/queries/source-terms.js'
import { findDecision, type TermDecision } from '../../db/queries/term-decisions.js'
import {
  appendRejection,
  isRejected,
  liftRejections,
  listVersionsByNo,
  listVersionsOfTerm,
  type MappingVersion,
} from '../../db/queries/term-mappings.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { hullOf, overlap } from '../../schema/domain/terms/plan-decision.js'
import type { Hub } from '../hub.js'
import type { CenterWork } from './center-work.js'
import { deciderOf, withTerm, type DecideOptions } from './decide-mapping.js'
import { mayNotCurate, noSuchDecision, overtaken } from './mapping-refusals.js'
import { continueVersion, settleDecision } from './settle-decision.js'
import type { Decider, DecisionResult } from './term-decision.js'

export type Undoing = { readonly decision: string; readonly reason: string | null }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Takes a decision back by a further entry: the versions it made end, those it ended stand again, values read by it wait once more. A decision
 * that a later one has overtaken is undone after that one; an undoing can be undone as well. FORBIDDEN, NOT_FOUND, DECISION_OVERTAKEN.
 */
export async function undoDecision(
  hub: Hub,
  caller: Caller,
  input: Undoing,
  options: DecideOptions = {},
): Promise<Outcome<DecisionResult>> {
  return holdsAny(caller, 'terms:curate') ? undoAs(hub, deciderOf(caller), input, options) : refuse(mayNotCurate())
}

/** The same on the authority of whoever decides. */
export async function undoAs(hub: Hub, decider: Decider, input: Undoing, options: DecideOptions = {}): Promise<Outcome<DecisionResult>> {
  if (!UUID.test(input.decision)) return refuse(noSuchDecision())
  const find = { centerId: null, role: decider.role } as const
  const found = await hub.db.transaction(find, tx => findDecision(tx, input.decision), { isReadOnly: true })
  if (found === null) return refuse(noSuchDecision())
  return withTerm(hub, decider, { sourceTerm: found.source_term_id, options }, (work, term) => undoHere(hub, work, { term, input }))
}

/** Takes a decision about the word back in a transaction that is under way and holds the lock of the center. */
export async function undoHere(
  hub: Hub,
  work: CenterWork,
  { term, input }: { readonly term: SourceTerm; readonly input: Undoing },
): Promise<Outcome<DecisionResult>> {
  const decision = await findDecision(work.tx, input.decision)
  if (decision === null) return refuse(noSuchDecision())
  const versions = await listVersionsByNo(work.tx, work.centerId, [...decision.made, ...decision.ended])
  const made = versions.filter(({ no }) => decision.made.includes(no))
  const standing = await listVersionsOfTerm(work.tx, work.centerId, { sourceTerm: term.id, isStanding: true })
  const ending = findEach(made, standing)
  if (decision.undone_by !== null || ending === null) return refuse(overtaken(decision))
  const restored = versionsBefore(versions, decision)
  if (
    meetsAnother(
      restored,
      standing.filter(({ no }) => !ending.includes(no)),
    )
  )
    return refuse(overtaken(decision))
  const { reason } = input
  await liftRefused(work, made)
  const settled = await settleDecision(work, {
    term,
    action: 'undo',
    ended: ending,
    made: restored,
    undoes: decision.no,
    reason,
    detail: {},
    days: daysOf(versions),
    heldRowDays: hub.settings.heldRowDays,
  })
  await rememberRefused(work, term)
  return accept(settled)
}

/** A later decision that was undone has left a version of its own that says the same. */
const saysTheSame = (a: MappingVersion, b: MappingVersion): boolean =>
  a.mapping_id === b.mapping_id && a.status === b.status && a.effective.from === b.effective.from && a.effective.to === b.effective.to

type Meaning = Pick<MappingVersion, 'status' | 'negated' | 'effective'>

const isMeaning = ({ status, negated }: Meaning): boolean => !negated && (status === 'active' || status === 'suspended')

/** Whether something that would stand again has a day in common with a meaning that was given since and goes on standing. */
const meetsAnother = (restored: readonly Meaning[], standing: readonly Meaning[]): boolean =>
  restored.filter(isMeaning).some(one => standing.filter(isMeaning).some(other => overlap(one.effective, other.effective)))

/** What stands of each version, told once; null where one of them stands no more. */
function findEach(made: readonly MappingVersion[], standing: readonly MappingVersion[]): readonly number[] | null {
  const found = new Set<number>()
  for (const version of made) {
    const same = standing.find(other => !found.has(other.no) && saysTheSame(version, other))
    if (same === undefined) return null
    found.add(same.no)
  }
  return [...found]
}

/** What stood before; where nothing did, a version that says that the meaning is over. Every decision leaves a version. */
function versionsBefore(versions: readonly MappingVersion[], { made, ended }: TermDecision) {
  const before = versions.filter(({ no }) => ended.includes(no)).map(version => continueVersion(version, {}))
  if (before.length > 0) return before
  return versions.filter(({ no }) => made.includes(no)).map(version => continueVersion(version, { status: 'superseded' }))
}

const daysOf = (versions: readonly MappingVersion[]) => {
  const telling = versions.filter(({ status }) => status === 'active' || status === 'suspended')
  return telling.length === 0 ? null : hullOf(telling.map(({ effective }) => effective))
}

/** Refusals that stand again are remembered again, whether the undone decision had lifted them or had taken them back. */
async function rememberRefused({ tx, centerId, actor }: CenterWork, { id: sourceTerm }: SourceTerm): Promise<void> {
  const standing = await listVersionsOfTerm(tx, centerId, { sourceTerm, isStanding: true })
  for (const { status, target, evidence_hash: evidenceHash, reason } of standing) {
    if (status !== 'rejected' || target === null) continue
    const pair = { sourceTerm, target, evidenceHash }
    if (!(await isRejected(tx, centerId, pair))) await appendRejection(tx, centerId, { ...pair, actor, reason })
  }
}

async function liftRefused({ tx, centerId }: CenterWork, made: readonly MappingVersion[]): Promise<void> {
  for (const { status, target, source_term_id: sourceTerm } of made)
    if (status === 'rejected' && target !== null) await liftRejections(tx, centerId, { sourceTerm, target })
}
