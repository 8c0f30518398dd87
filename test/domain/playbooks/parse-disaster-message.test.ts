import { expect, it } from 'vitest'
import { HAZARD_WORDS, hazardOfWord } from '../../../schema/domain/playbooks/hazard-words.js'
import { parseDisasterMessage } from '../../../schema/domain/playbooks/parse-disaster-message.js'
import { standardEdition } from '../../support/standard-edition.js'

const RECORD = {
  SN: 231_870,
  CRT_DT: '2026/11/21 17:42:30',
  MSG_CN: '[행정안전부] 오늘 17:40 경상북도 산불 확산. 입산을 금지하고 대피 안내를 따라 주세요.',
  RCPTN_RGN_NM: '경상북도 울진군 ,강원특별자치도 삼척시 ,경상북도 울진군 ',
  EMRG_STEP_NM: '긴급재난',
  DST_SE_NM: '산불',
  REG_YMD: '2026-11-21',
  MDFCN_YMD: '2026-11-21',
}

it('a record of the ministry is evidence with hazard, areas and a suggested level', () => {
  expect(parseDisasterMessage(RECORD)).toEqual({
    ok: true,
    value: {
      source: 'MOIS_MESSAGE',
      sourceId: '231870',
      sender: null,
      sentAt: '2026-11-21T17:42:30+09:00',
      status: 'ACTUAL',
      hazard: 'wildfire',
      hazardWord: '산불',
      areas: [
        { word: '경상북도 울진군', region: '경상북도' },
        { word: '강원특별자치도 삼척시', region: '강원특별자치도' },
      ],
      suggestedLevel: 'alert',
      levelWord: '긴급재난',
      text: RECORD.MSG_CN,
      unknown: { REG_YMD: '2026-11-21', MDFCN_YMD: '2026-11-21' },
    },
  })
})

it('scenario 15: an unknown hazard, step or field is kept, not dropped', () => {
  expect(parseDisasterMessage({ ...RECORD, DST_SE_NM: '우주물체', EMRG_STEP_NM: '새 단계', NEW_FIELD: 'x', CRT_DT: '어제' })).toMatchObject(
    {
      ok: true,
      value: {
        hazard: null,
        hazardWord: '우주물체',
        suggestedLevel: null,
        levelWord: '새 단계',
        sentAt: null,
        unknown: { NEW_FIELD: 'x' },
      },
    },
  )
})

it('a record with nothing but number and text is evidence', () => {
  expect(parseDisasterMessage({ SN: '1', MSG_CN: '안내' })).toMatchObject({
    ok: true,
    value: { hazard: null, hazardWord: '', areas: [], suggestedLevel: null, levelWord: null, text: '안내' },
  })
})

it('the text about a missing person stays out', () => {
  const outcome = parseDisasterMessage({ ...RECORD, DST_SE_NM: '실종', MSG_CN: '[경찰청] 홍길동(남, 82세)을 찾습니다' })
  expect(JSON.stringify(outcome)).not.toContain('홍길동')
  expect(outcome).toMatchObject({ ok: true, value: { text: null, hazard: null, hazardWord: '실종' } })
})

it.each([
  null,
  [],
  'text',
  {},
  { SN: 1 },
  { MSG_CN: 'x' },
  { SN: '', MSG_CN: 'x' },
  { SN: 1, MSG_CN: '가'.repeat(2_001) },
  { SN: {}, MSG_CN: [] },
])('%j is no record', record => {
  const outcome = parseDisasterMessage(record)
  expect(outcome.ok ? [] : outcome.issues.map(({ code }) => code)).toEqual(['EVIDENCE_UNREADABLE'])
})

it('every word leads to a hazard that the edition has, and words of composed and decomposed letters are one', async () => {
  const { codelists } = await standardEdition()
  const known = new Set(codelists.get('hazard_type')?.items.keys())
  expect([...HAZARD_WORDS.keys()].filter(hazard => !known.has(hazard))).toEqual([])
  expect([...known].filter(hazard => !HAZARD_WORDS.has(hazard))).toEqual(['admin_it_outage'])
  expect(hazardOfWord('태풍'.normalize('NFD'))).toBe('typhoon')
  expect(['AI', '지진해일', '안개', 'toString'].map(hazardOfWord)).toEqual(['animal_disease', 'earthquake', null, null])
})
