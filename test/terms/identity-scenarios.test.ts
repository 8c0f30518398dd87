import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays } from '../../schema/domain/period.js'
import type { HubServer } from '../support/hub-server.js'
import { actOn, type Answer, send, type SentRow, startStewards, wordOf } from '../support/steward.js'

let hub: HubServer
beforeAll(async () => {
  hub = await startStewards()
})
afterAll(() => hub.close())

/** A center's fourteen nights, each figure following from the others. */
const NIGHTS = Array.from({ length: 14 }, (_, night) => {
  const [offered, abandoned, flowedOut] = [5_000 + 73 * ((night * 5) % 14), 280 + 11 * ((night * 3) % 14), 50 + ((night * 9) % 14)]
  const [talk, wrapUp] = [150 + 4 * ((night * 3) % 14), 40 + 2 * ((night * 5) % 14)]
  return {
    offered,
    abandoned,
    flowedOut,
    answered: offered - abandoned - flowedOut,
    talk,
    wrapUp,
    handleMinutes: ((talk + wrapUp) / 60).toFixed(2),
  }
})
const rows = (measure: string, unit: string, of: (night: (typeof NIGHTS)[number]) => number | string): readonly SentRow[] =>
  NIGHTS.map((night, at) => ({ measure, unit, value: String(of(night)), periodStart: addDays('2026-11-04', at) }))
const settled = [...rows('인입호', '건', night => night.offered), ...rows('큐이탈호', '건', night => night.flowedOut)]

let minute = 10
const reconcile = async (center: string): Promise<Answer> => {
  await hub.database.setClock(`2026-11-19T09:${minute++}:00+09:00`)
  const text = `mutation ($center: String!) { runTermJob(input: { job: RECONCILE, center: $center }) {
    ... on JobRun { outcome detail } ... on Refused { issues { code } } } }`
  const { data } = await hub.graphql(text, { center }, await hub.token('steward'))
  expect(data.runTermJob).toMatchObject({ outcome: 'done' })
  return JSON.parse(data.runTermJob.detail)
}
const reasonsOf = async (center: string, label: string): Promise<Answer> => {
  const { status, candidates, wouldFlip, evidenceHash } = await wordOf(hub, center, label)
  const [first] = candidates
  return {
    status,
    ref: first.ref,
    features: first.features,
    vetoes: first.vetoes,
    codes: wouldFlip.map(({ code }: Answer) => code),
    evidenceHash,
  }
}
const named = (reasons: readonly Answer[], name: string): Answer => reasons.find(({ feature, veto }) => (feature ?? veto) === name)

const ANSWERED = '상담사 응답 콜수'

