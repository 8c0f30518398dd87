import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../support/database.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { seedMapping } from '../support/seed-mappings.js'

let hub: HubServer
const TRANSLATE = `query ($input: TranslateInput!) { translate(input: $input) { result messageKo messageEn on edition
  matches { relationship predicate target nameKo nameEn source mappingVersion isProvisional isTaken conversion { numerator denominator offset format toUnit } }
  candidates { ref nameKo score predicate features { feature weight textKo } vetoes { veto textKo } } wouldFlip { code textKo } } }`

beforeAll(async () => {
  const database = await cloneDatabase({ withEdition: true })
  await database.setClock('2026-11-20T09:30:00+09:00')
  hub = await startHubServer({ database })
  const seed = (facts: Parameters<typeof seedMapping>[1]) => seedMapping(hub.hub, facts)
  const minutes = { kind: 'linear', numerator: '60', denominator: '1', offset: '0', fromUnit: '분', toUnit: 'seconds' } as const
  await seed({ center: 'busan', word: { label: '총콜' }, effective: { from: '2026-07-01', to: '2026-10-01' } })
  await seed({ center: 'busan', word: { label: '총콜' }, target: 'measure:calls_attempted', effective: { from: '2026-10-01', to: null } })
  await seed({ center: 'busan', word: { label: '통화분', unit: '분' }, target: 'measure:talk_seconds', conversion: minutes })
  await seed({ center: 'busan', word: { label: '소계줄' }, target: null })
  await seed({ center: 'busan', word: { label: '인입콜' }, negated: true })
  await seed({ center: 'busan', word: { label: '멈춘 말' }, status: 'suspended' })
  await seed({ center: 'busan', word: { label: '넓은 말' }, predicate: 'broad' })
  await seed({ center: 'busan', word: { label: '넓은 말 임시' }, author_type: 'system', author: 'job:reconcile' })
  await seed({ center: 'busan', word: { label: '유선', unit: '', kind: 'codelist', field: 'channel' }, target: 'codelist:channel.voice' })
})
afterAll(async () => {
  await hub.close()
  await hub.database.drop()
})

const translate = async (input: object, client = 'steward') => {
  const answer = await hub.graphql(TRANSLATE, { input }, await hub.token(client))
  return answer.data?.translate ?? answer.errors?.[0]?.extensions
}
const busan = (label: string, others: object = {}) => translate({ center: 'busan', label, unit: '건', ...others })

