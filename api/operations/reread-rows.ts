import { listBegunEditions } from '../../db/queries/editions.js'
import type { SourceTerm } from '../../db/queries/source-terms.js'
import { listSubmissionsOfLabel, listSubmissionsOfWord, listTurns, type WordSubmission } from '../../db/queries/word-rows.js'
import { countRows, rowAt } from '../../schema/domain/submissions/expand-batch.js'
import { hasKey, type KeyedRow } from '../../schema/domain/submissions/row-key.js'
import { isSameContent } from '../../schema/domain/submissions/same-content.js'
import type { Cell, JudgedRow, SubmittedBatch, SubmittedRow } from '../../schema/domain/submissions/submission.js'
import { wordKey } from '../../schema/domain/terms/center-words.js'
import { isEffectiveOn, type Effective, type SourceWord, type StandingMapping } from '../../schema/domain/terms/mapping.js'
import { matchDimensionName, matchSubject } from '../../schema/domain/terms/match-term.js'
import type { CenterWork } from './center-work.js'
import { judgeBatch } from './judge-context.js'
import { storedKey } from './load-current.js'
import { readStoredBatch } from './read-stored-batch.js'
import { atRow, type KeptSubmission } from './replay-held-rows.js'

/** A decision about a word that may read rows otherwise than they were read `before`. */
export type Rereading = {
  readonly term: SourceTerm
  readonly before: readonly StandingMapping[]
  readonly days: Effective
  readonly today: string
  readonly heldRowDays: number
  readonly reason: string | null
}

/** A row whose value stands, or stood, by the reading before, and reads otherwise now. */
export type Reread = {
  readonly submissionNo: number
  readonly row: KeyedRow
  readonly now: JudgedRow
  readonly kept: KeptSubmission
  readonly turn: number
}

/** Rows of the word that landed and read otherwise now; `labels` are its spellings. */
export async function listRereadRows(work: CenterWork, rereading: Rereading, labels: readonly string[]): Promise<readonly Reread[]> {
  const found: Reread[] = []
  for (const submission of await listSubmissions(work, rereading, labels))
    found.push(...(await rereadSubmission(work, rereading, submission)))
  return found
}

/** Where the word was said; for a word that the edition settles also where nobody noted it. */
async function listSubmissions(
  { tx, centerId, standards }: CenterWork,
  { term, days }: Rereading,
  labels: readonly string[],
): Promise<readonly WordSubmission[]> {
  const noted = await listSubmissionsOfWord(tx, centerId, { sourceTerm: term.id, days })
  const match = matchSubject(standards.edition.lexicon, term.raw_label, { isStandard: false })
  if (term.kind !== 'subject' || (match.kind !== 'measure' && match.kind !== 'reported')) return noted
  const further = await listSubmissionsOfLabel(tx, centerId, { labels, days })
  return [...new Map([...noted, ...further].map(one => [one.no, one])).values()].toSorted((a, b) => a.no - b.no)
}

/** Whether the row says the word, in whatever spelling. */
function saysWord(term: SourceTerm, work: CenterWork): (row: SubmittedRow) => boolean {
  const { edition } = work.standards
  const wanted = wordKey({ kind: term.kind, field: term.source_field, label: term.norm_label, unit: term.norm_unit })
  const isIt = (field: string, label: Cell, unit: Cell): boolean =>
    typeof label === 'string' &&
    wordKey({ kind: term.kind, field, label, unit: typeof unit === 'string' ? unit : '' } satisfies SourceWord) === wanted
  if (term.kind === 'subject') return ({ measure, unit }) => isIt('measure', measure, unit)
  const nameOf = (dimension: Cell): string =>
    typeof dimension !== 'string'
      ? ''
      : edition.codelists.has(dimension.trim()) || dimension.trim() === term.source_field
        ? dimension.trim()
        : (matchDimensionName(edition.lexicon, dimension) ?? '')
  return ({ dimensions }) => dimensions.some(({ dimension, item }) => isIt(nameOf(dimension), item, ''))
}

