import type { Day } from '../period.js'
import type { Effective, MappingStatus } from './mapping.js'

/** A version that stands about a word, as far as another decision may end it. */
export type StandingVersion = {
  readonly no: number
  readonly target: string | null
  readonly isNegated: boolean
  readonly status: MappingStatus
  readonly effective: Effective
}

/** A new decision about a word. */
export type NewDecision = Pick<StandingVersion, 'target' | 'isNegated' | 'status' | 'effective'>

/** Versions that a decision ends, and what goes on standing of them on other days. */
export type DecisionPlan = {
  readonly ended: readonly number[]
  readonly kept: readonly { readonly no: number; readonly effective: Effective }[]
}

const isBefore = (to: Day | null, from: Day | null): boolean => to !== null && from !== null && to <= from

/** Whether the two have a day in common. */
export const overlap = (a: Effective, b: Effective): boolean => !isBefore(a.to, b.from) && !isBefore(b.to, a.from)

/** The days of `whole` that are in none of `parts`. */
export const daysBeside = (whole: Effective, parts: readonly Effective[]): readonly Effective[] =>
  parts.reduce<readonly Effective[]>((left, part) => left.flatMap(range => without(range, part)), [whole])

/** The days of `whole` that are not in `part`: none, one or two ranges. */
const without = (whole: Effective, part: Effective): readonly Effective[] => {
  if (!overlap(whole, part)) return [whole]
  const before = part.from === null ? null : { from: whole.from, to: part.from }
  const after = part.to === null ? null : { from: part.to, to: whole.to }
  return [before, after].flatMap(range => (range === null || isEmpty(range) ? [] : [range]))
}

const isEmpty = ({ from, to }: Effective): boolean => from !== null && to !== null && to <= from

/** The days of both. */
export const intersect = (a: Effective, b: Effective): Effective => ({
  from: a.from === null || (b.from !== null && b.from > a.from) ? b.from : a.from,
  to: a.to === null || (b.to !== null && b.to < a.to) ? b.to : a.to,
})

/** The shortest range that has all days of all of them. */
export const hullOf = (ranges: readonly Effective[]): Effective => {
  const bound = (days: readonly (Day | null)[], isLater: boolean): Day | null => {
    const known = days.filter(day => day !== null).toSorted()
    return known.length < days.length ? null : ((isLater ? known.at(-1) : known[0]) ?? null)
  }
  return {
    from: bound(
      ranges.map(({ from }) => from),
      false,
    ),
    to: bound(
      ranges.map(({ to }) => to),
      true,
    ),
  }
}

const isMeaning = ({ status, isNegated }: StandingVersion): boolean => !isNegated && (status === 'active' || status === 'suspended')
const isProposal = ({ status }: StandingVersion): boolean => status === 'proposed' || status === 'provisional'
const isSameTarget = (a: { target: string | null; isNegated: boolean }, b: { target: string | null; isNegated: boolean }): boolean =>
  a.target === b.target && a.isNegated === b.isNegated

/** Versions that cannot stand beside the decision on its days. */
const contradicts = (standing: StandingVersion, decision: NewDecision): boolean => {
  const isOpposite = standing.target === decision.target && standing.target !== null
  if (decision.status === 'suspended') return isMeaning(standing)
  // What somebody refuses is not in force any more.
  if (decision.status === 'rejected') return isMeaning(standing) && isOpposite && !decision.isNegated
  if (decision.status === 'active' && !decision.isNegated)
    return isMeaning(standing) || (isOpposite && standing.isNegated && standing.status === 'active')
  if (decision.status === 'active') return isOpposite && standing.status === 'active'
  return false
}

/** Proposals that the decision answers: a meaning all of its days, anything else those of the same target. */
const answers = (standing: StandingVersion, decision: NewDecision): boolean => {
  if (!isProposal(standing)) return false
  const isMeant = decision.status === 'active' && !decision.isNegated
  return isMeant ? overlap(standing.effective, decision.effective) : standing.target === decision.target
}

/**
 * What a decision does to what stands about its word: meanings of the same days end and go on for the others; proposals that it answers end;
 * a further proposal of one target takes the place of the last, and a refusal that of an older one and of the meaning itself, where it is in force.
 */
export const planDecision = (standing: readonly StandingVersion[], decision: NewDecision): DecisionPlan => {
  const cut = standing.filter(version => contradicts(version, decision) && overlap(version.effective, decision.effective))
  const answered = standing.filter(
    version =>
      answers(version, decision) || (decision.status === 'rejected' && version.status === 'rejected' && isSameTarget(version, decision)),
  )
  return {
    ended: [...cut, ...answered].map(({ no }) => no),
    kept: cut.flatMap(({ no, effective }) => without(effective, decision.effective).map(rest => ({ no, effective: rest }))),
  }
}
