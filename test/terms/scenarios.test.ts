import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays } from '../../schema/domain/period.js'
import type { HubServer } from '../support/hub-server.js'
import { actOn, type Answer, askQueue, send, type SentRow, startStewards, wordOf } from '../support/steward.js'

let hub: HubServer
beforeAll(async () => {
  hub = await startStewards()
})
afterAll(() => hub.close())

type Nights = { readonly unit: string | null; readonly value: (night: number) => string; readonly count?: number; readonly from?: string }
const nights = (measure: string, { unit, value, count = 14, from = '2026-11-04' }: Nights): SentRow[] =>
  Array.from({ length: count }, (_, night) => ({ measure, unit, value: value(night), periodStart: addDays(from, night) }))
const around = (low: number, step: number) => (night: number) =>
  (low + step * ((night * 5) % 14)).toFixed(step < 0.1 ? 3 : step < 1 ? 1 : 0)

/** The ledger takes one run of a job an instant, so each is a minute after the one before. */
let minute = 10
const run = async (job: string, center: string): Promise<Answer> => {
  await hub.database.setClock(`2026-11-19T09:${minute++}:00+09:00`)
  const text = `mutation ($job: TermJobName!, $center: String!) { runTermJob(input: { job: $job, center: $center }) {
    ... on JobRun { outcome detail } ... on Refused { issues { code } } } }`
  const { data } = await hub.graphql(text, { job, center }, await hub.token('steward'))
  expect(data.runTermJob).toMatchObject({ outcome: 'done' })
  return JSON.parse(data.runTermJob.detail)
}

const OBSERVATIONS = `query ($input: ObservationsInput!) { observations(input: $input) {
  nodes { measure periodStart value rawValue rawUnit unitFactor label status isReported } } }`
const valuesOf = async (center: string): Promise<Answer[]> => {
  const input = { centers: [center], from: '2026-10-01', to: '2026-11-18' }
  const { data, errors } = await hub.graphql(OBSERVATIONS, { input }, await hub.token(`${center}-client`))
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data.observations.nodes
}
const queueOf = async (center: string): Promise<Answer[]> => (await askQueue(hub, 'steward', `center: "${center}"`)).nodes

describe('terminology 1: 응답률 (%) of a new center', () => {
  it('is accepted as answer rate by night, for its unit and fourteen nights of 90 to 98', async () => {
    await send(hub, 'seoul', nights('응답률 (%)', { unit: null, value: around(90, 0.6) }))
    const [offered] = (await wordOf(hub, 'seoul', '응답률 (%)')).candidates
    expect([offered.ref, offered.features.map(({ feature }: Answer) => feature)]).toEqual([
      'indicator:response_rate',
      expect.arrayContaining(['ambiguous', 'unit', 'values']),
    ])
    for (const { textKo, textEn } of offered.features) expect(`${textKo} ${textEn}`).toMatch(/[가-힣].*[a-z]/)
    expect(await run('RECONCILE', 'seoul')).toMatchObject({ accepted: 1, rowsLanded: 14 })
    const values = await valuesOf('seoul')
    expect(values).toHaveLength(14)
    expect(values[0]).toMatchObject({ measure: 'reported:response_rate', value: '90', label: '응답률 (%)', isReported: true })
  })
})

describe('terminology 2: the same word in 건 with values in thousands', () => {
  it('is not accepted, lands nothing, and the count is offered first', async () => {
    await send(hub, 'daegu', nights('응답률', { unit: '건', value: around(1_000, 40) }))
    expect(await run('RECONCILE', 'daegu')).toMatchObject({ accepted: 0, proposed: 1, rowsLanded: 0 })
    const word = await wordOf(hub, 'daegu', '응답률')
    expect(word).toMatchObject({ status: 'PROPOSED', rowsWaiting: 14 })
    expect(word.candidates[0].ref).toBe('measure:calls_answered')
    const rate = word.candidates.find(({ ref }: Answer) => ref === 'indicator:response_rate')
    expect(rate.vetoes.map(({ veto }: Answer) => veto)).toEqual(['unit'])
    expect(await valuesOf('daegu')).toEqual([])
  })
})

