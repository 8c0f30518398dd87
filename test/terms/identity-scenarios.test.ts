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
/** What the watch tells of exchanged words, with both readings. */
const watch = async (center: string): Promise<Answer[]> => {
  await hub.database.setClock(`2026-11-19T09:${minute++}:00+09:00`)
  const text = `mutation ($center: String!) { runTermJob(input: { job: WATCH, center: $center }) { ... on JobRun { outcome } ... on Refused { issues { code } } } }`
  const { data } = await hub.graphql(text, { center }, await hub.token('steward'))
  expect(data.runTermJob).toMatchObject({ outcome: 'done' })
  const list = `{ termConflicts(center: "${center}", isOpen: false) { nodes { conflict subject state terms evidence } } }`
  const found = await hub.graphql(list, {}, await hub.token('steward'))
  if (found.errors !== undefined) throw new Error(JSON.stringify(found.errors))
  return found.data.termConflicts.nodes
    .filter(({ subject }: Answer) => subject.startsWith('exchange '))
    .map(({ evidence, ...one }: Answer) => ({ ...one, ...JSON.parse(evidence) }))
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

  it('tell a steward of two words that have changed places, with both readings, and accept neither', async () => {
    const ABANDONED = '고객 포기 콜수'
    for (const [label, other] of [
      [ANSWERED, 'measure:calls_abandoned'],
      [ABANDONED, 'measure:calls_answered'],
    ] as const) {
      const { status, vetoes, codes } = await reasonsOf('daegu', label)
      expect([status, codes.includes('EXCHANGED')]).toEqual(['PROPOSED', true])
      expect(named(vetoes, 'exchange').textKo).toMatch(/서로 바뀐 것으로 보입니다.*응대율 = .*이름대로 \d+\.\d, 서로 바꾸면 9\d\.\d/)
      expect(named(vetoes, 'exchange').textEn).toContain('exchanged')
      expect(other).toMatch(/^measure:/)
    }
    const told = await watch('daegu')
    expect(told).toMatchObject([
      { conflict: 'identity', state: 'open', terms: expect.arrayContaining([expect.any(String), expect.any(String)]) },
    ])
    expect(told[0].readings).toMatchObject([
      { reading: 'exchanged', asNamed: expect.any(String), exchanged: expect.any(String) },
      { reading: 'exchanged', asNamed: expect.any(String), exchanged: expect.any(String) },
    ])
    expect(told[0].readings.map(({ label, asNamed, exchanged }: Answer) => `${label}: ${asNamed} ${exchanged}`).toSorted()).toEqual([
      `${ABANDONED}: measure:calls_abandoned measure:calls_answered`,
      `${ANSWERED}: measure:calls_answered measure:calls_abandoned`,
    ])
    // Who says what one of them is has settled both.
    await actOn(hub, ['daegu', ANSWERED], 'correctMapping', { target: 'measure:calls_abandoned' })
    await actOn(hub, ['daegu', ANSWERED], 'correctMapping', { target: 'measure:calls_abandoned' }, 'second')
    await reconcile('daegu')
    expect((await watch('daegu')).filter(({ state }) => state === 'open')).toEqual([])
  })

  it('leave to a person what nothing tells apart, and accept names that the center’s shares or its own history bear out', async () => {
    const [ABANDONED, FLOWED] = ['고객 포기 콜수', '큐 이탈 호수']
    const offered = rows('인입호', '건', night => night.offered)
    const parts = (center: string, swapped: boolean) =>
      send(hub, center, [
        ...offered,
        ...rows('응대호', '건', night => night.answered),
        ...rows(ABANDONED, '콜', night => (swapped ? night.flowedOut : night.abandoned)),
        ...rows(FLOWED, '콜', night => (swapped ? night.abandoned : night.flowedOut)),
      ])
    // As many calls flow out as are given up at some centers: no share of either is out of the question.
    await parts('gangwon', false)
    await reconcile('gangwon')
    expect((await reasonsOf('gangwon', ABANDONED)).codes).toContain('EXCHANGED')
    expect(named((await reasonsOf('gangwon', ABANDONED)).vetoes, 'exchange').textKo).toContain('증거로 가릴 수 없습니다')

    // The same after twelve weeks of the center's own.
    const before = rows('포기호', '건', night => night.abandoned).map((row, night) => ({
      ...row,
      periodStart: addDays('2026-10-01', night),
    }))
    const flowed = rows('큐이탈호', '건', night => night.flowedOut).map((row, night) => ({
      ...row,
      periodStart: addDays('2026-10-01', night),
    }))
    for (const [center, swapped] of [
      ['chungbuk', false],
      ['chungnam', true],
    ] as const) {
      await send(hub, center, [...before, ...flowed])
      await parts(center, swapped)
      await reconcile(center)
    }
    expect((await reasonsOf('chungbuk', ABANDONED)).codes).not.toContain('EXCHANGED')
    expect(named((await reasonsOf('chungnam', ABANDONED)).vetoes, 'exchange').textKo).toMatch(
      /서로 바뀐 것으로 보입니다.*전에 보낸 값의 중앙값/,
    )
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