describe('terminology 2.9: the identities of a center’s own figures', () => {
  it('vouch for a word that makes the sum whole: accepted, and the waterfall says by what', async () => {
    await send(hub, 'incheon', [
      ...settled,
      ...rows('포기호', '건', night => night.abandoned),
      ...rows(ANSWERED, '콜', night => night.answered),
    ])
    expect(await reconcile('incheon')).toMatchObject({ accepted: 1, rowsLanded: 14 })
    const { ref, features, vetoes } = await reasonsOf('incheon', ANSWERED)
    expect([ref, vetoes]).toEqual(['measure:calls_answered', []])
    expect(named(features, 'identity')).toEqual({
      feature: 'identity',
      weight: 1.2,
      textKo: '센터의 다른 값과 밤마다 맞습니다: 인입호 = 응대호 + 포기호 + 큐이탈호 (14일, 차이 중앙값 0.0%, 최대 0.0%).',
      textEn: expect.stringContaining('(14 nights, off by 0.0 % in the median, 0.0 % at most).'),
    })
  })

  it('stop a word whose values are those of the abandoned calls, night after night on the same evidence', async () => {
    await send(hub, 'busan', [
      ...settled,
      ...rows('포기호', '건', night => night.abandoned),
      ...rows(ANSWERED, '콜', night => night.abandoned),
    ])
    expect(await reconcile('busan')).toMatchObject({ words: 1, accepted: 0, provisional: 0, proposed: 1, rowsLanded: 0 })
    const found = await reasonsOf('busan', ANSWERED)
    expect(found).toMatchObject({ status: 'PROPOSED', ref: 'measure:calls_answered', codes: expect.arrayContaining(['IDENTITY_CONFLICT']) })
    expect(named(found.vetoes, 'identity')).toMatchObject({
      textKo: expect.stringMatching(/^센터의 다른 값과 맞지 않습니다: 인입호 = 응대호 \+ 포기호 \+ 큐이탈호 \(14일, /),
    })
    expect(await reconcile('busan')).toMatchObject({ words: 1, accepted: 0, proposed: 0, left: 1 })
    expect((await reasonsOf('busan', ANSWERED)).evidenceHash).toBe(found.evidenceHash)
    await actOn(hub, ['busan', ANSWERED], 'rejectCandidate', { target: 'measure:calls_answered', reason: '포기호 값임' })
    const refsOf = async () => (await wordOf(hub, 'busan', ANSWERED)).candidates.map(({ ref }: Answer) => ref)
    expect(await refsOf()).not.toContain('measure:calls_answered')
    expect(await reconcile('busan')).toMatchObject({ accepted: 0, rowsLanded: 0 })
    expect(await refsOf()).not.toContain('measure:calls_answered')
  })

  it('prove neither of two words that may have changed places', async () => {
    const ABANDONED = '고객 포기 콜수'
    await send(hub, 'daegu', [
      ...settled,
      ...rows(ANSWERED, '콜', night => night.abandoned),
      ...rows(ABANDONED, '콜', night => night.answered),
    ])
    await reconcile('daegu')
    for (const label of [ANSWERED, ABANDONED]) {
      const { features } = await reasonsOf('daegu', label)
      expect(named(features, 'identity')).toBeUndefined()
      expect(named(features, 'identity-open')).toMatchObject({ weight: 0, textKo: expect.stringContaining('자리를 바꾸어도 성립하여') })
    }
  })

  it('find minutes under seconds by the center’s own talk and after-call times, and say so to stewards who see neither', async () => {
    const word = ['gwangju', '평균처리시간'] as const
    const times = [...rows('평균통화시간', '초', night => night.talk), ...rows('평균후처리시간', '초', night => night.wrapUp)]
    expect((await send(hub, 'gwangju', times)).counts).toMatchObject({ inserted: 28 })
    expect(
      (
        await send(
          hub,
          'gwangju',
          rows('평균처리시간', '초', night => night.handleMinutes),
        )
      ).counts,
    ).toMatchObject({ quarantined: 14 })
    expect(await reconcile('gwangju')).toMatchObject({ accepted: 0, proposed: 1, rowsLanded: 0 })
    const { ref, vetoes, codes } = await reasonsOf(...word)
    expect([ref, codes.includes('IDENTITY_CONFLICT')]).toEqual(['indicator:aht', true])
    expect(named(vetoes, 'identity')).toMatchObject({
      textKo: expect.stringMatching(/평균처리시간 = 평균통화시간 .*\(14일, .*분 단위라면 맞습니다\.$/),
      textEn: expect.stringContaining('In minutes it would agree.'),
    })
    const why = `query ($input: TranslateInput!) { translate(input: $input) { candidates { vetoes { veto textEn } } } }`
    const input = { center: 'gwangju', label: '평균처리시간', unit: '초' }
    const { data } = await hub.graphql(why, { input }, await hub.token('steward'))
    expect(named(data.translate.candidates[0].vetoes, 'identity')).toMatchObject({
      textEn: expect.stringContaining('In minutes it would agree.'),
    })
    expect((await wordOf(hub, ...word)).mappings).toMatchObject([{ conversion: { numerator: '60', denominator: '1' } }])
    expect(await actOn(hub, word, 'approveMapping', { target: 'indicator:aht' })).toMatchObject({ landed: 14 })
  })

  it('say nothing of parts, of six nights and of a center with nothing settled', async () => {
    const parts = rows(ANSWERED, '콜', night => night.abandoned).map(row => ({
      ...row,
      dimensions: [{ dimension: 'language', item: 'en' }],
    }))
    await send(hub, 'daejeon', [...settled, ...rows('포기호', '건', night => night.abandoned), ...parts])
    await send(hub, 'jeju', [
      ...settled,
      ...rows('포기호', '건', night => night.abandoned),
      ...rows(ANSWERED, '콜', night => night.abandoned).slice(0, 6),
    ])
    await send(hub, 'ulsan', [...rows(ANSWERED, '콜', night => night.answered), ...rows('고객 포기 콜수', '콜', night => night.abandoned)])
    for (const center of ['daejeon', 'jeju', 'ulsan']) {
      await reconcile(center)
      const { features, vetoes } = await reasonsOf(center, ANSWERED)
      expect([...features, ...vetoes].map(({ feature, veto }) => feature ?? veto).filter(name => name.startsWith('identity'))).toEqual([])
    }
  })
})
