import { setImmediate } from 'node:timers/promises'
import { requireLatestSource } from '../../db/queries/edition-documents.js'
import { requireEdition } from '../../db/queries/editions.js'
import { requireRecordedState, takeAnswerInstant, type RecordedState } from '../../db/queries/recordings.js'
import type { Tx } from '../../db/transaction.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { FigureFacts } from '../../schema/domain/figures/answer-context.js'
import { countFiguresAtLeast, eachMadeFigure } from '../../schema/domain/figures/answer-figures.js'
import { findAffected, type Affected } from '../../schema/domain/figures/find-affected.js'
import { createMoves, type FigureMove, type MoveCounts } from '../../schema/domain/figures/find-moves.js'
import { questionIssue } from '../../schema/domain/figures/figure-issues.js'
import type { FigurePlan } from '../../schema/domain/figures/figure-plan.js'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import type { Grain } from '../../schema/domain/figures/grain.js'
import { figureUnits } from '../../schema/domain/figures/figure-units.js'
import { planFigures } from '../../schema/domain/figures/plan-figures.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { dayNumber, type Day } from '../../schema/domain/period.js'
import { isRetroactive } from '../../schema/domain/statistics/definition-draft.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { buildNextEdition, inDrafts } from './build-next-edition.js'
import { fetchCells } from './fetch-cells.js'
import { readCursor, readPageSize, toPage, type Page } from './page-cursor.js'
import { checkDraftIds, requireOpenDrafts } from './publish-drafts.js'

export type ImpactQuestion = {
  readonly drafts: readonly string[]
  readonly from: Day
  readonly to: Day
  readonly by: Grain | null
  /** None: every center that is or was a member. */
  readonly centers: readonly string[]
  readonly first: number
  readonly after: string | null
}

/** A move, with the measures of the new formula of which there is nothing at its centers in its days: why there is no value after. */
export type ImpactMove = FigureMove & { readonly absent: readonly string[] }

/** A page of moves, and what was compared on the whole. */
export type DefinitionImpact = Page<ImpactMove> & {
  readonly base: string
  readonly edition: string
  readonly asOf: string
  readonly counts: MoveCounts
  readonly added: Affected['added']
  readonly isRetroactive: boolean
}

/** Figures made on both sides together, as many as one question for figures may give. */
const FIGURES_LIMIT = 300_000
const FIGURES_PER_TURN = 2_000
const TIME_LIMIT_MS = 30_000

const tooMany = (): Issue =>
  questionIssue('PERIOD_TOO_LONG', ['input', 'to'], {
    ko: `견줄 수치가 ${FIGURES_LIMIT}개를 넘습니다. 기간을 줄이거나 더 긴 단위(by)로, 또는 센터를 나누어 물으십시오.`,
    en: `There are more than ${FIGURES_LIMIT} figures to compare; ask for fewer days, a longer period in by, or fewer centers.`,
    expected: `at most ${FIGURES_LIMIT} figures on both sides together`,
    got: `more than ${FIGURES_LIMIT}`,
  })

/** One subject asked under both editions. */
type Pair = { readonly before: Side; readonly after: Side }
type Side = { readonly plan: FigurePlan; readonly standards: Standards }
type Prepared = { readonly pair: Pair; readonly facts: { readonly before: FigureFacts; readonly after: FigureFacts } }

const isPlace = (place: unknown): place is readonly [number] => Array.isArray(place) && place.length === 1 && Number.isSafeInteger(place[0])

/**
 * What publishing the drafts would do to figures, before it is done: the same question answered under the latest edition and under the one that the
 * drafts would make, over the cells of one snapshot. By center and for all of them together; restricted figures stay withheld on both sides.
 */
export async function previewImpact(hub: Hub, caller: Caller, question: ImpactQuestion): Promise<Outcome<DefinitionImpact>> {
  const [size, place] = [readPageSize(question.first), readCursor(question.after, isPlace)]
  const faults = [...[size, place].flatMap(one => (one.ok ? [] : one.issues)), ...checkDraftIds(question.drafts)]
  if (!size.ok || !place.ok || faults.length > 0) return refuse(...faults)
  const context = tenantContextOf(caller)
  const instant = await hub.db.transaction(context, takeAnswerInstant)
  const prepared = await hub.db.transaction(context, tx => prepareImpact(tx, instant, question), {
    isolation: 'repeatable read',
    isReadOnly: true,
    timeoutMs: TIME_LIMIT_MS,
  })
  if (!prepared.ok) return prepared
  const { pairs, ...head } = prepared.value
  const counts = { compared: 0, moved: 0, sameUnderOtherVersion: 0, unchanged: 0, withheld: 0 }
  const moves: { readonly move: FigureMove; readonly prepared: Prepared }[] = []
  for (const pair of pairs) {
    const found = await comparePair(pair)
    for (const name of Object.keys(counts) as (keyof MoveCounts)[]) counts[name] += found.counts[name] // its own keys
    for (const move of found.moves) moves.push({ move, prepared: pair })
  }
  const start = place.value?.[0] ?? 0
  const rows = moves.slice(start, start + size.value + 1).map((row, at) => ({ ...row, place: start + at + 1 }))
  const page = toPage(rows, size.value, row => [row.place])
  return accept({
    ...head,
    counts,
    ...page,
    nodes: page.nodes.map(({ move, prepared: from }) => ({ ...move, absent: findAbsent(move, from) })),
  })
}

type Impact = Pick<DefinitionImpact, 'base' | 'edition' | 'asOf' | 'added' | 'isRetroactive'> & { readonly pairs: readonly Prepared[] }

