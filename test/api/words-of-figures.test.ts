import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideAs } from '../../api/operations/decide-mapping.js'
import { undoAs } from '../../api/operations/undo-decision.js'
import { valueOf } from '../support/center-hub.js'
import { decisionOf, STEWARD } from '../support/curate.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'

let hub: HubServer
beforeAll(async () => {
  hub = await startHubServer()
})
afterAll(() => hub.close())

const SUBMIT = `mutation($input: SubmitStatisticsInput!) { submitStatistics(input: $input) {
  ... on SubmissionReceipt { id counts { inserted quarantined } issues { code severity } } ... on Refused { issues { code messageEn } } } }`
const FIGURES = `query($input: FiguresInput!) { figures(input: $input) { asOf nodes { value heldVolume { percent volume words textKo textEn } } } }`
const WHY = `query($input: FiguresInput!) { explainFigure(input: $input) { nodes { measure label mappingVersions rawUnit } } }`
const HISTORY = `query($input: ObservationHistoryInput!) { observationHistory(input: $input) {
  nodes { revision value isRetracted cause by reason mappingVersions } } }`

const DAY = '2026-10-12'
const figure = { measures: ['calls_offered'], centers: ['seoul'], from: DAY, to: DAY }
const key = { center: 'seoul', measure: 'calls_offered', periodType: 'DAY', periodStart: DAY }

const push = async (idempotencyKey: string, rows: readonly object[]) => {
  const { data, errors } = await hub.graphql(SUBMIT, { input: { idempotencyKey, rows } }, await hub.token('seoul-client'))
  expect(errors).toBeUndefined()
  return data.submitStatistics
}
const ask = async (query: string, input: object, client = 'analyst') => {
  const { data, errors } = await hub.graphql(query, { input }, await hub.token(client))
  expect(errors).toBeUndefined()
  return data
}
const decisionOn = (term: string, status: 'proposed' | 'active') => decisionOf(term, { status, reason: '교환기 설명서 확인' })

describe('a word on its way to a figure', () => {
  it('is told as held volume while it waits, as the version it was read by when it lands, and as a decision when it is taken back', async () => {
    await push('a', [{ measure: '총들어온호', periodStart: DAY, unit: '건', value: 100, sourceRow: 2 }])
    expect((await ask(FIGURES, figure)).figures.nodes).toEqual([{ value: null, heldVolume: null }])
    const [term] = await hub.database.owner<{ id: string }[]>`select id from source_terms`
    valueOf(await decideAs(hub.hub, STEWARD, decisionOn(term?.id ?? '', 'proposed')))
    const proposed = await ask(FIGURES, figure)
    const held = {
      percent: '100.0',
      volume: '100',
      words: 1,
      textKo: '물량의 100.0 %가 용어 1개의 뜻이 정해지기를 기다리며 보류 중입니다.',
      textEn: '100.0 % of volume held: 1 word',
    }
    expect(proposed.figures.nodes).toEqual([{ value: null, heldVolume: held }])
    const { decision, made } = valueOf(await decideAs(hub.hub, STEWARD, decisionOn(term?.id ?? '', 'active')))
    const [version] = await hub.database.owner<{ id: string }[]>`select id from term_mapping_versions where no = ${made[0] ?? 0}`
    expect((await ask(FIGURES, figure)).figures.nodes).toEqual([{ value: '100', heldVolume: null }])
    expect((await ask(FIGURES, { ...figure, asOf: proposed.figures.asOf })).figures).toEqual(proposed.figures)
    expect((await ask(WHY, figure, 'seoul-client')).explainFigure.nodes).toEqual([
      { measure: 'calls_offered', label: '총들어온호', mappingVersions: [version?.id], rawUnit: '건' },
    ])
    expect((await ask(WHY, figure)).explainFigure.nodes[0].mappingVersions).toEqual([])
    valueOf(await undoAs(hub.hub, STEWARD, { decision, reason: '잘못 봄' }))
    expect((await ask(HISTORY, key, 'seoul-client')).observationHistory.nodes).toEqual([
      {
        revision: 1,
        value: '100',
        isRetracted: false,
        cause: 'REPLAYED',
        by: 'person:steward',
        reason: null,
        mappingVersions: [version?.id],
      },
      { revision: 2, value: null, isRetracted: true, cause: 'WORD_DECIDED', by: 'person:steward', reason: '잘못 봄', mappingVersions: [] },
    ])
    expect((await ask(FIGURES, figure)).figures.nodes).toEqual([{ value: null, heldVolume: held }])
  })

  it('of an item is told as held volume where the figure is summed from its breakdown, and not where the total stands itself', async () => {
    const contacts = (periodStart: string, value: number, item: string | null) => ({
      measure: 'contacts_handled',
      periodStart,
      unit: '건',
      value,
      dimensions: item === null ? [] : [{ dimension: 'channel', item }],
    })
    const [summed, stated] = ['2026-10-14', '2026-10-15']
    await push('c', [
      contacts(summed, 100, 'voice'),
      contacts(summed, 30, 'chatbot'),
      contacts(summed, 50, '삐삐'),
      contacts(stated, 180, null),
      contacts(stated, 130, 'voice'),
      contacts(stated, 50, '삐삐'),
    ])
    const figureOn = (day: string, asOf: string | null = null) => ({
      measures: ['contacts_handled'],
      centers: ['seoul'],
      from: day,
      to: day,
      asOf,
    })
    const held = { value: null, heldVolume: { percent: '100.0', volume: '50', words: 1 } }
    const before = (await ask(FIGURES, figureOn(summed))).figures
    expect(before.nodes).toMatchObject([held])
    expect((await ask(FIGURES, figureOn(stated))).figures.nodes).toEqual([{ value: '180', heldVolume: null }])
    const [term] = await hub.database.owner<{ id: string }[]>`select id from source_terms where raw_label = '삐삐'`
    valueOf(await decideAs(hub.hub, STEWARD, { ...decisionOn(term?.id ?? '', 'active'), target: 'codelist:channel.sms' }))
    expect((await ask(FIGURES, figureOn(summed))).figures.nodes).toEqual([{ value: '180', heldVolume: null }])
    expect((await ask(FIGURES, figureOn(summed, before.asOf))).figures).toEqual(before)
  })

  it('is told by the receipt that was read by a decision', async () => {
    const [term] = await hub.database.owner<{ id: string }[]>`select id from source_terms`
    valueOf(await decideAs(hub.hub, STEWARD, decisionOn(term?.id ?? '', 'active')))
    const receipt = await push('b', [{ measure: '총들어온호', periodStart: '2026-10-13', unit: '건', value: 7 }])
    expect(receipt).toMatchObject({
      counts: { inserted: 1, quarantined: 0 },
      issues: expect.arrayContaining([{ code: 'WORD_MAPPED', severity: 'INFO' }]),
    })
  })
})
