import { beforeAll, describe, expect, it } from 'vitest'
import { instantSeconds } from '../../../schema/domain/instant-seconds.js'
import { checkPlaceholderValue } from '../../../schema/domain/playbooks/placeholder-value.js'
import { composeBroadcast } from '../../../schema/domain/playbooks/compose-broadcast.js'
import type { BroadcastFacts } from '../../../schema/domain/playbooks/broadcast.js'
import type { LintContext } from '../../../schema/domain/playbooks/lint-rules/lint-rule.js'
import type { Placeholder } from '../../../schema/domain/playbooks/playbook.js'
import type { PlaceholderValues } from '../../../schema/domain/playbooks/placeholder-value.js'
import { wordValue } from '../../../schema/domain/playbooks/word-value.js'
import { TYPHOON } from '../../support/broadcast-hub.js'
import { standardLibrary, templateOf } from '../../support/standard-library.js'

let context: LintContext
beforeAll(async () => {
  context = await standardLibrary()
})

const FACTS: BroadcastFacts = {
  activation: '01',
  status: 'ACTUAL',
  hazard: 'typhoon',
  type: 'ALERT',
  purpose: 'INFORM',
  level: 'serious',
  areas: ['11'],
  expiresAt: '2026-11-21T23:00:00+09:00',
  now: '2026-11-21T18:00:00+09:00',
}
const compose = (values: PlaceholderValues, facts: Partial<BroadcastFacts> = {}) =>
  composeBroadcast({
    library: context.library,
    playbook: templateOf(context, 'pb_typhoon'),
    values,
    facts: { ...FACTS, ...facts },
    lead: { ko: [], en: [] },
  }) as {
    readonly script: { readonly ko: readonly string[] }
    readonly qa: readonly { readonly q: string; readonly a: string | null; readonly u: string }[]
    readonly slots: readonly string[]
    readonly cap: object
  }

