const HIGHEST = 0.995

/** Log-odds of the candidates of one word, made a score each: how likely it is by itself, times its part among its rivals. In the order given, to three decimals. */
export const scoreOdds = (odds: readonly number[]): readonly number[] => {
  const weights = odds.map(one => Math.exp(Math.min(20, one)))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map(weight => Math.round(1000 * Math.min(HIGHEST, (weight / (1 + weight)) * (weight / total))) / 1000)
}
