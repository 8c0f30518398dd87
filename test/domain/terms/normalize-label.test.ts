import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalizeLabel } from '../../../schema/domain/terms/normalize-label.js'

describe('the compared form of a label', () => {
  it.each([
    [' 인입 콜 ', '인입콜'],
    ['\uFEFF응\u200B대\u00A0율', '응대율'],
    ['응답률', '응답율'],
    ['이탈 률', '이탈율'],
    ['법률상담', '법율상담'],
    ['ＡＣＷ', 'acw'],
    ['Offered\tCall', 'offeredcall'],
    ['120\u3000다산콜', '120다산콜'],
    ['％', '%'],
    ['ㅤ콜', '콜'],
  ])('%j is %j', (written, compared) => {
    expect(normalizeLabel(written)).toBe(compared)
  })

  const korean = fc.string({ unit: fc.constantFrom(...Array.from('인입률율콜 ACWａ％é가각ﬁΣİ\u200B\u0301\u1112\u1161\u11AB')) })

  it('normalizing twice changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), korean), text => {
        const once = normalizeLabel(text)
        expect(normalizeLabel(once)).toBe(once)
      }),
    )
  })

  it('composed and decomposed spellings are one label', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), korean), text => {
        expect(normalizeLabel(text.normalize('NFD'))).toBe(normalizeLabel(text.normalize('NFC')))
      }),
    )
  })

  it('blanks and letter case do not matter', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('인입', '콜', 'sl', '20', '율')), words => {
        expect(normalizeLabel(words.join('  ').toUpperCase())).toBe(normalizeLabel(words.join('')))
      }),
    )
  })
})