describe('terminology 3: 평균통화시간', () => {
  it('in 분 is stored in seconds, with what was sent', async () => {
    await send(hub, 'incheon', nights('평균통화시간', { unit: '분', value: () => '2.9', count: 1 }))
    expect(await valuesOf('incheon')).toMatchObject([
      { measure: 'reported:att', value: '174', rawValue: '2.9', rawUnit: '분', unitFactor: '60' },
    ])
  })

  it.each([
    ['gwangju', '초'],
    ['daejeon', null],
  ])('written 02:54 waits instead of being refused, and comes to the same from that day on (%s, %s)', async (center, unit) => {
    const word = [center, '평균통화시간'] as const
    await send(hub, center, nights('평균통화시간', { unit, value: () => '180', count: 2 }))
    const rows = nights('평균통화시간', { unit, value: night => `02:${50 + (night % 9)}`, count: 9, from: '2026-11-06' })
    expect((await send(hub, center, rows)).counts).toMatchObject({ quarantined: 9, rejected: 0 })
    expect(await run('RECONCILE', center)).toMatchObject({ accepted: 0, proposed: 1 })
    const proposed = { status: 'PROPOSED', from: '2026-11-06', conversion: { format: 'MM_SS' } }
    expect(await wordOf(hub, ...word)).toMatchObject({ status: 'PROPOSED', mappings: [proposed] })
    expect(await actOn(hub, word, 'approveMapping', { target: 'indicator:att' })).toMatchObject({ landed: 9, heldAgain: 0 })
    const values = await valuesOf(center)
    expect(values.map(({ value }) => value)).toEqual(['180', '180', '170', '171', '172', '173', '174', '175', '176', '177', '178'])
    expect(values[6]).toMatchObject({ measure: 'reported:att', value: '174', rawValue: '02:54' })
  })

  it('written so under a word of the center’s own is accepted by night, with its notation', async () => {
    const rows = nights('콜당 평균 통화시간', { unit: '초', value: night => `02:${50 + (night % 9)}`, count: 9 })
    expect((await send(hub, 'chungnam', rows)).counts).toMatchObject({ quarantined: 9 })
    expect(await run('RECONCILE', 'chungnam')).toMatchObject({ accepted: 1, rowsLanded: 9 })
    expect((await valuesOf('chungnam'))[4]).toMatchObject({ measure: 'reported:att', value: '174', rawValue: '02:54' })
  })
})

const RECEIPT = `query ($id: ID!) { submission(id: $id) { standing { received facts held voided rejected lost }
  rows(outcomes: [QUARANTINED]) { nodes { issues { code severity path messageKo messageEn } } } } }`
const receiptOf = async (center: string, id: string): Promise<Answer> => {
  const { data, errors } = await hub.graphql(RECEIPT, { id }, await hub.token(`${center}-client`))
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data.submission
}

