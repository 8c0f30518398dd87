import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCap } from '../../api/playbooks/parse-cap.js'
import { renderCap } from '../../api/playbooks/render-cap.js'
import { ALERT_LEVELS } from '../../schema/domain/playbooks/alert-level.js'
import { CAP_BY_LEVEL } from '../../schema/domain/playbooks/cap-values.js'
import type { PlaybookMessage } from '../../schema/domain/playbooks/playbook-message.js'
import { SAMPLE_MESSAGE, sampleOf, sampleUpdate } from '../support/sample-message.js'
import { capFaults, hasXmllint } from '../support/xmllint.js'

const OPTIONS = { sender: 'playbooks@council.example', web: null }
const render = (message: PlaybookMessage): string => renderCap(message, OPTIONS)
/** Signs of XML, of spreadsheets, of pages and of none of them. */
const HOSTILE = `</headline><status>Actual</status>&lol;]]><script>alert(1)</script> =cmd|'/c calc'!A0 "`
/** What XML has no character for. */
const UNWRITABLE = '\u0000\u0001\ud800\uffff'

const CASES: readonly (readonly [string, PlaybookMessage])[] = [
  ['an alert', SAMPLE_MESSAGE],
  ...ALERT_LEVELS.map(
    level => [`level ${level}`, { ...SAMPLE_MESSAGE, level, cap: { ...SAMPLE_MESSAGE.cap, ...CAP_BY_LEVEL[level] } }] as const,
  ),
  ['an exercise', sampleOf('EXERCISE')],
  ['a test', sampleOf('TEST')],
  ['an update', sampleUpdate({ late: true, ratification: 'PENDING', noteKo: '막차 연장', noteEn: 'Last trains run later' })],
  ['a cancel', sampleUpdate({ kind: 'CANCEL', cancelCause: 'ENDED', onset: null })],
  ['no area and no section', { ...SAMPLE_MESSAGE, areas: [], sections: [] }],
  [
    'an area without an ISO code',
    { ...SAMPLE_MESSAGE, areas: [{ code: '12', iso: null, nameKo: '전남광주통합특별시', nameEn: 'Jeonnam-Gwangju' }] },
  ],
  [
    'hostile text',
    {
      ...SAMPLE_MESSAGE,
      headlineKo: HOSTILE + UNWRITABLE,
      headlineEn: HOSTILE + UNWRITABLE,
      issuedByKo: HOSTILE,
      noteKo: HOSTILE,
      hazardKo: HOSTILE,
    },
  ],
]

describe.skipIf(!hasXmllint)('against the OASIS schema, with xmllint', () => {
  it.each(CASES)('%s is valid CAP 1.2', (_, message) => {
    expect(capFaults(render(message))).toBe('')
  })

  it('any text in any place leaves the document valid', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 5, maxLength: 5 }), ([a = '', b = '', c = '', d = '', e = '']) => {
        const sections = [{ code: a, titleKo: b, titleEn: c, ko: [d, e], en: [a] }]
        const message = { ...SAMPLE_MESSAGE, headlineKo: a, noteEn: b, hazard: c, issuedByEn: d, sections }
        expect(capFaults(render(message))).toBe('')
      }),
      { numRuns: 20 },
    )
  })

  it('the schema would tell: an instant in UTC is not valid', () => {
    expect(capFaults(render({ ...SAMPLE_MESSAGE, sent: '2026-11-21T09:00:00Z' }))).toContain('sent')
  })
})

const parts = (document: string, name: string): string[] =>
  [...document.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map(([, text = '']) => text)

it('scenario 8: every instant carries +09:00, never Z', () => {
  const document = render(sampleUpdate())
  const instants = [...parts(document, 'sent'), ...parts(document, 'effective'), ...parts(document, 'onset'), ...parts(document, 'expires')]
  expect(instants).toHaveLength(7)
  expect(instants.every(text => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00$/.test(text))).toBe(true)
})

it('an update refers to what it takes the place of; both languages stand in it', () => {
  const document = render(sampleUpdate())
  expect(parts(document, 'references')).toEqual([`playbooks@council.example,${SAMPLE_MESSAGE.messageId},2026-11-21T18:00:00+09:00`])
  expect(parts(document, 'language')).toEqual(['ko-KR', 'en-US'])
  expect(parts(document, 'event')).toEqual(['태풍', 'Typhoon'])
  expect(parts(document, 'headline')).toEqual(['부산 태풍 심각 · 태풍경보', 'Typhoon, Serious (red): Busan, Ulsan'])
})

it('only a region has an administrative code: a center or a word that nobody knows is none', () => {
  const areas = [
    { code: 'seoul', iso: null, nameKo: '서울', nameEn: 'Seoul' },
    { code: '울릉 앞바다', iso: null, nameKo: '울릉 앞바다', nameEn: '울릉 앞바다' },
    { code: '12', iso: null, nameKo: '전남광주통합특별시', nameEn: 'Jeonnam-Gwangju' },
  ]
  const document = render(sampleUpdate({ areas }))
  expect(parts(document, 'areaDesc').slice(0, 3)).toEqual(['서울', '울릉 앞바다', '전남광주통합특별시'])
  expect(parts(document, 'geocode')).toEqual(Array(2).fill('<valueName>KR-MOIS</valueName><value>12</value>'))
})

it('a drill says so in status, note and headline, before everything else', () => {
  const document = render(sampleOf('EXERCISE'))
  expect([parts(document, 'status'), parts(document, 'note'), parts(document, 'headline')]).toEqual([
    ['Exercise'],
    ['훈련 EXERCISE: 2026-11 을지 태풍 훈련'],
    ['[훈련] 부산 태풍 심각 · 태풍경보', '[EXERCISE] Typhoon, Serious (red): Busan, Ulsan'],
  ])
})

it.each([
  ['ENDED', ['AllClear', 'AllClear'], '상황 종료. The hazard has ended.'],
  ['ISSUED_IN_ERROR', ['Shelter', 'Evacuate', 'Shelter', 'Evacuate'], '잘못 나간 발령. Issued in error.'],
] as const)('a cancel for %s says why', (cancelCause, responses, note) => {
  const document = render(sampleUpdate({ kind: 'CANCEL', cancelCause }))
  expect([parts(document, 'msgType'), parts(document, 'responseType'), parts(document, 'note')]).toEqual([['Cancel'], responses, [note]])
})

it('texts of a message stay texts: they read back as they were, but for what XML has no character for', () => {
  const read = parseCap(Buffer.from(render({ ...SAMPLE_MESSAGE, headlineKo: HOSTILE + UNWRITABLE, sections: [] })))
  expect(read).toMatchObject({ ok: true, value: { status: 'ACTUAL', text: HOSTILE + '\ufffd'.repeat(4) } })
})

it.each(['two words', 'a,b', 'a<b', 'a&b', ''])('"%s" is no sender of CAP', sender => {
  expect(() => renderCap(SAMPLE_MESSAGE, { sender, web: null })).toThrow(TypeError)
})
