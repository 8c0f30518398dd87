import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { weighBy } from '../../../schema/domain/terms/build-matcher.js'
import type { Matcher } from '../../../schema/domain/terms/matcher.js'
import {
  NO_MEMORY,
  type Candidate,
  type Conversion,
  type LocalWord,
  type MappingMemory,
  type Proposal,
} from '../../../schema/domain/terms/proposal.js'
import { proposeMapping } from '../../../schema/domain/terms/propose-mapping.js'
import { calibrate, calibrated, poolAdjacentViolators } from '../../../schema/domain/terms/weights/calibrate-isotonic.js'
import { fitLogistic, type LabelledRow, type Prior } from '../../../schema/domain/terms/weights/fit-logistic.js'
import { fitWeights } from '../../../schema/domain/terms/weights/fit-weights.js'
import { labelDecisions, type DecisionOfPerson } from '../../../schema/domain/terms/weights/labelled-decision.js'
import { readShownCandidates } from '../../../schema/domain/terms/weights/read-shown-candidates.js'
import { weighProposal } from '../../../schema/domain/terms/weights/weigh-proposal.js'
import { measureReliability } from '../../../schema/domain/terms/weights/reliability.js'
import { FIXED_WEIGHTS, WEIGHT_KINDS, type WeightSet, type WeightsInForce } from '../../../schema/domain/terms/weights/weight-set.js'
import { councilMatcher } from '../../support/council-matcher.js'
import { generateDecisions, numbersFrom, TRUE_BASE, TRUE_FACTORS } from '../../support/judged-words.js'

let matcher: Matcher
beforeAll(async () => {
  matcher = await councilMatcher()
})

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0)
const share = fc.double({ min: 0, max: 1, noNaN: true })

describe('calibration', () => {
  it('pools neighbors that fall: what comes out never falls, has the same mean, and is what went in where that never fell', () => {
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 60 }), values => {
        const pooled = poolAdjacentViolators(values)
        expect(pooled).toHaveLength(values.length)
        expect(pooled.every((one, i) => i === 0 || one >= (pooled[i - 1] ?? 0))).toBe(true)
        expect(sum(pooled)).toBeCloseTo(sum(values), 8)
        const rising = values.toSorted((a, b) => a - b)
        for (const [i, one] of poolAdjacentViolators(rising).entries()) expect(one).toBeCloseTo(rising[i] ?? 0, 12)
      }),
    )
  })

  it('gives a higher score no smaller share, and never says never or always', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ score: share, isRight: fc.boolean() }), { minLength: 1, maxLength: 60 }), scored => {
        const steps = calibrate(scored)
        const shares = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1].map(score => calibrated(steps, score))
        expect(shares.every((one, i) => one > 0 && one < 1 && one >= (shares[i - 1] ?? 0))).toBe(true)
        expect(calibrate(scored.toReversed())).toEqual(steps)
      }),
    )
  })

  it('is measured in bins: what was said, what came true, and how far apart they are', () => {
    const judged = [0.95, 0.95, 0.95, 0.95, 0.25, 0.25].map((score, i) => ({ score, isRight: i !== 3 && i !== 4 }))
    expect(measureReliability(judged)).toEqual({
      count: 6,
      right: 4,
      logLoss: 0.8039,
      calibrationError: 0.2167,
      sure: 4,
      sureRight: 3,
      bins: [
        { from: 0.2, to: 0.3, count: 2, meanScore: 0.25, shareRight: 0.5 },
        { from: 0.9, to: 1, count: 4, meanScore: 0.95, shareRight: 0.75 },
      ],
    })
  })
})

