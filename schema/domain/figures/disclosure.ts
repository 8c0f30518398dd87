import Big from 'big.js'
import { addAmounts, type Amount } from './exact-sum.js'
import type { LimitPlan } from './figure-plan.js'
import type { Support } from './support.js'

const isFewer = (amount: Amount, limit: number): boolean => (typeof amount === 'number' ? amount < limit : amount.lt(new Big(`${limit}`)))
const isNothing = (amount: Amount): boolean => (typeof amount === 'number' ? amount === 0 : amount.eq(new Big('0')))

/**
 * Whether a figure stays with its owner because too few stand behind it (S24): fewer than min_n, or a cell above 0 and below min_cell;
 * also when nobody said how many there are. The limits' sums lie in `limitTotals` in the same order. A known 0 is no small number: it ends as ZERO_DENOMINATOR.
 */
export const isTooSmall = (limits: readonly LimitPlan[], supports: readonly Support[]): boolean =>
  limits.some(({ limit }, place) => {
    const totals = supports.flatMap(support => support.limitTotals[place] ?? [])
    if (totals.every(total => total.count === 0)) return true
    const n = totals.reduce<Amount>((sum, total) => addAmounts(sum, total.sum), 0)
    return !isNothing(n) && isFewer(n, limit.value)
  })