describe('translate', () => {
  it('S8: says what the edition says to every center: a name is exact, a synonym provisional', async () => {
    expect(await translate({ label: '포기호', unit: '건' }, 'analyst')).toMatchObject({
      result: true,
      on: '2026-11-20',
      edition: '2026.1',
      matches: [
        {
          relationship: 'EQUIVALENT',
          target: 'measure:calls_abandoned',
          nameKo: '포기호',
          source: 'EDITION',
          mappingVersion: null,
          isTaken: true,
          isProvisional: false,
        },
      ],
    })
    expect((await translate({ label: '포기콜', unit: '건' }, 'analyst')).matches).toMatchObject([
      { target: 'measure:calls_abandoned', isProvisional: true },
    ])
  })

  it('§6.11: reads each day by the version in effect that day, and names it', async () => {
    const [before, after] = [await busan('총콜', { on: '2026-09-30' }), await busan('총콜', { on: '2026-10-01' })]
    expect([before, after].map(({ matches }) => [matches[0].source, matches[0].target])).toEqual([
      ['MAPPING', 'measure:calls_offered'],
      ['MAPPING', 'measure:calls_attempted'],
    ])
    expect(before.matches[0].mappingVersion).toMatch(/^[0-9a-f-]{36}$/)
    expect(after.matches[0].mappingVersion).not.toBe(before.matches[0].mappingVersion)
    expect((await busan('총콜', { on: '2026-06-30' })).result).toBe(false)
  })

  it('§6.3: gives the conversion with the meaning', async () => {
    expect((await translate({ center: 'busan', label: '통화분', unit: '분' })).matches).toMatchObject([
      { target: 'measure:talk_seconds', isTaken: true, conversion: { numerator: '60', denominator: '1', offset: '0', format: null } },
    ])
    expect((await translate({ label: '통화시간합', unit: '분' })).matches).toMatchObject([
      { isTaken: true, conversion: { numerator: '60', toUnit: 'seconds' } },
    ])
  })

  it('S5: a unit of another dimension is not taken, and the answer says so', async () => {
    const answer = await translate({ label: '포기호', unit: '초' })
    expect(answer).toMatchObject({ result: false, matches: [{ target: 'measure:calls_abandoned', isTaken: false }] })
    expect(answer.messageKo).toMatch(/단위|초/)
  })

  it.each([
    ['소계줄', []],
    ['인입콜', [['NOT_RELATED_TO', false]]],
    ['멈춘 말', [['EQUIVALENT', false]]],
  ])('%s is not taken: it means nothing, not that, or is in doubt', async (label, matches) => {
    const answer = await busan(label)
    expect(answer.result).toBe(false)
    expect(answer.matches.map(({ relationship, isTaken }: { relationship: string; isTaken: boolean }) => [relationship, isTaken])).toEqual(
      matches,
    )
    expect(answer.messageKo).not.toBe('')
  })

  it('a wider meaning is taken as another definition, one of the hub’s own as provisional', async () => {
    expect((await busan('넓은 말')).matches).toMatchObject([
      { relationship: 'SOURCE_IS_NARROWER_THAN_TARGET', predicate: 'BROAD', isTaken: true },
    ])
    expect((await busan('넓은 말 임시')).matches).toMatchObject([{ isProvisional: true, isTaken: true }])
  })

  it('reads words of items in the column of their codelist', async () => {
    expect(await translate({ center: 'busan', label: '유선', kind: 'channel' })).toMatchObject({
      result: true,
      matches: [{ target: 'codelist:channel.voice', source: 'MAPPING' }],
    })
    expect(await translate({ label: '챗봇', kind: 'codelist:channel' })).toMatchObject({
      result: true,
      matches: [{ target: 'codelist:channel.chatbot', source: 'EDITION' }],
    })
    expect(await translate({ label: '유선', kind: 'channel' }, 'analyst')).toMatchObject({ result: false, matches: [] })
  })

  it('an unknown or ambiguous word has no match, and the reasons of what it may mean', async () => {
    const answer = await translate({ label: '콜수', unit: '건' })
    expect(answer).toMatchObject({ result: false, matches: [] })
    expect(answer.candidates.length).toBeGreaterThan(1)
    expect(answer.candidates[0].features[0].textKo).not.toBe('')
    expect(await translate({ label: '듣도 보도 못한 말' })).toMatchObject({
      result: false,
      matches: [],
      messageKo: expect.stringContaining('듣도 보도 못한 말'),
    })
  })

  it('the words of another center are for stewards and administrators; whether they exist nobody else learns', async () => {
    for (const client of ['steward', 'admin'])
      expect((await translate({ center: 'busan', label: '총콜', unit: '건' }, client)).result).toBe(true)
    expect((await translate({ label: '총콜', unit: '건' }, 'busan-client')).result).toBe(true)
    for (const client of ['seoul-client', 'analyst']) {
      const [foreign, unknown] = [
        await translate({ center: 'busan', label: '총콜', unit: '건' }, client),
        await translate({ center: 'atlantis', label: '총콜' }, client),
      ]
      expect([foreign.code, unknown.code]).toEqual(['CENTER_UNKNOWN', 'CENTER_UNKNOWN'])
      expect({ ...foreign.issues[0], got: '' }).toEqual({ ...unknown.issues[0], got: '' })
      expect((await translate({ label: '총콜', unit: '건' }, client)).matches).toEqual([])
    }
  })

  it('says every fault of a question at once, and takes no text for a pattern', async () => {
    expect(await translate({ label: '가'.repeat(201), unit: 'x'.repeat(41), kind: 'nothing' })).toMatchObject({
      code: 'BAD_USER_INPUT',
      issues: [{ path: ['input', 'label'] }, { path: ['input', 'unit'] }, { path: ['input', 'kind'] }],
    })
    expect((await translate({ label: '.*(a+)+$', kind: 'channel' })).result).toBe(false)
  })
})