async function prepareImpact(tx: Tx, instant: string, question: ImpactQuestion): Promise<Outcome<Impact>> {
  const drafts = await requireOpenDrafts(tx, question.drafts)
  if (!drafts.ok) return drafts
  const base = await requireLatestSource(tx)
  const next = buildNextEdition({ base, drafts: drafts.value, code: null })
  if (!next.ok) return refuse(...inDrafts(next.issues))
  const standards = await requireEdition(tx.sql)
  const affected = findAffected(base.edition, drafts.value)
  const pairs = planPairs(affected, question, {
    before: { ...standards, edition: base.edition },
    after: withEdition(standards, next.value.edition),
  })
  if (!pairs.ok) return pairs
  const figures = pairs.value
    .flatMap(({ before, after }) => [before, after])
    .reduce((sum, { plan, standards: known }) => sum + 2 * countFiguresAtLeast(plan, known), 0)
  if (figures > FIGURES_LIMIT) return refuse(tooMany())
  const recorded = await requireRecordedState(tx, instant)
  const prepared: Prepared[] = []
  for (const pair of pairs.value) {
    prepared.push({ pair, facts: { before: await fetchSide(tx, pair.before, recorded), after: await fetchSide(tx, pair.after, recorded) } })
  }
  return accept({
    base: base.code,
    edition: next.value.edition.code,
    asOf: recorded.asOf,
    added: affected.added,
    isRetroactive: drafts.value.some(draft => isRetroactive(draft, base.edition, base.today)),
    pairs: prepared,
  })
}

/** Standards under an edition that is not stored: its new measures have no number yet, and so no cell; numbers below 0 are nobody's. */
const withEdition = (standards: Standards, edition: Edition): Standards => {
  const added = [...edition.measures.keys()].filter(code => !standards.measureIds.has(code))
  return { ...standards, edition, measureIds: new Map([...standards.measureIds, ...added.map((code, at) => [code, -1 - at] as const)]) }
}

type Sides = { readonly before: Standards; readonly after: Standards }

/** One question per subject: those that must be asked for one item of a dimension are grouped by it. */
function planPairs(affected: Affected, { from, to, by, centers }: ImpactQuestion, sides: Sides): Outcome<readonly Pair[]> {
  const asked = {
    centers,
    regions: [],
    withPredecessors: false,
    isByCenter: true,
    filters: [],
    from,
    to,
    by,
    definition: null,
    asOf: null,
    changes: [],
    combine: 'PARTS',
    percentiles: [],
    isPreview: false,
  } as const
  const questions: FigureQuestion[] = [
    ...affected.indicators.map(code => ({
      ...asked,
      indicators: [code],
      measures: [],
      dimensions: sides.before.edition.indicators.get(code)?.requiresSingle ?? [],
    })),
    ...affected.measures.map(code => ({ ...asked, indicators: [], measures: [code], dimensions: [] })),
  ]
  const pairs = questions.map(question => [planSide(question, sides.before), planSide(question, sides.after)] as const)
  const planned: Pair[] = []
  for (const [before, after] of pairs) {
    if (!before.ok) return before
    if (!after.ok) return after
    planned.push({ before: before.value, after: after.value })
  }
  return accept(planned)
}

const planSide = (question: FigureQuestion, standards: Standards): Outcome<Side> => {
  const plan = planFigures(question, standards)
  return plan.ok ? accept({ plan: plan.value, standards }) : plan
}

async function fetchSide(tx: Tx, { plan, standards }: Side, recorded: RecordedState): Promise<FigureFacts> {
  const centers = [...new Set(figureUnits(standards, plan.question).flatMap(unit => unit.centers))]
  const cells = await fetchCells(tx, plan, { standards, centers, ownCenter: null, recorded: recorded.isCurrent ? null : recorded })
  return { ...cells, today: recorded.today, viewerCenter: null }
}

/** The figures of each center, and the one over all of them where there are several, from the same cells. */
async function comparePair({ pair, facts }: Prepared): Promise<ReturnType<ReturnType<typeof createMoves>['list']>> {
  const { question } = pair.before.plan
  const moves = createMoves(question)
  const isSeveral = figureUnits(pair.before.standards, question).length > 1
  let made = 0
  for (const side of ['before', 'after'] as const) {
    const { plan, standards } = pair[side]
    const plans = isSeveral ? [plan, { ...plan, question: { ...plan.question, isByCenter: false } }] : [plan]
    for (const one of plans) {
      for (const { figure, exact } of eachMadeFigure(one, standards, facts[side])) {
        moves.add(side, { figure, exact })
        if (++made % FIGURES_PER_TURN === 0) await setImmediate()
      }
    }
  }
  return moves.list()
}

/** Measures of the formulas that came to nothing, of which no center of the move has a row in its days. */
function findAbsent({ center, from, to, after }: FigureMove, { pair, facts }: Prepared): readonly string[] {
  const versions = new Set(after.filter(({ value }) => value === null).map(({ version }) => version))
  const wanted = pair.after.plan.subjects
    .flatMap(({ definitions }) => definitions)
    .filter(({ version }) => versions.has(version))
    .flatMap(({ terms }) => terms.filter(({ request }) => request !== null).map(({ measure }) => measure.code))
  const [first, last] = [dayNumber(from), dayNumber(to)]
  const hasRow = (measure: string) =>
    facts.after.stored.some(
      series =>
        series.measure === measure && (center === null || series.center === center) && series.days.some(day => first <= day && day <= last),
    )
  return [...new Set(wanted)].filter(measure => !hasRow(measure))
}
