/** What was said of a candidate before anybody decided, and what a person decided. */
export type Judged = { readonly score: number; readonly isRight: boolean }

/** Candidates of one range of scores: how many of them, what was said of them on average, and how many were right. */
export type ReliabilityBin = {
  readonly from: number
  readonly to: number
  readonly count: number
  readonly meanScore: number
  readonly shareRight: number
}

/** How good scores are: `logLoss` and `calibrationError` (ECE) are better the lower. `sure` are those of at least `SURE`, of which `sureRight` were right. */
export type Reliability = {
  readonly count: number
  readonly right: number
  readonly logLoss: number
  readonly calibrationError: number
  readonly sure: number
  readonly sureRight: number
  readonly bins: readonly ReliabilityBin[]
}

/** From this probability on the hub may map a word by itself, if everything else holds (terminology.md §2.9). */
export const SURE = 0.9

const BINS = 10
/** Nothing is impossible: a score of 0 or 1 that turns out wrong would cost without bound. */
const LEAST = 0.005

const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : values.reduce((sum, one) => sum + one, 0) / values.length)
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000

const lossOf = ({ score, isRight }: Judged): number => {
  const p = Math.min(1 - LEAST, Math.max(LEAST, score))
  return -Math.log(isRight ? p : 1 - p)
}

const shareOf = (judged: readonly Judged[]): number => mean(judged.map(({ isRight }) => (isRight ? 1 : 0)))

/** Reliability of scores in ten bins of equal width; bins without a candidate are left out. */
export const measureReliability = (judged: readonly Judged[]): Reliability => {
  const bins = Array.from({ length: BINS }, (_, at) => {
    const inside = judged.filter(({ score }) => Math.min(BINS - 1, Math.floor(score * BINS)) === at)
    return {
      from: at / BINS,
      to: (at + 1) / BINS,
      count: inside.length,
      meanScore: rounded(mean(inside.map(({ score }) => score))),
      shareRight: rounded(shareOf(inside)),
    }
  }).filter(({ count }) => count > 0)
  const sure = judged.filter(({ score }) => score >= SURE)
  return {
    count: judged.length,
    right: judged.filter(({ isRight }) => isRight).length,
    logLoss: rounded(mean(judged.map(lossOf))),
    calibrationError: rounded(mean(bins.flatMap(bin => Array.from({ length: bin.count }, () => Math.abs(bin.meanScore - bin.shareRight))))),
    sure: sure.length,
    sureRight: sure.filter(({ isRight }) => isRight).length,
    bins,
  }
}
