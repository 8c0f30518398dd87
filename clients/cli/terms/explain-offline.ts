import type { Matcher } from '../../../schema/domain/terms/build-matcher.js'
import type { LocalWord, Proposal } from '../../../schema/domain/terms/proposal.js'
import { proposeMapping } from '../../../schema/domain/terms/propose-mapping.js'
import { settleProposal } from '../../../schema/domain/terms/settle-proposal.js'
import type { ExplainedWord } from './waterfall-text.js'

const HEADLINES: Readonly<Record<Proposal['decision'], readonly [ko: string, en: string]>> = {
  accept: ['첫 후보로 스스로 매핑해도 안전합니다.', 'It would be safe to map it to the first candidate without asking.'],
  review: ['담당자가 보아야 합니다.', 'A steward has to look at it.'],
  none: ['표준에서 맞는 것을 찾지 못했습니다.', 'Nothing in the standard stands out.'],
}

/** What the matcher makes of a word, without a hub and so without what was decided before. */
export function explainOffline(matcher: Matcher, word: LocalWord): ExplainedWord & { readonly proposal: Proposal } {
  const proposal = settleProposal(proposeMapping(matcher, word))
  const names = new Map(matcher.concepts.map(concept => [concept.ref, concept]))
  const [ko, en] = HEADLINES[proposal.decision]
  const note: readonly [string, string] =
    proposal.decision === 'accept' && word.values.length === 0
      ? [' 값이 표준의 범위에 있을 때에 한합니다.', ' That is, if its values lie where the standard has them.']
      : ['', '']
  return {
    label: word.label,
    unit: word.unit,
    headline: [`${ko}${note[0]}`, `${en}${note[1]}`],
    candidates: proposal.candidates.map(candidate => ({
      ...candidate,
      nameKo: names.get(candidate.ref)?.nameKo ?? null,
      nameEn: names.get(candidate.ref)?.nameEn ?? null,
    })),
    weightsVersion: proposal.weightsVersion,
    wouldFlip: proposal.abstentions,
    proposal,
  }
}