describe('the logistic fit', () => {
  const PRIORS: readonly Prior[] = [
    { center: -1.2, strength: 0.1, isFree: true },
    ...[1, 2, 3].map(() => ({ center: 1, strength: 1, isFree: false })),
  ]
  const drawn = (count: number, truth: readonly number[]): readonly LabelledRow[] => {
    const next = numbersFrom(11)
    return Array.from({ length: count }, () => {
      const values = [1, 4 * next() - 2, next() < 0.5 ? 0 : -3, 2 * next()]
      return { values, isRight: next() < 1 / (1 + Math.exp(-sum(values.map((one, i) => one * (truth[i] ?? 0))))) }
    })
  }
  const coefficientsOf = (rows: readonly LabelledRow[]): readonly number[] => {
    const fit = fitLogistic(rows, PRIORS)
    if (fit.kind === 'refused') throw new Error(fit.reason)
    return fit.coefficients
  }

  it('finds the weights that the decisions were drawn by, the same ones twice and in whatever order they came', () => {
    const truth = [-0.5, 1.7, 0.4, 0.9]
    const rows = drawn(8_000, truth)
    const found = coefficientsOf(rows)
    for (const [i, one] of truth.entries()) expect(Math.abs((found[i] ?? 0) - one)).toBeLessThan(0.15)
    expect(coefficientsOf(rows)).toEqual(found)
    for (const [i, one] of coefficientsOf(rows.toReversed()).entries()) expect(one).toBeCloseTo(found[i] ?? 0, 6)
  })

  it('stops at 0 where the decisions would have what speaks against a candidate speak for it', () => {
    expect(coefficientsOf(drawn(4_000, [0.2, 1, -1.5, 0.5]))[2]).toBe(0)
  })

  it('refuses what leaves no doubt to learn from', () => {
    const rows = drawn(200, [0, 1, 1, 1]).map(({ values }) => ({ values, isRight: (values[1] ?? 0) > 0 }))
    const loose = PRIORS.map(prior => ({ ...prior, strength: 1e-6 }))
    expect(fitLogistic(rows, loose)).toMatchObject({ kind: 'refused' })
  })
})

describe('what decisions of people teach', () => {
  const shown = ['measure:a', 'measure:b'].map(ref => ({ ref, fixedScore: 0.5, isVetoed: false, features: [] }))
  const said = (action: string, target: string | null, word = 'w'): DecisionOfPerson => ({
    id: `${action} ${target}`,
    word,
    action,
    target,
    candidates: shown,
  })

  it.each([
    ['approve', 'measure:b', 1, true],
    ['confirm', 'measure:a', 0, true],
    ['agree', 'measure:a', 0, true],
    ['reject', 'measure:b', 1, false],
    ['disagree', 'measure:a', 0, false],
    ['undo', 'measure:a', 0, false],
    ['correct', 'measure:b', 0, false],
    ['correct', 'measure:a', 0, true],
    ['correct', 'measure:elsewhere', 0, false],
    ['noMatch', null, 0, false],
  ])('%s %s judges candidate %i: %s', (action, target, place, isRight) => {
    expect(labelDecisions([said(action, target)])).toMatchObject([{ place, isRight, kind: 'measure' }])
  })

  it.each([
    ['approve', 'measure:elsewhere'],
    ['split', 'measure:a'],
    ['flag', null],
  ])('%s %s judges none', (action, target) => {
    expect(labelDecisions([said(action, target)])).toEqual([])
  })

  it('of several about one word and candidate the last counts', () => {
    const all = [said('approve', 'measure:a'), said('approve', 'measure:a', 'other'), said('disagree', 'measure:a')]
    expect(labelDecisions(all).map(({ id, isRight }) => [id, isRight])).toEqual([
      ['approve measure:a', true],
      ['disagree measure:a', false],
    ])
  })

  it('reads evidence of before weights were learned, and leaves out what it does not know', () => {
    const old = { ref: 'measure:a', score: 0.4, vetoes: [{}], features: [{ feature: 'unit', weight: -4 }, { feature: 'odd' }] }
    expect(readShownCandidates({ candidates: [old, { score: 1 }, 7] })).toEqual([
      { ref: 'measure:a', fixedScore: 0.4, isVetoed: true, features: [{ feature: 'unit', value: -4 }] },
    ])
    for (const evidence of [null, {}, { candidates: 'none' }]) expect(readShownCandidates(evidence)).toEqual([])
  })
})

