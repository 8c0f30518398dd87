import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, it } from 'vitest'
import { readEdition } from '../../db/edition/read-edition.js'
import { projectRoot } from '../../db/project-root.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'
import { candidatesOf, matchDimensionName, matchItem, matchSubject } from '../../schema/domain/terms/match-term.js'
import { normalizeLabel } from '../../schema/domain/terms/normalize-label.js'

let edition: Edition
beforeAll(async () => {
  const read = await readEdition(join(projectRoot, 'db', 'edition', '2026.1'))
  if (!read.ok) throw new Error(read.issues.map(({ messageEn }) => messageEn).join('\n'))
  edition = read.value.edition
})

/** Short form of a match: `talk_seconds?` is a provisional measure. */
const subjectOf = (label: string, isStandard = false): string => {
  const match = matchSubject(edition.lexicon, label, { isStandard })
  switch (match.kind) {
    case 'measure':
      return match.measure + (match.fixed === null ? '' : `[${match.fixed.item}]`) + (match.isProvisional ? '?' : '')
    case 'reported':
      return `rate ${match.indicator}${match.variant === null ? '' : `:${match.variant}`}${match.isProvisional ? '?' : ''}`
    case 'ambiguous':
      return match.isRate ? 'ambiguous rate' : 'ambiguous'
    case 'unknown':
      return 'unknown'
  }
}

describe('the council’s edition 2026.1', () => {
  it('holds what its files hold', () => {
    const formulas = [...edition.indicators.values()].flatMap(({ versions, variants }) => [...versions, ...variants])
    expect({
      measures: edition.measures.size,
      indicators: edition.indicators.size,
      formulas: formulas.length,
      codelists: edition.codelists.size,
      statuses: edition.statuses.size,
      units: edition.units.size,
      sets: [...edition.measureSets.keys()],
    }).toEqual({
      measures: 60,
      indicators: 45,
      formulas: 81,
      codelists: 15,
      statuses: 15,
      units: 18,
      sets: ['nightly', 'monthly', 'quarterly', 'annual'],
    })
  })

  it('S24: an indicator is restricted when one of its measures is', () => {
    expect([...edition.indicators.values()].filter(({ access }) => access === 'restricted').map(({ code }) => code)).toEqual([
      'malicious_contact_rate',
      'agent_termination_rate',
      'legal_action_rate',
      'eap_participation_rate',
      'eap_hours_per_participant',
      'survey_item_share',
      'protection_compliance_rate',
    ])
  })

  it('S3: two service lines do not count in every total', () => {
    const items = edition.codelists.get('service_line')?.items
    expect(items?.get('loneliness120')?.countsIn).toEqual({ centerTotal: false, councilTotal: false, measures: null })
    expect(items?.get('mutual_aid')?.countsIn).toEqual({
      centerTotal: true,
      councilTotal: false,
      measures: ['calls_attempted', 'calls_offered', 'contacts_offered'],
    })
    expect(items?.get('general')?.countsIn).toEqual({ centerTotal: true, councilTotal: true, measures: null })
  })

  it.each([
    ['건', 'count', null, null],
    ['콜', 'count', null, null],
    ['명', 'persons', null, null],
    ['분', 'time', 'minutes', null],
    [' 퍼센트 ', 'share', 'percent', null],
    ['％', 'share', 'percent', null],
    ['MM:SS', 'time', 'seconds', 'mm:ss'],
    ['1만 건당', 'share', 'per_10k', null],
  ])('S5: the unit word %s', (label, dimension, unit, clock) => {
    expect(edition.unitLabels.get(normalizeLabel(label))).toMatchObject({ dimension, unit, clock })
  })

  it('S5: minutes and percent are scaled exactly', () => {
    expect(edition.units.get('minutes')?.scaleTo).toEqual({ unit: 'seconds', factor: { numerator: 60n, denominator: 1n } })
    expect(edition.units.get('percent')?.scaleTo).toEqual({ unit: 'ratio', factor: { numerator: 1n, denominator: 100n } })
    expect(edition.unitLabels.get('천건')?.factor).toEqual({ numerator: 1000n, denominator: 1n })
  })

  it('S5: a declared threshold belongs to the measures it defines', () => {
    expect(edition.declaredParameters.get('service_level_threshold_seconds')).toEqual([
      { measure: 'calls_answered_within_20s', parameter: 'threshold_seconds' },
      { measure: 'calls_abandoned_within_20s', parameter: 'threshold_seconds' },
    ])
  })
})

