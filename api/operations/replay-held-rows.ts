import { listHeldRowsOfRules, settleHeldRows, type HeldRow, type Settlement } from '../../db/queries/held-rows.js'
import type { Issue } from '../../schema/domain/issue.js'
import { decideOutcomes, type DecidedRow } from '../../schema/domain/submissions/decide-outcomes.js'
import { markDuplicates } from '../../schema/domain/submissions/mark-duplicates.js'
import { indexCurrent, pathOf } from '../../schema/domain/submissions/row-key.js'
import { evaluateRules } from '../../schema/domain/submissions/rules/evaluate-rules.js'
import type { Cell, JudgedRow, SubmittedBatch, SubmittedRow } from '../../schema/domain/submissions/submission.js'
import { internCellsHere } from './intern-cells.js'
import { judgeBatch } from './judge-context.js'
import type { CenterWork } from './center-work.js'
import { landRows } from './land-rows.js'
import { loadCurrent } from './load-current.js'

/** What is kept of a held row: the row as it came, and what its batch said for all rows. */
export type KeptSubmission = SubmittedRow & {
  readonly batch: Pick<SubmittedBatch, 'edition' | 'parameters' | 'center' | 'strategy' | 'reason'>
}

/** A held row to be judged as of now; `value` replaces what came, `isConfirmed` passes hold rules (never error rules). */
export type Trial = {
  readonly held: HeldRow
  readonly correctedValue: Cell | undefined
  readonly isConfirmed: boolean
  readonly reason: string | null
}

export type TriedRow = DecidedRow & { readonly trial: Trial; readonly confirmedRules: readonly string[] }

/** Where a held row ended, and whether somebody named it or it followed from another. */
export type SettledRow = {
  readonly held: HeldRow
  readonly outcome: Settlement['outcome']
  readonly isAutomatic: boolean
  readonly issues: readonly Issue[]
}

/** Judges held rows again, together, as of now: words, numbers, duplicates among them, and the rules over what stands (S11). */
export async function tryHeldRows(work: CenterWork, trials: readonly Trial[], today: string): Promise<readonly TriedRow[]> {
  return tryJudged(work, trials, judgeTrials(work, trials, today))
}

/** The same for rows that were judged by themselves already: `rows` are those of the trials, in order. */
export async function tryJudged(work: CenterWork, trials: readonly Trial[], rows: readonly JudgedRow[]): Promise<readonly TriedRow[]> {
  const judged = markDuplicates(rows)
  await internCellsHere(
    work.tx,
    work.standards,
    judged.flatMap(row => row.cell ?? row.waitingCell ?? []),
    work.cellIds,
  )
  const current = indexCurrent(await loadCurrent(work.tx, work, { rows: judged, scope: null }))
  const ruled = evaluateRules(work.standards.edition, judged, current)
  const confirmed = confirmedRows(trials, judged)
  const passed = ruled.map(row => passConfirmed(row, confirmed.has(row.index), judged)).map((one, _place, all) => holdWithFirst(one, all))
  return passed.map(({ row, confirmedRules }) => {
    const trial = trials[row.index]
    if (trial === undefined) throw new Error(`Row ${row.index} was not tried.`)
    const { strategy } = keptOf(trial.held).batch
    const [decided] = decideOutcomes([row], current, { mode: 'PARTIAL', strategy: strategy === 'RETRACT' ? 'RETRACT' : 'MERGE' })
    if (decided === undefined) throw new Error(`Row ${row.index} came to no outcome.`)
    return { ...decided, trial, confirmedRules }
  })
}

/**
 * Follows up on rows that have left quarantine: the other rows held by the same rules are judged again and land by themselves
 * when nothing holds them any more, and so on until nothing moves (S11). Rows that stay held are left as they are.
 */
export async function freePartners(work: CenterWork, settled: readonly HeldRow[], today: string): Promise<readonly SettledRow[]> {
  const results: SettledRow[] = []
  let causes = settled
  while (causes.length > 0) {
    const partners = await listPartners(work, causes)
    const tried = await tryHeldRows(
      work,
      partners.map(held => ({ held, correctedValue: undefined, isConfirmed: false, reason: null })),
      today,
    )
    const landed = tried.filter(isLanded)
    if (landed.length === 0) break
    const overtaken = await settleLanded(work, landed, 'REPLAY')
    const superseded = await supersede(work, overtaken)
    results.push(
      ...landed.map(({ trial, row }) => ({ held: trial.held, outcome: 'landed' as const, isAutomatic: true, issues: row.issues })),
      ...superseded,
    )
    causes = [...landed.map(({ trial }) => trial.held), ...overtaken]
  }
  return results
}

/** Whether a row that was tried stands now. */
export const isLanded = ({ outcome }: DecidedRow): boolean => outcome !== 'quarantined' && outcome !== 'rejected'

/** Lets rows that passed land, settles them, and returns the held rows they overtake. `action` null: what was said of each. */
export async function settleLanded(
  work: CenterWork,
  landed: readonly TriedRow[],
  action: Settlement['action'] | null,
): Promise<readonly HeldRow[]> {
  const settlements = landed.map(({ trial, row }): Settlement => {
    const isCorrected = trial.correctedValue !== undefined
    return {
      heldRow: trial.held.id,
      action: action ?? (isCorrected ? 'CORRECT' : 'CONFIRM'),
      reason: trial.reason,
      correctedValue: isCorrected ? JSON.stringify(trial.correctedValue) : null,
      outcome: 'landed',
      state: isCorrected ? 'corrected' : 'replayed',
      issues: row.issues,
    }
  })
  await settleHeldRows(work.tx, work, settlements)
  return landRows(
    work,
    landed.map(({ trial: { held }, row, outcome, confirmedRules }) => ({
      row,
      outcome,
      confirmedRules,
      submissionNo: held.submission_no,
      rowIndex: held.row_index,
    })),
  )
}

