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
const propose = (label: string, unit: string | null, changes: Partial<LocalWord> = {}): Proposal =>
  proposeMapping(matcher, { kind: '', label, unit, values: [], center: 'daejeon', ...changes })
const taken = (label: string, unit: string | null, changes: Partial<LocalWord> = {}): string | undefined => {
  const { decision, candidates } = propose(label, unit, changes)
  return decision === 'accept' ? candidates[0]?.ref : undefined
}
const codes = (proposal: Proposal): readonly string[] => proposal.abstentions.map(({ code }) => code)
const COUNTS = { values: nights(900, 12) }
const item = (kind: string) => ({ kind })

describe('what makes another figure of a word', () => {
  it.each([
    ['응대콜 소계', '콜', COUNTS],
    ['subtotal calls answered', 'calls', COUNTS],
    ['비자발적 퇴직자', '명', { values: nights(2, 0) }],
    ['음성인식 정확도', '%', { values: nights(90, 0.2) }],
    ['인입호 전망', '호', COUNTS],
    ['석식시간 응대콜', '콜', COUNTS],
    ['이월 콜백건수', '건', COUNTS],
    ['법적조치 검토건수', '건', { values: nights(3, 1) }],
  ] as const)('%s (%s) is not the plain figure', (label, unit, changes) => {
    expect(taken(label, unit, changes)).toBeUndefined()
  })

  it('a value set against another is another, unless the standard divides by just that', () => {
    expect(taken('작년 대비 결근율', '%', { values: nights(3, 0.1) })).toBeUndefined()
    expect(taken('편성시간 대비 결근율', '%', { values: nights(3, 0.1) })).toBe('indicator:absence_rate')
  })
})

describe('units', () => {
  it('a unit in the label that differs from its column leaves the word to a person, one that agrees does not', () => {
    const disputed = propose('총보류시간(초)', '분', { values: nights(150, 3) })
    expect([disputed.decision, codes(disputed)]).toEqual(['review', ['UNIT_TWICE']])
    expect(taken('총보류시간(분)', '분', { values: nights(150, 3) })).toBe('measure:hold_seconds')
  })

  it('a unit of counting says that things are counted, where two parts of meaning or a unit of calls say what', () => {
    const contacts = { values: nights(40, 2) }
    expect(taken('콜백 완결', '건', contacts)).toBe('measure:callbacks_completed')
    expect(codes(propose('콜백 성사', '건', contacts))).toEqual(['UNEXPLAINED'])
    expect(taken('포기', '콜', contacts)).toBe('measure:calls_abandoned')
    expect(codes(propose('포기', '건', contacts))).toEqual(['BARE'])
    expect(codes(propose('콜백 완결', '건'))).toEqual(['BARE'])
  })

  it('a sum of seconds with fractions looks like the nearest unit that fits', () => {
    const sum = propose('총후처리시간', '초', { values: nights(410.3, 1.7) })
    expect(sum).toMatchObject({ decision: 'review', conversion: { factor: '60', from: 'minutes', to: 'seconds' } })
  })

  it('what vendors call a contact stays with a person, whatever its unit', () => {
    expect(taken('Contacts handled', 'count', COUNTS)).not.toBe('measure:calls_answered')
    expect(codes(propose('Interactions presented', 'contacts', COUNTS))).toEqual(['BARE', 'VENDOR'])
  })

  it('calls in the name of a time say whose it is, in the name of contacts they count', () => {
    expect(taken('포기호 평균 대기초', '초', { values: nights(40, 1) })).toBe('indicator:average_abandon_wait')
    expect(taken('외국어 상담 콜수', '콜', { values: nights(20, 1) })).toBeUndefined()
  })
})

describe('what is said twice, or in other spelling, changes nothing', () => {
  it.each([
    ['상담사 결근시간', '시간', { values: nights(9, 0.3) }, 'measure:absent_hours'],
    ['대기열 인입호수', '호', COUNTS, 'measure:calls_offered'],
    ['QA 평가점수 총합', '점', { values: nights(900, 20) }, 'measure:qa_score_sum'],
    ['특이민원 관련 법적조치 건수', '건', { values: nights(2, 1) }, 'measure:legal_actions'],
  ] as const)('%s (%s)', (label, unit, changes, ref) => {
    expect(taken(label, unit, changes)).toBe(ref)
  })

  it.each([
    ['써비스레벨 20초', '%', { values: nights(80, 0.3) }, 'indicator:service_level'],
    ['홀딩타임 합계', '초', { values: nights(40_000, 300) }, 'measure:hold_seconds'],
    ['라이브쳇', null, item('channel'), 'codelist:channel.chat'],
  ] as const)('%s sounds like a word of the edition, which proposes and does not decide', (label, unit, changes, ref) => {
    const proposal = propose(label, unit, changes)
    expect([proposal.decision, proposal.candidates[0]?.ref, codes(proposal)]).toEqual(['review', ref, ['RESPELT']])
  })

  it('two words that each may mean an item are sure together, one by itself is not', () => {
    expect(taken('민방위훈련 경계경보', null, item('hazard_type'))).toBe('codelist:hazard_type.civil_defence')
    expect(taken('경계경보', null, item('hazard_type'))).toBeUndefined()
  })
})