describe('terminology 4: 평균통화시간 labelled 초 with values near 3', () => {
  const NEAR_THREE = { unit: '초', value: around(2.6, 0.06) }

  it('is held, looks like minutes, is accepted with x60 and replayed for all nights, once', async () => {
    const word = ['busan', '평균통화시간'] as const
    const { id, counts } = await send(hub, 'busan', nights('평균통화시간', NEAR_THREE))
    expect(counts).toMatchObject({ received: 14, inserted: 0, quarantined: 14, rejected: 0 })
    const { rows, standing } = await receiptOf('busan', id)
    expect(standing).toEqual({ received: 14, facts: 0, held: 14, voided: 0, rejected: 0, lost: 0 })
    const doubts = rows.nodes.map(({ issues }: Answer) => issues.filter(({ severity }: Answer) => severity === 'HOLD'))
    expect(doubts).toHaveLength(14)
    for (const [index, found] of doubts.entries())
      expect(found).toMatchObject([
        {
          code: 'UNIT_DOUBTED',
          path: ['rows', `${index}`, 'value'],
          messageKo: expect.stringContaining('값이 분으로 보입니다'),
          messageEn: expect.stringContaining('the value looks like minutes'),
        },
      ])
    expect(await run('RECONCILE', 'busan')).toMatchObject({ words: 1, accepted: 0, provisional: 0, proposed: 1, rowsLanded: 0 })
    const asked = await wordOf(hub, ...word)
    expect(asked).toMatchObject({
      status: 'PROPOSED',
      rowsWaiting: 14,
      mappings: [{ target: 'indicator:att', from: '2026-11-04', conversion: { numerator: '60', denominator: '1' } }],
    })
    expect(asked.candidates[0].features.find(({ feature }: Answer) => feature === 'looks-like-unit')).toMatchObject({
      textKo: '값이 분 단위처럼 보입니다.',
      textEn: 'The values look like minutes.',
    })
    expect(await actOn(hub, word, 'approveMapping', { target: 'indicator:att' })).toMatchObject({
      needsReview: false,
      landed: 14,
      stillHeld: 0,
    })
    const values = await valuesOf('busan')
    expect(values.map(({ measure, value, rawValue, rawUnit, unitFactor }) => [measure, value, rawValue, rawUnit, unitFactor])).toEqual(
      Array.from({ length: 14 }, (_, night) => {
        const sent = NEAR_THREE.value(night)
        return ['reported:att', `${Math.round(Number(sent) * 6000) / 100}`, sent, '초', '60']
      }),
    )
    expect(await run('REPLAY', 'busan')).toEqual({ rowsTried: 0 })
    expect(await valuesOf('busan')).toEqual(values)
    expect((await receiptOf('busan', id)).standing).toEqual({ received: 14, facts: 14, held: 0, voided: 0, rejected: 0, lost: 0 })
    expect(await run('CONSERVATION', 'busan')).toMatchObject({ lost: 0 })
    const { counts: later } = await send(
      hub,
      'busan',
      nights('평균통화시간', { unit: '초', value: () => '3', count: 1, from: '2026-11-18' }),
    )
    expect(later).toMatchObject({ inserted: 1, quarantined: 0 })
    expect((await valuesOf('busan')).at(-1)).toMatchObject({ periodStart: '2026-11-18', value: '180', rawValue: '3' })
  })

  it('lands as it is, and unheld from then on, where a steward says that it is right', async () => {
    const word = ['gyeongnam', '평균통화시간'] as const
    await send(hub, 'gyeongnam', nights('평균통화시간', { ...NEAR_THREE, count: 3 }))
    const asStated = { target: 'indicator:att', conversion: { numerator: '1' } }
    expect(await actOn(hub, word, 'approveMapping', asStated)).toMatchObject({ landed: 3 })
    expect(
      (await send(hub, 'gyeongnam', nights('평균통화시간', { unit: '초', value: () => '2.9', count: 1, from: '2026-11-10' }))).counts,
    ).toMatchObject({ inserted: 1 })
    expect((await valuesOf('gyeongnam')).map(({ value }) => value)).toEqual(['2.6', '2.9', '3.2', '2.9'])
  })

  it('lands at once where it is possible as stated, is 0, or would be usual in no other unit', async () => {
    const plain = ['174', '20', '0', '0.5'].map((value, day) => ({
      measure: '평균통화시간',
      unit: '초',
      value,
      periodStart: addDays('2026-11-04', day),
    }))
    const rates = [
      { measure: '응대율', unit: '%', value: '93.4' },
      { measure: '응대율', unit: '%', value: '12', periodStart: '2026-11-10' },
      { measure: '서비스레벨', unit: '%', value: '3' },
      { measure: '평균통화시간', unit: '분', value: '2.9' },
    ]
    const { counts } = await send(hub, 'jeonbuk', [...plain, ...rates])
    expect(counts).toMatchObject({ received: 8, inserted: 8, quarantined: 0 })
    const shares = [
      { measure: '응대율', unit: '%', value: '0.934', periodStart: '2026-11-11' },
      { measure: '평균통화시간', unit: '분', value: '174', periodStart: '2026-11-11' },
    ]
    const { id, counts: doubted } = await send(hub, 'jeonbuk', shares)
    expect(doubted).toMatchObject({ inserted: 0, quarantined: 2 })
    const said = (await receiptOf('jeonbuk', id)).rows.nodes.flatMap(({ issues }: Answer) =>
      issues.flatMap(({ code, messageEn }: Answer) => (code === 'UNIT_DOUBTED' ? [/looks like ([a-z]+)/.exec(messageEn)?.[1]] : [])),
    )
    expect(said).toEqual(['ratio', 'seconds'])
    await send(hub, 'jeonbuk', [{ measure: '응대율', unit: '%', value: '93.4', periodStart: '2026-11-11' }])
    expect((await receiptOf('jeonbuk', id)).standing).toMatchObject({ held: 1, voided: 1, lost: 0 })
  })
})

