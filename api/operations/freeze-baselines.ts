import { createHash, randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { deflate } from 'node:zlib'
import { appendAudit } from '../../db/queries/audit.js'
import { appendFrozenBaselines, listCompleteNights, listSurgeMarks } from '../../db/queries/baselines.js'
import { listCellIds } from '../../db/queries/cells.js'
import { requireEdition } from '../../db/queries/editions.js'
import { appendFrozenLeaving } from '../../db/queries/frozen-leaving.js'
import { listCompletions, listNightsToFreeze } from '../../db/queries/night-completions.js'
import { storeObservations, type ObservationToStore } from '../../db/queries/observations.js'
import { refreshRollups } from '../../db/queries/rollups.js'
import { appendSubmission, lockCenter, type StoredSubmission } from '../../db/queries/submissions.js'
import type { Tx } from '../../db/transaction.js'
import { openingDays } from '../../schema/domain/centers/is-open.js'
import {
  BASELINE_MEASURE,
  BASELINE_SOURCE,
  baselineRuleOf,
  type BaselineRule,
  type FrozenNight,
} from '../../schema/domain/figures/baseline.js'
import { freezeBaselines as decideBaselines, MOST_WEEKS_BACK } from '../../schema/domain/figures/freeze-baselines.js'
import { leavesCouncilOf } from '../../schema/domain/figures/leaving-amount.js'
import { addDays, type Day } from '../../schema/domain/period.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { canonicalText } from '../../schema/domain/submissions/canonical-text.js'
import { OUTCOME_LETTERS } from '../../schema/domain/submissions/receipt.js'
import type { Hub } from '../hub.js'

const ACTOR = 'job:freeze-baselines'
/** Nights frozen in one transaction, which holds the center's lock: a month by hour takes about 0.3 s. */
const MOST_NIGHTS = 31
const TIME_LIMIT_MS = 60_000

const deflateText = promisify(deflate)

export type FrozenCount = { readonly nights: number; readonly surges: number; readonly missing: number }

type Work = { readonly tx: Tx; readonly standards: Standards; readonly centerId: number; readonly rule: BaselineRule }

/**
 * Freezes the baselines of up to a month of nights of a center that are complete and have none (S21), earliest first, in one transaction under
 * the lock of the center: baselines as observations, roll-ups, what leaves them over centers, a submission of the hub's own whose body says what
 * they were made from, marks, and an audit entry. Returns how many; fewer than `MOST_NIGHTS` nights means that none is left. Safe to run at any
 * moment and in any number.
 */
export async function freezeBaselines({ db }: Pick<Hub, 'db'>, centerId: number): Promise<FrozenCount & { readonly isDone: boolean }> {
  const freeze = async (tx: Tx) => {
    const standards = await requireEdition(tx.sql)
    const rule = baselineRuleOf(standards.edition)
    const work = rule === null ? null : { tx, standards, centerId, rule }
    // Asked without the lock first: most runs find nothing, and nobody's submission has to wait for that.
    if (work === null || (await listDue(work)).length === 0) return NOTHING
    await lockCenter(tx, centerId)
    const days = await listDue(work)
    if (days.length === 0) return NOTHING
    const nights = await decide(work, days)
    await store(work, nights)
    return nights
  }
  const frozen = await db.transaction({ centerId, role: 'jobs' }, freeze, { timeoutMs: TIME_LIMIT_MS })
  return {
    nights: frozen.length,
    surges: frozen.filter(night => night.isSurge).length,
    missing: frozen.filter(({ tables }) => tables[0]?.cells[0]?.value == null).length,
    isDone: frozen.length < MOST_NIGHTS,
  }
}

const NOTHING: readonly FrozenNight[] = []

const measureIdOf = ({ measureIds }: Standards, code: string): number => {
  const id = measureIds.get(code)
  if (id === undefined) throw new Error(`Measure ${code} has no number.`)
  return id
}

const coreIdsOf = ({ standards, rule }: Work): readonly number[] => rule.core.map(code => measureIdOf(standards, code))

const listDue = (work: Work): Promise<readonly Day[]> =>
  listNightsToFreeze(work.tx, work.centerId, { coreIds: coreIdsOf(work), limit: MOST_NIGHTS })

async function decide(work: Work, days: readonly Day[]): Promise<readonly FrozenNight[]> {
  const { tx, centerId, standards, rule } = work
  const completions = await listCompletions(tx, centerId, { coreIds: coreIdsOf(work), days })
  if (completions.length !== days.length)
    throw new Error(`Of ${days.length} complete nights of center ${centerId}, ${completions.length} have answers.`)
  const nights = await listCompleteNights(tx, centerId, {
    nights: completions,
    measureId: measureIdOf(standards, BASELINE_SOURCE),
    weeksBack: MOST_WEEKS_BACK,
    dimensions: rule.dimensions,
  })
  // Ascending, as listed.
  const [first = '', last = ''] = [days[0], days.at(-1)]
  const surges = await listSurgeMarks(tx, centerId, { from: addDays(first, -7 * MOST_WEEKS_BACK), to: last })
  const openingOf = openingDays(standards, standards.centerCodes.get(centerId) ?? '')
  const leaves = leavesCouncilOf(standards.edition, BASELINE_SOURCE)
  return decideBaselines(nights, { weeks: rule.weeks, isHoliday: day => openingOf(day).isHoliday, leaves }, surges)
}

/** Days, values and marks, so that whoever reads it can make every baseline again. Numbers and codes only. */
const describe = ({ standards, rule }: Work, nights: readonly FrozenNight[]): string =>
  canonicalText({
    measure: BASELINE_MEASURE,
    of: BASELINE_SOURCE,
    weeks: rule.weeks,
    edition: standards.edition.code,
    frozenBy: ACTOR,
    nights,
  })

async function store(work: Work, nights: readonly FrozenNight[]): Promise<void> {
  const { tx, centerId } = work
  const cells = new Set(nights.flatMap(({ tables }) => tables.flatMap(table => table.cells.map(({ cell }) => cell))))
  const cellIds = new Map((await listCellIds(tx, [...cells])).map(({ key, id }) => [key, id]))
  const stored = await submit(work, nights)
  const rows = nights
    .flatMap(night => toRows(work, night, { cellIds, submissionNo: stored.no }))
    .map((row, rowIndex) => ({ ...row, rowIndex }))
  await storeObservations(tx, centerId, rows)
  await refreshRollups(tx, centerId, rows)
  await appendFrozenBaselines(tx, centerId, { submissionNo: stored.no, nights })
  await appendFrozenLeaving(tx, centerId, { nights, cellIds })
  const { id, contentHash, counts } = stored.record
  const days = nights.map(({ day }) => day)
  const marks = nights.filter(({ isSurge }) => isSurge).map(({ day }) => day)
  await appendAudit(tx, {
    chain: centerId,
    actor: ACTOR,
    action: 'submission.accepted',
    subject: { id, contentHash, counts, measure: BASELINE_MEASURE, days, surges: marks },
  })
}

/** The hub's own submission: the rows point to it, and its body is the evidence. Its key says whose it is, and no center could have used it up before. */
async function submit(work: Work, nights: readonly FrozenNight[]): Promise<StoredSubmission> {
  const content = describe(work, nights)
  const contentHash = createHash('sha256').update(content).digest('hex')
  const received = nights.reduce((sum, { tables }) => sum + tables.reduce((count, { cells }) => count + cells.length, 0), 0)
  const none = { revised: 0, unchanged: 0, retracted: 0, quarantined: 0, rejected: 0, impliedRetractions: 0 }
  return appendSubmission(work.tx, {
    centerId: work.centerId,
    submittedBy: ACTOR,
    body: await deflateText(content, { level: 1 }),
    record: {
      idempotencyKey: `${ACTOR}:${randomUUID()}`,
      contentHash,
      uploadId: null,
      mode: 'ATOMIC',
      strategy: 'MERGE',
      status: 'ACCEPTED',
      edition: work.standards.edition.code,
      reason: null,
      counts: { received, inserted: received, ...none },
      impliedRetractions: [],
      outcomes: OUTCOME_LETTERS.inserted.repeat(received),
      sourceRows: null,
      issues: [],
      // Nobody sends it, so nobody is late with it.
      timeliness: null,
    },
  })
}

const requireNumber = (ids: ReadonlyMap<string, number>, code: string): number => {
  const id = ids.get(code)
  if (id === undefined) throw new Error(`"${code}" has no number.`)
  return id
}

type Places = { readonly cellIds: ReadonlyMap<string, number>; readonly submissionNo: number }

function toRows(
  { standards }: Work,
  { day, tables }: FrozenNight,
  { cellIds, submissionNo }: Places,
): readonly Omit<ObservationToStore, 'rowIndex'>[] {
  const measureId = measureIdOf(standards, BASELINE_MEASURE)
  return tables.flatMap(({ cells }) =>
    cells.map(({ cell, value }) => ({
      isKnown: false,
      measureId,
      periodType: 'day',
      periodStart: day,
      cellId: requireNumber(cellIds, cell),
      value,
      // Final from the start: it never changes. Missing where there were too few same weekdays (S21).
      statusId: requireNumber(standards.statusIds, value === null ? 'missing' : 'final'),
      submissionNo,
      isRetracted: false,
      isProvisionalMapping: false,
      parameters: null,
      confirmedRules: null,
      rawValue: null,
      rawUnit: null,
      unitFactor: null,
      label: null,
      mappingVersions: [],
    })),
  )
}