describe('items of a codelist', () => {
  it('words that name the column itself, or that somebody asks about the item, say nothing', () => {
    expect(taken('119 이관', null, item('transfer_target'))).toBe('codelist:transfer_target.emergency_119')
    expect(codes(propose('소방서 이관', null, item('transfer_target')))).toEqual(['UNEXPLAINED'])
    expect(codes(propose('예방접종 문의', null, item('topic')))).toEqual(['UNEXPLAINED'])
    expect(taken('여권 문의', null, item('topic'))).toBe('codelist:topic.passport')
    expect(taken('한파 피해 신고', null, item('hazard_type'))).toBe('codelist:hazard_type.cold_wave')
  })

  it('one of several things that an item puts together is narrower than the item; a word for all of it, or with more beside it, is not', () => {
    for (const [label, list] of [
      ['정전', 'hazard_type'],
      ['Everyday information', 'topic'],
      ['관광', 'topic'],
    ] as const)
      expect([label, codes(propose(label, null, item(list)))]).toEqual([label, ['NARROWER']])
    expect(taken('정전·단수·통신장애', null, item('hazard_type'))).toBe('codelist:hazard_type.utility_outage')
    expect(taken('대규모 정전', null, item('hazard_type'))).toBe('codelist:hazard_type.utility_outage')
  })

  it('a word of measures names the item that it is in a column of items', () => {
    expect(codes(propose('톡봇', null, item('channel')))).toEqual(['UNEXPLAINED'])
    const call = propose('말벗전화', null, item('service_line'))
    expect([call.decision, call.candidates[0]?.ref]).toEqual(['review', 'codelist:service_line.safety_outreach'])
    expect(taken('말벗전화', null, item('topic'))).toBeUndefined()
  })

  it('a total over the column is no item of it', () => {
    expect(codes(propose('채널 전체 합계', null, item('channel')))).not.toEqual([])
    expect(taken('모든채널', null, item('channel'))).toBeUndefined()
  })

  it('a word of two items is left to a person', () => {
    for (const [word, list] of [
      ['층간소음', 'topic'],
      ['보정값', 'obs_status'],
      ['통신장애', 'hazard_type'],
    ] as const)
      // prettier-ignore
      expect([word, taken(word, null, item(list))]).toEqual([word, undefined])
  })
})

describe('an ambiguous name', () => {
  it('is plain where the label names the calls or the queue as an unambiguous synonym does, and not for a percent sign', () => {
    const values = nights(4, 0.2)
    expect(taken('포기콜의 비율', '%', { values })).toBe('indicator:abandon_rate')
    expect(taken('대기열 포기율', '%', { values })).toBe('indicator:abandon_rate')
    expect(taken('포기호 %', '%', { values })).toBeUndefined()
    expect(taken('포기율', '%', { values })).toBeUndefined()
  })
})

describe('scores', () => {
  it('of accepted words are those of words that passed every check, of others never', () => {
    for (const [label, unit] of [
      ['응대콜수', '콜'],
      ['총응대건수', '천건'],
      ['AHT', '초'],
    ] as const) {
      // prettier-ignore
      const { decision, candidates } = propose(label, unit)
      expect([label, decision, (candidates[0]?.score ?? 0) >= 0.97]).toEqual([label, 'accept', true])
    }
    expect(propose('30초 이내 응대율', '%').candidates[0]?.score).toBeLessThanOrEqual(0.93)
  })
})

