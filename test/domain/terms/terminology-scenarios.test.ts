import { beforeAll, describe, expect, it } from 'vitest'
import { evidenceHash } from '../../../schema/domain/terms/evidence-hash.js'
import type { Matcher } from '../../../schema/domain/terms/matcher.js'
import { NO_MEMORY, type LocalWord, type Proposal } from '../../../schema/domain/terms/proposal.js'
import { proposeMapping } from '../../../schema/domain/terms/propose-mapping.js'
import { councilMatcher } from '../../support/council-matcher.js'

let matcher: Matcher
beforeAll(async () => {
  matcher = await councilMatcher()
})

const word = (label: string, changes: Partial<LocalWord> = {}): LocalWord => ({
  kind: '',
  label,
  unit: null,
  values: [],
  center: 'ulsan',
  ...changes,
})
const propose = (label: string, changes: Partial<LocalWord> = {}): Proposal => proposeMapping(matcher, word(label, changes))
const first = ({ candidates }: Proposal): string | undefined => candidates[0]?.ref
const codes = ({ abstentions }: Proposal): readonly string[] => abstentions.map(({ code }) => code)
/** Fourteen nights from `from` on, a step apart, up and down. */
const nights = (from: number, step: number): readonly string[] =>
  Array.from({ length: 14 }, (_, i) => String(Math.round((from + step * ((i * 5) % 14)) * 100) / 100))

