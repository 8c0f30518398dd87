import { describe, expect, it } from 'vitest'
import { findSuspect, findSuspectIdentifier } from '../../schema/domain/suspect-text.js'

describe('free text that may name a person', () => {
  it.each([
    ['민원인 900101-1234567 요청', 'resident number'],
    ['900101 - 1234567', 'resident number'],
    ['9001011234567', 'resident number'],
    ['９００１０１－１２３４５６７', 'resident number'],
    ['외국인 850230-5123456', 'resident number'],
    ['연락처 010-1234-5678', 'phone number'],
    ['01012345678로 회신', 'phone number'],
    ['010 1234 5678', 'phone number'],
    ['010\u200b-1234\u2060-5678', 'phone number'],
    ['011.234.5678', 'phone number'],
    ['02-731-2120', 'phone number'],
    ['(051) 888-4000', 'phone number'],
    ['+82 10-1234-5678', 'phone number'],
    ['+821012345678', 'phone number'],
    ['hong.gildong@seoul.go.kr 확인', 'e-mail address'],
    ['a＠b.kr', 'e-mail address'],
    ['4111-1111-1111-1111', 'card number'],
    ['4111 1111 1111 1111', 'card number'],
    ['4111111111111111', 'card number'],
    ['378282246310005', 'card number'],
  ])('%s holds a %s', (text, kind) => {
    expect(findSuspect(text)).toBe(kind)
  })

  it.each([
    '교환기 요약표가 분 단위였음: 3312분 = 198720초',
    '2026-11-19 오전 집계 누락분 1,461건으로 정정',
    '총 1548 + 62 + 25, 응대 1461',
    '2026.11.19 02:10:00 재집계',
    '120 다산콜재단 상담 20,000건',
    '4111-1111-1111-1112',
    '주민번호 아님: 901301-1234567',
    '@ 표시',
    '',
  ])('"%s" names nobody', text => {
    expect(findSuspect(text)).toBeNull()
  })

  it('stays fast on hostile text', () => {
    const started = performance.now()
    for (const text of ['a.'.repeat(250), `${'0'.repeat(250)}-${'1'.repeat(249)}`, 'a@a.'.repeat(125), ' 010'.repeat(125)])
      findSuspect(text)
    expect(performance.now() - started).toBeLessThan(1_000)
  })

  it('takes no longer than the text is: forty thousand signs are looked through at once', () => {
    const started = performance.now()
    for (const sign of ['a', '0', '0-', 'a.']) expect(findSuspect(sign.repeat(40_000 / sign.length))).toBeNull()
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})

describe('keys that programs make', () => {
  it.each([
    'busan-2026-11-19',
    '8f14e45f-ceea-4672-9a9c-0101234567ab',
    '01234567-0101-2345-6789-012345678901',
    '1801151234567',
    '4111111111111111',
    '20261119021000123',
    'a3f5b1c2d4e6f708192a3b4c5d6e7f8091a2b3c4d5e6f70819203142536475869',
  ])('%s is a key', key => {
    expect(findSuspectIdentifier(key)).toBeNull()
  })

  it.each(['hong@seoul.go.kr-1', '010-1234-5678', '900101-1234567', '4111-1111-1111-1111'])('%s is none', key => {
    expect(findSuspectIdentifier(key)).not.toBeNull()
  })
})
