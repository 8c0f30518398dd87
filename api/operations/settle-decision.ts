import { appendAudit } from '../../db/queries/audit.js'
import type { HeldRow } from '../../db/queries/held-rows.js'
import type { SourceTerm } from '../../db/queries/source-terms.js'
import { requireToday } from '../../db/queries/submissions.js'
import { appendDecision, type TermDecision } from '../../db/queries/term-decisions.js'
import {
  appendVersions,
  endVersions,
  readStandingMappings,
  type MappingVersion,
  type VersionToAppend,
} from '../../db/queries/term-mappings.js'
import { appendReplay } from '../../db/queries/term-replays.js'
import { countWaitingRows, listWaitingRows } from '../../db/queries/word-rows.js'
import { textOfNumber } from '../../schema/domain/submissions/exact-number.js'
import type { JudgedRow } from '../../schema/domain/submissions/submission.js'
import type { Effective } from '../../schema/domain/terms/mapping.js'
import type { CenterWork } from './center-work.js'
import { replayRows, type WordReplay } from './replay-word.js'
import { takeBackRows } from './take-back-rows.js'
import type { DecisionResult } from './term-decision.js'

/** Rows that one transaction judges again; what is more goes on in the job replay-held-words. */
export const MOST_ROWS_AT_ONCE = 10_000

/** What is to be written about a word: versions that end, versions that are made, and the entry that says so. */
export type DecisionToSettle = {
  readonly term: SourceTerm
  readonly action: string
  readonly ended: readonly number[]
  readonly made: readonly VersionToAppend[]
  readonly undoes: number | null
  readonly reason: string | null
  readonly detail: TermDecision['detail']
  /** Days on which values may read otherwise; null where the decision says nothing about values. */
  readonly days: Effective | null
  readonly heldRowDays: number
}

/** The version with other days or state, in the place of the one it continues. */
export const continueVersion = (version: MappingVersion, facts: Partial<VersionToAppend>): VersionToAppend => ({
  ...version,
  supersedes: version.no,
  ...facts,
})

/**
 * Writes a decision down and replays, in one transaction under the lock of the center: versions, entry, values that read otherwise taken back, waiting
 * rows judged again, partners freed, audit. A replay that finds nothing to do changes nothing.
 */
export async function settleDecision(work: CenterWork, decision: DecisionToSettle): Promise<DecisionResult> {
  const { tx, centerId, actor } = work
  const { term } = decision
  await endVersions(tx, centerId, decision.ended)
  const made = await appendVersions(tx, { centerId, sourceTerm: term.id }, decision.made)
  const { action, ended, undoes, reason, detail } = decision
  const entry = await appendDecision(tx, centerId, { sourceTerm: term.id, action, made, ended, undoes, actor, reason, detail })
  const replay = decision.days === null ? NOTHING : await replayDecision(work, decision, { days: decision.days, entry: entry.no })
  const result = { decision: entry.id, sourceTerm: term.id, made, ended, ...replay }
  await appendAudit(tx, {
    chain: centerId,
    actor,
    action: 'term.decided',
    subject: {
      decision: entry.id,
      sourceTerm: term.id,
      action,
      heldAgain: replay.heldAgain,
      landed: replay.landed,
      superseded: replay.superseded,
      freed: replay.freed,
      toCome: replay.toCome,
    },
  })
  return result
}

type Replay = Omit<DecisionResult, 'decision' | 'sourceTerm' | 'made' | 'ended'>

const NOTHING: Replay = { heldAgain: 0, landed: 0, superseded: 0, freed: 0, stillHeld: 0, toCome: 0, landedAs: [], touched: [] }

async function replayDecision(
  work: CenterWork,
  { term, reason, heldRowDays }: DecisionToSettle,
  { days, entry }: { readonly days: Effective; readonly entry: number },
): Promise<Replay> {
  const { tx, centerId } = work
  const today = await requireToday(tx)
  const before = work.mappings
  const { mappings } = await readStandingMappings(tx, centerId)
  const now: CenterWork = { ...work, mappings, termIds: new Map(work.termIds) }
  const taken = await takeBackRows(now, { term, before, days, today, heldRowDays, reason })
  // Rows that read as nothing now have just been written down as they read: judged again they would only be written once more.
  const wanted = { sourceTerm: term.id, isFormerOnly: !taken.mayLand }
  const waiting = await listWaitingRows(tx, centerId, { ...wanted, after: null, limit: MOST_ROWS_AT_ONCE })
  const replay = await replayRows(now, waiting, today)
  const last = waiting.at(-1)
  const after = last === undefined ? null : { submissionNo: last.submission_no, rowIndex: last.row_index }
  const toCome = waiting.length < MOST_ROWS_AT_ONCE || after === null ? 0 : await countWaitingRows(tx, centerId, { ...wanted, after })
  if (toCome > 0 && after !== null)
    await appendReplay(tx, centerId, {
      sourceTerm: term.id,
      decision: entry,
      rowsDue: waiting.length + toCome,
      rowsDone: waiting.length,
      after,
    })
  return {
    ...countReplay(replay),
    stillHeld: replay.stillHeld.length + (taken.mayLand ? 0 : taken.rows.length),
    heldAgain: taken.rows.length,
    toCome,
    landedAs: landedAs(replay),
    // What a landing frees beside it moves figures as well, and of other measures.
    touched: touchedBy([...taken.rows, ...replay.rows, ...replay.freed.map(({ held }) => keyOfHeld(work, held))]),
  }
}

const countReplay = ({ landed, superseded, freed, stillHeld }: WordReplay) => ({
  landed: landed.length,
  superseded: superseded.length,
  freed: freed.length,
  stillHeld: stillHeld.length,
})

/** The rows of a replay and what they were read as are in one order. */
const landedAs = ({ landed, rows }: WordReplay): Replay['landedAs'] =>
  landed.flatMap(({ held }, place) => {
    const row = rows[place]
    return row === undefined ? [] : [{ heldRow: held.id, measure: row.measure, value: row.value === null ? null : textOfNumber(row.value) }]
  })

type Touching = Pick<JudgedRow, 'measure' | 'period'>

const keyOfHeld = ({ standards }: CenterWork, { measure_id: measure, period_type: type, period_start: start }: HeldRow): Touching => ({
  measure: measure === null ? null : (standards.measureCodes.get(measure) ?? null),
  period: type === null || start === null ? null : { type, start },
})

function touchedBy(rows: readonly Touching[]): DecisionResult['touched'] {
  const spans = new Map<string, { from: string; to: string }>()
  for (const { measure, period } of rows) {
    if (measure === null || period === null) continue
    const span = spans.get(measure) ?? { from: period.start, to: period.start }
    spans.set(measure, { from: span.from < period.start ? span.from : period.start, to: span.to > period.start ? span.to : period.start })
  }
  return [...spans].map(([measure, span]) => ({ measure, ...span }))
}