describe('weights of a kind', () => {
  it('are learned from 300 decisions on, near those that were decided by, and better on later ones than the fixed', () => {
    expect(fitWeights('measure', generateDecisions(299), FIXED_WEIGHTS)).toBe(null)
    const fit = fitWeights('measure', generateDecisions(6_000), FIXED_WEIGHTS)
    if (fit === null || fit.outcome === 'refused') throw new Error('Nothing was learned.')
    expect([fit.outcome, fit.reasons]).toEqual(['proposed', []])
    expect(fit.fitted.count).toBe(1_800)
    expect(fit.fitted.logLoss).toBeLessThan(fit.inForce.logLoss)
    expect(fit.fitted.calibrationError).toBeLessThanOrEqual(0.05)
    expect(Math.abs(fit.weights.base - TRUE_BASE)).toBeLessThan(0.5)
    for (const [side, factor] of Object.entries(TRUE_FACTORS))
      expect([side, Math.abs((fit.weights.factors[side] ?? 1) - factor) < 0.5]).toEqual([side, true])
    expect(fitWeights('measure', generateDecisions(6_000), FIXED_WEIGHTS)).toEqual(fit)
    const again = fitWeights('measure', generateDecisions(300), FIXED_WEIGHTS)
    expect(again?.outcome).toBe('proposed')
  })

  it('that do worse on later decisions than those in force are told to be worse, and why', () => {
    const learned = fitWeights('measure', generateDecisions(1_000), FIXED_WEIGHTS)
    if (learned === null || learned.outcome === 'refused') throw new Error('Nothing was learned.')
    const inForce: WeightsInForce = new Map([['measure', { ...learned.weights, version: 'measure-1' }]])
    const turned = [...generateDecisions(700, { seed: 8, isContrary: true }), ...generateDecisions(300, { seed: 9 })]
    const fit = fitWeights('measure', turned, inForce)
    expect(fit).toMatchObject({ outcome: 'worse' })
    expect(fit?.reasons).toContain('WORSE_LOG_LOSS')
  })

  it('that are surer and less often right than those in force are told to be so, though their probabilities are better', () => {
    const fit = fitWeights('measure', generateDecisions(300, { seed: 7 }), FIXED_WEIGHTS)
    expect(fit).toMatchObject({
      outcome: 'worse',
      reasons: ['LESS_PRECISE'],
      fitted: { sure: 14, sureRight: 12 },
      inForce: { sure: 5, sureRight: 5 },
    })
  })

  it('are not learned where all are right, or hardly any', () => {
    const all = generateDecisions(400).map(one => ({ ...one, isRight: true }))
    expect(fitWeights('measure', all, FIXED_WEIGHTS)).toEqual({ outcome: 'refused', reasons: ['TOO_FEW_WRONG'] })
    expect(
      fitWeights(
        'measure',
        all.map((one, i) => ({ ...one, isRight: i % 25 === 0 })),
        FIXED_WEIGHTS,
      ),
    ).toEqual({ outcome: 'refused', reasons: ['TOO_FEW_RIGHT'] })
  })
})

const anySet = (kind: WeightSet['kind']): fc.Arbitrary<WeightSet> =>
  fc.record({
    kind: fc.constant(kind),
    version: fc.constant(`${kind}-1`),
    base: fc.double({ min: -5, max: 10, noNaN: true }),
    factors: fc.dictionary(
      fc.constantFrom(
        'label+',
        'meaning+',
        'overlap+',
        'overlap-',
        'letters+',
        'letters-',
        'unit+',
        'unit-',
        'values+',
        'values-',
        'apart-',
        'kind+',
        'kind-',
        'ambiguous+',
      ),
      fc.double({ min: 0, max: 20, noNaN: true }),
    ),
    calibration: fc
      .array(share, { minLength: 1, maxLength: 8 })
      .map(shares => shares.toSorted((a, b) => a - b).map((one, i) => ({ from: i / shares.length, share: one }))),
  })
const anyWeights: fc.Arbitrary<WeightsInForce> = fc
  .tuple(anySet('measure'), anySet('indicator'), anySet('item'))
  .map(sets => new Map(sets.map((set, i) => [WEIGHT_KINDS[i] ?? 'item', set])))