describe('terminology.md §6, the scenarios that need no hub', () => {
  it('1: an ambiguous rate with a unit and fourteen nights that only one meaning fits is accepted, with its reasons', () => {
    const proposal = propose('응답률 (%)', { values: nights(90, 0.6) })
    expect([proposal.decision, first(proposal)]).toEqual(['accept', 'indicator:response_rate'])
    expect(proposal.candidates[0]?.features.map(({ feature }) => feature)).toEqual(expect.arrayContaining(['ambiguous', 'unit', 'values']))
    expect(propose('응답률 (%)').decision).toBe('review')
    expect(propose('응답률', { unit: '%', values: nights(8, 0.5) }).decision).toBe('review')
  })

  it('2: the same label in 건 with thousands is held as a conflict, and the count is offered', () => {
    const proposal = propose('응답률', { unit: '건', values: nights(1_000, 40) })
    expect(proposal.decision).toBe('review')
    expect(proposal.candidates.map(({ ref }) => ref)).toContain('measure:calls_answered')
    expect(proposal.candidates.find(({ ref }) => ref === 'indicator:response_rate')?.vetoes.map(({ veto }) => veto) ?? ['unit']).toContain(
      'unit',
    )
  })

  it('3: minutes become seconds exactly, and a clock notation says the same', () => {
    const minutes = propose('평균통화시간', { unit: '분', values: nights(2.4, 0.1) })
    expect(minutes).toMatchObject({ decision: 'accept', conversion: { factor: '60', offset: '0', from: 'minutes', to: 'seconds' } })
    const clock = propose('평균통화시간', { values: nights(0, 1).map(n => `02:${n.padStart(2, '0')}`) })
    expect(clock).toMatchObject({ decision: 'accept', conversion: { format: 'mm:ss' } })
    expect([first(minutes), first(clock)]).toEqual(['indicator:att', 'indicator:att'])
  })

  it('4: seconds that look like minutes are held, with the conversion that would be right', () => {
    const proposal = propose('평균통화시간', { unit: '초', values: nights(2.4, 0.1) })
    expect(proposal).toMatchObject({ decision: 'review', conversion: { factor: '60', from: 'minutes', to: 'seconds' } })
    expect(codes(proposal)).toEqual(['VALUES_CONFLICT'])
    expect(proposal.candidates[0]?.features.map(({ feature }) => feature)).toContain('looks-like-unit')
  })

  it.each(['미응대율', '문자설문 회신율', 'IVR 단계 포기', 'IVR 포기율(콜)', '무응답률', '응대율 목표', '미응답 콜수'])(
    '5: %s is never accepted, with or without values',
    label => {
      expect(propose(label, { unit: '%', values: nights(90, 0.5) }).decision).not.toBe('accept')
      expect(propose(label, { unit: '%' }).decision).not.toBe('accept')
      expect(propose(label, { unit: '건', values: nights(300, 20) }).decision).not.toBe('accept')
    },
  )

  it('6: a word typed with the Korean keyboard off resolves; SL and ASA stay what they are', () => {
    expect(first(propose('dmdeodbf', { unit: '%' }))).toBe('indicator:response_rate')
    expect(first(propose('ㅁㅅㅅ', { unit: '초' }))).toBe('indicator:att')
    expect(first(propose('SL', { unit: '%' }))).toBe('indicator:service_level')
    expect(first(propose('ASA', { unit: '초' }))).toBe('indicator:asa')
  })

  it('7: decomposed Hangul, full-width letters, no-break and zero-width blanks read alike', () => {
    const spellings = ['인입호수'.normalize('NFD'), '인입\u00a0호수', '\ufeff인입\u200b호수', ' 인입 호수 ']
    for (const spelling of spellings) {
      const proposal = propose(spelling, { unit: '호' })
      expect([spelling, proposal.decision, first(proposal)]).toEqual([spelling, 'accept', 'measure:calls_offered'])
    }
    expect(first(propose('ＡＨＴ（초）'))).toBe('indicator:aht')
  })

  it('10: what a steward refused comes back only on other evidence', () => {
    const asked = word('포기콜수', { unit: '콜' })
    const before = proposeMapping(matcher, asked)
    const rejected = [{ ref: 'measure:calls_abandoned', evidenceHash: evidenceHash(asked, before) }]
    const again = proposeMapping(matcher, asked, { ...NO_MEMORY, rejected })
    expect(before.decision).toBe('accept')
    expect(again.decision).not.toBe('accept')
    expect(evidenceHash(asked, again)).toBe(evidenceHash(asked, before))
    expect(proposeMapping(matcher, { ...asked, values: nights(20, 3) }, { ...NO_MEMORY, rejected }).decision).toBe('accept')
  })

  it('13: a service level at 15 seconds is close to the standard and not it', () => {
    const proposal = propose('15초 서비스레벨', { unit: '%', values: nights(60, 1) })
    expect([proposal.decision, first(proposal), proposal.candidates[0]?.predicate]).toEqual([
      'review',
      'indicator:service_level#threshold_15s',
      'close',
    ])
    expect(propose('10초 서비스레벨', { unit: '%' }).decision).toBe('review')
    expect(propose('20초 서비스레벨', { unit: '%' })).toMatchObject({ decision: 'accept' })
  })

  it('14: composite, vague and total rows are not mapped, and the reason says which', () => {
    const composite = propose('상수도 상담 콜수', { unit: '콜', values: nights(60, 4), kind: 'measure' })
    expect(composite.decision).not.toBe('accept')
    expect(codes(composite)).toContain('COMPOSITE')
    expect(codes(propose('콜', { unit: '건', kind: 'measure' }))).toEqual(['VAGUE'])
    expect(codes(propose('소계', { unit: '건', kind: 'measure' }))).toEqual(['TOTAL_ROW'])
  })
})

describe('what is remembered', () => {
  it('a standing approval of the center is taken again, unless the unit now contradicts it', () => {
    const memory = { ...NO_MEMORY, approved: { ref: 'measure:calls_answered', conversion: null } }
    expect(proposeMapping(matcher, word('연결건수', { unit: '건' }), memory)).toMatchObject({ decision: 'accept', tier: 'T0' })
    expect(proposeMapping(matcher, word('연결건수', { unit: '%' }), memory).decision).toBe('review')
  })

  it('two words of one center are not both accepted for one thing', () => {
    const coLabels = [{ label: '응대호', ref: 'measure:calls_answered' }]
    expect(codes(proposeMapping(matcher, word('응대콜수', { unit: '콜' }), { ...NO_MEMORY, coLabels }))).toContain('CO_LABEL')
  })

  it('few nights make an acceptance provisional', () => {
    expect(propose('응대율', { unit: '%', values: ['95.1', '94.2', '96.0'] })).toMatchObject({ decision: 'accept', isProvisional: true })
    expect(propose('응대율', { unit: '%', values: nights(90, 0.5) })).toMatchObject({ decision: 'accept', isProvisional: false })
  })
})
