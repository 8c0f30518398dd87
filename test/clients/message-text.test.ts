import { describe, expect, it } from 'vitest'
import { announceMessage, messageText } from '../../clients/cli/print/message-text.js'
import { standingWord } from '../../clients/cli/print/message-words.js'
import { contentHashOf, type FeedEntry, type PlaybookMessage } from '../../clients/sdk/index.js'
import { canonicalJson } from '../../schema/domain/playbooks/canonical-json.js'
import { SAMPLE_MESSAGE, sampleUpdate } from '../support/sample-message.js'

const NOTHING_YET = { acknowledgedAt: null, acknowledgedDesk: null, appliedAt: null, appliedDesk: null, rejectReason: null }
const RECEIPT = { ...NOTHING_YET, state: 'RECEIVED', isLate: false } as NonNullable<FeedEntry['receipt']> // what is not read here is left out
const entryOf = (message: PlaybookMessage, changes: Partial<FeedEntry> = {}): FeedEntry => ({
  broadcast: message.messageId,
  activation: message.activationId,
  seq: message.seq,
  status: message.status,
  type: message.kind,
  hazard: message.hazard,
  level: 'SERIOUS',
  state: 'CURRENT',
  sentAt: message.sent,
  expiresAt: message.expires,
  part: 'TARGET',
  message: canonicalJson(message),
  messageHash: contentHashOf(message),
  contentSignature: null,
  receipt: RECEIPT,
  changes: null,
  ...changes,
})
const command = (words: string, rest = '') => `hub120 ${words} ${rest}`.trim()
const shown = (entry: FeedEntry) => messageText(entry, { proof: { text: '', isBroken: false }, nextCommand: command })
const lead = {
  code: 'lead',
  titleKo: '먼저 알릴 것',
  titleEn: 'First of all',
  ko: ['지금부터 읽지 마십시오.'],
  en: ['Stop reading it now.'],
}

describe('what a duty officer sees', () => {
  it.each([
    ['ENDED', '[실제 상황 ACTUAL] 해제 all clear · 심각 Serious (red) · 2번째'],
    ['ISSUED_IN_ERROR', '[실제 상황 ACTUAL] 취소 canceled · 심각 Serious (red) · 2번째'],
  ] as const)('of an ending (%s) is first that it is one, and on the watch already what is to be said', (cancelCause, head) => {
    const entry = entryOf(sampleUpdate({ kind: 'CANCEL', cancelCause, seq: 2, sections: [lead] }))
    const announced = announceMessage(entry, command)
    for (const text of [announced, shown(entry)]) expect(text.split('\n')[1]?.slice(0, head.length)).toBe(head)
    expect(announced).toContain('  지금부터 읽지 마십시오.')
    expect(announced).not.toContain('--routing')
  })

  it('of a message that makes it take over calls is that, not that it was sent to others', () => {
    const entry = entryOf(SAMPLE_MESSAGE, { part: 'OVERFLOW', receipt: null })
    for (const text of [announceMessage(entry, command), shown(entry)]) {
      expect(text).toContain('우리 센터는 전화를 넘겨받습니다.')
      expect(text).not.toContain('보낸 것이 아닙니다')
    }
    expect(standingWord(entry)).toContain('전화 넘겨받음')
    expect(shown(entryOf(SAMPLE_MESSAGE, { part: null, receipt: null }))).toContain('우리 센터에 보낸 것이 아닙니다.')
  })

  it('of places that each center fills in is that they are its own; of what is on the screen already no command to see it', () => {
    const script = { ...lead, code: 'first_answer_script', ko: ['{{center_name}}입니다.', '당직 {{district_tel}}'] }
    const text = shown(entryOf(sampleUpdate({ sections: [script] })))
    expect(text).toContain('※ {{center_name}}, {{district_tel}}: 우리 센터의 것으로 바꾸어 읽습니다.')
    expect([text.includes('inbox ack'), text.includes('inbox show')]).toEqual([true, false])
  })
})
