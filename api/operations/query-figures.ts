import { setImmediate } from 'node:timers/promises'
import { findEditionBefore } from '../../db/queries/editions.js'
import {
  isInstantAfter,
  requireEarliestInstant,
  requireRecordedState,
  takeAnswerInstant,
  type RecordedState,
} from '../../db/queries/recordings.js'
import type { Tx } from '../../db/transaction.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { unitsOf, type FigureFacts } from '../../schema/domain/figures/answer-context.js'
import { countFiguresAtLeast, eachFigure } from '../../schema/domain/figures/answer-figures.js'
import { combinationsOf, listIssues } from '../../schema/domain/figures/validate-question.js'
import type { Figure } from '../../schema/domain/figures/figure.js'
import { questionIssue } from '../../schema/domain/figures/figure-issues.js'
import type { FigurePlan } from '../../schema/domain/figures/figure-plan.js'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import { standardsForQuestion } from '../../schema/domain/figures/preview-trial.js'
import { planFigures } from '../../schema/domain/figures/plan-figures.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { fetchCells } from './fetch-cells.js'
import { FigureTurns, tooManyWaiting, type Asker } from './figure-turns.js'
import { judgeByStandards } from './judge-by-standards.js'

/** The edition figures rest on and the instant of the answer. */
export type AnswerHead = { readonly edition: string; readonly asOf: string }

/** All figures of a question. */
export type FiguresAnswer = AnswerHead & { readonly figures: readonly Figure[] }

/** A year of 45 indicators of 17 centers by day is 279,225 figures. */
export const FIGURES_LIMIT = 300_000

/** Time for which figures are made before other requests of the process get their turn. */
const TURN_MS = 10

/** Some seconds of work: 45 indicators of 17 centers over ten years by month are 2.8 million. */
const DAYS_LIMIT = 4_000_000

/** Days of centers and formulas from which on a question waits for its turn: a month of 45 indicators of 17 centers is 23,000. */
const LARGE_QUESTION = 50_000

/** Three years of every formula by day take a good part of this on a small machine; such questions go one after another. */
const FIGURES_TIME_LIMIT_MS = 30_000

const turns = new FigureTurns()

/** The center whose restricted figures the caller may see: that of a center's client or duty officer (S24). */
export const ownCenterOf = (caller: Caller): string | null =>
  holdsAny(caller, 'stats:write', 'playbooks:ack') ? (caller.center?.code ?? null) : null

export const tooMany = (): Issue =>
  questionIssue('PERIOD_TOO_LONG', ['input'], {
    ko: `한 번에 답할 수 있는 수치는 ${FIGURES_LIMIT}개까지입니다. 기간, 지표 또는 센터를 나누어 물으십시오.`,
    en: `One question gives at most ${FIGURES_LIMIT} figures; split it by time, indicator or center.`,
    expected: `at most ${FIGURES_LIMIT} figures`,
    got: `more than ${FIGURES_LIMIT}`,
  })

const tooMuch = (): Issue =>
  questionIssue('PERIOD_TOO_LONG', ['input'], {
    ko: '기간, 지표, 센터와 필터 항목의 조합이 한 번에 답하기에 너무 많습니다. 나누어 물으십시오.',
    en: 'Days, indicators, centers and combinations of filtered items are too many for one answer; split the question.',
    expected: `at most ${DAYS_LIMIT} days of centers, indicators and sets of items together`,
    got: 'more',
  })

const asOfInFuture = (got: string, now: string): Issue =>
  questionIssue('AS_OF_IN_FUTURE', ['input', 'asOf'], {
    ko: '아직 오지 않은 시각의 수치는 답할 수 없습니다.',
    en: 'Figures as of an instant that has not come cannot be told.',
    expected: `an instant until ${now}`,
    got,
  })

const asOfTooEarly = (got: string, earliest: string): Issue =>
  questionIssue('AS_OF_TOO_EARLY', ['input', 'asOf'], {
    ko: `그때의 정의나 집계가 허브에 없어 그 시각의 수치를 답할 수 없습니다. ${earliest}부터 답할 수 있습니다.`,
    en: `The hub has no definitions or no sums of that time, so figures as of it cannot be told; they can from ${earliest} on.`,
    expected: `an instant from ${earliest} on`,
    got,
  })

/** Days of centers, formulas and sets of filtered items that a question goes through. */
const daysOf = (plan: FigurePlan, standards: Standards): number =>
  countFiguresAtLeast({ ...plan, question: { ...plan.question, ...plan.range, by: 'day' } }, standards) *
  (plan.question.by === 'hour' ? 24 : 1) *
  combinationsOf(plan.question)

/** What is asked of figures: how a question is planned, and what is made of the facts, one part after the other. */
export type FigureRecipe<Plan extends FigurePlan, Item> = {
  readonly question: FigureQuestion
  plan(this: void, standards: Standards): Outcome<Plan>
  each(this: void, plan: Plan, standards: Standards, facts: FigureFacts): Iterable<Item>
}

