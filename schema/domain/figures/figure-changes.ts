import { roundRational, type Rational } from '../decimal.js'
import type { Day } from '../period.js'
import { answerFrame, spansOf } from './answer-context.js'
import { fractionToWire, percentOf, subtractFractions } from './exact-sum.js'
import type { FigureChange, NullReason } from './figure.js'
import type { AnswerContext, FigureSeries, FigureSpan } from './figure-frame.js'
import type { MadeFigure } from './make-figure.js'
import { grainAround } from './grain.js'
import { otherPeriod, type ChangeKind } from './other-period.js'
import type { DaySpan } from './slice-periods.js'
import { supportDifferences } from './unequal-support.js'

/** Decimals of a relative change. */
const PERCENT_SCALE = 2

/** The changes of the figures of one series. */
export type Changes = { of(made: MadeFigure, span: FigureSpan): readonly FigureChange[] }

const NOTHING = {
  from: null,
  to: null,
  version: null,
  value: null,
  numerator: null,
  denominator: null,
  difference: null,
  percent: null,
  qualities: [],
  coverage: null,
  unequal: [],
}

/** A difference at the scale of its figure; up to six decimals where it has none. */
export const roundDifference = (difference: Rational, scale: number | null): string =>
  scale === null ? fractionToWire(difference) : roundRational(difference, scale)

/** Several spans of one period are one period under several definitions, or one in which the unit changed. */
const reasonOfSplit = (spans: readonly FigureSpan[]): NullReason =>
  new Set(spans.flatMap(({ definition }) => definition?.version ?? [])).size > 1 ? 'NOT_COMPARABLE' : 'NOT_ALIGNED'

/** `today`: a period that is not over by then is held against others with a word of it. */
const changeBetween = (kind: ChangeKind, { made, other, today }: { made: MadeFigure; other: MadeFigure; today: Day }): FigureChange => {
  const { from, to, version, value, numerator, denominator, reason, qualities, coverage } = other.figure
  const seen = { ...NOTHING, kind, from, to, version, value, numerator, denominator, qualities, coverage }
  if (made.exact === null || other.exact === null) return { ...seen, reason: made.figure.reason ?? reason }
  if (made.figure.version !== version) return { ...seen, reason: 'NOT_COMPARABLE' }
  const difference = subtractFractions(made.exact, other.exact)
  const percent = percentOf(difference, other.exact)
  return {
    ...seen,
    difference: roundDifference(difference, made.figure.scale),
    percent: percent === null ? null : roundRational(percent, PERCENT_SCALE),
    reason: percent === null ? 'ZERO_DENOMINATOR' : null,
    unequal: supportDifferences(made, other, today),
  }
}

/**
 * Holds each figure of a series against another period of the same series, made from its own parts. Only whole periods under one definition are
 * held against each other: a period cut short by the question is NOT_ALIGNED, one cut by a change of definition NOT_COMPARABLE (S23). Where the two rest on
 * other support, one still running or with less of what was expected, the change says so and stands all the same (decision 61).
 */
export const createChanges = (context: AnswerContext, series: FigureSeries): Changes => {
  const { by, changes } = context.plan.question
  const made = new Map<string, MadeFigure>()
  // Why a figure is what it is does not tell of the figure it is held against.
  const untraced = { ...context, trace: null }
  const spansIn = (days: DaySpan): readonly FigureSpan[] => spansOf([{ ...days, by: 'itself' }], series.subject, series.unit)
  const makeAt = (span: FigureSpan): MadeFigure => {
    const known = made.get(span.from) ?? answerFrame(untraced, { series, span, brokenFrom: null })
    made.set(span.from, known)
    return known
  }
  const changeTo = (kind: ChangeKind, own: MadeFigure, span: FigureSpan): FigureChange => {
    if (by === null) throw new Error('Changes are of periods; the question was checked.')
    const period = grainAround(span.from, by)
    if (span.from !== period.from || span.to !== period.to) return { ...NOTHING, kind, reason: reasonOfSplit(spansIn(period)) }
    made.set(span.from, own)
    const other = otherPeriod(kind, period.from, by)
    if (other === null) return { ...NOTHING, kind, reason: 'NO_SUCH_PERIOD' }
    const spans = spansIn(other)
    const [only] = spans
    return only === undefined || spans.length > 1
      ? { ...NOTHING, kind, ...other, reason: reasonOfSplit(spans) }
      : changeBetween(kind, { made: own, other: makeAt(only), today: context.today })
  }
  return { of: (own, span) => changes.map(kind => changeTo(kind, own, span)) }
}
