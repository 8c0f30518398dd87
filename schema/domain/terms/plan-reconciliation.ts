import type { Candidate, Proposal, Tier } from './proposal.js'

/** Nights of values before a word is accepted by itself; with fewer it is provisional, and its values go on waiting. */
const NIGHTS_TO_ACCEPT = 7

/** Of acceptances made without asking, one in so many is looked at by a person all the same. */
const CANARY_EVERY = 10

/** What one night makes of a word that waits. `leave` says why nothing is written: another night finds the same. */
export type Reconciliation =
  | { readonly act: 'accept' | 'provisional'; readonly candidate: Candidate; readonly tier: Tier; readonly isCanary: boolean }
  | { readonly act: 'propose'; readonly candidate: Candidate; readonly reason: 'review' | 'tierOff' }
  | { readonly act: 'leave'; readonly reason: 'noCandidate' | 'refused' | 'unchanged' }

/** What is known of the word besides the proposal. */
export type WordOfNight = {
  /** Id of the word; the end of it is hexadecimal. */
  readonly id: string
  readonly kind: 'subject' | 'codelist'
  /** Nights with values. */
  readonly nights: number
  /** Tiers that may not accept by themselves now. */
  readonly tiersOff: ReadonlySet<Tier>
  /** What stewards of other centers mean by the same word, and whether something about it contradicts itself: then a person decides. */
  readonly elsewhere: ReadonlySet<string>
  readonly isInConflict: boolean
  /** Evidence of what was refused, by target. */
  readonly refused: ReadonlyMap<string, ReadonlySet<string>>
  /** What the last night left about the word: act and evidence; null before the first. */
  readonly last: { readonly act: 'accept' | 'provisional' | 'propose'; readonly ref: string; readonly evidenceHash: string } | null
}

const tailOf = (hex: string): number => Number.parseInt(hex.slice(-8), 16)

/**
 * By the evidence and the word, so that nobody chooses them and every replica finds the same; one label that many centers write is looked at in one of ten of them, and
 * not in all or none.
 */
const isCanary = (hash: string, word: string): boolean => (tailOf(hash) + tailOf(word)) % CANARY_EVERY === 0

const decide = (
  { decision, tier, candidates }: Proposal,
  hash: string,
  { id, kind, nights, tiersOff, refused, elsewhere, isInConflict }: WordOfNight,
): Reconciliation => {
  const candidate = candidates.find(({ ref }) => refused.get(ref)?.has(hash) !== true)
  if (candidate === undefined) return { act: 'leave', reason: candidates.length === 0 ? 'noCandidate' : 'refused' }
  const isFirst = candidate === candidates[0]
  if (decision === 'none' && candidate.score === 0) return { act: 'leave', reason: 'noCandidate' }
  // What a person has refused once comes back as a question, and what was left beside it is no answer.
  const isRefused = refused.has(candidate.ref) || [...refused.values()].some(hashes => hashes.has(hash))
  const isDoubted = isRefused || isInConflict || [...elsewhere].some(ref => ref !== candidate.ref)
  if (decision !== 'accept' || tier === null || !isFirst || isDoubted) return { act: 'propose', candidate, reason: 'review' }
  if (tiersOff.has(tier)) return { act: 'propose', candidate, reason: 'tierOff' }
  const isSettled = kind === 'codelist' || nights >= NIGHTS_TO_ACCEPT
  return { act: isSettled ? 'accept' : 'provisional', candidate, tier, isCanary: isSettled && isCanary(hash, id) }
}

/**
 * What the hub does about a word tonight, from what the matcher says of it (terminology.md §2.9, §2.10). `hash` names the evidence: what was refused
 * on it is not proposed again, on other evidence it is proposed and never accepted, and what the last night said on it is not said twice.
 */
export const planReconciliation = (proposal: Proposal, hash: string, word: WordOfNight): Reconciliation => {
  const planned = decide(proposal, hash, word)
  const { last } = word
  const isSaid = planned.act !== 'leave' && last?.act === planned.act && last.ref === planned.candidate.ref && last.evidenceHash === hash
  return isSaid ? { act: 'leave', reason: 'unchanged' } : planned
}
