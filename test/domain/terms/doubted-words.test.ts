import { beforeAll, describe, expect, it } from 'vitest'
import type { Matcher } from '../../../schema/domain/terms/matcher.js'
import type { LocalWord, Proposal } from '../../../schema/domain/terms/proposal.js'
import { proposeMapping } from '../../../schema/domain/terms/propose-mapping.js'
import { councilMatcher } from '../../support/council-matcher.js'

let matcher: Matcher
beforeAll(async () => {
  matcher = await councilMatcher()
})

const nights = (from: number, step: number): readonly string[] => Array.from({ length: 14 }, (_, i) => String(from + step * ((i * 5) % 14)))
const propose = (label: string, unit: string | null, changes: Partial<LocalWord> = {}): Proposal =>
  proposeMapping(matcher, { kind: '', label, unit, values: [], center: 'daejeon', ...changes })
const taken = (...asked: Parameters<typeof propose>): string | undefined => {
  const { decision, candidates } = propose(...asked)
  return decision === 'accept' ? candidates[0]?.ref : undefined
}
const codes = (...asked: Parameters<typeof propose>): readonly string[] => propose(...asked).abstentions.map(({ code }) => code)
const COUNTS = { values: nights(900, 12) }

describe('values that the standard cannot have', () => {
  it.each([
    ['more staff than a center of that size has', '현원', '명', Array.from({ length: 14 }, (_, i) => String(i < 7 ? 320 : 360))],
    ['sums of scores no greater than one score', '만족도총점', '점', nights(64, 2)],
    ['a count that rises from night to night', '응대호', '호', Array.from({ length: 14 }, (_, i) => String(900 + 31 * i))],
    ['a count that rises and begins anew once', '응대호', '호', Array.from({ length: 14 }, (_, i) => String(900 + 31 * (i % 8)))],
    ['a share of a whole above it', '응대율', '%', [...nights(90, 0.5), '104']],
    ['a percent sign behind a count', '응대호', '호', nights(900, 12).map(value => `${value}%`)],
    ['a clock in the values of a count', '응대호', '호', nights(10, 1).map(value => `15:${value}`)],
  ])('%s', (_why, label, unit, values) => {
    expect(codes(label, unit, { values })).toContain('VALUES_CONFLICT')
  })

  it('but staff may grow, and a mean may rise for days', () => {
    expect(taken('상담사현원', '명', { values: Array.from({ length: 14 }, (_, i) => String(20 + i)) })).toBe('measure:headcount_agents')
    expect(taken('평균통화시간', '초', { values: Array.from({ length: 14 }, (_, i) => String(170 + i)) })).toBe('indicator:att')
  })
})

describe('labels that say less or more than they seem to', () => {
  it('somebody before an ambiguous label does not settle it', () => {
    for (const label of ['상담원 대기시간', '상담사 대기시간', '콜센터 포기율'])
      expect([label, codes(label, label.endsWith('율') ? '%' : '초')]).toEqual([label, ['AMBIGUOUS']])
  })

  it('a label that is not of the edition needs a witness beside it: a unit in its column, or values', () => {
    expect(codes('Total hold time (sec)', null)).toEqual(['UNWITNESSED'])
    expect(taken('Total hold time', 'sec', { kind: 'measure', values: nights(9_000, 90) })).toBe('measure:hold_seconds')
    expect(taken('Answer rate (%)', null)).toBe('indicator:response_rate')
  })

  it('a word of nothing but syllables that stand in the edition is another word', () => {
    expect(taken('포기콜(이월)', '콜', { values: nights(40, 2) })).toBeUndefined()
    expect(taken('큐 포기콜', '콜', { values: nights(40, 2) })).toBe('measure:calls_abandoned')
  })

  it('one part of absence is not absence; two of them list it', () => {
    expect(taken('상담사 결근시간(병가)', '시간', { values: nights(9, 0.5) })).toBeUndefined()
    expect(taken('결근·지각·조퇴 시간합', '시간', { values: nights(9, 0.5) })).toBe('measure:absent_hours')
  })

  it('only the first unit in parentheses is one', () => {
    expect(taken('총보류시간(분)', '분', { values: nights(150, 3) })).toBe('measure:hold_seconds')
    expect(taken('총보류시간(분)(만원)', '분', { values: nights(150, 3) })).toBeUndefined()
    expect(taken('Inbound contacts handled', 'contacts', COUNTS)).toBeUndefined()
  })
})

describe('items', () => {
  it.each([
    ['hazard_type', '동파', 'UNEXPLAINED'],
    ['hazard_type', '싱크홀', 'UNEXPLAINED'],
    ['language', '필리핀어', 'UNEXPLAINED'],
    ['employment_type', '시간선택제 임기제공무원', 'UNEXPLAINED'],
    ['hazard_type', 'Power outage', 'NARROWER'],
    ['hazard_type', '단수 문의', 'NARROWER'],
  ])('%s: %s is the word of one row of the lexicon, or a part or kind of the item', (kind, label, code) => {
    expect(codes(label, null, { kind })).toEqual([code])
  })

  it.each([
    ['employment_type', '위탁업체(test)'],
    ['employment_type', '내부 위탁업체'],
    ['channel', '음성 ARS agent'],
    ['wait_band', '소계 10초 초과~15초'],
    ['wait_band', '30~40초'],
    ['unit', '명(FTE)'],
  ])('%s: %s goes to a person', (kind, label) => {
    expect(taken(label, null, { kind })).toBeUndefined()
  })

  it.each([
    ['language', '일어', 'language.ja'],
    ['hazard_type', '도로결빙', 'hazard_type.heavy_snow'],
    ['hazard_type', '폭염 온열질환', 'hazard_type.heat_wave'],
    ['wait_band', '0~10초', 'wait_band.w000_010'],
    ['wait_band', '20∼30초', 'wait_band.w020_030'],
    ['wait_band', '1~2분', 'wait_band.w060_120'],
    ['unit', '시간(h)', 'unit.hours'],
  ])('%s: %s is the item by its own letters or bounds', (kind, label, item) => {
    expect(taken(label, null, { kind })).toBe(`codelist:${item}`)
  })
})
