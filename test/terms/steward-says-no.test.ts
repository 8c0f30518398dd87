import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideAs } from '../../api/operations/decide-mapping.js'
import { suspendAs } from '../../api/operations/suspend-mapping.js'
import { addDays } from '../../schema/domain/period.js'
import { listIndicatorUses } from '../../schema/domain/terms/list-indicator-uses.js'
import { IDENTITY } from '../../schema/domain/terms/mapping.js'
import type { HubServer } from '../support/hub-server.js'
import { act, actOn, type Answer, askQueue, byTwo, codesOf, historyOf, preview, send, startStewards, wordOf } from '../support/steward.js'
import { standing } from '../support/stored-rows.js'

let hub: HubServer
beforeAll(async () => {
  hub = await startStewards()
})
afterAll(() => hub.close())

const LABEL = '상담사 응대콜 수'
const JOB = { actor: 'job:reconcile-terms', authorType: 'system', role: 'jobs' } as const
/** Fourteen nights of a word that the hub accepts by itself. */
const fortnight = (label = LABEL) =>
  Array.from({ length: 14 }, (_, night) => ({
    measure: label,
    unit: '건',
    value: 1_300 + ((night * 37) % 60),
    periodStart: addDays('2026-11-04', night),
  }))
const valuesOf = async (center: string) => Object.keys(await standing(hub.database.owner, center)).length

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
const tierOf = async (kind: string, tier: string): Promise<Answer> => {
  const { data } = await hub.graphql('{ termTiers { kind tier isOn } }', {}, await hub.token('steward'))
  return data.termTiers.find((one: Answer) => one.kind === kind && one.tier === tier)
}
/** A person lets the hub accept words by itself again. */
const switchOn = async () => {
  const { data } = await hub.graphql('{ termTiers { kind tier isOn } }', {}, await hub.token('steward'))
  for (const { kind, tier } of data.termTiers.filter(({ isOn }: Answer) => isOn === false)) {
    const text = `mutation { switchTermTier(input: { kind: ${kind}, tier: ${tier}, isOn: true, reason: "확인함" }) { ... on TermTier { isOn } } }`
    expect((await hub.graphql(text, {}, await hub.token('steward'))).data.switchTermTier).toEqual({ isOn: true })
  }
}
/** Takes the last decision of the kind back. */
const undoLast = async (word: readonly [string, string], kind: string) => {
  const { id, version } = await wordOf(hub, ...word)
  const { id: decision } = (await historyOf(hub, id)).find(({ action }: Answer) => action === kind)
  return act(hub, 'undoTermDecision', { decision, expectedVersion: version })
}

