import { beforeAll, describe, expect, it } from 'vitest'
import type { Matcher } from '../../../schema/domain/terms/matcher.js'
import { proposeMapping } from '../../../schema/domain/terms/propose-mapping.js'
import { readLabelledWords, type LabelledWord } from '../../evaluate-terms/labelled-word.js'
import { barsOf, calibrate, measure, riskByCoverage, type Judged } from '../../evaluate-terms/measure-proposals.js'
import { councilMatcher } from '../../support/council-matcher.js'

const FIXTURE = 'test/evaluate-terms/fixture.csv'

let words: readonly LabelledWord[]
let judged: readonly Judged[]
beforeAll(async () => {
  const matcher: Matcher = await councilMatcher()
  words = await readLabelledWords(FIXTURE)
  judged = words.map(labelled => ({ labelled, proposal: proposeMapping(matcher, labelled.word) }))
})

describe('npm run terms:evaluate', () => {
  it('counts accepts that the label forbids or contradicts as wrong, and shares by what can be shared', () => {
    expect(measure(judged)).toMatchObject({
      rows: 5,
      withGold: 4,
      accepted: 4,
      wrongAccepts: 1,
      trapsAccepted: 0,
      noneAccepted: 0,
      recallAt1: 0.75,
      coverage: 0.75,
      conversions: 2,
      conversionsExact: 2,
    })
    expect(measure(judged.slice(0, 3))).toMatchObject({ precision: 1, precisionBound: 0.05 ** (1 / 3), coverage: 1 })
    expect(measure([])).toMatchObject({ precision: null, recallAt1: null, coverage: null })
  })

  it('misses its bars with a wrong accept, and holds them without', () => {
    expect(
      barsOf(measure(judged))
        .filter(({ ok }) => !ok)
        .map(({ name }) => name),
    ).toEqual(['wrong automatic accepts = 0', 'recall@1 >= 0.85', 'recall@3 >= 0.95'])
    expect(barsOf(measure(judged.slice(0, 4))).every(({ ok }) => ok)).toBe(true)
  })

  it('tells what accepting by score alone would cover and risk', () => {
    const curve = riskByCoverage(judged)
    expect(curve.map(({ bar }) => bar)).toEqual([0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.99])
    // Four of five score 0.9 or more; one of them is labelled otherwise.
    expect(curve[3]).toEqual({ bar: 0.9, covered: 0.8, risk: 0.25 })
    expect(riskByCoverage([])[0]).toEqual({ bar: 0.5, covered: 0, risk: null })
  })

  it('holds scores against how often they are right', () => {
    const { ece, bins } = calibrate(judged.slice(0, 3))
    expect(ece).toBeLessThan(0.1)
    expect(bins.at(-1)).toMatchObject({ from: 0.9, rows: 3, right: 1 })
  })
})
