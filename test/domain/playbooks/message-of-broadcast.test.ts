import { expect, it } from 'vitest'
import type { Region } from '../../../schema/domain/centers/center.js'
import { toKstInstant } from '../../../schema/domain/playbooks/kst-instant.js'
import { messageOfBroadcast, type PublishedBroadcast } from '../../../schema/domain/playbooks/message-of-broadcast.js'
import { parsePlaybookMessage } from '../../../schema/domain/playbooks/parse-playbook-message.js'

const CONTENT = {
  format: 'hub120-broadcast/1',
  areas: ['26', 'KR-29', '강원도', '울릉 앞바다'],
  template: { library: '2026.1', code: 'pb_typhoon', version: 2, title: { ko: '태풍', en: 'Typhoon' } },
  cap: { category: ['Met', 'Weather'], urgency: 'Immediate', severity: 'Extreme', certainty: 'Certain', responseType: ['Shelter', 'Run'] },
  header: { issued_by: '부산광역시 재난안전대책본부' },
  headline: { ko: '부산 태풍 심각', en: 'Typhoon: Serious' },
  lead: { ko: [], en: [] },
  script: { ko: ['지금 계신 곳을 알려 주세요.'], en: ['Where are you?'], zh: ['您在哪里？'] },
  qa: [
    { q: '대피소는요?', a: '체육관입니다.', u: '확인 중입니다.' },
    { q: '언제 끝나요?', a: null, u: '아직 모릅니다.' },
    { q: '비나요?', a: '비었습니다.', u: null },
  ],
  mustNotSay: ['곧 지나간다는 예측'],
  routing: [
    { when: '고립', to: 'c119', mode: 'warm', number: '119', name: '소방' },
    { when: '민원', to: 'c_district', mode: 'cold', number: '{{district_tel}}', name: null },
  ],
  vulnerableCallers: { senior: '혼자 계신지 묻습니다.', child: null },
  counselorCare: [],
  correction: { ko: ['바로잡습니다'], en: null },
}

const PUBLISHED: PublishedBroadcast = {
  id: '01KAMW4Y00MSG0000000000001',
  activationId: '01KAMW4Y00ACT0000000000001',
  status: 'ACTUAL',
  seq: 1,
  type: 'ALERT',
  purpose: 'INFORM',
  hazard: 'typhoon',
  level: 'serious',
  content: JSON.stringify(CONTENT),
  sentAt: '2026-11-21T15:30:00Z',
  expiresAt: '2026-11-22T06:00:00.123456+09:00',
  isLate: false,
  exerciseId: null,
  ratification: 'NOT_NEEDED',
  references: [],
}

const region = (code: string, iso: string | null, nameKo: string, rest: Partial<Region> = {}): readonly [string, Region] => [
  code,
  { code, iso, nameKo, nameEn: `${code} en`, successor: null, validFrom: null, validTo: null, ...rest },
]
const NAMES = {
  hazard: { ko: '태풍', en: 'Typhoon' },
  regions: new Map([
    region('12', null, '전남광주통합특별시', { validFrom: '2026-07-01' }),
    region('26', 'KR-26', '부산광역시'),
    region('29', 'KR-29', '광주광역시', { validTo: '2026-06-30', successor: '12' }),
    region('42', 'KR-42', '강원도', { validTo: '2023-06-10', successor: '51' }),
    region('51', 'KR-42', '강원특별자치도', { validFrom: '2023-06-11' }),
  ]),
  centers: new Map([['busan', { nameKo: '부산', nameEn: 'Busan' }]]),
}

