import { readNumeric } from '../api/operations/load-current.js'
import { appendAudit } from '../db/queries/audit.js'
import { requireEdition } from '../db/queries/editions.js'
import { requireKoreanTime } from '../db/queries/korean-time.js'
import {
  appendFindings,
  clearFindings,
  listDailyTotals,
  listOpenFindings,
  lockRuleFindings,
  type FindingOfCenter,
  type StoredFinding,
} from '../db/queries/rule-findings.js'
import type { Tx } from '../db/transaction.js'
import { addDays, type Day } from '../schema/domain/period.js'
import { lastClosedPeriods, type Span } from '../schema/domain/statistics/closed-periods.js'
import type { CheckValue } from '../schema/domain/statistics/evaluate-check.js'
import { evaluateClosedRule, listClosedRules, type ClosedRule, type DailyTotals } from '../schema/domain/statistics/evaluate-closed-rule.js'
import type { Standards } from '../schema/domain/statistics/standards.js'
import { JOBS, type JobContext, type JobResult } from './job.js'

const ACTOR = 'job:check-closed-periods'
/** A quarter, and the revisions that come after it. */
const LOOK_BACK_DAYS = 100
const TIME_LIMIT_MS = 120_000
const NO_TOTALS: DailyTotals = new Map()

/** A rule to be judged over a period of a center. */
type Due = Span & { readonly centerId: number; readonly rule: ClosedRule }

/**
 * Judges the edition's rules over closed periods (S27) for every center: the periods that ended within the last hundred days, and any older
 * one with a finding that still stands, so that a late revision clears it. What is found already is not told again; what is no longer found,
 * or no longer so, is cleared. All in one transaction, with an audit entry for each center whose findings change.
 */
export async function checkClosedPeriods({ db, signal }: JobContext): Promise<JobResult> {
  const check = async (tx: Tx): Promise<JobResult> => {
    await lockRuleFindings(tx)
    const standards = await requireEdition(tx.sql)
    const standing = await listOpenFindings(tx)
    const due = listDue(standards, standing, await requireKoreanTime(tx))
    const found = await judge(tx, standards, due)
    const known = new Set(standing.map(keyOf))
    const cleared = standing.filter(finding => !found.has(keyOf(finding)))
    const added = [...found].filter(([key]) => !known.has(key)).map(([, finding]) => finding)
    signal.throwIfAborted()
    await record(tx, cleared, added)
    return { outcome: 'done', detail: { periods: due.length, found: added.length, cleared: cleared.length, standing: found.size } }
  }
  return db.transaction(JOBS, check, { timeoutMs: TIME_LIMIT_MS })
}

/** Two findings with one key say the same. */
const keyOf = ({ centerId, rule, checkText, start, end, left, right }: FindingOfCenter): string =>
  JSON.stringify([centerId, rule, checkText, start, end, left, right])

function listDue(standards: Standards, standing: readonly StoredFinding[], now: string): readonly Due[] {
  const rules = listClosedRules(standards.edition)
  const due = new Map<string, Due>()
  const add = (one: Due) => due.set(`${one.centerId}|${one.rule.constraint.id}|${one.start}|${one.end}`, one)
  for (const { code: center, id: centerId } of standards.centers.values()) {
    for (const rule of rules) {
      const spans = lastClosedPeriods({ center, ...rule }, { now, lookBackDays: LOOK_BACK_DAYS }, standards)
      for (const span of spans) add({ centerId, rule, ...span })
    }
  }
  for (const { centerId, rule: id, start, end } of standing) {
    const rule = rules.find(({ constraint }) => constraint.id === id)
    if (rule !== undefined) add({ centerId, rule, start, end })
  }
  return [...due.values()]
}

async function judge(tx: Tx, standards: Standards, due: readonly Due[]): Promise<ReadonlyMap<string, FindingOfCenter>> {
  const totals = await readTotals(tx, standards, due)
  const findings = due.flatMap(({ centerId, rule, start, end }) => {
    const finding = evaluateClosedRule(rule, { start, end }, { totals: totals.get(centerId) ?? NO_TOTALS, edition: standards.edition })
    return finding === null ? [] : [{ centerId, ...finding }]
  })
  return new Map(findings.map(finding => [keyOf(finding), finding]))
}

/** Every day of the periods, once for each center. */
function listDays(due: readonly Due[]): readonly { readonly centerId: number; readonly day: Day }[] {
  const days = new Map<number, Set<Day>>()
  for (const { centerId, start, end } of due) {
    const known = days.get(centerId) ?? new Set<Day>()
    for (let day = start; day <= end; day = addDays(day, 1)) known.add(day)
    days.set(centerId, known)
  }
  return [...days].flatMap(([centerId, known]) => Array.from(known, day => ({ centerId, day })))
}

type TotalsByDay = Map<string, Map<string, CheckValue>>

async function readTotals(tx: Tx, { measureIds, measureCodes }: Standards, due: readonly Due[]): Promise<ReadonlyMap<number, TotalsByDay>> {
  const measures = [...new Set(due.flatMap(({ rule }) => rule.measures))].flatMap(code => measureIds.get(code) ?? [])
  const totals = new Map<number, TotalsByDay>()
  for (const { centerId, measureId, day, value } of await listDailyTotals(tx, measures, listDays(due))) {
    const days: TotalsByDay = totals.get(centerId) ?? new Map()
    const values = days.get(day) ?? new Map<string, CheckValue>()
    values.set(measureCodes.get(measureId) ?? '', readNumeric(value))
    totals.set(centerId, days.set(day, values))
  }
  return totals
}

/** Clears before it adds, because a period may have one open finding of a rule; audits last, in ascending order of center. */
async function record(tx: Tx, cleared: readonly StoredFinding[], added: readonly FindingOfCenter[]): Promise<void> {
  if (cleared.length > 0) await clearFindings(tx, cleared)
  if (added.length > 0) await appendFindings(tx, added)
  const centers = new Set([...cleared, ...added].map(({ centerId }) => centerId))
  for (const chain of [...centers].toSorted((a, b) => a - b)) {
    const rulesOf = (findings: readonly FindingOfCenter[]) =>
      findings.filter(one => one.centerId === chain).map(one => `${one.rule} ${one.start}`)
    const subject = { found: rulesOf(added), cleared: rulesOf(cleared) }
    await appendAudit(tx, { chain, actor: ACTOR, action: 'ruleFindings.changed', subject })
  }
}
