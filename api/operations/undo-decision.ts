import type { SourceTerm } from '../../db/queries/source-terms.js'
import { findDecision } from '../../db/queries/term-decisions.js'
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
import { restoreForReview } from './restore-versions.js'
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
  return withTerm(hub, decider, { sourceTerm: found.source_term_id, options }, (work, term) =>
    undoHere(hub, work, { term, input, isReviewed: false }),
  )
}

type UndoingHere = {
  readonly term: SourceTerm
  readonly input: Undoing
  /** Whether another steward has to agree before values come back into published figures. */
  readonly isReviewed: boolean
}

/** What taking a decision back did; `asksAnother` where something of it waits for another steward. */
export type Undone = DecisionResult & { readonly asksAnother: boolean }

/** Takes a decision about the word back in a transaction that is under way and holds the lock of the center. */
export async function undoHere(hub: Hub, work: CenterWork, { term, input, isReviewed }: UndoingHere): Promise<Outcome<Undone>> {
  const decision = await findDecision(work.tx, input.decision)
  if (decision === null) return refuse(noSuchDecision())
  const versions = await listVersionsByNo(work.tx, work.centerId, [...decision.made, ...decision.ended])
  const made = versions.filter(({ no }) => decision.made.includes(no))
  const standing = await listVersionsOfTerm(work.tx, work.centerId, { sourceTerm: term.id, isStanding: true })
  const ending = findEach(made, standing)
  if (decision.undone_by !== null || ending === null) return refuse(overtaken(decision))
  const before = versions.filter(({ no }) => decision.ended.includes(no))
  const staying = standing.filter(({ no }) => !ending.includes(no))
  if (meetsAnother(before, staying)) return refuse(overtaken(decision))
  const { edition } = work.standards
  const restored =
    before.length === 0
      ? made.map(version => continueVersion(version, { status: 'superseded' }))
      : isReviewed
        ? restoreForReview({ before, standing, edition, actor: work.actor })
        : before.map(version => continueVersion(version, {}))
  const { reason } = input
  await liftRefused(work, made)
  await liftRefused(work, before, 'active')
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
  await refuseAccepted(work, { made, before, reason })
  const wereProposed = new Set(before.flatMap(({ no, status }) => (status === 'proposed' ? [no] : [])))
  const asksAnother = restored.some(({ status, supersedes }) => status === 'proposed' && !wereProposed.has(supersedes ?? 0))
  return accept({ ...settled, asksAnother })
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

async function liftRefused(
  { tx, centerId }: CenterWork,
  versions: readonly MappingVersion[],
  wanted: MappingVersion['status'] = 'rejected',
): Promise<void> {
  for (const { status, target, negated, source_term_id: sourceTerm } of versions)
    if (status === wanted && !negated && target !== null) await liftRejections(tx, centerId, { sourceTerm, target })
}

type Taken = { readonly made: readonly MappingVersion[]; readonly before: readonly MappingVersion[]; readonly reason: string | null }

/** What a person takes back of the hub's own acceptances is refused: the next night would accept it again on the same evidence. */
async function refuseAccepted({ tx, centerId, actor }: CenterWork, { made, before, reason }: Taken): Promise<void> {
  if (actor.startsWith('job:')) return
  // What only went on standing on other days had been accepted by an earlier decision.
  const former = new Set(before.filter(isMeaning).map(({ mapping_id: mapping }) => mapping))
  const accepted = made.filter(
    version => version.author_type === 'system' && version.status === 'active' && !former.has(version.mapping_id),
  )
  for (const { target, source_term_id: sourceTerm, evidence_hash: evidenceHash } of accepted) {
    const pair = { sourceTerm, target: target ?? '', evidenceHash }
    if (target !== null && !(await isRejected(tx, centerId, pair))) await appendRejection(tx, centerId, { ...pair, actor, reason })
  }
}