it('an approved content becomes the message that goes out, whole and in the order of the desk', () => {
  const message = messageOfBroadcast(PUBLISHED, NAMES)
  expect(parsePlaybookMessage(message)).toEqual(message)
  expect(message).toMatchObject({
    sent: '2026-11-22T00:30:00+09:00',
    effective: '2026-11-22T00:30:00+09:00',
    expires: '2026-11-22T06:00:00+09:00',
    hazardKo: '태풍',
    issuedByKo: '부산광역시 재난안전대책본부',
    issuedByEn: null,
    headlineEn: 'Typhoon: Serious',
    cap: { categories: ['Met'], urgency: 'Immediate', severity: 'Extreme', certainty: 'Unknown', responses: ['Shelter'] },
    cancelCause: null,
    playbook: { code: 'pb_typhoon', version: 2 },
  })
  expect(message?.sections.map(({ code, ko, en }) => [code, ko, en])).toEqual([
    ['first_answer_script', ['지금 계신 곳을 알려 주세요.'], ['Where are you?']],
    [
      'qa',
      [
        '물음: 대피소는요?',
        '답: 체육관입니다.',
        '확인되지 않았을 때: 확인 중입니다.',
        '물음: 언제 끝나요?',
        '답: 아직 모릅니다.',
        '물음: 비나요?',
        '답: 비었습니다.',
      ],
      [],
    ],
    ['must_not_say', ['곧 지나간다는 예측'], []],
    ['routing', ['고립 → 소방 119 (함께 기다려 넘김)', '민원 → c_district {{district_tel}} (번호 안내)'], []],
    ['vulnerable_callers', ['혼자 계신지 묻습니다.'], []],
  ])
})

it('areas are those of the day it was sent; what nobody knows is kept (scenario 15)', () => {
  expect(messageOfBroadcast(PUBLISHED, NAMES)?.areas.map(({ code, nameKo }) => `${code} ${nameKo}`)).toEqual([
    '26 부산광역시',
    '12 전남광주통합특별시',
    '51 강원특별자치도',
    '울릉 앞바다 울릉 앞바다',
  ])
  const before = { ...PUBLISHED, sentAt: '2026-06-30T10:00:00+09:00' }
  expect(messageOfBroadcast(before, NAMES)?.areas[1]?.code).toBe('29')
})

it('a region as people call it is that region, and a center of a drill is called by its name', () => {
  const content = JSON.stringify({ ...CONTENT, areas: ['부산', '광주', 'busan'] })
  expect(messageOfBroadcast({ ...PUBLISHED, content }, NAMES)?.areas.map(({ code, nameKo }) => `${code} ${nameKo}`)).toEqual([
    '26 부산광역시',
    '12 전남광주통합특별시',
    'busan 부산',
  ])
})

it.each([
  ['ALL_CLEAR', 'ENDED'],
  ['ISSUED_IN_ERROR', 'ISSUED_IN_ERROR'],
  ['RATIFICATION_REFUSED', 'ISSUED_IN_ERROR'],
])('a cancel for %s is %s, and its lead comes first', (purpose, cause) => {
  const content = JSON.stringify({ ...CONTENT, lead: { ko: ['해제합니다.'], en: ['It is over.'] } })
  const message = messageOfBroadcast({ ...PUBLISHED, type: 'CANCEL', purpose, content, seq: 2 }, NAMES)
  expect([message?.cancelCause, message?.sections[0]]).toEqual([
    cause,
    { code: 'lead', titleKo: '먼저 알릴 것', titleEn: 'First of all', ko: ['해제합니다.'], en: ['It is over.'] },
  ])
})

it.each(['', 'null', '[]', '{}', '{"format":"hub120-broadcast/2"}', '{"format":"hub120-broadcast/1"}'])('"%s" is no content', content => {
  expect(messageOfBroadcast({ ...PUBLISHED, content }, NAMES)).toBeNull()
})

it.each([
  ['2026-12-31T14:59:59Z', '2026-12-31T23:59:59+09:00'],
  ['2026-12-31T15:00:00Z', '2027-01-01T00:00:00+09:00'],
  ['2026-12-31T23:59:59+09:00', '2026-12-31T23:59:59+09:00'],
  ['2026-01-01T00:00:00+14:00', '2025-12-31T19:00:00+09:00'],
  ['2024-02-28T20:00:00.5-05:30', '2024-02-29T10:30:00+09:00'],
  ['2026-02-30T00:00:00Z', null],
  ['2026-12-31', null],
  ['now', null],
])('scenario 8: %s is %s in Korea', (text, expected) => {
  expect(toKstInstant(text)).toBe(expected)
})
