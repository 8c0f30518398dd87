import { normalizeLabel } from './normalize-label.js'
import type { LocalWord, Proposal } from './proposal.js'

const PRIME = 0x100000001b3n
const OFFSET = 0xcbf29ce484222325n
const MASK = (1n << 64n) - 1n

const fnv1a = (text: string, seed: bigint): string => {
  let hash = seed
  for (let i = 0; i < text.length; i++) hash = ((hash ^ BigInt(text.charCodeAt(i))) * PRIME) & MASK
  return hash.toString(16).padStart(16, '0')
}

/**
 * A name for what a proposal rests on, the same on every machine and every night while the evidence is the same: normalized label, unit, kind,
 * the class of its values, and what speaks for and against each candidate. Night to night noise of the values, and what is remembered of
 * earlier decisions, are not part of it. Two lists of `Proposal.evidence` say what changed between two hashes. Made with FNV-1a, twice 64 bits;
 * it guards against forgetting, not against forgery.
 */
export const evidenceHash = (word: LocalWord, { evidence }: Pick<Proposal, 'evidence'>): string => {
  const text = [normalizeLabel(word.label), ...evidence].join('\n')
  return fnv1a(text, OFFSET) + fnv1a(text, OFFSET ^ 0x9e3779b97f4a7c15n)
}
