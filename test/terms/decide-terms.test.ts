import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listIndicatorUses } from '../../schema/domain/terms/list-indicator-uses.js'
import type { HubServer } from '../support/hub-server.js'
import { act, actOn, askQueue, byTwo, codesOf, historyOf, send, startStewards, wordOf } from '../support/steward.js'
import { revisionsOf, standing } from '../support/stored-rows.js'

let hub: HubServer
beforeAll(async () => {
  hub = await startStewards()
})
afterAll(() => hub.close())

const nights = (measure: string, values: readonly number[], unit = '건') =>
  values.map((value, at) => ({ measure, value, unit, periodStart: `2026-11-${String(10 + at)}` }))
const valuesOf = (center: string) => standing(hub.database.owner, center)
const AS_OFFERED = { target: 'measure:calls_offered' }

describe('terminology 4: a duration labelled in seconds with values of minutes', () => {
  it('lands times 60, all nights, once two stewards accept it so', async () => {
    await send(hub, 'busan', nights('통화길이합', [29, 30, 31], '초'))
    const said = { target: 'measure:talk_seconds', conversion: { numerator: '60' }, reason: '값이 분 단위로 보임' }
    const first = await actOn(hub, ['busan', '통화길이합'], 'correctMapping', said)
    expect(first).toMatchObject({ needsReview: true, landed: 0, version: 1 })
    expect(await wordOf(hub, 'busan', '통화길이합')).toMatchObject({ status: 'IN_REVIEW', rowsWaiting: 3 })
    expect(await actOn(hub, ['busan', '통화길이합'], 'correctMapping', said, 'second')).toMatchObject({
      needsReview: false,
      landed: 3,
      version: 2,
    })
    expect(await valuesOf('busan')).toEqual({
      'talk_seconds day 2026-11-10': '1740',
      'talk_seconds day 2026-11-11': '1800',
      'talk_seconds day 2026-11-12': '1860',
    })
    const [raw] = await hub.database.owner`
      select raw_value, raw_unit, unit_factor from observations where label = '통화길이합' order by period_start limit 1`
    expect(raw).toMatchObject({ raw_value: '29', raw_unit: '초', unit_factor: '60' })
    expect(await wordOf(hub, 'busan', '통화길이합')).toMatchObject({
      status: 'MAPPED',
      mappings: [
        {
          target: 'measure:talk_seconds',
          status: 'ACTIVE',
          conversion: { numerator: '60', denominator: '1' },
          author: 'client:steward',
          reviewers: ['person:second'],
        },
      ],
    })
  })
})

describe('a meaning that enters published figures', () => {
  it('needs another steward: the same one is refused, disagreement is kept, agreement makes it stand', async () => {
    const word = ['daegu', '총인입콜'] as const
    await send(hub, 'daegu', nights('총인입콜', [1000, 1100]))
    expect(await actOn(hub, word, 'approveMapping', AS_OFFERED)).toMatchObject({ needsReview: true, landed: 0 })
    expect(codesOf(await actOn(hub, word, 'approveMapping', AS_OFFERED))).toEqual(['SECOND_STEWARD_REQUIRED'])
    expect(codesOf(await actOn(hub, word, 'reviewMapping', { agrees: true }))).toEqual(['SECOND_STEWARD_REQUIRED'])
    const disagreed = await actOn(hub, word, 'reviewMapping', { agrees: false, reason: '호시도건수로 보임' }, 'second')
    expect(disagreed).toMatchObject({ needsReview: true, landed: 0 })
    expect(await wordOf(hub, 'daegu', '총인입콜')).toMatchObject({ status: 'IN_REVIEW' })
    expect(await actOn(hub, word, 'reviewMapping', { agrees: true }, 'third')).toMatchObject({ needsReview: false, landed: 2 })
    const { id } = await wordOf(hub, 'daegu', '총인입콜')
    const [last] = await historyOf(hub, id)
    expect(last).toMatchObject({
      action: 'agree',
      actor: 'person:third',
      version: 3,
      made: [
        {
          author: 'client:steward',
          status: 'ACTIVE',
          reviews: [
            { by: 'person:second', agrees: false, reason: '호시도건수로 보임' },
            { by: 'person:third', agrees: true, reason: null },
          ],
        },
      ],
    })
  })

  it('stands at once where no published indicator that everybody sees uses the measure', async () => {
    const { edition } = await hub.hub.standards()
    const used = new Set(listIndicatorUses(edition).map(({ subject }) => subject))
    const measure = [...edition.measures.values()].find(
      ({ code, unit, frequency, providedBy }) =>
        !used.has(`measure:${code}`) && edition.units.get(unit)?.dimension === 'count' && frequency === 'day' && providedBy !== 'hub',
    )
    expect(measure).toBeDefined()
    await send(hub, 'ulsan', nights('아무개건수', [3, 4]))
    const decided = await actOn(hub, ['ulsan', '아무개건수'], 'correctMapping', { target: `measure:${measure?.code ?? ''}` })
    expect(decided).toMatchObject({ needsReview: false, landed: 2 })
  })
})

