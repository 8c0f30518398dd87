import { expect, it } from 'vitest'
import { renderAtomFeed } from '../../api/playbooks/render-atom.js'
import type { PlaybookMessage } from '../../schema/domain/playbooks/playbook-message.js'
import { SAMPLE_MESSAGE, sampleOf, sampleUpdate } from '../support/sample-message.js'
import { hasXmllint, xmlFaults } from '../support/xmllint.js'

const feedOf = (messages: readonly PlaybookMessage[], now = '2026-11-21T19:00:00+09:00'): string =>
  renderAtomFeed(messages, {
    now,
    selfUrl: 'https://hub.example.kr/feed?a=1&b=2',
    capUrl: id => `https://hub.example.kr/cap/${id}.xml`,
    authorName: '120 협의체',
  })

const titles = (feed: string): string[] => [...feed.matchAll(/<entry>.*?<title>(.*?)<\/title>/gs)].map(([, title = '']) => title)

it('entries of the last 48 hours, newest first, with the address of their CAP documents', () => {
  const old = { ...SAMPLE_MESSAGE, sent: '2026-11-19T19:00:00+09:00', headlineKo: '지난 것' }
  const coming = { ...SAMPLE_MESSAGE, sent: '2026-11-21T19:00:01+09:00', headlineKo: '아직 아닌 것' }
  const feed = feedOf([old, SAMPLE_MESSAGE, sampleUpdate({ headlineKo: '둘째' }), coming])
  expect(titles(feed)).toEqual(['둘째', '부산 태풍 심각 · 태풍경보'])
  expect(feed).toContain(`<id>urn:hub120:message:${SAMPLE_MESSAGE.messageId}</id>`)
  expect(feed).toContain(
    `<link rel="alternate" type="application/cap+xml" href="https://hub.example.kr/cap/${SAMPLE_MESSAGE.messageId}.xml"/>`,
  )
  expect(feed).toContain('<updated>2026-11-21T19:00:00+09:00</updated>')
  expect(feed).toContain('href="https://hub.example.kr/feed?a=1&amp;b=2"')
})

it('a drill is told in the title', () => {
  expect(titles(feedOf([sampleOf('EXERCISE'), sampleOf('TEST')])).toSorted()).toEqual([
    '[시험 TEST] 부산 태풍 심각 · 태풍경보',
    '[훈련 EXERCISE] 부산 태풍 심각 · 태풍경보',
  ])
})

it('a storm of messages stays under 900 KB, and the newest are in it', () => {
  const many = Array.from({ length: 2_000 }, (_, index) => ({
    ...SAMPLE_MESSAGE,
    seq: index + 1,
    headlineKo: `${index} ${'가'.repeat(200)}`,
    sent: `2026-11-21T${`${6 + Math.floor(index / 200)}`.padStart(2, '0')}:00:00+09:00`,
  }))
  const feed = feedOf(many)
  expect(Buffer.byteLength(feed)).toBeLessThanOrEqual(900_000)
  expect(Buffer.byteLength(feed)).toBeGreaterThan(800_000)
  expect(titles(feed)[0]).toMatch(/^1999 /)
})

it.skipIf(!hasXmllint)('is well-formed whatever the texts are', () => {
  const hostile = '</title><script>alert(1)</script>&x;]]> =1+1 \u0000\ud800'
  const feed = feedOf([{ ...SAMPLE_MESSAGE, headlineKo: hostile, issuedByKo: hostile, hazard: '"><x y="' }])
  expect(xmlFaults(feed)).toBe('')
  expect(feed).not.toContain('<script>')
})
