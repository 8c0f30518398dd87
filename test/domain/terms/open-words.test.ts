import { beforeAll, describe, expect, it } from 'vitest'
import type { Matcher } from '../../../schema/domain/terms/matcher.js'
import type { LocalWord, Proposal } from '../../../schema/domain/terms/proposal.js'
import { proposeMapping } from '../../../schema/domain/terms/propose-mapping.js'
import { councilMatcher } from '../../support/council-matcher.js'

let matcher: Matcher
beforeAll(async () => {
  matcher = await councilMatcher()
})

const nights = (from: number, step: number): readonly string[] =>
  Array.from({ length: 14 }, (_, i) => String(Math.round((from + step * ((i * 5) % 14)) * 10) / 10))
const clock = (minutes: number): readonly string[] => nights(10, 1).map(seconds => `${minutes}:${seconds}`)
const propose = (label: string, unit: string | null, changes: Partial<LocalWord> = {}): Proposal =>
  proposeMapping(matcher, { kind: '', label, unit, values: [], center: 'daejeon', ...changes })
const taken = (label: string, unit: string | null, changes: Partial<LocalWord> = {}): string | undefined => {
  const { decision, candidates } = propose(label, unit, changes)
  return decision === 'accept' ? candidates[0]?.ref : undefined
}
const codes = (proposal: Proposal): readonly string[] => proposal.abstentions.map(({ code }) => code)

describe('a unit that only the values show', () => {
  it.each([
    ['통화시간(평균)', clock(2)],
    ['콜당 통화시간 평균', clock(2)],
    ['건당처리시간', clock(3)],
    ['ATT', clock(2)],
    ['콜 응답률', nights(94, 0.2).map(value => `${value}%`)],
  ])('is no unit of %s', (label, values) => {
    expect(codes(propose(label, null, { values }))).toContain('UNIT_MISSING')
  })

  it('is enough for the own name of a standard, as is one in the label', () => {
    expect(taken('평균통화시간', null, { values: clock(2) })).toBe('indicator:att')
    expect(taken('통화시간 평균(분:초)', null, { values: clock(2) })).toBe('indicator:att')
    expect(propose('통화시간(평균)', null, { values: clock(2) }).conversion).toEqual({ format: 'mm:ss' })
  })
})

describe('a time of which nobody says whether it is summed or averaged', () => {
  it.each([
    ['Hold_Seconds', 'sec', nights(700, 3)],
    ['로그인 시간(상담원)', '초', nights(25_000, 90)],
    ['Talk_Seconds', 'sec', []],
  ])('%s in %s is open where the values do not tell', (label, unit, values) => {
    expect(codes(propose(label, unit, { kind: 'measure', values }))).toContain('STATISTIC_OPEN')
  })

  it('is a sum where no mean could be so large', () => {
    expect(taken('Talk_Seconds', 'sec', { kind: 'measure', values: nights(180_000, 900) })).toBe('measure:talk_seconds')
    expect(taken('로그인 시간(상담원)', '초', { kind: 'measure', values: nights(900_000, 900) })).toBe('measure:login_seconds')
  })

  it("a vendor's field that is spelled like a code in other letters is no code", () => {
    const values = nights(29_000, 300)
    expect(codes(propose('ACW_Seconds', 'sec', { kind: 'measure', values }))).toEqual(['AMBIGUOUS'])
    expect(codes(propose('acwSeconds', 'sec', { kind: 'measure', values }))).toEqual(['AMBIGUOUS'])
    expect(taken('acw_seconds', 'sec', { kind: 'measure', values })).toBe('measure:acw_seconds')
    expect(taken('CallsOffered', 'calls', { kind: 'measure', values: nights(900, 12) })).toBe('measure:calls_offered')
  })
})

it.each(['정규직', '정규직 상담사', 'permanent staff'])('%s may be staff of the government or of a contractor', label => {
  expect(codes(propose(label, null, { kind: 'employment_type' }))).toContain('UNSURE')
  // 직접고용 정규·공무직: the word is one of the two.
  expect(codes(propose('공무직', null, { kind: 'employment_type' }))).toEqual(['NARROWER'])
})

it('only the word that the edition lists is narrowed by its values, and not what says the same', () => {
  const values = nights(94, 0.2)
  expect(taken('응답률', '%', { kind: 'indicator', values })).toBe('indicator:response_rate')
  expect(codes(propose('응답 비율', '%', { kind: 'indicator', values }))).toEqual(['AMBIGUOUS'])
})

it.each([
  ['AI 상담도우미 이용건수', '건', nights(90, 2), 'measure:assist_contacts'],
  ['병가·결근·지각 시간합', '시간', nights(5, 0.3), 'measure:absent_hours'],
  ['지각 시간합', '시간', nights(5, 0.3), undefined],
  ['월 퇴사자', '명', nights(2, 0), 'measure:separations'],
  ['전월 퇴사자', '명', nights(2, 0), undefined],
  ['심리상담 참여 실인원', '명', nights(12, 1), 'measure:eap_participants'],
  ['심리상담 참여 연인원', '명', nights(12, 1), undefined],
  ['응대콜 평균대기', '초', nights(12, 0.2), undefined],
  ['응답 평균대기', '초', nights(12, 0.2), undefined],
  ['평균대기시간(포기 포함)', '초', nights(12, 0.2), 'indicator:average_wait'],
  ['SL20', '%', nights(85, 0.2), 'indicator:service_level'],
  ['SL80', '%', nights(85, 0.2), undefined],
  ['ACDCALLS', 'calls', nights(900, 12), undefined],
  ['nOffered', 'calls', nights(900, 12), 'measure:calls_offered'],
  ['nOffered', 'count', nights(900, 12), undefined],
  ['대표번호 인입호', '호', nights(900, 12), undefined],
])('parts of meaning: %s in %s', (label, unit, values, ref) => {
  expect(taken(label, unit, { values })).toBe(ref)
})