describe('what a center of a place and size can mean', () => {
  const talk = (median: number) => ({ kind: 'measure', values: nights(median, median / 100) })

  it('sums that its residents make impossible are for a person, in minutes as in seconds', () => {
    expect(taken('총 통화시간', '초', { center: 'sejong', ...talk(150_000) })).toBe('measure:talk_seconds')
    expect(codes(propose('총 통화시간', '초', { center: 'gyeonggi', ...talk(40_000) }))).toContain('VALUES_CONFLICT')
    expect(codes(propose('총 통화시간', '분', { center: 'sejong', ...talk(150_000) }))).toContain('VALUES_CONFLICT')
    expect(codes(propose('인입호', '호', { center: 'jeju', values: nights(30_000, 50) }))).toContain('VALUES_CONFLICT')
  })

  it('districts are those of its own government', () => {
    expect(taken('해운대구', null, { kind: 'district', center: 'busan' })).toBe('codelist:district.26350')
    expect(taken('해운대구', null, { kind: 'district', center: 'seoul' })).toBeUndefined()
  })

  it('a district whose name other cities have, too, is offered for the center and left to a person', () => {
    for (const [center, ref] of [
      ['seoul', 'codelist:district.11140'],
      ['busan', 'codelist:district.26110'],
    ] as const) {
      const shared = propose('중구', null, { kind: 'district', center })
      expect([shared.decision, shared.candidates[0]?.ref, codes(shared)]).toEqual(['review', ref, ['OTHER_PLACE']])
    }
    expect(taken('중구', null, { kind: 'district', center: 'ulsan' })).toBeUndefined()
  })

  it('a government that was merged or renamed is dated by a person', () => {
    expect(codes(propose('전라북도', null, { kind: 'jurisdiction', center: 'seoul' }))).toContain('DATED')
    expect(taken('경상북도', null, { kind: 'jurisdiction', center: 'seoul' })).toBe('codelist:jurisdiction.47')
  })

  it('centers are known by the names of their call centers', () => {
    expect(taken('120빛고을콜센터', null, { kind: 'center' })).toBe('codelist:center.gwangju')
  })
})

describe('what the edition or the size of a center does not bear out', () => {
  it('sums of time are held against the residents, and against what they would be in another unit', () => {
    const absent = { center: 'daegu', values: nights(204, 12) }
    expect(codes(propose('상담사 결근시간', '시간', absent))).toEqual(['VALUES_CONFLICT'])
    expect(propose('상담사 결근시간', '시간', absent).conversion).toEqual({ factor: '1/60', offset: '0', from: 'minutes', to: 'hours' })
    expect(taken('상담사 결근시간', '분', absent)).toBe('measure:absent_hours')
    expect(taken('총 후처리시간', '분', { center: 'gangwon', values: nights(14_500, 130) })).toBeUndefined()
    expect(taken('총 후처리시간', '초', { center: 'gangwon', values: nights(14_500, 130) })).toBe('measure:acw_seconds')
    expect(codes(propose('포기율(대기 중)', '%', { values: nights(0.12, 0.001) }))).toContain('UNIT_DOUBTED')
    const hours = propose('통화시간 합계', '분', { center: 'jeonnam', values: nights(18, 0.2) })
    expect([hours.decision, hours.conversion]).toEqual(['review', { factor: '3600', offset: '0', from: 'hours', to: 'seconds' }])
  })

  it('what is blocked or said of one channel is not the standard, whatever the lexicon takes it for', () => {
    expect(codes(propose('통화중 차단율', '%', { kind: 'indicator', values: nights(2, 0.1) }))).toContain('UNEXPLAINED')
    expect(codes(propose('만족도 문자설문 회신율', '%', { kind: 'indicator', values: nights(14, 0.2) }))).toEqual([
      'UNEXPLAINED',
      'NARROWED',
    ])
    expect(codes(propose('만족도 문자설문 응답률', '%', { kind: 'indicator', values: nights(14, 0.2) }))).toContain('NARROWED')
    expect(codes(propose('웹챗 응대건수', '건', { kind: 'measure', values: nights(40, 2) }))).toContain('NARROWED')
  })
})

describe('bounds, units and keyboards', () => {
  it('a bound that falls on the other side makes another figure', () => {
    expect(taken('30초 이내 응답호', '호', COUNTS)).toBe('measure:calls_answered_within_30s')
    expect(taken('30초 미만 응답호', '호', COUNTS)).toBeUndefined()
    expect(taken('2분 초과 5분 이내', null, item('wait_band'))).toBe('codelist:wait_band.w120_300')
    expect(taken('5분 이상', null, item('wait_band'))).toBeUndefined()
  })

  it('a unit that the edition does not list converts exactly and goes to a person', () => {
    const perMille = propose('전화 응대율', '‰', { values: nights(951, 0.4) })
    expect(codes(perMille)).toContain('UNIT_UNLISTED')
    expect(perMille.conversion).toEqual({ factor: '0.1', offset: '0', from: '‰', to: 'percent' })
  })

  it('a few letters need a week of values that fit, and a mean of a total is neither for sure', () => {
    expect(codes(propose('ATA', '초', { kind: 'indicator' }))).toEqual(['SHORT'])
    expect(taken('ATA', '초', { kind: 'indicator', values: nights(50, 1) })).toBe('indicator:average_abandon_wait')
    expect(codes(propose('평균 총통화시간', '초', { kind: 'indicator', values: nights(180, 1) }))).toEqual(['UNSURE'])
  })

  it('three letters typed with the keyboard on are some abbreviation by chance', () => {
    expect(codes(propose('ㅁㅗㅅ', '초', { values: nights(250, 1) }))).toContain('UNSURE')
  })
})

