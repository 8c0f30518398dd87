import { bucketOf, periodEnd, type PeriodType } from '../period.js'
import type { Issue } from '../issue.js'
import { combineOverTime } from './combine-parts.js'
import { fractionToWire, subtractAmounts, textOfAmount, toFraction, type Amount } from './exact-sum.js'
import { longerPeriodOnly, periodMismatch } from './figure-issues.js'
import type { AnswerContext, FigureFrame, FigureSpan } from './figure-frame.js'
import { itemsOfTerm } from './figure-groups.js'
import type { DefinitionPlan, TermPlan } from './figure-plan.js'
import type { Support } from './support.js'
import { VALUE } from './resolve-cells.js'
import { slotOfDay } from './timeline.js'

/** Told in full with one figure; the mark stands for the rest. */
const MISMATCHES_TOLD = 10

type Served = { readonly definition: DefinitionPlan; readonly present: readonly Support[]; readonly isOverCenters: boolean }

const isWhole = ({ from, to }: FigureSpan, type: PeriodType): boolean => {
  const period = bucketOf(from, type)
  return period.start === from && periodEnd(period) === to
}

/** What a center sent for the whole period of the figure as such; null where nothing of the kind stands. */
const pushedAmount = (
  { plan, grid }: AnswerContext,
  { series, span }: FigureFrame,
  { term, center, isOverCenters }: { readonly term: TermPlan; readonly center: string; readonly isOverCenters: boolean },
): { readonly amount: Amount; readonly type: PeriodType } | null => {
  const type = term.request === null ? null : (plan.requests[term.request]?.comparedType ?? null)
  if (type === null || term.request === null || !isWhole(span, type)) return null
  const found = grid.seriesOf(term.request, { center, type }, itemsOfTerm(term, series.group))
  const slot = slotOfDay(grid.timeline(type), span.from)
  if ((isOverCenters ? found?.councilStates : found?.states)?.[slot] !== VALUE || found === null) return null
  const value = found.values[slot] ?? 0
  const excluded = isOverCenters ? found.excluded.get(slot) : undefined
  return { amount: excluded === undefined ? value : subtractAmounts(value, excluded), type }
}

/**
 * A warning (PERIOD_MISMATCH) for each measure of a center that was sent for the asked period as such and differs from what the shorter
 * periods of the figure combine to. The two are compared and never mixed.
 */
export const comparePushed = (
  context: AnswerContext,
  frame: FigureFrame,
  { definition, present, isOverCenters }: Served,
): readonly Issue[] => {
  const warnings: Issue[] = []
  definition.terms.forEach((term, place) => {
    for (const { center, totals } of present) {
      const total = totals[place]
      const pushed = pushedAmount(context, frame, { term, center, isOverCenters })
      const rolledUp = total === undefined || pushed === null ? null : combineOverTime(term.measure, total)
      if (pushed === null || rolledUp === null) continue
      const sent = toFraction(pushed.amount)
      if (sent.numerator * rolledUp.denominator === rolledUp.numerator * sent.denominator) continue
      const of = { center, measure: term.measure.code, from: frame.span.from, periodType: pushed.type }
      warnings.push(periodMismatch({ ...of, pushed: textOfAmount(pushed.amount), rolledUp: fractionToWire(rolledUp) }))
    }
  })
  return warnings.slice(0, MISMATCHES_TOLD)
}

/** A note (LONGER_PERIOD_ONLY) for each measure of a center that is not in the figure and has sent the asked period as such. */
export const findPushedAlone = (
  context: AnswerContext,
  frame: FigureFrame,
  { definition, absent }: { readonly definition: DefinitionPlan; readonly absent: readonly string[] },
): readonly Issue[] =>
  absent
    .flatMap(center =>
      definition.terms.flatMap(term => {
        const { measure } = term
        const pushed = pushedAmount(context, frame, { term, center, isOverCenters: false })
        if (pushed === null) return []
        return [
          longerPeriodOnly({ center, measure: measure.code, from: frame.span.from, periodType: pushed.type, frequency: measure.frequency }),
        ]
      }),
    )
    .slice(0, MISMATCHES_TOLD)