describe('terminology 5: what only looks like answering or abandoning', () => {
  it('is never accepted, whatever its values', async () => {
    await send(hub, 'ulsan', [
      ...nights('미응대율', { unit: '%', value: around(5, 0.2) }),
      ...nights('문자설문 회신율', { unit: '%', value: around(14, 0.2) }),
      ...nights('IVR 단계 포기', { unit: '건', value: around(40, 2) }),
    ])
    expect(await run('RECONCILE', 'ulsan')).toMatchObject({ words: 3, accepted: 0, provisional: 0, rowsLanded: 0 })
    expect(await valuesOf('ulsan')).toEqual([])
  })
})

describe('terminology 6: the keyboard', () => {
  it('off, a word is understood; SL and ASA are what they are', async () => {
    await send(hub, 'sejong', [
      ...nights('dmdeodbf', { unit: '%', value: around(92, 0.3) }),
      ...nights('SL', { unit: '%', value: around(82, 0.3) }),
      ...nights('ASA', { unit: '초', value: around(22, 1) }),
    ])
    expect(await run('RECONCILE', 'sejong')).toMatchObject({ accepted: 1, rowsLanded: 14 })
    expect(new Set((await valuesOf('sejong')).map(({ measure }) => measure))).toEqual(
      new Set(['reported:response_rate', 'reported:service_level', 'reported:asa']),
    )
  })
})

describe('terminology 7: one word in many compositions', () => {
  it('is one word of the queue, every spelling byte for byte', async () => {
    const spellings = ['우리 받은콜Ａ', '우리 받은콜A'.normalize('NFD'), '우리\u00a0받은콜A', '\ufeff우리받은\u200b콜a']
    await send(
      hub,
      'jeju',
      spellings.map((measure, day) => ({ measure, unit: '건', value: 5, periodStart: addDays('2026-11-10', day) })),
    )
    const queue = await queueOf('jeju')
    expect(queue).toMatchObject([{ rowsWaiting: 4 }])
    const kept = await hub.database.owner<{ raw_label: string }[]>`
      select raw_label from source_term_spellings where source_term_id = ${queue[0]?.id ?? ''}::uuid`
    expect(kept.map(({ raw_label: label }) => label).toSorted()).toEqual(spellings.toSorted())
  })
})

