import { describe, expect, it } from 'vitest'
import { planReconciliation, type WordOfNight } from '../../../schema/domain/terms/plan-reconciliation.js'
import type { Candidate, Proposal } from '../../../schema/domain/terms/proposal.js'

const HASH = '00000000000000000000000000000001'
const CANARY = '0000000000000000000000000000000a'

const candidate = (ref: string, score = 0.99): Candidate => ({
  ref,
  score,
  fixedScore: score,
  features: [],
  vetoes: [],
  predicate: 'exact',
})
const OFFERED = candidate('measure:calls_offered')
const ANSWERED = candidate('measure:calls_answered', 0.4)

const proposal = (said: Partial<Proposal> = {}): Proposal => ({
  decision: 'accept',
  tier: 'T2',
  candidates: [OFFERED, ANSWERED],
  conversion: null,
  abstentions: [],
  isProvisional: false,
  evidence: [],
  identities: [],
  ruleVersion: '1',
  lexiconVersion: '1',
  weightsVersion: 'fixed',
  ...said,
})

const word = (said: Partial<WordOfNight> = {}): WordOfNight => ({
  id: '00000000-0000-4000-8000-000000000000',
  kind: 'subject',
  nights: 14,
  tiersOff: new Set(),
  refused: new Map(),
  elsewhere: new Set(),
  isInConflict: false,
  last: null,
  ...said,
})

const isLookedAt = (id: string): boolean => {
  const planned = planReconciliation(proposal(), HASH, word({ id }))
  return planned.act === 'accept' && planned.isCanary
}

describe('planReconciliation', () => {
  it('accepts what the matcher accepts after seven nights, and is provisional before', () => {
    expect(planReconciliation(proposal(), HASH, word())).toEqual({ act: 'accept', candidate: OFFERED, tier: 'T2', isCanary: false })
    expect(planReconciliation(proposal(), HASH, word({ nights: 7 }))).toMatchObject({ act: 'accept' })
    expect(planReconciliation(proposal(), HASH, word({ nights: 6 }))).toMatchObject({ act: 'provisional', isCanary: false })
    expect(planReconciliation(proposal(), HASH, word({ nights: 0, kind: 'codelist' }))).toMatchObject({ act: 'accept' })
  })

  it('lets one acceptance in ten be looked at, chosen by its evidence and its word', () => {
    expect(planReconciliation(proposal(), CANARY, word())).toMatchObject({ act: 'accept', isCanary: true })
    const hashes = Array.from({ length: 1_000 }, (_, i) => (i * 2_654_435_761).toString(16).padStart(32, '0'))
    const chosen = hashes.filter(hash => {
      const planned = planReconciliation(proposal(), hash, word())
      return planned.act === 'accept' && planned.isCanary
    })
    expect(chosen.length).toBeGreaterThan(70)
    expect(chosen.length).toBeLessThan(130)
    const ids = Array.from({ length: 1_000 }, () => crypto.randomUUID())
    const looked = ids.filter(isLookedAt)
    expect(looked.length).toBeGreaterThan(60)
    expect(looked.length).toBeLessThan(140)
  })

  it('only proposes what the matcher leaves to a person, and what a tier that is off would have accepted', () => {
    expect(planReconciliation(proposal({ decision: 'review', tier: null }), HASH, word())).toEqual({
      act: 'propose',
      candidate: OFFERED,
      reason: 'review',
    })
    expect(planReconciliation(proposal(), HASH, word({ tiersOff: new Set(['T2']) }))).toEqual({
      act: 'propose',
      candidate: OFFERED,
      reason: 'tierOff',
    })
  })

  it('terminology 9: asks a person where stewards elsewhere mean something else by the word, or it contradicts itself', () => {
    const asked = { act: 'propose', candidate: OFFERED, reason: 'review' }
    expect(planReconciliation(proposal(), HASH, word({ elsewhere: new Set([ANSWERED.ref]) }))).toEqual(asked)
    expect(planReconciliation(proposal(), HASH, word({ elsewhere: new Set([OFFERED.ref]) }))).toMatchObject({ act: 'accept' })
    expect(planReconciliation(proposal(), HASH, word({ isInConflict: true }))).toEqual(asked)
  })

  it('terminology 10: does not propose again what was refused on the same evidence, and the next candidate is proposed at most', () => {
    const refused = new Map([[OFFERED.ref, new Set([HASH])]])
    expect(planReconciliation(proposal(), HASH, word({ refused }))).toEqual({ act: 'propose', candidate: ANSWERED, reason: 'review' })
    expect(planReconciliation(proposal({ candidates: [OFFERED] }), HASH, word({ refused }))).toEqual({ act: 'leave', reason: 'refused' })
    // On other evidence it is a question again, and never an answer.
    expect(planReconciliation(proposal({ candidates: [OFFERED] }), CANARY, word({ refused }))).toEqual({
      act: 'propose',
      candidate: OFFERED,
      reason: 'review',
    })
    // What is left once the refused one is not shown any more is proposed at most, too.
    expect(planReconciliation(proposal({ candidates: [ANSWERED] }), HASH, word({ refused }))).toMatchObject({ act: 'propose' })
  })

  it('says nothing twice on the same evidence, and nothing of a word without a candidate', () => {
    const last = { act: 'propose', ref: OFFERED.ref, evidenceHash: HASH } as const
    const review = proposal({ decision: 'review', tier: null })
    expect(planReconciliation(review, HASH, word({ last }))).toEqual({ act: 'leave', reason: 'unchanged' })
    expect(planReconciliation(review, CANARY, word({ last }))).toMatchObject({ act: 'propose' })
    expect(planReconciliation(proposal(), HASH, word({ last: { ...last, act: 'provisional' } }))).toMatchObject({ act: 'accept' })
    expect(planReconciliation(proposal({ decision: 'none', candidates: [] }), HASH, word())).toEqual({
      act: 'leave',
      reason: 'noCandidate',
    })
  })
})