describe('terminology 10: what a steward refuses of the hub’s own acceptances', () => {
  it('a refusal of a meaning in force ends it: its values wait, its tier stops, and no later night accepts it again', async () => {
    const word = ['seoul', LABEL] as const
    await send(hub, 'seoul', fortnight())
    expect(await run('RECONCILE', 'seoul')).toMatchObject({ accepted: 1, rowsLanded: 14 })
    const seen = await wordOf(hub, ...word)
    const shown = await preview(hub, 'REJECT', { term: seen.id, expectedVersion: seen.version, target: 'measure:calls_answered' })
    expect(shown).toMatchObject({ heldAgain: 14, landed: 0, needsReview: false })
    expect(shown.moves.map(({ code, center, after }: Answer) => [code, center, after[0].value])).toContainEqual([
      'calls_answered',
      'seoul',
      null,
    ])
    expect(await valuesOf('seoul')).toBe(14)
    const refused = await actOn(hub, word, 'rejectCandidate', { target: 'measure:calls_answered', reason: '부재중 응답까지 셈' })
    expect(refused).toMatchObject({ heldAgain: 14, landed: 0, needsReview: false })
    expect(await valuesOf('seoul')).toBe(0)
    expect(await wordOf(hub, ...word)).toMatchObject({ status: 'WAITING', rowsWaiting: 14, mappings: [{ status: 'REJECTED' }] })
    expect(await run('RECONCILE', 'seoul')).toMatchObject({ accepted: 0, rowsLanded: 0 })
    expect(await run('SUSPEND_TIERS', 'seoul')).toMatchObject({ tiers: 1 })
    expect((await tierOf('subject', 'T2')).isOn && (await tierOf('subject', 'T1')).isOn).toBe(false)
  })

  it('an acceptance that is undone is not made again on the same evidence, and comes back when the undoing is undone', async () => {
    await switchOn()
    const word = ['busan', LABEL] as const
    await send(hub, 'busan', fortnight())
    expect(await run('RECONCILE', 'busan')).toMatchObject({ accepted: 1, rowsLanded: 14 })
    expect(await undoLast(word, 'accept')).toMatchObject({ heldAgain: 14, needsReview: false })
    expect(await run('RECONCILE', 'busan')).toMatchObject({ accepted: 0, provisional: 0, rowsLanded: 0 })
    expect((await wordOf(hub, ...word)).candidates.map(({ ref }: Answer) => ref)).not.toContain('measure:calls_answered')
    // What came into published figures by no steward comes back by two.
    expect(await undoLast(word, 'undo')).toMatchObject({ landed: 0, needsReview: true })
    expect(await actOn(hub, word, 'reviewMapping', { agrees: true }, 'second')).toMatchObject({ landed: 14, needsReview: false })
  })
})

describe('a word that a person is at work on', () => {
  it('is left alone by the night: an approval that waits for another steward, one that was disagreed with, and a flagged word', async () => {
    await switchOn()
    for (const center of ['gangwon', 'sejong', 'jeonnam']) await send(hub, center, fortnight())
    expect(await actOn(hub, ['gangwon', LABEL], 'approveMapping', { target: 'measure:calls_answered' })).toMatchObject({
      needsReview: true,
    })
    expect(await actOn(hub, ['sejong', LABEL], 'approveMapping', { target: 'measure:calls_answered' })).toMatchObject({ needsReview: true })
    expect(await actOn(hub, ['sejong', LABEL], 'reviewMapping', { agrees: false, reason: '시도호임' }, 'second')).toMatchObject({
      landed: 0,
    })
    expect(await actOn(hub, ['jeonnam', LABEL], 'flagTerm', { flag: '센터에 문의함' })).toMatchObject({ version: 1 })
    for (const center of ['gangwon', 'sejong', 'jeonnam']) {
      expect(await run('RECONCILE', center)).toMatchObject({ words: 0, accepted: 0, rowsLanded: 0 })
      expect([center, await valuesOf(center)]).toEqual([center, 0])
    }
    for (const center of ['gangwon', 'sejong']) expect(await wordOf(hub, center, LABEL)).toMatchObject({ status: 'IN_REVIEW' })
  })
})