/** Settles rows for whose key another value was accepted. */
export async function supersede(work: CenterWork, overtaken: readonly HeldRow[]): Promise<readonly SettledRow[]> {
  if (overtaken.length > 0) {
    await settleHeldRows(
      work.tx,
      work,
      overtaken.map(held => ({
        heldRow: held.id,
        action: 'SUPERSEDE',
        reason: null,
        correctedValue: null,
        outcome: 'superseded',
        state: 'superseded',
        issues: [],
      })),
    )
  }
  return overtaken.map(held => ({ held, outcome: 'superseded', isAutomatic: true, issues: [] }))
}

/** The row and its batch as they were kept; written by submit-statistics and by nothing else. */
export const keptOf = (held: HeldRow): KeptSubmission => held.submitted as KeptSubmission

/** Every row by itself, as of now; what their batches said is read once for all rows that share it. */
export function judgeTrials(work: CenterWork, trials: readonly Trial[], today: string): readonly JudgedRow[] {
  const byBatch = new Map<string, { readonly batch: KeptSubmission['batch']; readonly places: number[]; readonly rows: SubmittedRow[] }>()
  for (const [place, trial] of trials.entries()) {
    const { batch, ...row } = keptOf(trial.held)
    const key = JSON.stringify(batch)
    const group = byBatch.get(key) ?? { batch, places: [], rows: [] }
    byBatch.set(key, group)
    group.places.push(place)
    group.rows.push({ ...row, value: trial.correctedValue === undefined ? row.value : trial.correctedValue })
  }
  const judged: JudgedRow[] = []
  for (const { batch, places, rows } of byBatch.values()) {
    const found = judgeBatch(work, { ...batch, mode: 'PARTIAL', scope: null, series: [], rows }, today).rows
    for (const [index, row] of found.entries()) {
      const place = places[index] ?? -1
      const position = trials[place]?.held.row_index ?? row.position
      judged[place] = { ...row, index: place, position, issues: row.issues.map(issue => atRow(issue, position)) }
    }
  }
  return judged
}

/** The finding on a row that was judged alone, at the place the row had in its batch. */
export const atRow = (found: Issue, rowIndex: number): Issue =>
  found.path[0] === 'rows' ? { ...found, path: ['rows', rowIndex, ...found.path.slice(2)] } : found

/** A confirmed row passes when only hold rules stand against it; the rules it passed are remembered with the value. */
type PassedRow = { readonly row: JudgedRow; readonly confirmedRules: readonly string[] }

/** Places of the rows that somebody confirmed. Who confirms a row that says the same as another before it confirms what both say. */
const confirmedRows = (trials: readonly Trial[], judged: readonly JudgedRow[]): ReadonlySet<number> =>
  new Set(
    judged
      .filter(({ index }) => trials[index]?.isConfirmed)
      .flatMap(({ index, duplicateOf }) => (duplicateOf === null ? index : [index, duplicateOf])),
  )

/** A row that only says again what one before it says stays held with that one: it brings no value of its own (S8). */
function holdWithFirst(passed: PassedRow, all: readonly PassedRow[]): PassedRow {
  const { row } = passed
  const first = row.duplicateOf === null ? undefined : all[row.duplicateOf]?.row
  if (first === undefined || first.verdict === 'good') return passed
  const against = first.issues.filter(({ severity }) => severity === 'error' || severity === 'hold')
  const own = against.map(one => ({ ...one, path: pathOf(row), sourceRow: row.sourceRow }))
  return { row: { ...row, verdict: first.verdict, issues: [...row.issues, ...own] }, confirmedRules: [] }
}

function passConfirmed(row: JudgedRow, isConfirmed: boolean, judged: readonly JudgedRow[]): PassedRow {
  const broken = row.issues.filter(({ code }) => code === 'RULE_BROKEN')
  const wasGood = judged[row.index]?.verdict === 'good'
  if (!isConfirmed || row.verdict !== 'held' || !wasGood || broken.some(({ severity }) => severity !== 'hold'))
    return { row, confirmedRules: [] }
  const confirmedRules = [...new Set(broken.flatMap(({ rule }) => rule ?? []))]
  return { row: { ...row, verdict: 'good', issues: row.issues.filter(({ code }) => code !== 'RULE_BROKEN') }, confirmedRules }
}

async function listPartners(work: CenterWork, settled: readonly HeldRow[]): Promise<readonly HeldRow[]> {
  const rules = [...new Set(settled.flatMap(held => held.rules))]
  const periods = new Map(
    settled.flatMap(({ period_type: type, period_start: start }) =>
      type === null || start === null ? [] : [[`${type}|${start}`, { type, start }]],
    ),
  )
  if (rules.length === 0 || periods.size === 0) return []
  return listHeldRowsOfRules(work.tx, work.centerId, { rules, periods: [...periods.values()] })
}