describe('terminology 9: two centers use one word for two things', () => {
  it('shows what the other decided, and maps each by itself', async () => {
    await send(hub, 'incheon', nights('대기시간', [700, 800], '초'))
    await send(hub, 'gwangju', nights('대기시간', [70, 80], '초'))
    await byTwo(hub, ['incheon', '대기시간'], 'correctMapping', { target: 'measure:wait_seconds_answered' })
    expect(await wordOf(hub, 'gwangju', '대기시간')).toMatchObject({
      status: 'WAITING',
      elsewhere: [{ target: 'measure:wait_seconds_answered', centers: 1, bySteward: 1 }],
    })
    await byTwo(hub, ['gwangju', '대기시간'], 'correctMapping', { target: 'measure:hold_seconds' })
    expect(Object.keys(await valuesOf('incheon'))).toEqual(['wait_seconds_answered day 2026-11-10', 'wait_seconds_answered day 2026-11-11'])
    expect(Object.keys(await valuesOf('gwangju'))).toEqual(['hold_seconds day 2026-11-10', 'hold_seconds day 2026-11-11'])
  })
})

describe('terminology 10: a refused meaning', () => {
  it('is not offered again on the same evidence, and comes back with what changed on other evidence', async () => {
    const word = ['sejong', '총인입콜'] as const
    const refs = async () => (await wordOf(hub, ...word)).candidates.map(({ ref }: { ref: string }) => ref)
    await send(hub, 'sejong', [{ measure: '총인입콜', value: null, unit: '건', periodStart: '2026-11-10' }])
    await send(hub, 'sejong', nights('총인입콜', [3]))
    expect(await refs()).toContain('measure:calls_offered')
    expect(await actOn(hub, word, 'rejectCandidate', { ...AS_OFFERED, reason: '모든 시도를 센다고 함' })).toMatchObject({
      version: 1,
      landed: 0,
    })
    expect(await refs()).not.toContain('measure:calls_offered')
    expect(codesOf(await actOn(hub, word, 'approveMapping', AS_OFFERED))).toEqual(['MAPPING_INVALID'])
    await send(hub, 'sejong', nights('총인입콜', [3, 3], '건').slice(1))
    expect(await refs()).not.toContain('measure:calls_offered')
    await send(hub, 'sejong', nights('총인입콜', [0, 0, 1100, 1200, 1300, 1250, 1180, 1120, 1150]).slice(2))
    const again = (await wordOf(hub, ...word)).candidates.find(({ ref }: { ref: string }) => ref === 'measure:calls_offered')
    expect(again?.earlierRejection).toMatchObject({ by: 'client:steward', reason: '모든 시도를 센다고 함' })
    expect(again?.earlierRejection.evidenceAdded.length + again?.earlierRejection.evidenceGone.length).toBeGreaterThan(0)
  })
})