describe('the labels of Busan', () => {
  it('S8: each of the 31 leads where the sample says', async () => {
    const rows: { 항목: string }[] = parse(await readFile(join(projectRoot, 'db', 'sample', 'busan-2026-11-19.csv'), 'utf8'), {
      columns: true,
    })
    expect(Object.fromEntries(rows.map((row, i) => [`${i + 2} ${row.항목}`, subjectOf(row.항목)]))).toEqual({
      '2 총시도호': 'calls_attempted?',
      '3 인입콜': 'calls_offered?',
      '4 응대콜': 'calls_answered?',
      '5 포기콜': 'calls_abandoned?',
      '6 단기포기': 'calls_abandoned_short?',
      '7 이탈호': 'calls_flowed_out?',
      '8 20초내응대': 'calls_answered_within_20s?',
      '9 응답대기시간합': 'wait_seconds_answered?',
      '10 총통화시간': 'talk_seconds?',
      '11 총보류시간': 'hold_seconds?',
      '12 총후처리시간': 'acw_seconds?',
      '13 콜백신청건수': 'callbacks_requested?',
      '14 콜백성공건수': 'callbacks_completed?',
      '15 총응대건수': 'contacts_handled?',
      '16 문자상담': 'sms_contacts_handled?',
      '17 톡상담': 'chat_contacts_handled?',
      '18 수화상담': 'sign_language_contacts?',
      '19 외국어상담': 'foreign_language_contacts?',
      '20 상담건수': 'ambiguous',
      '21 1차상담처리건수': 'contacts_resolved_first?',
      '22 이관건수': 'contacts_transferred_agency?',
      '23 고객감동지수': 'unknown',
      '24 만족도응답수': 'csat_responses?',
      '25 만족도총점': 'csat_score_sum?',
      '26 만족건수': 'csat_satisfied?',
      '27 상담원수': 'headcount_agents?',
      '28 FTE': 'headcount_fte?',
      '29 악성콜': 'malicious_contacts?',
      '30 강제종료': 'ambiguous',
      '31 응답률': 'ambiguous rate',
      '32 재난문의건수': 'hazard_contacts?',
    })
  })

  it('the breakdowns 언어=영어 and 재난=한파 name an item', () => {
    expect([matchDimensionName(edition.lexicon, '언어'), matchDimensionName(edition.lexicon, '재난')]).toEqual(['language', 'hazard_type'])
    expect([matchItem(edition.lexicon, 'language', '영어'), matchItem(edition.lexicon, 'hazard_type', '한파')]).toEqual([
      { kind: 'item', item: 'en', isProvisional: false, source: 'standardName' },
      { kind: 'item', item: 'cold_wave', isProvisional: false, source: 'standardName' },
    ])
  })

  it('the center column names a center', () => {
    expect(matchItem(edition.lexicon, 'center', '부산')).toMatchObject({ kind: 'item', item: 'busan' })
  })
})

describe('words with several meanings', () => {
  it.each([
    ['ACW', 'acw_seconds?'],
    ['후처리시간', 'acw_seconds?'],
    ['악성민원', 'malicious_contacts?'],
    ['교육인원', 'ambiguous'],
    ['보류', 'ambiguous'],
    ['콜수', 'ambiguous'],
    ['대기시간', 'ambiguous'],
    ['이직률', 'ambiguous rate'],
    ['포기율', 'ambiguous rate'],
    ['인입율', 'ambiguous rate'],
    ['응답율', 'ambiguous rate'],
  ])('a row about %s is %s', (label, found) => {
    expect(subjectOf(label)).toBe(found)
  })

  it.each([
    ['상담건수', 'inquiries_recorded'],
    ['응대건수', 'contacts_handled'],
    ['이직률', 'rate turnover_rate'],
    ['포기율', 'rate abandon_rate'],
    ['인입률', 'rate queue_entry_rate'],
    ['응답률', 'ambiguous rate'],
    ['콜수', 'ambiguous'],
  ])('in a file that declares the standard edition %s is %s', (label, found) => {
    expect(subjectOf(label, true)).toBe(found)
  })

  it.each([
    ['calls_offered', 'calls_offered'],
    ['인입호', 'calls_offered'],
    ['응대율', 'rate response_rate'],
    ['수신율', 'rate response_rate?'],
    ['15초내 상담개시율', 'rate service_level:threshold_15s?'],
    ['고소건수', 'legal_actions[police_complaint]?'],
  ])('%s leads to %s', (label, found) => {
    expect(subjectOf(label)).toBe(found)
  })

  it('an ambiguous word names what it may mean', () => {
    const match = matchSubject(edition.lexicon, '응답률', { isStandard: false })
    const names = match.kind === 'ambiguous' ? candidatesOf(edition, match.label).map(({ nameKo }) => nameKo) : []
    expect(names).toEqual(['응대율', '만족도조사참여율', '설문해당응답률'])
  })

  it('a district name of two regions is told apart by code alone', () => {
    expect(matchItem(edition.lexicon, 'district', '중구')).toEqual({ kind: 'ambiguous', items: ['11140', '26110'] })
    expect(matchItem(edition.lexicon, 'district', '26110')).toMatchObject({ kind: 'item', item: '26110' })
  })
})
