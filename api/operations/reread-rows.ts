import { listBegunEditions } from '../../db/queries/editions.js'
import type { SourceTerm } from '../../db/queries/source-terms.js'
import { requireBodies } from '../../db/queries/submissions.js'
import { listSubmissionsOfLabel, listSubmissionsOfWord, listTurns, type RowTurn, type WordSubmission } from '../../db/queries/word-rows.js'
import { groupBy } from '../../schema/domain/group-by.js'
import { expandBatch } from '../../schema/domain/submissions/expand-batch.js'
import { hasKey, type KeyedRow } from '../../schema/domain/submissions/row-key.js'
import { isSameContent } from '../../schema/domain/submissions/same-content.js'
import type { Cell, JudgedRow, SubmittedBatch, SubmittedRow } from '../../schema/domain/submissions/submission.js'
import { wordKey } from '../../schema/domain/terms/center-words.js'
import { isEffectiveOn, type Effective, type SourceWord, type StandingMapping } from '../../schema/domain/terms/mapping.js'
import { matchDimensionName, matchSubject } from '../../schema/domain/terms/match-term.js'
import type { CenterWork } from './center-work.js'
import { judgeBatch } from './judge-context.js'
import { storedKey } from './load-current.js'
import { unpackBatch } from './read-stored-batch.js'
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

/** Submissions that are fetched together: a year of nights has hundreds, and one takes some milliseconds to ask for. */
const READ_AT_ONCE = 20

function requireBodyOf(bodies: ReadonlyMap<number, Buffer>, no: number): Buffer {
  const body = bodies.get(no)
  if (body === undefined) throw new Error(`Submission ${no} has no body.`)
  return body
}

/** Rows of the word that landed and read otherwise now; `labels` are its spellings. */
export async function listRereadRows(work: CenterWork, rereading: Rereading, labels: readonly string[]): Promise<readonly Reread[]> {
  const found: Reread[] = []
  const says = saysWord(rereading.term, work)
  const submissions = await listSubmissions(work, rereading, labels)
  for (let from = 0; from < submissions.length; from += READ_AT_ONCE) {
    const some = submissions.slice(from, from + READ_AT_ONCE)
    const nos = some.map(({ no }) => no)
    const bodies = await requireBodies(work.tx, work.centerId, nos)
    const turns = groupBy(await listTurns(work.tx, work.centerId, nos), turn => turn.submission_no)
    for (const submission of some) {
      const batch = await unpackBatch(requireBodyOf(bodies, submission.no))
      const reread = await rereadSubmission(work, rereading, { ...submission, batch, turns: turns.get(submission.no) ?? [], says })
      for (const row of reread) found.push(row)
    }
  }
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

type IsWord = (field: string, label: Cell, unit: Cell) => boolean

/** A night says a few hundred words thousands of times, and to compare one takes longer than to look it up. */
function rememberWords(compare: (field: string, label: string, unit: string) => boolean): IsWord {
  const known = new Map<string, boolean>()
  return (field, label, unit) => {
    if (typeof label !== 'string') return false
    const named = typeof unit === 'string' ? unit : ''
    const key = JSON.stringify([field, label, named])
    const found = known.get(key) ?? compare(field, label, named)
    known.set(key, found)
    return found
  }
}

/** Whether the row says the word, in whatever spelling. */
function saysWord(term: SourceTerm, work: CenterWork): (row: SubmittedRow) => boolean {
  const { edition } = work.standards
  const wanted = wordKey({ kind: term.kind, field: term.source_field, label: term.norm_label, unit: term.norm_unit })
  const isIt = rememberWords((field, label, unit) => wordKey({ kind: term.kind, field, label, unit } satisfies SourceWord) === wanted)
  if (term.kind === 'subject') return ({ measure, unit }) => isIt('measure', measure, unit)
  const nameOf = (dimension: Cell): string =>
    typeof dimension !== 'string'
      ? ''
      : edition.codelists.has(dimension.trim()) || dimension.trim() === term.source_field
        ? dimension.trim()
        : (matchDimensionName(edition.lexicon, dimension) ?? '')
  return ({ dimensions }) => dimensions.some(({ dimension, item }) => isIt(nameOf(dimension), item, ''))
}

type ToReread = WordSubmission & {
  readonly batch: SubmittedBatch
  readonly turns: readonly RowTurn[]
  readonly says: (row: SubmittedRow) => boolean
}

async function rereadSubmission(work: CenterWork, rereading: Rereading, submission: ToReread): Promise<readonly Reread[]> {
  const { no, outcomes, batch, says } = submission
  if (batch.strategy === 'RETRACT') return []
  const rows = listRows(batch, (row, index) => outcomes[index] !== 'x' && says(row))
  const turns = new Map(submission.turns.map(turn => [turn.row_index, turn]))
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

/** Rows of the batch with their index, of which most are kept by none: a night has thousands beside those of one word. */
function listRows(batch: SubmittedBatch, isWanted: (row: SubmittedRow, index: number) => boolean) {
  const found: { readonly row: SubmittedRow; readonly index: number }[] = []
  let index = 0
  for (const row of expandBatch(batch)) {
    if (isWanted(row, index)) found.push({ row, index })
    index++
  }
  return found
}

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