describe('one in ten acceptances is shown to a person all the same', () => {
  const accept = async (center: string) => {
    await send(hub, center, fortnight('우리콜'))
    const { id } = await wordOf(hub, center, '우리콜')
    const said = {
      sourceTerm: id,
      action: 'accept',
      target: 'measure:calls_answered',
      predicate: 'exact',
      isNegated: false,
      conversion: IDENTITY,
      status: 'active',
      effective: { from: null, to: null },
      justification: ['semapv:CompositeMatching'],
      confidence: '0.99',
      evidence: { isCanary: true },
      evidenceHash: 'a',
      ruleVersion: null,
      lexiconVersion: null,
      glossaryVersion: null,
      weightsVersion: null,
      tier: 'T0',
      reviewers: [],
      reason: null,
    } as const
    await decideAs(hub.hub, JOB, said)
    return ['status: IN_REVIEW', center] as const
  }

  it('as a word in review; whoever agrees confirms it, whoever disagrees stops it, and its tier with it', async () => {
    for (const center of ['daegu', 'incheon']) await accept(center)
    const { nodes } = await askQueue(hub, 'steward', 'status: IN_REVIEW')
    expect(
      nodes
        .filter(({ label }: Answer) => label === '우리콜')
        .map(({ center }: Answer) => center)
        .toSorted(),
    ).toEqual(['daegu', 'incheon'])
    expect(await actOn(hub, ['daegu', '우리콜'], 'reviewMapping', { agrees: true })).toMatchObject({ heldAgain: 0, needsReview: false })
    expect(await wordOf(hub, 'daegu', '우리콜')).toMatchObject({ status: 'MAPPED', mappings: [{ reviewers: ['client:steward'] }] })
    expect(await run('SUSPEND_TIERS', 'daegu')).toMatchObject({ tiers: 0, suspended: 0 })
    expect(await actOn(hub, ['incheon', '우리콜'], 'reviewMapping', { agrees: false, reason: '시도호임' })).toMatchObject({
      heldAgain: 14,
      needsReview: false,
    })
    expect(await wordOf(hub, 'incheon', '우리콜')).toMatchObject({ status: 'SUSPENDED', rowsWaiting: 14 })
    expect([await valuesOf('daegu'), await valuesOf('incheon')]).toEqual([14, 0])
    expect(await run('SUSPEND_TIERS', 'daegu')).toMatchObject({ tiers: 1, suspended: 0 })
    expect((await tierOf('subject', 'T0')).isOn).toBe(false)
  })
})

describe('a rule that does not hold for rows of a mapped word', () => {
  it('is a conflict of that word, which goes when the rows are right', async () => {
    const send2 = (value: number) => send(hub, 'ulsan', [{ measure: '걸려온전화수', unit: '건', value, periodStart: '2026-11-17' }])
    await send(hub, 'ulsan', [{ measure: '걸려온전화수', unit: '건', value: 50, periodStart: '2026-11-16' }])
    expect(await byTwo(hub, ['ulsan', '걸려온전화수'], 'correctMapping', { target: 'measure:calls_offered' })).toMatchObject({ landed: 1 })
    await send(hub, 'ulsan', [{ measure: 'calls_answered', unit: '건', value: 20, periodStart: '2026-11-17' }])
    expect((await send2(10)).counts).toMatchObject({ quarantined: 1 })
    const told = async () => {
      const text = '{ termConflicts(center: "ulsan") { nodes { conflict terms evidence } } }'
      return (await hub.graphql(text, {}, await hub.token('steward'))).data.termConflicts.nodes
    }
    expect(await run('WATCH', 'ulsan')).toMatchObject({ conflicts: expect.any(Number), suspended: 0 })
    const { id } = await wordOf(hub, 'ulsan', '걸려온전화수')
    const conflicts = await told()
    expect(conflicts).toMatchObject([{ conflict: 'identity', terms: [id] }])
    expect(JSON.parse(conflicts[0].evidence)).toMatchObject({ rows: 1, lastDay: '2026-11-17' })
    expect((await send2(25)).counts).toMatchObject({ inserted: 1 })
    await run('WATCH', 'ulsan')
    expect(await told()).toEqual([])
  })
})