describe('a line', () => {
  it('with an empty optional place is left out whole, and an answer that is not known leaves what is said meanwhile', () => {
    const { closures: _closures, ...few } = TYPHOON
    const text = compose(few)
    expect(text.script.ko.some(line => line.includes('통제된 곳'))).toBe(false)
    expect(JSON.stringify(text).match(/\{\{(?!center_name|district_tel|end_time|correct|after_wrong)/)).toBeNull()
    expect(text.qa[1]).toEqual({ q: '대피해야 하나요?', a: null, u: expect.stringContaining('확인되지 않았습니다') })
  })

  it('keeps the places of each center open and names them', () => {
    expect(compose(TYPHOON)).toMatchObject({
      slots: ['district_tel'],
      cap: { urgency: 'Immediate', severity: 'Extreme', certainty: 'Observed' },
    })
    expect(compose(TYPHOON).script.ko[0]).toBe('{{center_name}}입니다. 지금 계신 곳과 위험한 일이 있는지 먼저 알려 주세요.')
  })

  it('shows shelters only while somebody looked within three hours', () => {
    const shelters = { ...TYPHOON, shelter_url: { ko: 'https://www.safekorea.go.kr', en: null } }
    const answer = (checked: string) => compose({ ...shelters, shelter_checked_at: { ko: checked, en: null } }).qa[2]?.a
    expect(answer('2026-11-21T15:00:00+09:00')).toBe(
      '11월 21일 오후 3시에 확인한 목록을 문자로 보내 드리겠습니다. https://www.safekorea.go.kr',
    )
    expect(answer('2026-11-21T14:59:59+09:00')).toBeNull()
  })
})

describe('an ending', () => {
  const endedAs = (purpose: BroadcastFacts['purpose'], changes: Partial<BroadcastFacts> = {}) =>
    // Looked through by any name: what an ending must not carry is no key of its type.
    compose(TYPHOON, { type: 'CANCEL', purpose, ...changes }) as unknown as Readonly<Record<string, unknown>>

  it.each([
    ['ALL_CLEAR', '[해제] 한강 낮은 곳 태풍 심각', '[All clear] Typhoon: Serious (red)', 'Past', 'AllClear'],
    [
      'ISSUED_IN_ERROR',
      '[취소, 잘못 나감] 한강 낮은 곳 태풍 심각',
      '[Canceled, issued in error] Typhoon: Serious (red)',
      'Unknown',
      'None',
    ],
    [
      'RATIFICATION_REFUSED',
      '[취소, 승인되지 않음] 한강 낮은 곳 태풍 심각',
      '[Canceled, not approved] Typhoon: Serious (red)',
      'Unknown',
      'None',
    ],
  ] as const)('%s says so in its headline, and holds none of the words that it ends', (purpose, ko, en, urgency, response) => {
    const silent = { script: { ko: [], en: [] }, qa: [], mustNotSay: [], vulnerableCallers: {} }
    const ended = endedAs(purpose)
    expect(ended).toMatchObject({ ...silent, headline: { ko, en }, cap: { category: ['Met'], urgency, responseType: [response] } })
    // Callers are still passed on after an all-clear: damage to a house is told when the storm is over.
    expect((ended['routing'] as readonly object[]).length > 0).toBe(purpose === 'ALL_CLEAR')
    // An automatic all-clear is an update, and no less an ending.
    expect(endedAs(purpose, { type: 'UPDATE' })).toEqual({ ...ended, type: 'UPDATE' })
  })

  it('of a drill is marked as one before all else', () => {
    expect(endedAs('ALL_CLEAR', { status: 'EXERCISE' })).toMatchObject({
      headline: {
        ko: expect.stringMatching(/^\[훈련\] \[해제\] /) as string,
        en: expect.stringMatching(/^\[EXERCISE\] \[All clear\] /) as string,
      },
    })
  })
})

it.each([
  ['2026-11-21T18:00:00+09:00', '11월 21일 오후 6시', '21 November, 18:00'],
  ['2026-12-31T15:30:00Z', '1월 1일 오전 0시 30분', '1 January, 00:30'],
  ['2026-11-21T12:05:00+09:00', '11월 21일 오후 12시 5분', '21 November, 12:05'],
  ['2026-11-21T00:00:00-05:00', '11월 21일 오후 2시', '21 November, 14:00'],
])('%s is said as %s', (instant, ko, en) => {
  const placeholder: Placeholder = { name: 'x', type: 'datetime', fillBy: 'coordinator', example: '' }
  expect([wordValue(placeholder, { ko: instant, en: null }, 'ko'), wordValue(placeholder, { ko: instant, en: null }, 'en')]).toEqual([
    ko,
    en,
  ])
})

it('instants are counted without a clock', () => {
  for (const instant of ['1970-01-01T00:00:00Z', '2026-11-21T18:00:00.123456+09:00', '2024-02-29T23:59:59-11:30']) {
    expect(instantSeconds(instant)).toBe(Math.floor(Date.parse(instant) / 1000))
  }
  expect(instantSeconds('today')).toBeNaN()
})

describe('a value', () => {
  const of = (type: Placeholder['type'], ko: string) =>
    checkPlaceholderValue({ name: 'x', type, fillBy: 'coordinator', example: '' }, { ko, en: null }, ['x']).map(({ code }) => code)
  it.each([
    ['datetime', '2026-11-21T18:00:00+09:00', '오후 6시'],
    ['date', '2026-12-01', '2026-02-29'],
    ['url', 'https://www.safekorea.go.kr/a?b=c', 'https://safekorea.go.kr.evil.com'],
    ['url', 'https://seoul.or.kr', 'http://www.safekorea.go.kr'],
    ['url', 'https://a.go.kr/', 'https://evil.com/#.go.kr'],
    ['phone', '02-120', 'call me'],
    ['sentence', '막차를 1시간 늦춥니다', '막차를 늦춥니다.'],
    ['text', '한강', '한강\n{{area}}'],
    ['text', '○○구청 2층 가족 상황실(02-000-0000)', ' '],
  ] as const)('of kind %s is %s and not %s', (type, good, bad) => {
    expect([of(type, good), of(type, bad)]).toEqual([[], ['PLACEHOLDER_MALFORMED']])
  })

  it('that is refused is told in Korean how it is given, not how it is read aloud', () => {
    const placeholder: Placeholder = { name: 'next_update', type: 'datetime', fillBy: 'coordinator', example: '11월 21일 오후 7시' }
    const said = checkPlaceholderValue(placeholder, { ko: placeholder.example, en: null }, ['x']).map(({ messageKo }) => messageKo)
    expect(said).toEqual([
      '빈칸 next_update의 값이 맞지 않습니다. 이렇게 적으십시오: 2026-11-21T18:00:00+09:00 같은 시각(읽을 말로는 허브가 바꿉니다).',
    ])
  })

  it('that leads to one person is not accepted and not repeated', () => {
    for (const text of ['홍길동 010-1234-5678', '900101-1234567', 'kim@example.com'])
      expect(of('text', text)).toEqual(['TEXT_NOT_ACCEPTED'])
  })
})