describe('one key struck wrong', () => {
  it.each([
    ['인임콜', '콜', nights(900, 12), 'measure:calls_offered'],
    ['포기콜숫', '콜', nights(40, 2), 'measure:calls_abandoned'],
    ['상답품질점수', '점', nights(90, 0.2), 'indicator:qa_score'],
    ['응댜율', '%', nights(94, 0.2), 'indicator:response_rate'],
    ['Abandonned calls', 'calls', nights(40, 2), 'measure:calls_abandoned'],
    ['Answerd calls', 'calls', nights(900, 12), 'measure:calls_answered'],
    ['응데율', '%', nights(94, 0.2), 'indicator:response_rate'],
  ])('%s is proposed as what was meant, and a person decides', (label, unit, values, ref) => {
    const proposal = propose(label, unit, { values })
    expect([proposal.decision, proposal.candidates[0]?.ref, codes(proposal)]).toEqual(['review', ref, ['MISSPELT']])
  })

  it.each([
    ['인입콜솟', '콜', nights(900, 12)],
    ['폐기율', '%', nights(4, 0.1)],
    ['표기콜', '콜', nights(40, 2)],
    ['재단문의건수', '건', nights(40, 2)],
    ['초기콜', '콜', nights(40, 2)],
    ['상담게시율', '%', nights(85, 0.2)],
    ['분자상담건수', '건', nights(40, 2)],
    ['Calls handed', 'calls', nights(900, 12)],
  ])('%s is not taken', (label, unit, values) => {
    expect(taken(label, unit, { values })).toBeUndefined()
    expect(taken(label, unit)).toBeUndefined()
  })
})

describe('what only the lexicon says', () => {
  it('is one more way of saying a standard, and no label of it', () => {
    const wait = propose('상담원 응답까지 평균시간', '초', { kind: 'indicator', values: nights(12, 0.2) })
    expect([wait.decision, wait.candidates[0]?.ref, codes(wait)]).toEqual(['review', 'indicator:asa', ['COMPOSED']])
  })

  it('is no item of a list that each center draws: what is unlawful may be another topic', () => {
    for (const label of ['불법 주정차', '자동차 이전등록'])
      expect([label, codes(propose(label, null, { kind: 'topic' }))]).toEqual([label, ['UNEXPLAINED']])
    expect(taken('주정차 단속 문의', null, { kind: 'topic' })).toBeUndefined()
    expect(taken('층간소음·환경', null, { kind: 'topic' })).toBe('codelist:topic.environment_noise')
  })

  it('is the same word in another number', () => {
    expect(codes(propose('Overlong calls', null, { kind: 'malicious_type' }))).toEqual(['NOT_EQUAL'])
    expect(taken('Overlong call', null, { kind: 'malicious_type' })).toBe('codelist:malicious_type.long_call')
  })
})

describe('a bound in seconds that a center may draw elsewhere', () => {
  const few = nights(12, 1).map(value => String(Math.round(Number(value))))
  it('has to be in the label, but where the label is one of the edition', () => {
    expect(codes(propose('단기포기 콜수', '콜', { values: few }))).toEqual(['THRESHOLD_OPEN'])
    expect(taken('단기포기콜(5초)', '콜', { values: few })).toBe('measure:calls_abandoned_short')
    expect(taken('단기포기호', '콜', { values: few })).toBe('measure:calls_abandoned_short')
    expect(codes(propose('SL 달성 콜수', '콜', { values: nights(900, 12) }))).toEqual(['THRESHOLD_OPEN'])
  })
})

it.each([
  ['응대율'.repeat(3), '%', nights(94, 0.2)],
  ['dmdeodbf'.repeat(25), '%', nights(94, 0.2)],
])('a word that is said again and again says something else, or nothing (%s)', (label, unit, values) => {
  expect(codes(propose(label, unit, { values }))).toContain('REPEATED')
  expect(taken('편성시간 대비 결근시간 비율', '%', { values: nights(3, 0.1) })).toBe('indicator:absence_rate')
})

describe('signs that nobody sees', () => {
  it.each([
    ['a turned direction', '응대\u202e율'],
    ['a control', '응대\u0000율'],
    ['half of a letter', '응대율\ud800'],
    ['a tag', '응대율\u{e0041}'],
    ['a filler', '응대율\u3164'],
  ])('%s is no part of a name', (_name, label) => {
    const proposal = propose(label, '%', { values: nights(94, 0.2) })
    expect([proposal.decision, codes(proposal)]).toEqual(['review', expect.arrayContaining(['HIDDEN_SIGNS'])])
  })

  it('but what copying leaves behind is nothing', () => {
    for (const label of ['응대\u200b율', '\ufeff응대율', '응대\u00a0율', '응대\u00ad율'])
      expect(taken(label, '%', { values: nights(94, 0.2) })).toBe('indicator:response_rate')
  })
})
