import type { FormulaNode } from '../../statistics/formula.js'
import { ENOUGH_NIGHTS } from '../matching/read-values.js'
import type { Identity, Nights } from './identity.js'
import { balance, evaluateSpan, spanOf, type Balance, type Span } from './span.js'

/** Records taken for what an identity is about, by ref; what has none is missing. */
export type Cast = ReadonlyMap<string, Nights>

/** An identity over the nights that its records have in common. */
export type Tally = {
  readonly nights: number
  readonly holding: number
  readonly broken: number
  /** Nights on which it holds and would not, were any of at least three parts nothing. */
  readonly telling: number
  readonly median: number
  readonly largest: number
}

/** Of so many nights it has to hold, as late corrections spoil a few. */
const HOLDS_ON = 0.9
/** On most nights. */
const BROKEN_ON = 0.8
/** Parts that have to matter, the word among them: two that are equal say that one column was sent twice. */
const FEWEST_PARTS = 3

const isDay = (key: string): boolean => key.length === 10
const isInForce = ({ from, to }: Identity, key: string): boolean =>
  isDay(key) ? (from === null || key >= from) && (to === null || key <= to) : to === null

const weigh = ({ left, right, comparison, unsent }: Identity, valueOf: (ref: string) => Span | null): Balance | null => {
  const [a, b] = [evaluateSpan(left, valueOf, unsent), evaluateSpan(right, valueOf, unsent)]
  return a === null || b === null ? null : balance(a, b, comparison)
}

const NOTHING = spanOf(0, 0)
const isNumber = ({ kind }: FormulaNode): boolean => kind === 'number'

/** How many parts of the identity matter on a night on which it holds; 0 where the word does not. */
const countTelling = (identity: Identity, subject: string, valueOf: (ref: string) => Span | null): number => {
  const matters = (ref: string): boolean => weigh(identity, one => (one === ref ? NOTHING : valueOf(one)))?.holds !== true
  if (!matters(subject)) return 0
  return (
    identity.refs.filter(ref => valueOf(ref) !== null && matters(ref)).length +
    (isNumber(identity.left) || isNumber(identity.right) ? 1 : 0)
  )
}

const medianOf = (sorted: readonly number[]): number => sorted[sorted.length >> 1] ?? 0

/** The nights that all records of the cast have, in order, while the identity is in force. On a day on which everything is nothing the center was closed. */
const commonNights = (identity: Identity, cast: Cast): readonly string[] => {
  const records = identity.refs.flatMap(ref => cast.get(ref) ?? [])
  const isCommon = (key: string): boolean =>
    isInForce(identity, key) && records.every(({ values }) => values.has(key)) && records.some(({ values }) => values.get(key) !== 0)
  return [...(records[0]?.values.keys() ?? [])].filter(isCommon).toSorted()
}

/** How the identity stands on the nights of the cast. `shift` takes the nights of the subject so many places later: what then still holds is no matter of nights. */
export const tally = (
  identity: Identity,
  cast: Cast,
  { subject, shift = 0 }: { readonly subject: string; readonly shift?: number },
): Tally => {
  const keys = commonNights(identity, cast)
  const spans = new Map([...cast].map(([ref, { values, slack }]) => [ref, keys.map(key => spanOf(values.get(key) ?? 0, slack))] as const))
  const found = keys.flatMap((_, night) => {
    const valueOf = (ref: string): Span | null => spans.get(ref)?.[ref === subject ? (night + shift) % keys.length : night] ?? null
    const weighed = weigh(identity, valueOf)
    if (weighed === null) return []
    return [{ ...weighed, isTelling: weighed.holds && shift === 0 && countTelling(identity, subject, valueOf) >= FEWEST_PARTS }]
  })
  const deviations = found.map(({ deviation }) => deviation).toSorted((a, b) => a - b)
  return {
    nights: found.length,
    holding: found.filter(({ holds }) => holds).length,
    broken: found.filter(({ isBroken }) => isBroken).length,
    telling: found.filter(({ isTelling }) => isTelling).length,
    median: medianOf(deviations),
    largest: deviations.at(-1) ?? 0,
  }
}

/** Whether it holds on nearly all of at least seven nights that tell something. */
export const isHolding = ({ nights, holding, telling }: Tally): boolean => telling >= ENOUGH_NIGHTS && holding >= HOLDS_ON * nights

/** Whether it clearly fails on most of at least seven nights. */
export const isBroken = ({ nights, broken }: Tally): boolean => nights >= ENOUGH_NIGHTS && broken >= BROKEN_ON * nights

const SHIFTS = [1, 2, 3]
/** Of shifted nights so many may still hold: where more do, only the levels agree, and those of other standards may as well. */
const BY_CHANCE = 0.5

/** Whether it holds night by night, and not because every night is like the next. */
export const isNightly = (identity: Identity, cast: Cast, subject: string): boolean => {
  const shifted = SHIFTS.map(shift => tally(identity, cast, { subject, shift }))
  const nights = shifted.reduce((sum, one) => sum + one.nights, 0)
  return shifted.reduce((sum, one) => sum + one.holding, 0) <= BY_CHANCE * nights
}
