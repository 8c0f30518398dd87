import { setImmediate } from 'node:timers/promises'
import type { Tx } from '../../db/transaction.js'
import type { FigureFacts } from '../../schema/domain/figures/answer-context.js'
import { countFiguresAtLeast, eachMadeFigure } from '../../schema/domain/figures/answer-figures.js'
import { questionIssue } from '../../schema/domain/figures/figure-issues.js'
import type { FigurePlan } from '../../schema/domain/figures/figure-plan.js'
import { figureUnits } from '../../schema/domain/figures/figure-units.js'
import { createMoves, type FigureMove, type MoveCounts } from '../../schema/domain/figures/find-moves.js'
import type { Grain } from '../../schema/domain/figures/grain.js'
import { planFigures } from '../../schema/domain/figures/plan-figures.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { nextPeriod, addDays, type Day } from '../../schema/domain/period.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { fetchCells } from './fetch-cells.js'
import type { DecisionResult } from './term-decision.js'

const FIGURES_LIMIT = 100_000
const FIGURES_PER_TURN = 2_000

export type TouchedMoves = { readonly moves: readonly FigureMove[]; readonly counts: MoveCounts }

type Place = { readonly tx: Tx; readonly standards: Standards; readonly today: Day }
type Touched = { readonly center: string; readonly by: Grain; readonly touched: DecisionResult['touched'] }

const tooMany = (): Issue =>
  questionIssue('PERIOD_TOO_LONG', ['by'], {
    ko: `견줄 수치가 ${FIGURES_LIMIT}개를 넘습니다. 더 긴 단위(by)로 물으십시오.`,
    en: `There are more than ${FIGURES_LIMIT} figures to compare; ask for a longer period in by.`,
    expected: `at most ${FIGURES_LIMIT} figures on both sides together`,
    got: `more than ${FIGURES_LIMIT}`,
  })

const monthOf = (day: Day): Day => `${day.slice(0, 7)}-01`

/** Indicators whose formulas use one of the measures, in the order of the edition. */
const indicatorsUsing = ({ indicators }: Edition, measures: ReadonlySet<string>) =>
  [...indicators.values()].filter(({ versions }) => versions.some(({ form }) => form.measures.some(measure => measures.has(measure))))

/**
 * Questions for every figure that values of the touched measures may enter, over whole months: those of the center, and over all centers. Measures that
 * the edition does not have, as rates that a center computed, enter none.
 */
export function planTouched(standards: Standards, { center, by, touched }: Touched): Outcome<readonly FigurePlan[]> {
  const { edition } = standards
  const known = touched.filter(({ measure }) => edition.measures.has(measure))
  const from = known.map(one => one.from).toSorted()[0]
  const last = known
    .map(one => one.to)
    .toSorted()
    .at(-1)
  if (from === undefined || last === undefined) return accept([])
  const to = addDays(nextPeriod({ type: 'month', start: monthOf(last) }).start, -1)
  const asked = { regions: [], withPredecessors: false, isByCenter: false, filters: [], from: monthOf(from), to, by } as const
  const plain = { definition: null, asOf: null, changes: [], combine: 'PARTS', percentiles: [], isPreview: false } as const
  const measures = new Set(known.map(({ measure }) => measure))
  const indicators = indicatorsUsing(edition, measures)
  const singles = indicators.filter(({ requiresSingle }) => requiresSingle.length > 0)
  const subjects = [
    {
      indicators: indicators.filter(({ requiresSingle }) => requiresSingle.length === 0).map(({ code }) => code),
      measures: [...measures],
      dimensions: [],
    },
    ...singles.map(({ code, requiresSingle }) => ({ indicators: [code], measures: [], dimensions: requiresSingle })),
  ]
  const plans: FigurePlan[] = []
  for (const centers of [[center], []]) {
    for (const subject of subjects) {
      const plan = planFigures({ ...asked, ...plain, ...subject, centers, isByCenter: centers.length > 0 }, standards)
      if (!plan.ok) return plan
      plans.push(plan.value)
    }
  }
  const figures = plans.reduce((sum, plan) => sum + 2 * countFiguresAtLeast(plan, standards), 0)
  return figures > FIGURES_LIMIT ? refuse(tooMany()) : accept(plans)
}

/** What the figures of each plan rest on, as this transaction sees it now. Restricted measures stay withheld. */
export async function readTouched({ tx, standards, today }: Place, plans: readonly FigurePlan[]): Promise<readonly FigureFacts[]> {
  const facts: FigureFacts[] = []
  for (const plan of plans) {
    const centers = [...new Set(figureUnits(standards, plan.question).flatMap(unit => unit.centers))]
    const cells = await fetchCells(tx, plan, { standards, centers, ownCenter: null, recorded: null })
    facts.push({ ...cells, today, viewerCenter: null })
  }
  return facts
}

/** Figures that come out differently, and how many were compared. */
export async function compareTouched(
  { standards }: Place,
  plans: readonly FigurePlan[],
  sides: Readonly<Record<'before' | 'after', readonly FigureFacts[]>>,
): Promise<TouchedMoves> {
  const counts = { compared: 0, moved: 0, sameUnderOtherVersion: 0, unchanged: 0, withheld: 0 }
  const moves: FigureMove[] = []
  let made = 0
  for (const [at, plan] of plans.entries()) {
    const found = createMoves(plan.question)
    for (const side of ['before', 'after'] as const) {
      const facts = sides[side][at]
      if (facts === undefined) continue
      for (const { figure, exact } of eachMadeFigure(plan, standards, facts)) {
        found.add(side, { figure, exact })
        if (++made % FIGURES_PER_TURN === 0) await setImmediate()
      }
    }
    const listed = found.list()
    for (const name of Object.keys(counts) as (keyof MoveCounts)[]) counts[name] += listed.counts[name] // its own keys
    moves.push(...listed.moves)
  }
  return { moves, counts }
}