/** A question's plan, and the standards it was made under. */
export type Planned<Plan extends FigurePlan = FigurePlan> = { readonly plan: Plan; readonly standards: Standards }
/** All that an answer is made from; `recorded` is null where it is about what stands now. */
export type Prepared<Plan extends FigurePlan = FigurePlan> = Planned<Plan> & {
  readonly facts: FigureFacts
  readonly asOf: string
  readonly recorded: RecordedState | null
}

/** A plan under the standards, refused with every fault of the question or where it asks for too much. */
function planUnder<Plan extends FigurePlan>(
  standards: Standards,
  { question, plan: planBy }: Pick<FigureRecipe<Plan, unknown>, 'question' | 'plan'>,
  ownCenter: string | null,
): Outcome<Planned<Plan>> {
  const long = listIssues(question)
  if (long.length > 0) return refuse(...long)
  const known = standardsForQuestion(standards, question, ownCenter)
  if (!known.ok) return known
  const plan = planBy(known.value)
  if (!plan.ok) return plan
  if (countFiguresAtLeast(plan.value, known.value) > FIGURES_LIMIT) return refuse(tooMany())
  if (daysOf(plan.value, known.value) > DAYS_LIMIT) return refuse(tooMuch())
  return accept({ plan: plan.value, standards: known.value })
}

/** The instant the answer is about: the one asked for, or now; none that commits can still get (S25). */
export async function settleInstant(hub: Hub, caller: Caller, asked: string | null): Promise<Outcome<string>> {
  return hub.db.transaction(tenantContextOf(caller), async tx => {
    const now = await takeAnswerInstant(tx)
    if (asked === null) return accept(now)
    return (await isInstantAfter(tx, asked, now)) ? refuse(asOfInFuture(asked, now)) : accept(asked)
  })
}

/**
 * The plan of a question, and all that stands against it. One as of an earlier instant is judged by the definitions and registry of that instant
 * alone: what was published since refuses nothing that was answered (S25).
 */
export async function planQuestion<Plan extends FigurePlan>(
  hub: Hub,
  caller: Caller,
  recipe: Pick<FigureRecipe<Plan, unknown>, 'question' | 'plan'>,
): Promise<Outcome<Planned<Plan>>> {
  const ownCenter = ownCenterOf(caller)
  if (recipe.question.asOf === null) return judgeByStandards(hub, standards => planUnder(standards, recipe, ownCenter))
  const instant = await settleInstant(hub, caller, recipe.question.asOf)
  if (!instant.ok) return instant
  return hub.db.transaction(
    tenantContextOf(caller),
    async tx => planAsOf(tx, await requireRecordedState(tx, instant.value), { recipe, ownCenter }),
    { isolation: 'repeatable read', isReadOnly: true, gone: hub.gone },
  )
}

async function planAsOf<Plan extends FigurePlan>(
  tx: Tx,
  recorded: RecordedState,
  { recipe, ownCenter }: Pick<Asked<Plan>, 'recipe' | 'ownCenter'>,
): Promise<Outcome<Planned<Plan>>> {
  const tooEarly = async () => refuse(asOfTooEarly(recorded.asOf, await requireEarliestInstant(tx)))
  if (recorded.unknownBefore !== null) return tooEarly()
  const standards = await findEditionBefore(tx.sql, { before: recorded.councilBound, today: recorded.today })
  return standards === null ? tooEarly() : planUnder(standards, recipe, ownCenter)
}

/** The plan made anew where the council's definitions or registry have changed since it was made, or another edition came into force with the day. */
async function replan<Plan extends FigurePlan>(tx: Tx, recorded: RecordedState, asked: Asked<Plan>): Promise<Outcome<Planned<Plan>>> {
  const { recipe, planned } = asked
  const { recordedAt, edition } = planned.standards
  const isOfInstant = recipe.question.asOf !== null || (recordedAt === recorded.councilStamp && edition.code === recorded.editionCode)
  return isOfInstant ? accept(planned) : planAsOf(tx, recorded, asked)
}
type Asked<Plan extends FigurePlan> = {
  readonly recipe: Pick<FigureRecipe<Plan, unknown>, 'question' | 'plan'>
  readonly ownCenter: string | null
  readonly planned: Planned<Plan>
}

/** The plan of a question with everything it needs from one snapshot, and what `read` makes of it in that same snapshot. */
export async function answerFrom<Plan extends FigurePlan, T>(
  hub: Hub,
  caller: Caller,
  asked: Asked<Plan>,
  read: (tx: Tx, prepared: Prepared<Plan>) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const { question } = asked.recipe
  const { ownCenter } = asked
  const instant = await settleInstant(hub, caller, question.asOf)
  if (!instant.ok) return instant
  return hub.db.transaction(
    tenantContextOf(caller),
    async tx => {
      const state = await requireRecordedState(tx, instant.value)
      const planned = await replan(tx, state, asked)
      if (!planned.ok) return planned
      const { plan, standards } = planned.value
      const centers = [...new Set(unitsOf(standards, plan).flatMap(unit => unit.centers))]
      const recorded = question.asOf === null && state.isCurrent ? null : state
      const cells = await fetchCells(tx, plan, { standards, centers, ownCenter, recorded })
      return read(tx, { plan, standards, facts: { ...cells, today: state.today, viewerCenter: ownCenter }, asOf: state.asOf, recorded })
    },
    {
      isolation: 'repeatable read',
      isReadOnly: true,
      timeoutMs: FIGURES_TIME_LIMIT_MS,
      gone: hub.gone,
      isPlannedOnce: restsOnTotals(asked.planned.plan),
    },
  )
}

