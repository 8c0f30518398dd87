import type { Matcher } from './build-matcher.js'
import { normalizeLabel } from './normalize-label.js'
import { printFullReference } from './parse-reference.js'
import { NO_MEMORY, type Candidate, type LocalWord, type MappingMemory, type Proposal } from './proposal.js'

/** Stands in every decision; rises with each change that may turn one. */
const RULE_VERSION = '1'

/** What the word may mean, and whether it may be mapped without asking anybody (terminology.md §2). */
export const proposeMapping = (matcher: Matcher, word: LocalWord, memory: MappingMemory = NO_MEMORY): Proposal => {
  const entries = matcher.labels.subjects.get(normalizeLabel(word.label)) ?? []
  const candidates = entries.map(({ target }): Candidate => ({
    ref: printFullReference(target),
    score: 0.9,
    features: [
      { feature: 'label', weight: 4, textKo: '표준 이름이나 동의어와 같습니다.', textEn: 'It equals a standard name or synonym.' },
    ],
    vetoes: [],
    predicate: 'exact',
  }))
  const [first] = candidates
  const isApproved = first !== undefined && memory.approved?.ref === first.ref
  return {
    decision: isApproved ? 'accept' : first === undefined ? 'none' : 'review',
    tier: isApproved ? 'T0' : null,
    candidates,
    conversion: null,
    abstentions: [],
    evidence: [`label=${normalizeLabel(word.label)}`, ...candidates.map(({ ref }) => ref)],
    ruleVersion: RULE_VERSION,
    lexiconVersion: matcher.lexiconVersion,
  }
}
