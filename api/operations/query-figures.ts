import { setImmediate } from 'node:timers/promises'
import { requireAsOf } from '../../db/queries/figures.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { countFiguresAtLeast, eachFigure, type FigureFacts } from '../../schema/domain/figures/answer-figures.js'
import type { Figure } from '../../schema/domain/figures/figure.js'
import { questionIssue } from '../../schema/domain/figures/figure-issues.js'
import type { FigurePlan } from '../../schema/domain/figures/figure-plan.js'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import { figureUnits } from '../../schema/domain/figures/figure-units.js'
import { standardsForQuestion } from '../../schema/domain/figures/preview-trial.js'
import { planFigures } from '../../schema/domain/figures/plan-figures.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { fetchCells } from './fetch-cells.js'
import { FigureTurns } from './figure-turns.js'

/** The edition figures rest on and the instant of the answer. */
export type AnswerHead = { readonly edition: string; readonly asOf: string }

/** All figures of a question. */
export type FiguresAnswer = AnswerHead & { readonly figures: readonly Figure[] }

/** A year of 45 indicators of 17 centers by day is 279,225 figures. */
const FIGURES_LIMIT = 300_000

/** Figures made before other requests of the process get their turn: some ten milliseconds. */
const FIGURES_PER_TURN = 2_000

/** Days of centers and formulas from which on a question waits for its turn: a month of 45 indicators of 17 centers is 23,000. */
const LARGE_QUESTION = 50_000

/** Three years of every formula by day take a good part of this on a small machine; such questions go one after another. */
const FIGURES_TIME_LIMIT_MS = 30_000

const turns = new FigureTurns()

/** The center whose restricted figures the caller may see: that of a center's client or duty officer (S24). */
const ownCenterOf = (caller: Caller): string | null =>
  holdsAny(caller, 'stats:write', 'playbooks:ack') ? (caller.center?.code ?? null) : null

const tooMany = (): Issue =>
  questionIssue('PERIOD_TOO_LONG', ['input'], {
    ko: `한 번에 답할 수 있는 수치는 ${FIGURES_LIMIT}개까지입니다. 기간, 지표 또는 센터를 나누어 물으십시오.`,
    en: `One question gives at most ${FIGURES_LIMIT} figures; split it by time, indicator or center.`,
    expected: `at most ${FIGURES_LIMIT} figures`,
    got: `more than ${FIGURES_LIMIT}`,
  })

const daysOf = (plan: FigurePlan, standards: Standards): number =>
  countFiguresAtLeast({ ...plan, question: { ...plan.question, by: 'day' } }, standards)

type Prepared = { readonly plan: FigurePlan; readonly standards: Standards; readonly facts: FigureFacts; readonly asOf: string }

/** The plan of a question with everything it needs from one snapshot. */
async function prepareAnswer(hub: Hub, caller: Caller, { plan, standards }: Pick<Prepared, 'plan' | 'standards'>): Promise<Prepared> {
  const { question } = plan
  const ownCenter = ownCenterOf(caller)
  const centers = [...new Set(figureUnits(standards, question).flatMap(unit => unit.centers))]
  const { asOf, today, ...cells } = await hub.db.transaction(
    tenantContextOf(caller),
    async tx => ({ ...(await requireAsOf(tx)), ...(await fetchCells(tx, plan, { standards, centers, ownCenter })) }),
    { isolation: 'repeatable read', isReadOnly: true, timeoutMs: FIGURES_TIME_LIMIT_MS },
  )
  return { plan, standards, facts: { ...cells, today, viewerCenter: ownCenter }, asOf }
}

/**
 * Answers a question for figures from one snapshot, handing each figure to `take`. Refused with every fault of the question at once (S28).
 * Open figures are for every role; who sees restricted ones is decided here, by the plan, and again by row security.
 */
export async function visitFigures(
  hub: Hub,
  caller: Caller,
  { question, take }: { readonly question: FigureQuestion; readonly take: (figure: Figure) => void },
): Promise<Outcome<AnswerHead>> {
  const known = standardsForQuestion(await hub.standards(), question, ownCenterOf(caller))
  if (!known.ok) return known
  const standards = known.value
  const plan = planFigures(question, standards)
  if (!plan.ok) return plan
  if (countFiguresAtLeast(plan.value, standards) > FIGURES_LIMIT) return refuse(tooMany())
  const answer = async () => giveFigures(await prepareAnswer(hub, caller, { plan: plan.value, standards }), take)
  return daysOf(plan.value, standards) > LARGE_QUESTION ? turns.take(answer) : answer()
}

async function giveFigures({ plan, standards, facts, asOf }: Prepared, take: (figure: Figure) => void): Promise<Outcome<AnswerHead>> {
  let count = 0
  for (const figure of eachFigure(plan, standards, facts)) {
    count++
    if (count > FIGURES_LIMIT) return refuse(tooMany())
    take(figure)
    if (count % FIGURES_PER_TURN === 0) await setImmediate()
  }
  return accept({ edition: standards.edition.code, asOf })
}

/** The same, as one list. */
export async function queryFigures(hub: Hub, caller: Caller, question: FigureQuestion): Promise<Outcome<FiguresAnswer>> {
  const figures: Figure[] = []
  const head = await visitFigures(hub, caller, { question, take: figure => void figures.push(figure) })
  return head.ok ? accept({ ...head.value, figures }) : head
}
