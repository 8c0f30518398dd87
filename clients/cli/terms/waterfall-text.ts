import type { TranslationCandidate } from '../../sdk/index.js'

/** A word with what is known of it and why, from the hub or from the matcher of this command. */
export type ExplainedWord = {
  readonly label: string
  readonly unit: string | null
  /** What is settled about it, Korean and English. */
  readonly headline: readonly [ko: string, en: string]
  readonly candidates: readonly TranslationCandidate[]
  /** Weights by which they are ranked. */
  readonly weightsVersion: string
  readonly wouldFlip: readonly { readonly textKo: string; readonly textEn: string }[]
}

const SHOWN = 3
/** Log-odds that one sign of a bar stands for; a bar has twelve at most. */
const [PER_SIGN, LONGEST_BAR] = [0.5, 12] as const

const signed = (weight: number): string => `${weight < 0 ? '-' : '+'}${Math.abs(weight).toFixed(1)}`.padStart(6)
const barOf = (weight: number): string =>
  (weight < 0 ? '▒' : '█').repeat(Math.min(LONGEST_BAR, Math.max(1, Math.round(Math.abs(weight) / PER_SIGN)))).padEnd(LONGEST_BAR)

/** One candidate as a waterfall: what speaks for it and against it, the weightiest first, and the sum of it. */
function candidateText({ ref, nameKo, nameEn, score, predicate, features, vetoes }: TranslationCandidate, rank: number): readonly string[] {
  const sum = features.reduce((total, { weight }) => total + weight, 0)
  return [
    `${rank}. ${nameKo ?? ref} · ${nameEn ?? ref} (${ref})  ${(score * 100).toFixed(0)} %${predicate.toLowerCase() === 'exact' ? '' : `  ${predicate.toLowerCase()}`}`,
    ...features
      .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
      .flatMap(({ weight, textKo, textEn }) => [
        `   ${signed(weight)} ${barOf(weight)} ${textKo}`,
        `${' '.repeat(LONGEST_BAR + 11)}${textEn}`,
      ]),
    ...(features.length < 2 ? [] : [`   ${signed(sum)} ${' '.repeat(LONGEST_BAR)} 합 (sum)`]),
    ...vetoes.flatMap(({ textKo, textEn }) => [`   ✕ ${textKo}`, `     ${textEn}`]),
  ]
}

/** Why a word means what it means, or why nobody but a steward may say: Korean first, each sentence with its English below. */
export function waterfallText({ label, unit, headline, candidates, weightsVersion, wouldFlip }: ExplainedWord): string {
  const [ko, en] = headline
  const more = candidates.length - SHOWN
  return [
    `"${label}"${unit === null ? '' : ` (${unit})`}: ${ko}`,
    `  ${en}`,
    ...(candidates.length === 0 ? ['', '후보가 없습니다. (no candidate)'] : []),
    ...candidates.slice(0, SHOWN).flatMap((candidate, at) => ['', ...candidateText(candidate, at + 1)]),
    ...(more > 0 ? ['', `그 밖의 후보 ${more}개 (${more} more candidates)`] : []),
    ...(candidates.length === 0 ? [] : ['', `가중치 ${weightsVersion === 'fixed' ? '고정' : weightsVersion} (weights: ${weightsVersion})`]),
    ...(wouldFlip.length === 0
      ? []
      : [
          '',
          '무엇이 달라지면 바뀌는가 What would flip it',
          ...wouldFlip.flatMap(({ textKo, textEn }) => [`  - ${textKo}`, `    ${textEn}`]),
        ]),
  ].join('\n')
}
