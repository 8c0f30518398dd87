import type { TermReliability, TermWeights, TermWeightSet } from '../../sdk/index.js'

const NAMES: Readonly<Record<TermWeights['kind'], string>> = {
  measure: '측정항목 measures',
  indicator: '지표 indicators',
  item: '분류 항목 items of codelists',
}
const OUTCOMES: Readonly<Record<TermWeightSet['outcome'], string>> = {
  PROPOSED: '시행 가능 may be put in force',
  WORSE: '나빠져 시행 안 함 worse, not put in force',
  REFUSED: '학습 못 함 nothing learned',
}
const SETS_SHOWN = 5

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`.padStart(5)
const reliabilityText = (name: string, { logLoss, calibrationError, sure, sureRight, count }: TermReliability): string =>
  `    ${name}: log loss ${logLoss.toFixed(3)}, ECE ${calibrationError.toFixed(3)}, 확실 sure ${sureRight}/${sure} (결정 ${count}건 decisions)`

const binsText = ({ bins }: TermReliability): readonly string[] => [
  '    확률 said      건 n   평균 mean  맞음 right',
  ...bins.map(
    ({ from, to, count, meanScore, shareRight }) =>
      `    ${from.toFixed(1)} - ${to.toFixed(1)}  ${String(count).padStart(5)}      ${percent(meanScore)}       ${percent(shareRight)}`,
  ),
]

const setText = (set: TermWeightSet, isNewest: boolean): readonly string[] => [
  `  ${set.version}  ${set.fittedAt.slice(0, 10)}  결정 ${set.decisions}건 decisions  ${OUTCOMES[set.outcome]}${set.reasons.length === 0 ? '' : ` (${set.reasons.join(', ')})`}`,
  ...(set.reliability === null ? [] : [reliabilityText(set.version, set.reliability)]),
  ...(set.comparedReliability === null ? [] : [reliabilityText(set.comparedWith, set.comparedReliability)]),
  ...(isNewest && set.reliability !== null ? binsText(set.reliability) : []),
]

/** What is in force for a kind, what was learned, and how reliable it is; Korean first. */
export function weightsText({ kind, version, decisions, decisionsNeeded, sets, switches }: TermWeights): string {
  const [last] = switches
  return [
    `${NAMES[kind]}: 시행 중 in force ${version}${last === undefined ? '' : ` (${last.switchedAt.slice(0, 10)}, ${last.reason})`}`,
    `  담당자 결정 ${decisions}건, ${decisionsNeeded}건부터 학습 (${decisions} decisions; learned from ${decisionsNeeded} on)`,
    ...sets.slice(0, SETS_SHOWN).flatMap((set, at) => setText(set, at === 0)),
  ].join('\n')
}