async function rereadSubmission(work: CenterWork, rereading: Rereading, { no, outcomes }: WordSubmission): Promise<readonly Reread[]> {
  const { tx, centerId } = work
  const batch = await readStoredBatch(work, no)
  if (batch.strategy === 'RETRACT') return []
  const says = saysWord(rereading.term, work)
  const rows = listRows(batch).filter(({ row, index }) => outcomes[index] !== 'x' && says(row))
  const turns = new Map(
    (await listTurns(tx, centerId, { submissionNo: no, indexes: rows.map(({ index }) => index) })).map(turn => [turn.row_index, turn]),
  )
  const landed = rows.flatMap(({ row, index }) => {
    const turn = turns.get(index)
    const isLanded =
      turn === undefined ? outcomes[index] === 'i' || outcomes[index] === 'v' : turn.state === 'replayed' || turn.state === 'corrected'
    // What the center corrected stays corrected.
    const value = turn?.state === 'corrected' && turn.corrected_value !== null ? (JSON.parse(turn.corrected_value) as Cell) : row.value
    return isLanded ? [{ row: { ...row, value }, index, turn: (turn?.turn ?? 0) + 1 }] : []
  })
  return compareReadings(work, rereading, { no, batch, landed })
}

const listRows = (batch: SubmittedBatch): readonly { readonly row: SubmittedRow; readonly index: number }[] =>
  Array.from({ length: countRows(batch) }, (_, index) => ({ row: rowAt(batch, index), index }))

type LandedRows = {
  readonly no: number
  readonly batch: SubmittedBatch
  readonly landed: readonly { readonly row: SubmittedRow; readonly index: number; readonly turn: number }[]
}

const isReadable = (row: JudgedRow): boolean => row.verdict === 'good' && hasKey(row)

/**
 * The rows as they were read when they landed: a value that landed was in no doubt then. What the edition in force does not read any more (it closed or lost what the word meant) is read by the
 * last one before it that did.
 */
async function readAsLanded(work: CenterWork, { before, today }: Rereading, alone: SubmittedBatch): Promise<readonly JudgedRow[]> {
  const then = { ...work, mappings: before, ranges: [] }
  let rows = judgeBatch(then, alone, today).rows
  if (rows.every(isReadable)) return rows
  for (const edition of await listBegunEditions(work.tx.sql)) {
    if (edition.code === work.standards.edition.code) continue
    const earlier = judgeBatch({ ...then, standards: { ...work.standards, edition } }, alone, today).rows
    rows = rows.map((row, place) => (isReadable(row) ? row : (earlier[place] ?? row)))
    if (rows.every(isReadable)) break
  }
  return rows
}

async function compareReadings(work: CenterWork, rereading: Rereading, { no, batch, landed }: LandedRows): Promise<readonly Reread[]> {
  const { edition, parameters, center, strategy, reason } = batch
  const alone: SubmittedBatch = { ...batch, mode: 'PARTIAL', scope: null, series: [], rows: landed.map(({ row }) => row) }
  const then = await readAsLanded(work, rereading, alone)
  const now = judgeBatch(work, alone, rereading.today).rows
  return landed.flatMap(({ row: submitted, index, turn }, place) => {
    const [was, is] = [then[place], now[place]]
    if (was === undefined || is === undefined || was.verdict !== 'good' || !hasKey(was)) return []
    // Of other days the decision says nothing, even where the edition in force reads them otherwise.
    if (!isEffectiveOn(rereading.days, was.period.start)) return []
    if (is.verdict === 'good' && storedKey(is) === storedKey(was) && isSameContent(is, was)) return []
    const kept = { ...submitted, batch: { edition, parameters, center, strategy, reason } }
    return [{ submissionNo: no, row: was, now: { ...is, index, issues: is.issues.map(issue => atRow(issue, index)) }, kept, turn }]
  })
}