/** Totals that stand now are read range by range of their key, whatever the question. */
const restsOnTotals = ({ question, requests }: FigurePlan): boolean =>
  question.asOf === null && requests.every(({ dimensions }) => dimensions.length === 0)

/**
 * Answers a question from one snapshot, handing each part of the answer to `take` with the standards it was made under. Refused with every fault of
 * the question at once (S28). Open figures are for every role; who sees restricted ones is decided here, by the plan, and again by row security. The
 * same question as of the instant that the answer states has the same answer for ever (S25).
 */
export async function visitAnswer<Plan extends FigurePlan, Item>(
  hub: Hub,
  caller: Caller,
  { take, ...recipe }: FigureRecipe<Plan, Item> & { readonly take: (item: Item, standards: Standards) => void },
): Promise<Outcome<AnswerHead>> {
  const planned = await planQuestion(hub, caller, recipe)
  if (!planned.ok) return planned
  const answer = async () => {
    const asked = { recipe, ownCenter: ownCenterOf(caller), planned: planned.value }
    const prepared = await answerFrom(hub, caller, asked, (_tx, facts) => Promise.resolve(accept(facts)))
    return prepared.ok ? giveItems(prepared.value, { ...recipe, gone: hub.gone }, take) : prepared
  }
  return takeTurn(hub, caller, { planned: planned.value, answer })
}

async function giveItems<Plan extends FigurePlan, Item>(
  { plan, standards, facts, asOf }: Prepared<Plan>,
  { each, gone }: Pick<FigureRecipe<Plan, Item>, 'each'> & Pick<Hub, 'gone'>,
  take: (item: Item, standards: Standards) => void,
): Promise<Outcome<AnswerHead>> {
  let count = 0
  let since = performance.now()
  for (const item of each(plan, standards, facts)) {
    count++
    if (count > FIGURES_LIMIT) return refuse(tooMany())
    take(item, standards)
    if (performance.now() - since < TURN_MS) continue
    await setImmediate()
    gone?.throwIfAborted()
    since = performance.now()
  }
  return accept({ edition: standards.edition.code, asOf })
}

/** The plan of an ordinary question for figures. */
export const recipeOf = (question: FigureQuestion) => ({
  question,
  plan: (standards: Standards): Outcome<FigurePlan> => planFigures(question, standards),
})

/** The figures of a question, one after the other. */
export async function visitFigures(
  hub: Hub,
  caller: Caller,
  { question, take }: { readonly question: FigureQuestion; readonly take: (figure: Figure) => void },
): Promise<Outcome<AnswerHead>> {
  return visitAnswer(hub, caller, { ...recipeOf(question), each: eachFigure, take })
}

const isLarge = ({ plan, standards }: Planned): boolean => daysOf(plan, standards) > LARGE_QUESTION

const askerOf = ({ gone }: Hub, { center, subject }: Caller): Asker => ({ tenant: center?.code ?? `client ${subject}`, gone })

/** Answers at once, or in its turn when the question is a large one; refused where too many of the caller's wait already. */
export async function takeTurn<T>(hub: Hub, caller: Caller, { planned, answer }: Turn<T>): Promise<Outcome<T>> {
  if (!isLarge(planned)) return answer()
  const asker = askerOf(hub, caller)
  const seconds = turns.secondsToReturn(asker.tenant)
  return seconds === null ? turns.take(asker, answer) : refuse(tooManyWaiting(seconds))
}

type Turn<T> = { readonly planned: Planned; readonly answer: () => Promise<Outcome<T>> }

/** A further piece of an answer that was begun: in its turn when it is a part of a large one, and never refused. */
export const takeNextTurn = <T>(
  hub: Hub,
  caller: Caller,
  { planned, make }: { readonly planned: Planned; make(this: void): T },
): Promise<T> => {
  const work = () => Promise.resolve(make())
  return isLarge(planned) ? turns.take(askerOf(hub, caller), work) : work()
}

/** The same, as one list. */
export async function queryFigures(hub: Hub, caller: Caller, question: FigureQuestion): Promise<Outcome<FiguresAnswer>> {
  const figures: Figure[] = []
  const head = await visitFigures(hub, caller, { question, take: figure => void figures.push(figure) })
  return head.ok ? accept({ ...head.value, figures }) : head
}