describe('terminology 12: a share that becomes a percentage overnight', () => {
  it('is caught that night: the new value waits, older ones stay, and lands by a version from its day on', async () => {
    const label = '전화 받은 비율 우리'
    const word = ['gangwon', label] as const
    await send(hub, 'gangwon', nights(label, { unit: null, value: around(0.93, 0.005), count: 28, from: '2026-10-20' }))
    const share = { target: 'indicator:response_rate', conversion: { numerator: '100' } }
    expect(await actOn(hub, word, 'correctMapping', share)).toMatchObject({ landed: 28 })
    expect(await run('WATCH', 'gangwon')).toMatchObject({ suspended: 0 })
    await send(hub, 'gangwon', nights(label, { unit: null, value: () => '94.6', count: 1, from: '2026-11-17' }))
    expect(await run('WATCH', 'gangwon')).toMatchObject({ suspended: 1 })
    expect(await wordOf(hub, ...word)).toMatchObject({ status: 'SUSPENDED', rowsWaiting: 1, conflicts: [{ conflict: 'unit' }] })
    expect(await valuesOf('gangwon')).toHaveLength(28)
    const percent = { target: 'indicator:response_rate', from: '2026-11-17', reason: '17일부터 백분율로 보냄' }
    expect(await actOn(hub, word, 'correctMapping', percent)).toMatchObject({ landed: 1, heldAgain: 0 })
    expect((await valuesOf('gangwon')).at(-1)).toMatchObject({ periodStart: '2026-11-17', value: '94.6' })
    expect((await wordOf(hub, ...word)).mappings).toMatchObject([
      { to: '2026-11-16', conversion: { numerator: '100' } },
      { from: '2026-11-17', conversion: null },
    ])
  })
})

describe('terminology 13: a service level at 15 seconds', () => {
  it('is close and not exact: it goes to a person, and is kept under its threshold, out of the figure of the standard', async () => {
    await send(hub, 'gyeonggi', nights('15초 서비스레벨', { unit: '%', value: around(70, 0.4) }))
    expect(await run('RECONCILE', 'gyeonggi')).toMatchObject({ accepted: 0, proposed: 1, rowsLanded: 0 })
    const word = await wordOf(hub, 'gyeonggi', '15초 서비스레벨')
    expect(word.candidates[0]).toMatchObject({ ref: 'indicator:service_level#threshold_15s', predicate: 'CLOSE' })
    const approved = { target: 'indicator:service_level#threshold_15s' }
    expect(await actOn(hub, ['gyeonggi', '15초 서비스레벨'], 'approveMapping', approved)).toMatchObject({ landed: 14 })
    expect((await valuesOf('gyeonggi'))[0]).toMatchObject({ measure: 'reported:service_level:threshold_15s', status: 'definition_differs' })
    const input = { indicators: ['service_level'], centers: ['gyeonggi'], from: '2026-11-04', to: '2026-11-17', by: 'DAY' }
    const text = 'query ($input: FiguresInput!) { figures(input: $input) { nodes { value } } }'
    const { data } = await hub.graphql(text, { input }, await hub.token('analyst'))
    expect(new Set(data.figures.nodes.map(({ value }: Answer) => value))).toEqual(new Set([null]))
  })
})

describe('terminology 14: composite, vague and total rows', () => {
  it('are not mapped, and the reason says which', async () => {
    const count = { unit: '건', value: around(60, 4) }
    await send(
      hub,
      'jeonnam',
      ['상수도 상담 콜수', '콜', '소계'].flatMap(label => nights(label, count)),
    )
    expect(await run('RECONCILE', 'jeonnam')).toMatchObject({ words: 3, accepted: 0, provisional: 0, rowsLanded: 0 })
    const reasons = Object.fromEntries(
      (await queueOf('jeonnam')).map(({ label, wouldFlip }) => [label, wouldFlip.map(({ code }: Answer) => code)]),
    )
    expect(reasons).toMatchObject({ '상수도 상담 콜수': expect.arrayContaining(['COMPOSITE']), 콜: ['VAGUE'], 소계: ['TOTAL_ROW'] })
  })
})