describe('decisions about a word', () => {
  it('of two stewards at once one stands, and the other is told that somebody decided', async () => {
    await send(hub, 'jeju', nights('전화', [10]))
    const { id, version } = await wordOf(hub, 'jeju', '전화')
    const said = { term: id, expectedVersion: version }
    const answers = await Promise.all([
      act(hub, 'decideNoMatch', said),
      act(hub, 'rejectCandidate', { ...said, ...AS_OFFERED }, 'second'),
      act(hub, 'flagTerm', { ...said, flag: '확인 필요' }, 'third'),
    ])
    expect(answers.flatMap(codesOf)).toEqual(['CHANGED_SINCE', 'CHANGED_SINCE'])
    expect(await historyOf(hub, id)).toHaveLength(1)
  })

  it('are undone by a later one, after which what had landed waits again', async () => {
    const word = ['gangwon', '총인입콜'] as const
    await send(hub, 'gangwon', nights('총인입콜', [900, 950]))
    const approved = await byTwo(hub, word, 'approveMapping', AS_OFFERED)
    expect(approved).toMatchObject({ landed: 2 })
    const { id, version } = await wordOf(hub, ...word)
    expect(codesOf(await act(hub, 'undoTermDecision', { decision: approved.decision, expectedVersion: version - 1 }))).toEqual([
      'CHANGED_SINCE',
    ])
    const undone = await act(hub, 'undoTermDecision', {
      decision: approved.decision,
      expectedVersion: version,
      reason: '센터가 아니라고 함',
    })
    expect(undone).toMatchObject({ heldAgain: 2, landed: 0, version: 3 })
    expect(await valuesOf('gangwon')).toEqual({})
    expect(await revisionsOf(hub.database.owner, 'gangwon', 'calls_offered day 2026-11-10')).toHaveLength(2)
    const history = await historyOf(hub, id)
    expect(history.map(({ action }: { action: string }) => action)).toEqual(
      ['undo', 'approve', 'approve'].map((name, at) => (at === 1 ? 'agree' : name)),
    )
    expect(history[0]).toMatchObject({ undoes: approved.decision, reason: '센터가 아니라고 함' })
    expect(history[1]).toMatchObject({ id: approved.decision, undoneBy: undone.decision })
    expect(codesOf(await act(hub, 'undoTermDecision', { decision: approved.decision, expectedVersion: 3 }))).toEqual(['DECISION_OVERTAKEN'])
  })

  it('that nothing fits leaves the queue, and its rows waiting', async () => {
    await send(hub, 'jeonbuk', nights('별난숫자', [1, 2]))
    expect(await actOn(hub, ['jeonbuk', '별난숫자'], 'decideNoMatch', {})).toMatchObject({ landed: 0, stillHeld: 2 })
    expect(await wordOf(hub, 'jeonbuk', '별난숫자')).toMatchObject({ status: 'NO_MATCH', mappings: [{ target: null, status: 'ACTIVE' }] })
    expect((await askQueue(hub, 'steward', 'center: "jeonbuk"')).nodes).toEqual([])
  })

  it('flag a word and put it on the desk of a steward, and of nobody else', async () => {
    await send(hub, 'jeonnam', nights('또다른숫자', [1]))
    const word = ['jeonnam', '또다른숫자'] as const
    expect(await actOn(hub, word, 'flagTerm', { flag: '센터에 문의함' })).toMatchObject({ version: 1 })
    expect(await actOn(hub, word, 'assignTerm', { to: 'second' })).toMatchObject({ version: 2 })
    expect(codesOf(await actOn(hub, word, 'assignTerm', { to: 'analyst' }))).toEqual(['NOT_FOUND'])
    expect(codesOf(await actOn(hub, word, 'flagTerm', { flag: '김철수 010-1234-5678' }))).toEqual(['TEXT_NOT_ACCEPTED'])
    expect((await askQueue(hub, 'steward', 'assignedTo: "second"')).nodes).toMatchObject([
      { label: '또다른숫자', flag: '센터에 문의함', assignedTo: 'second' },
    ])
    const [assigned, flagged] = await historyOf(hub, (await wordOf(hub, ...word)).id)
    expect([assigned.mark, flagged.mark]).toEqual(['second', '센터에 문의함'])
    expect(codesOf(await act(hub, 'undoTermDecision', { decision: assigned.id, expectedVersion: 2 }))).toEqual(['BAD_USER_INPUT'])
  })

  it('refuse what cannot be: no word, no target, a target that there is not, a conversion by nothing', async () => {
    await send(hub, 'gyeongbuk', nights('이상한값', [1]))
    const word = ['gyeongbuk', '이상한값'] as const
    expect(codesOf(await act(hub, 'approveMapping', { term: crypto.randomUUID(), expectedVersion: 0, ...AS_OFFERED }))).toEqual([
      'NOT_FOUND',
    ])
    expect(codesOf(await act(hub, 'approveMapping', { term: 'x', expectedVersion: 0, ...AS_OFFERED }))).toEqual(['NOT_FOUND'])
    expect(codesOf(await actOn(hub, word, 'approveMapping', {}))).toEqual(['MAPPING_INVALID'])
    expect(codesOf(await actOn(hub, word, 'correctMapping', { target: 'measure:nothing' }))).toEqual(['MAPPING_INVALID'])
    expect(codesOf(await actOn(hub, word, 'correctMapping', { ...AS_OFFERED, conversion: { numerator: '0' } }))).toEqual([
      'MAPPING_INVALID',
    ])
    expect(codesOf(await actOn(hub, word, 'splitMappingByDate', { ...AS_OFFERED, from: '2026-11-10' }))).toEqual(['MAPPING_INVALID'])
    expect(codesOf(await actOn(hub, word, 'confirmProvisional', {}))).toEqual(['MAPPING_INVALID'])
    expect(codesOf(await actOn(hub, word, 'reviewMapping', { agrees: true }))).toEqual(['MAPPING_INVALID'])
    expect(await wordOf(hub, ...word)).toMatchObject({ version: 0 })
  })
})

describe('who decides', () => {
  it('is a steward: a center sees the history of its own words alone, and decides nothing', async () => {
    const { id } = await wordOf(hub, 'daegu', '총인입콜')
    const said = { term: id, expectedVersion: 3, ...AS_OFFERED }
    for (const client of ['daegu-client', 'analyst', 'admin'])
      expect([client, codesOf(await act(hub, 'approveMapping', said, client))]).toEqual([client, ['FORBIDDEN']])
    expect(await historyOf(hub, id, 'daegu-client')).toHaveLength(3)
    expect(await historyOf(hub, id, 'admin')).toHaveLength(3)
    expect(await historyOf(hub, id, 'busan-client')).toBe('NOT_FOUND')
    expect(await historyOf(hub, id, 'analyst')).toBe('FORBIDDEN')
  })
})