describe('whatever weights are in force', () => {
  const values = (from: number, step: number) => Array.from({ length: 14 }, (_, i) => String(from + step * ((i * 5) % 14)))
  const word = (label: string, unit: string | null, others: Partial<LocalWord> = {}): LocalWord => ({
    kind: '',
    label,
    unit,
    values: [],
    center: 'ulsan',
    ...others,
  })
  const WORDS: readonly LocalWord[] = [
    word('응답률', '건', { values: values(1_000, 40) }),
    word('미응대율', '%', { values: values(3, 0.2) }),
    word('IVR 단계 포기', '건', { values: values(30, 2) }),
    word('상담사 응대콜 수', '건', { values: values(1_300, 7) }),
    word('응답률 (%)', null, { values: values(90, 0.6) }),
    word('평균통화시간', '초', { values: values(3, 0.01) }),
    word('상수도 상담 콜수', '건', { values: values(100, 3) }),
    word('소계', '건'),
    word('인입콜', '건', { values: values(1_500, 9) }),
    word('유선', null, { kind: 'channel' }),
  ]
  const MEMORIES: readonly MappingMemory[] = [
    NO_MEMORY,
    { ...NO_MEMORY, approved: { ref: 'measure:calls_answered', conversion: null } },
    { ...NO_MEMORY, twins: [{ ref: 'measure:calls_answered', centers: 3, byStewards: 2 }] },
  ]

  it('nothing is accepted that the rules leave to a person, no veto is outweighed, and the evidence has the same name', () => {
    fc.assert(
      fc.property(anyWeights, fc.constantFrom(...WORDS), fc.constantFrom(...MEMORIES), (weights, asked, memory) => {
        const fixed = proposeMapping(matcher, asked, memory)
        const weighed = proposeMapping(weighBy(matcher, weights), asked, memory)
        expect(weighed.candidates.map(({ ref }) => ref).toSorted()).toEqual(fixed.candidates.map(({ ref }) => ref).toSorted())
        expect(weighed.evidence).toEqual(fixed.evidence)
        const isDemoted = fixed.decision === 'accept' && weighed.decision === 'review'
        const saidOf = ({ decision, tier, abstentions }: Proposal) => [decision, tier, abstentions.map(({ code }) => code)]
        expect(saidOf(weighed)).toEqual(isDemoted ? ['review', null, ['WEIGHTS']] : saidOf(fixed))
        const acceptedBy = ({ decision, candidates, conversion }: Proposal) =>
          decision === 'accept' ? [candidates[0]?.ref, conversion] : []
        expect(acceptedBy(weighed)).toEqual(isDemoted ? [] : acceptedBy(fixed))
        for (const { ref, score, vetoes, features } of weighed.candidates) {
          const before = fixed.candidates.find(one => one.ref === ref)
          expect(vetoes).toEqual(before?.vetoes)
          expect(vetoes.length === 0 || score <= (before?.score ?? 0)).toBe(true)
          for (const { value, weight } of features) expect(weight * value).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: 400 },
    )
  })

  it.each(['accept', 'review'] as const)(
    'another first candidate, however sure, is for a person, with its own conversion: %s',
    decision => {
      const candidate = (ref: string, fixedScore: number): Candidate => ({
        ref,
        score: fixedScore,
        fixedScore,
        features: [],
        vetoes: [],
        predicate: 'exact',
      })
      const conversionTo = (to: string): Conversion => ({ factor: '60', offset: '0', from: '분', to })
      const fixed: Proposal = {
        ...proposeMapping(matcher, word('소계', '건')),
        decision,
        tier: decision === 'accept' ? 'T1' : null,
        candidates: [candidate('measure:a', 0.99), candidate('indicator:b', 0.2)],
        conversion: conversionTo('measure:a'),
      }
      const set = { version: 'x', base: 0, factors: {} }
      const weights: WeightsInForce = new Map([
        ['measure', { ...set, kind: 'measure', calibration: [{ from: 0, share: 0.3 }] }],
        ['indicator', { ...set, kind: 'indicator', calibration: [{ from: 0, share: 0.97 }] }],
      ])
      const weighed = weighProposal(fixed, weights, conversionTo)
      expect(weighed).toMatchObject({ decision: 'review', tier: null, weightsVersion: 'x', conversion: conversionTo('indicator:b') })
      expect(weighed.candidates.map(({ ref, score }) => [ref, score])).toEqual([
        ['indicator:b', 0.97],
        ['measure:a', 0.3],
      ])
    },
  )
})
