import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Matcher } from '../../../schema/domain/terms/matcher.js'
import type { LocalWord } from '../../../schema/domain/terms/proposal.js'
import { proposeMapping } from '../../../schema/domain/terms/propose-mapping.js'
import { councilMatcher } from '../../support/council-matcher.js'
import { standardPack } from '../../support/standard-pack.js'

let matcher: Matcher
beforeAll(async () => {
  matcher = await councilMatcher()
})

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(...Array.from('인입응대포기율률호콜건수평균시간초분총재미()（）%·/-_ ㅁㅅㅇㅡ\u200b\ud800aATsSlL019')),
    maxLength: 40,
  }),
)
const anyWord: fc.Arbitrary<LocalWord> = fc.record({
  kind: anyText,
  label: anyText,
  unit: fc.option(anyText),
  values: fc.array(anyText, { maxLength: 9 }),
  center: anyText,
})

describe('any word at all', () => {
  it('gets a proposal whose parts hold together, and the same one twice', () => {
    fc.assert(
      fc.property(anyWord, word => {
        const kept = structuredClone(word)
        const proposal = proposeMapping(matcher, word)
        expect(word).toEqual(kept)
        expect(proposeMapping(matcher, word)).toEqual(proposal)
        for (const { score } of proposal.candidates) expect(score >= 0 && score <= 1).toBe(true)
        expect(proposal.candidates.map(({ score }) => score)).toEqual(
          proposal.candidates.map(({ score }) => score).toSorted((a, b) => b - a),
        )
        const isAccepted = proposal.decision === 'accept'
        expect([proposal.tier !== null, proposal.abstentions.length === 0]).toEqual([isAccepted, isAccepted])
        expect(isAccepted && (proposal.candidates[0]?.vetoes.length ?? 0) > 0).toBe(false)
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['a megabyte of one letter', '가'.repeat(1_000_000)],
    ['a megabyte of brackets', '('.repeat(1_000_000)],
    ['brackets and blanks', '( '.repeat(100)],
    ['digits and seconds', '9초'.repeat(60)],
    ['lone surrogates', '\ud800\udc00\ud800'.repeat(60)],
    ['bullets', '1)1)1)1)'.repeat(24)],
  ])('takes no time over %s', (_name, label) => {
    const start = performance.now()
    for (let i = 0; i < 20; i++) proposeMapping(matcher, { kind: label, label, unit: label, values: [label], center: label })
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})

describe('labels of the edition', () => {
  it('lead to what they name, each first among its candidates, but for what another standard owns as well', async () => {
    const pack = await standardPack()
    const missed = pack.terms.terms.flatMap(({ ref, term_ko, term_en, synonyms }) =>
      [term_ko, term_en, ...synonyms].filter(label => {
        const kind = /^(?:codelist:)?(\w+)/.exec(ref)?.[1] ?? ''
        return proposeMapping(matcher, { kind, label, unit: null, values: [], center: 'seoul' }).candidates[0]?.ref !== ref
      }),
    )
    expect(missed).toEqual([])
  })

  it('that are listed as ambiguous are accepted nowhere without values', async () => {
    const pack = await standardPack()
    for (const { label } of pack.terms.ambiguous)
      for (const unit of ['건', '호', '%', '초', '명', null])
        for (const kind of ['measure', 'indicator', ''])
          expect([label, unit, kind, proposeMapping(matcher, { kind, label, unit, values: [], center: 'seoul' }).decision]).not.toContain(
            'accept',
          )
  })
})

describe('parts that set a figure apart', () => {
  const APART = ['목표', '누계', '전월대비', '최대', '미', '야간', '팀별', '재', '순', '내선', '시간당', '월평균', 'ARS']
  const BASES = [
    ['응대호', '호'],
    ['포기콜', '콜'],
    ['응대율', '%'],
    ['평균통화시간', '초'],
    ['이관건수', '건'],
    ['상담만족도', '점'],
  ] as const
  it.each(APART.flatMap(apart => BASES.map(([base, unit]) => [`${apart} ${base}`, unit] as const)))(
    '%s (%s) is not accepted as the plain figure',
    (label, unit) => {
      expect(proposeMapping(matcher, { kind: '', label, unit, values: [], center: 'seoul' }).decision).not.toBe('accept')
    },
  )
})