describe('what is undone', () => {
  const AS_OFFERED = { target: 'measure:calls_offered' }

  it('brings nothing into published figures before another steward agrees, and leaves other days as they are', async () => {
    const word = ['gwangju', '총인입콜'] as const
    const days = ['2026-11-10', '2026-11-11', '2026-11-12', '2026-11-13']
    await send(
      hub,
      'gwangju',
      days.map((periodStart, at) => ({ measure: '총인입콜', unit: '건', value: 100 + at, periodStart })),
    )
    expect(await byTwo(hub, word, 'approveMapping', AS_OFFERED)).toMatchObject({ landed: 4 })
    const { id } = await wordOf(hub, ...word)
    // A unit that seemed to flip: the watch stops it from that night on.
    const suspension = { sourceTerm: id, effective: { from: '2026-11-12', to: null }, reason: '단위가 바뀐 것으로 보임' }
    await suspendAs(hub.hub, { ...JOB, actor: 'job:watch-terms' }, suspension)
    expect(await valuesOf('gwangju')).toBe(2)
    expect(await undoLast(word, 'suspend')).toMatchObject({ needsReview: true, heldAgain: 0, landed: 0 })
    expect(await valuesOf('gwangju')).toBe(2)
    expect(await wordOf(hub, ...word)).toMatchObject({ status: 'IN_REVIEW', rowsWaiting: 2 })
    expect(codesOf(await actOn(hub, word, 'reviewMapping', { agrees: true }))).toEqual(['SECOND_STEWARD_REQUIRED'])
    expect(await actOn(hub, word, 'reviewMapping', { agrees: true }, 'second')).toMatchObject({ needsReview: false, landed: 2 })
    expect(await standing(hub.database.owner, 'gwangju')).toEqual(
      Object.fromEntries(days.map((day, at) => [`calls_offered day ${day}`, String(100 + at)])),
    )
  })

  it('of a correction, days before it stay and later ones wait until another steward agrees to the meaning they had', async () => {
    const word = ['jeonbuk', '총인입콜'] as const
    const days = ['2026-11-10', '2026-11-11', '2026-11-12']
    await send(
      hub,
      'jeonbuk',
      days.map((periodStart, at) => ({ measure: '총인입콜', unit: '건', value: 100 + at, periodStart })),
    )
    await byTwo(hub, word, 'approveMapping', AS_OFFERED)
    const attempted = { target: 'measure:calls_attempted', from: '2026-11-11', to: '2026-11-11' }
    expect(await byTwo(hub, word, 'correctMapping', attempted)).toMatchObject({ heldAgain: 1, landed: 1 })
    expect(await undoLast(word, 'agree')).toMatchObject({ needsReview: true, heldAgain: 1, landed: 0 })
    expect(await standing(hub.database.owner, 'jeonbuk')).toEqual({
      'calls_offered day 2026-11-10': '100',
      'calls_offered day 2026-11-12': '102',
    })
    const waiting = (await wordOf(hub, ...word)).mappings.filter(({ status }: Answer) => status === 'PROPOSED')
    const [mapping] = waiting.filter(({ target }: Answer) => target === 'measure:calls_offered')
    expect(mapping).toMatchObject({ from: '2026-11-11', to: '2026-11-11' })
    expect(await actOn(hub, word, 'reviewMapping', { agrees: true, mapping: mapping.id }, 'second')).toMatchObject({ landed: 1 })
    expect(await standing(hub.database.owner, 'jeonbuk')).toEqual(
      Object.fromEntries(days.map((day, at) => [`calls_offered day ${day}`, String(100 + at)])),
    )
  })

  it('comes back at once where it stands on no published figure', async () => {
    const word = ['jeju', '포털문의'] as const
    await send(hub, 'jeju', [{ measure: '포털문의', unit: '건', value: 7, periodStart: '2026-11-10' }])
    const { edition } = await hub.hub.standards()
    const used = new Set(listIndicatorUses(edition).map(({ subject }) => subject))
    const unused = [...edition.measures.values()].find(
      ({ code, unit, frequency, providedBy }) =>
        !used.has(`measure:${code}`) && edition.units.get(unit)?.dimension === 'count' && frequency === 'day' && providedBy !== 'hub',
    )
    const target = `measure:${unused?.code ?? ''}`
    expect(await actOn(hub, word, 'correctMapping', { target })).toMatchObject({ needsReview: false, landed: 1 })
    expect(await actOn(hub, word, 'decideNoMatch', {})).toMatchObject({ heldAgain: 1 })
    expect(await undoLast(word, 'noMatch')).toMatchObject({ needsReview: false, landed: 1 })
  })
})
