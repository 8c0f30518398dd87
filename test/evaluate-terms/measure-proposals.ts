import { parseRational } from '../../schema/domain/decimal.js'
import type { Conversion, Proposal } from '../../schema/domain/terms/proposal.js'
import type { LabelledWord } from './labelled-word.js'

export type Judged = { readonly labelled: LabelledWord; readonly proposal: Proposal }

/** Shares are null where there is nothing to share. */
export type Figures = {
  readonly rows: number
  readonly withGold: number
  readonly accepted: number
  readonly wrongAccepts: number
  readonly trapsAccepted: number
  readonly noneAccepted: number
  readonly precision: number | null
  /** One-sided 95 % lower bound of the precision (Clopper-Pearson where all are right, else Wilson). */
  readonly precisionBound: number | null
  readonly recallAt1: number | null
  readonly recallAt3: number | null
  /** Accepted rightly, of the words that may be accepted. */
  readonly coverage: number | null
  readonly conversions: number
  readonly conversionsExact: number
}

export type Calibration = {
  readonly ece: number
  readonly bins: readonly { readonly from: number; readonly rows: number; readonly said: number; readonly right: number }[]
}

const isRight = ({ labelled, proposal }: Judged, top: number): boolean =>
  proposal.candidates.slice(0, top).some(({ ref }) => labelled.gold.includes(ref))
const isAccepted = ({ proposal }: Judged): boolean => proposal.decision === 'accept'
const isWrong = (one: Judged): boolean => isAccepted(one) && (!one.labelled.mayAccept || !isRight(one, 1))

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

const lowerBound = (right: number, all: number): number | null => {
  if (all === 0) return null
  if (right === all) return 0.05 ** (1 / all)
  const z = 1.645
  const p = right / all
  return (p + (z * z) / (2 * all) - z * Math.sqrt((p * (1 - p)) / all + (z * z) / (4 * all * all))) / (1 + (z * z) / all)
}

/** True where the conversion does what the label asks for: the same factor, or the same clock. Names of units are not compared. */
const isSameConversion = (wanted: string, got: Conversion | null): boolean => {
  const [number = ''] = wanted.split(/\s+/)
  const factor = parseRational(number)
  if (factor === null) return got !== null && 'format' in got && got.format === number
  if (got === null || 'format' in got) return false
  const given = parseRational(got.factor)
  return given !== null && given.numerator === factor.numerator && given.denominator === factor.denominator && Number(got.offset) === 0
}

const isConversionRight = ({ labelled, proposal }: Judged): boolean =>
  labelled.conversion === '' ? proposal.conversion === null : isSameConversion(labelled.conversion, proposal.conversion)

export const measure = (judged: readonly Judged[]): Figures => {
  const gold = judged.filter(({ labelled }) => labelled.gold.length > 0)
  const accepted = judged.filter(isAccepted)
  const mappable = gold.filter(({ labelled }) => labelled.mayAccept)
  const converted = judged.filter(({ labelled }) => labelled.conversion !== '')
  const right = accepted.length - accepted.filter(isWrong).length
  return {
    rows: judged.length,
    withGold: gold.length,
    accepted: accepted.length,
    wrongAccepts: accepted.length - right,
    trapsAccepted: accepted.filter(({ labelled }) => !labelled.mayAccept).length,
    noneAccepted: accepted.filter(({ labelled }) => labelled.gold.length === 0).length,
    precision: share(right, accepted.length),
    precisionBound: lowerBound(right, accepted.length),
    recallAt1: share(gold.filter(one => isRight(one, 1)).length, gold.length),
    recallAt3: share(gold.filter(one => isRight(one, 3)).length, gold.length),
    coverage: share(mappable.filter(one => isAccepted(one) && !isWrong(one)).length, mappable.length),
    conversions: converted.length,
    conversionsExact: converted.filter(isConversionRight).length,
  }
}

const BINS = 10

/** How far the scores of the first candidates are from how often they are right: expected calibration error over ten bins. */
export const calibrate = (judged: readonly Judged[]): Calibration => {
  const scored = judged.flatMap(one => {
    const [first] = one.proposal.candidates
    return first === undefined ? [] : [{ score: first.score, right: isRight(one, 1) ? 1 : 0 }]
  })
  const bins = Array.from({ length: BINS }, (_, i) => {
    const inBin = scored.filter(({ score }) => Math.min(BINS - 1, Math.floor(score * BINS)) === i)
    const mean = (sum: number) => (inBin.length === 0 ? 0 : sum / inBin.length)
    return {
      from: i / BINS,
      rows: inBin.length,
      said: mean(inBin.reduce((sum, { score }) => sum + score, 0)),
      right: mean(inBin.reduce((sum, one) => sum + one.right, 0)),
    }
  })
  const ece =
    scored.length === 0 ? 0 : bins.reduce((sum, { rows, said, right }) => sum + (rows / scored.length) * Math.abs(said - right), 0)
  return { ece, bins }
}

/** At a bar: the share of words whose best candidate scores so much or more, and the share of those that are wrong (null where there are none). */
export type RiskAt = { readonly bar: number; readonly covered: number; readonly risk: number | null }

const RISK_BARS = [0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.99]

/** What accepting by score alone would risk, bar by bar: the curve that a release is compared by. A word that means nothing is wrong under every candidate. */
export const riskByCoverage = (judged: readonly Judged[]): readonly RiskAt[] =>
  RISK_BARS.map(bar => {
    const covered = judged.filter(({ proposal }) => (proposal.candidates[0]?.score ?? 0) >= bar)
    return {
      bar,
      covered: share(covered.length, judged.length) ?? 0,
      risk: share(covered.filter(one => !isRight(one, 1)).length, covered.length),
    }
  })

/** What the issue asks of a whole set; each line says whether it holds. */
export const barsOf = (
  figures: Figures,
  calibration: Calibration | null = null,
): readonly { readonly name: string; readonly value: string; readonly ok: boolean }[] => {
  const percent = (value: number | null): string => (value === null ? '-' : value.toFixed(3))
  return [
    { name: 'wrong automatic accepts = 0', value: String(figures.wrongAccepts), ok: figures.wrongAccepts === 0 },
    { name: 'traps accepted = 0', value: String(figures.trapsAccepted), ok: figures.trapsAccepted === 0 },
    { name: 'NONE accepted = 0', value: String(figures.noneAccepted), ok: figures.noneAccepted === 0 },
    { name: 'recall@1 >= 0.85', value: percent(figures.recallAt1), ok: (figures.recallAt1 ?? 0) >= 0.85 },
    { name: 'recall@3 >= 0.95', value: percent(figures.recallAt3), ok: (figures.recallAt3 ?? 0) >= 0.95 },
    { name: 'coverage >= 0.5', value: percent(figures.coverage), ok: (figures.coverage ?? 0) >= 0.5 },
    {
      name: 'conversions all exact',
      value: `${figures.conversionsExact}/${figures.conversions}`,
      ok: figures.conversionsExact === figures.conversions,
    },
    ...(calibration === null
      ? []
      : [{ name: 'calibration error <= 0.05', value: calibration.ece.toFixed(3), ok: calibration.ece <= 0.05 }]),
  ]
}
