import type { HeldRow } from '../../db/queries/held-rows.js'
import { listTermIds } from '../../db/queries/source-terms.js'
import { rereadHeldRows } from '../../db/queries/word-rows.js'
import { wordOfHeld } from '../../schema/domain/submissions/collect-words.js'
import { KeyTree } from '../../schema/domain/submissions/key-tree.js'
import { hasKey, type KeyedRow } from '../../schema/domain/submissions/row-key.js'
import type { JudgedRow } from '../../schema/domain/submissions/submission.js'
import { wordKey } from '../../schema/domain/terms/center-words.js'
import { normalizeLabel } from '../../schema/domain/terms/normalize-label.js'
import type { CenterWork } from './center-work.js'
import { toRowToHold } from './draft-receipt.js'
import { loadCurrent, storedKey, type LoadedValue } from './load-current.js'
import {
  freePartners,
  isLanded,
  judgeTrials,
  keptOf,
  settleLanded,
  supersede,
  tryJudged,
  type SettledRow,
  type Trial,
} from './replay-held-rows.js'

/** A waiting row as it reads now. */
type Waiting = { readonly held: HeldRow; readonly trial: Trial; readonly row: JudgedRow }

/** Where the rows went that a decision about their word let go: landed, overtaken by a newer value, still held; and what that freed beside them. */
export type WordReplay = {
  readonly landed: readonly SettledRow[]
  readonly superseded: readonly SettledRow[]
  readonly stillHeld: readonly HeldRow[]
  readonly freed: readonly SettledRow[]
  /** The rows that landed, as they were read. */
  readonly rows: readonly JudgedRow[]
}

/**
 * Judges waiting rows again, as of now, and lets land what passes (S11): their receipts and first times stay, what lands is recorded now (S25). Of rows
 * that came to one key in several submissions the newest stands, and a value that was accepted since is newer than all of them. Rows that stay are
 * written down as they read now. Partners are freed in the same transaction.
 */
export async function replayRows(work: CenterWork, rows: readonly HeldRow[], today: string): Promise<WordReplay> {
  if (rows.length === 0) return { landed: [], superseded: [], stillHeld: [], freed: [], rows: [] }
  const trials = rows.map((held): Trial => ({ held, correctedValue: undefined, isConfirmed: false, reason: null }))
  const judged = judgeTrials(work, trials, today)
  const waiting = rows.map((held, place): Waiting => ({ held, trial: requireAt(trials, place), row: requireAt(judged, place) }))
  const { newest, older, overtaken } = await sortByAge(work, waiting)
  const tried = await tryJudged(
    work,
    newest.map(({ trial }) => trial),
    newest.map(({ row }, index) => ({ ...row, index })),
  )
  const passed = tried.filter(isLanded)
  const met = await settleLanded(work, passed, 'REPLAY')
  const taken = new Set(passed.map(({ row }) => storedKey(row)))
  const gone = [...overtaken, ...older.filter(({ row }) => taken.has(storedKey(row)))].map(({ held }) => held)
  const superseded = await supersede(work, [...new Map([...gone, ...met].map(held => [held.id, held])).values()])
  const landed = passed.map(({ trial, row }): SettledRow => ({
    held: trial.held,
    outcome: 'landed',
    isAutomatic: true,
    issues: row.issues,
  }))
  const settled = [...landed, ...superseded].map(({ held }) => held)
  const freed = await freePartners(work, settled, today)
  const left = new Set([...settled, ...freed.map(({ held }) => held)].map(({ id }) => id))
  const stuck = [
    ...tried.filter(attempt => !isLanded(attempt)).map(({ trial, row }) => ({ held: trial.held, row })),
    ...older.map(({ held, row }) => ({ held, row })),
  ].filter(({ held }) => !left.has(held.id))
  await keepWaiting(work, stuck)
  return { landed, superseded, stillHeld: stuck.map(({ held }) => held), freed, rows: passed.map(({ row }) => row) }
}

function requireAt<T>(list: readonly T[], place: number): T {
  const found = list[place]
  if (found === undefined) throw new Error(`Row ${place} was not judged.`)
  return found
}

/** Rows to be tried; rows of the same key from earlier submissions; and rows whose key has a value that came later than they did. */
async function sortByAge(work: CenterWork, waiting: readonly Waiting[]) {
  const current = new KeyTree<LoadedValue>()
  const loaded = await loadCurrent(work.tx, work, { rows: waiting.map(({ row }) => row), scope: null })
  for (const value of loaded) current.put(value, value)
  const isKeyed = (one: Waiting): one is Waiting & { readonly row: KeyedRow } => one.row.verdict === 'good' && hasKey(one.row)
  const newestAt = new Map<string, number>()
  const overtaken: Waiting[] = []
  const standing: Waiting[] = []
  for (const one of waiting) {
    const value = isKeyed(one) ? current.get(one.row.measure, one.row.period, one.row.cell) : null
    if (value !== null && value.submissionNo > one.held.submission_no) {
      overtaken.push(one)
      continue
    }
    standing.push(one)
    if (isKeyed(one)) newestAt.set(storedKey(one.row), Math.max(one.held.submission_no, newestAt.get(storedKey(one.row)) ?? 0))
  }
  const isNewest = (one: Waiting) => !isKeyed(one) || newestAt.get(storedKey(one.row)) === one.held.submission_no
  return { newest: standing.filter(isNewest), older: standing.filter(one => !isNewest(one)), overtaken }
}

async function keepWaiting(work: CenterWork, stuck: readonly { readonly held: HeldRow; readonly row: JudgedRow }[]): Promise<void> {
  if (stuck.length === 0) return
  await learnTerms(
    work,
    stuck.map(({ row }) => row),
  )
  const rows = stuck.map(({ held, row }) => ({ ...toRowToHold(work, row, keptOf(held)), heldRow: held.id }))
  await rereadHeldRows(work.tx, work.centerId, rows)
}

/** Adds the numbers of the words that rows are held for; all of them were made known when they were first said. */
async function learnTerms({ tx, centerId, termIds }: CenterWork, rows: readonly JudgedRow[]): Promise<void> {
  const words = rows.map(wordOfHeld).filter(word => word !== null)
  const unknown = [...new Map(words.map(word => [wordKey(word), word])).entries()].filter(([key]) => !termIds.has(key))
  if (unknown.length === 0) return
  const ids = await listTermIds(
    tx,
    centerId,
    unknown.map(([, { kind, field, label, unit }]) => ({ kind, field, normLabel: normalizeLabel(label), normUnit: normalizeLabel(unit) })),
  )
  for (const { place, id } of ids) termIds.set(unknown[place]?.[0] ?? '', id)
}
