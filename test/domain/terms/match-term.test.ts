import { describe, expect, it } from 'vitest'
import { matchDimensionName, matchItem, matchSubject } from '../../../schema/domain/terms/match-term.js'
import type { LabelEntry, TermLexicon, TermTarget } from '../../../schema/domain/terms/term.js'

const measure = (code: string): TermTarget => ({ kind: 'measure', measure: code, fixed: null })
const indicator = (code: string): TermTarget => ({ kind: 'indicator', indicator: code, variant: null })
const item = (code: string): TermTarget => ({ kind: 'item', codelist: 'district', item: code })
const ambiguous = (label: string, ...candidates: TermTarget[]) => [label, { label, candidates, ruleKo: '묻는다.', ruleEn: 'Ask.' }] as const

const lexicon: TermLexicon = {
  subjects: new Map<string, readonly LabelEntry[]>([
    ['calls_offered', [{ target: measure('calls_offered'), source: 'code' }]],
    ['인입호', [{ target: measure('calls_offered'), source: 'standardName' }]],
    ['상담건수', [{ target: measure('inquiries_recorded'), source: 'standardName' }]],
    ['서비스레벨15', [{ target: { kind: 'indicator', indicator: 'service_level', variant: 'threshold_15s' }, source: 'variantLabel' }]],
  ]),
  ambiguous: new Map([
    ambiguous('calls_offered', measure('calls_offered'), measure('calls_answered')),
    ambiguous('상담건수', measure('inquiries_recorded'), measure('contacts_handled')),
    ambiguous('acw', measure('acw_seconds'), indicator('average_acw')),
    ambiguous('보류', measure('hold_seconds')),
    ambiguous('응답율', indicator('response_rate'), indicator('survey_item_share')),
  ]),
  items: new Map([
    [
      'district',
      new Map<string, readonly LabelEntry[]>([
        ['11140', [{ target: item('11140'), source: 'code' }]],
        [
          '중구',
          [
            { target: item('11140'), source: 'standardName' },
            { target: item('26110'), source: 'standardName' },
          ],
        ],
        ['종로', [{ target: item('11110'), source: 'synonym' }]],
      ]),
    ],
  ]),
  dimensionNames: new Map([['구군', 'district']]),
}

const find = (label: string, isStandard = false) => matchSubject(lexicon, label, { isStandard })

describe('what a row is about', () => {
  it('an exact measure code wins over an ambiguous label', () => {
    expect(find('calls_offered')).toEqual({ kind: 'measure', measure: 'calls_offered', fixed: null, isProvisional: false, source: 'code' })
  })

  it('a standard name is exact; listed as ambiguous, it is exact only in a file that declares the standard edition', () => {
    expect(find('인입 호')).toMatchObject({ measure: 'calls_offered', isProvisional: false, source: 'standardName' })
    expect(find('상담건수')).toMatchObject({ kind: 'ambiguous', isRate: false })
    expect(find('상담건수', true)).toMatchObject({ kind: 'measure', measure: 'inquiries_recorded', isProvisional: false })
  })

  it('the one measure among candidates of several families is meant, provisionally', () => {
    expect(find('ACW')).toEqual({ kind: 'measure', measure: 'acw_seconds', fixed: null, isProvisional: true, source: 'synonym' })
  })

  it('nothing narrows candidates of one family, not even a single one', () => {
    expect(find('보류')).toMatchObject({ kind: 'ambiguous', isRate: false })
  })

  it('several indicators are an ambiguous rate, in either spelling of the suffix', () => {
    expect([find('응답률'), find('응답율', true)]).toMatchObject([
      { kind: 'ambiguous', isRate: true },
      { kind: 'ambiguous', isRate: true },
    ])
  })

  it('S8: a rate with one meaning is reported, with the variant its label names', () => {
    expect(find('서비스레벨 15')).toEqual({ kind: 'reported', indicator: 'service_level', variant: 'threshold_15s', isProvisional: true })
  })

  it('any other word is unknown', () => {
    expect(find('고객감동지수')).toEqual({ kind: 'unknown' })
  })
})

describe('items and dimension names', () => {
  it.each([
    ['11140', { kind: 'item', item: '11140', isProvisional: false, source: 'code' }],
    ['종로', { kind: 'item', item: '11110', isProvisional: true, source: 'synonym' }],
    ['중 구', { kind: 'ambiguous', items: ['11140', '26110'] }],
    ['해운대구', { kind: 'unknown' }],
  ])('%s', (label, found) => {
    expect(matchItem(lexicon, 'district', label)).toEqual(found)
  })

  it('a label of another codelist is unknown, and so is another name', () => {
    expect(matchItem(lexicon, 'channel', '중구')).toEqual({ kind: 'unknown' })
    expect([matchDimensionName(lexicon, '구 군'), matchDimensionName(lexicon, '도시')]).toEqual(['district', null])
  })
})
