import { beforeAll, describe, expect, it } from 'vitest'
import { matchPlaceName, matchSubjectName } from '../../clients/cli/names/match-names.js'
import { reasonText } from '../../clients/cli/names/reason-names.js'
import type { EditionPack } from '../../schema/domain/statistics/edition-pack.js'
import { parseEdition } from '../../schema/domain/statistics/parse-edition.js'
import type { EditionContents } from '../../schema/domain/statistics/standards.js'
import { FIGURE_MARKS, NULL_REASONS } from '../../schema/domain/figures/figure.js'
import { readPack } from './edition-document.js'

let contents: EditionContents
beforeAll(async () => {
  const parsed = parseEdition((await readPack()) as EditionPack) // checked against that shape by readPack
  if (!parsed.ok) throw new Error(parsed.issues[0]?.messageEn)
  contents = parsed.value
})

describe('what a question for figures may be called', () => {
  it.each([
    ['indicator', 'response_rate', 'response_rate'],
    ['indicator', '응대율', 'response_rate'],
    ['indicator', '응대률', 'response_rate'],
    ['indicator', 'Response Rate', 'response_rate'],
    ['measure', '인입호', 'calls_offered'],
    ['measure', '인입콜', 'calls_offered'],
    ['measure', 'Calls offered', 'calls_offered'],
  ] as const)('%s %s is %s', (kind, name, code) => {
    expect(matchSubjectName(name, kind, contents)).toBe(code)
  })

  it('every indicator and measure is found by its code and both its names', () => {
    for (const [kind, list] of [
      ['indicator', contents.edition.indicators],
      ['measure', contents.edition.measures],
    ] as const) {
      for (const { code, nameKo, nameEn } of list.values())
        expect([code, nameKo, nameEn].map(name => matchSubjectName(name, kind, contents))).toEqual([code, code, code])
    }
  })

  it('names the nearest for a word that is none', () => {
    expect(() => matchSubjectName('응대룰', 'indicator', contents)).toThrow(/비슷한 것: response_rate\(응대율, Response rate\)/)
    expect(() => matchPlaceName('busam', 'center', contents)).toThrow(/비슷한 것: busan\(/)
  })

  it('points to the other option for a word of the other kind', () => {
    expect(() => matchSubjectName('인입호', 'indicator', contents)).toThrow('--measure 인입호')
  })

  it('asks which one is meant for a word of several', () => {
    expect(() => matchSubjectName('콜수', 'measure', contents)).toThrow(/calls_offered\(.*calls_answered\(/)
  })

  it.each([
    ['center', '부산', 'busan'],
    ['center', 'Busan', 'busan'],
    ['center', 'seoul', 'seoul'],
  ] as const)('%s %s is %s', (kind, name, code) => {
    expect(matchPlaceName(name, kind, contents)).toBe(code)
  })

  it('S22: every reason and mark has a Korean word beside it', () => {
    for (const word of [...NULL_REASONS, ...FIGURE_MARKS]) expect(reasonText(word)).toMatch(new RegExp(`^${word} .*[가-힣]`))
  })
})
