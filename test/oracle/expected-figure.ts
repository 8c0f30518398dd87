import { itemsText, type Items } from './ledger.js'
import type { PeriodKind, Span } from './days.js'
import type { Reason } from './support.js'

export type GapLine = {
  readonly reason: Reason
  readonly kind: PeriodKind
  readonly cells: number
  readonly centers: string
  readonly from: string
  readonly to: string
}
export type ExpectedCoverage = {
  readonly centersIn: number
  readonly centersExpected: number
  readonly cellsIn: number
  readonly cellsExpected: number
  readonly extra: number
  readonly gaps: readonly GapLine[]
}

/** A figure as the rules have it. `coverage` is null where no rule says what it is. */
export type ExpectedFigure = {
  readonly key: string
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  readonly factor: string | null
  readonly parts: Readonly<Record<string, string>>
  readonly reason: Reason | null
  readonly marks: readonly string[]
  readonly derivedFrom: readonly string[]
  /** `ESTIMATED 3`, in the order of words. */
  readonly qualities: readonly string[]
  readonly coverage: ExpectedCoverage | null
  /** Whether a number stands behind it: such a figure must be in the answer. */
  readonly isThere: boolean
}

export const keyOf = (
  facts: { code: string; version: string | null; center: string | null; region: string | null; items: Items } & Span,
): string =>
  [facts.code, facts.version ?? '-', facts.center ?? '-', facts.region ?? '-', itemsText(facts.items), facts.from, facts.to].join(' ')

export const nothing = (
  key: string,
  reason: Reason,
  { marks = [], coverage = null }: { marks?: readonly string[]; coverage?: ExpectedCoverage | null },
): ExpectedFigure => ({
  key,
  value: null,
  numerator: null,
  denominator: null,
  factor: null,
  parts: {},
  reason,
  marks,
  derivedFrom: [],
  qualities: [],
  coverage,
  isThere: false,
})