describe('English words', () => {
  it('in which the edition speaks of the standard, however shortened, are taken; words of vendors are not', () => {
    const rate = { values: nights(93, 0.2) }
    expect(taken('ACD Calls Answered', 'calls', COUNTS)).toBe('measure:calls_answered')
    expect(taken('Aband calls', 'calls', { values: nights(40, 1) })).toBe('measure:calls_abandoned')
    expect(taken('Calls answered %', '%', rate)).toBe('indicator:response_rate')
    for (const [label, unit, ref, changes] of [
      ['Calls Presented', 'calls', 'measure:calls_offered', COUNTS],
      ['Agent answer rate', '%', 'indicator:response_rate', rate],
      ['% Within Service Level', '%', 'indicator:service_level', { values: nights(80, 0.3) }],
      ['Bot contained sessions', 'sessions', 'measure:chatbot_sessions_contained', { values: nights(60, 1) }],
    ] as const) {
      const proposal = propose(label, unit, changes)
      expect([label, proposal.decision, proposal.candidates[0]?.ref]).toEqual([label, 'review', ref])
    }
  })

  it('of a short abandon do not say how short, unless they do', () => {
    const few = { values: nights(12, 0).map((value, i) => String(Number(value) + (i % 3))) }
    expect(taken('Short abandoned calls', 'calls', few)).toBeUndefined()
    expect(taken('Short abandons (≤5s)', 'calls', few)).toBe('measure:calls_abandoned_short')
  })
})

describe('what a person is offered', () => {
  const offered = (label: string, unit: string | null, changes: Partial<LocalWord> = {}): readonly string[] =>
    propose(label, unit, changes)
      .candidates.slice(0, 3)
      .map(({ ref }) => ref)

  it('a topic, an hour, a place or a kind beside a measure is offered as its slice, and never taken', () => {
    for (const [label, unit, ref, center] of [
      ['상수도 인입콜', '콜', 'measure:calls_offered@service_line=water', 'seoul'],
      ['강남구 인입호', '호', 'measure:calls_offered@district=11680', 'seoul'],
      ['14시 인입호', '호', 'measure:calls_offered@hour=14', 'seoul'],
      ['외로움 상담 응대호', '호', 'measure:calls_answered@service_line=loneliness120', 'seoul'],
      ['위탁 상담사 수', '명', 'measure:headcount_agents@employment_type=outsourced', 'seoul'],
    ] as const) {
      expect(offered(label, unit, { center, kind: 'measure' })).toContain(ref)
      expect([label, taken(label, unit, { center, kind: 'measure', values: nights(80, 3) })]).toEqual([label, undefined])
    }
  })

  it('where the words lead nowhere, the rest of the list, the signs of tables, what a vague word is said of, and clipped words are', () => {
    expect(offered('스와힐리어', null, item('language'))).toContain('codelist:language.other')
    expect(offered('…', null, item('obs_status'))).toContain('codelist:obs_status.missing')
    expect(offered('콜', '건', { ...COUNTS, kind: 'measure' })).toEqual(
      expect.arrayContaining(['measure:calls_offered', 'measure:calls_answered']),
    )
    expect(offered('평통', '초', { kind: 'indicator' })).toContain('indicator:att')
  })

  it('a unit that no row may carry is for a person, also where it is understood', () => {
    const daily = propose('CPD', '건/일', { kind: 'indicator', values: nights(70, 1) })
    expect([daily.decision, codes(daily)]).toEqual(['review', ['UNIT_UNLISTED']])
  })

  it('counts with fractions look like thousands, shares without a unit like what they are', () => {
    expect(propose('인입콜', '건', { center: 'incheon', values: nights(3.1, 0.2) }).conversion).toEqual({
      factor: '1000',
      offset: '0',
      from: '천건',
      to: 'calls',
    })
    expect(propose('응대율', null, { values: ['0.94', '0.951', '0.962', '0.939', '0.95', '0.947', '0.96'] }).conversion).toMatchObject({
      factor: '100',
      to: 'percent',
    })
  })

  it('durations in words are read as such, whatever the unit column says, and slips of the pen as nothing', () => {
    const spelt = (values: readonly string[]) => propose('평균통화시간', '분', { kind: 'indicator', values })
    expect(spelt(['2분54초', '2분 58초', '3분', '2분 51초', '3분 2초', '2분 49초', '2분 55초'])).toMatchObject({
      decision: 'accept',
      conversion: { format: '분초' },
    })
    expect(codes(spelt(['2분75초', '2분 58초', '3분', '2분 51초', '3분 2초', '2분 49초', '2분 55초']))).toContain('VALUES_CONFLICT')
  })
})

it('a unit that is a word of the language itself is an unknown unit', () => {
  for (const unit of ['constructor', '__proto__', 'toString'])
    expect(codes(propose('통화시간(초)', unit, COUNTS))).toContain('UNIT_UNKNOWN')
})
