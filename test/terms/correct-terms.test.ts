import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { suspendAs } from '../../api/operations/suspend-mapping.js'
import type { HubServer } from '../support/hub-server.js'
import {
  act,
  actOn,
  type Answer,
  askQueue,
  byTwo,
  codesOf,
  historyOf,
  preview,
  previewUndo,
  send,
  startStewards,
  wordOf,
} from '../support/steward.js'
import { standing } from '../support/stored-rows.js'

let hub: HubServer
beforeAll(async () => {
  hub = await startStewards()
})
afterAll(() => hub.close())

const AS_OFFERED = { target: 'measure:calls_offered' }
const AS_ANSWERED = { target: 'measure:calls_answered' }
const days = (measure: string, values: Readonly<Record<string, number>>) =>
  Object.entries(values).map(([periodStart, value]) => ({ measure, value, unit: '건', periodStart }))

/** Figures of a center by month, `calls_offered 2026-07: 7`. */
const figuresOf = async (center: string, asOf: string | null = null) => {
  const input = {
    measures: ['calls_offered', 'calls_answered'],
    centers: [center],
    from: '2026-06-01',
    to: '2026-07-31',
    by: 'MONTH',
    asOf,
  }
  const { data, errors } = await hub.graphql(
    'query ($input: FiguresInput!) { figures(input: $input) { asOf nodes { code from value } } }',
    { input },
    await hub.token('analyst'),
  )
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  const nodes: { code: string; from: string; value: string | null }[] = data.figures.nodes
  return {
    asOf: data.figures.asOf as string, // the schema says that it is text
    figures: nodes.map(({ code, from, value }) => `${code} ${from.slice(0, 7)}: ${value ?? '-'}`).toSorted(),
  }
}

describe('terminology 11: a mapping corrected with effect from 1 July', () => {
  const word = ['incheon', '전화'] as const
  const LATER = { ...AS_ANSWERED, from: '2026-07-01', reason: '7월부터 응대호를 보낸다고 함' }

  it('shows before which rows and figures move, keeps earlier days, and both are reproducible', async () => {
    await send(hub, 'incheon', days('전화', { '2026-06-29': 1, '2026-06-30': 2, '2026-07-01': 3, '2026-07-02': 4 }))
    expect(await byTwo(hub, word, 'correctMapping', AS_OFFERED)).toMatchObject({ landed: 4 })
    const first = await figuresOf('incheon')
    expect(first.figures).toEqual([
      'calls_answered 2026-06: -',
      'calls_answered 2026-07: -',
      'calls_offered 2026-06: 3',
      'calls_offered 2026-07: 7',
    ])
    const { id, version } = await wordOf(hub, ...word)
    const shown = await preview(hub, 'CORRECT', { term: id, expectedVersion: version, ...LATER })
    expect(shown).toMatchObject({ needsReview: true, heldAgain: 2, landed: 2, stillHeld: 0 })
    expect(shown.rows).toEqual(
      ['2026-07-01', '2026-07-02'].map((periodStart, at) => ({
        outcome: 'LANDED',
        periodStart,
        rawNumber: String(3 + at),
        measure: 'calls_answered',
        value: String(3 + at),
        sourceRow: null,
      })),
    )
    const moves = shown.moves.map(
      ({ code, center, from, before, after }: Answer) => `${code} ${center} ${from}: ${before[0].value} -> ${after[0].value}`,
    )
    expect(moves).toEqual(
      expect.arrayContaining([
        'calls_offered incheon 2026-07-01: 7 -> null',
        'calls_answered incheon 2026-07-01: null -> 7',
        'calls_offered null 2026-07-01: 7 -> null',
      ]),
    )
    expect(moves.filter((move: string) => move.includes('2026-06'))).toEqual([])
    expect((await figuresOf('incheon')).figures).toEqual(first.figures)
    expect(await wordOf(hub, ...word)).toMatchObject({ version })
    expect(await actOn(hub, word, 'correctMapping', LATER)).toMatchObject({ needsReview: true, heldAgain: 0 })
    expect(await actOn(hub, word, 'correctMapping', LATER, 'second')).toMatchObject({ needsReview: false, heldAgain: 2, landed: 2 })
    const second = await figuresOf('incheon')
    expect(second.figures).toEqual([
      'calls_answered 2026-06: -',
      'calls_answered 2026-07: 7',
      'calls_offered 2026-06: 3',
      'calls_offered 2026-07: -',
    ])
    expect((await figuresOf('incheon', first.asOf)).figures).toEqual(first.figures)
    expect((await figuresOf('incheon', second.asOf)).figures).toEqual(second.figures)
    expect((await wordOf(hub, ...word)).mappings).toMatchObject([
      { target: 'measure:calls_offered', from: null, to: '2026-06-30' },
      { target: 'measure:calls_answered', from: '2026-07-01', to: null },
    ])
  })

  it('is refused by the hash of a preview whose state changed, and done by one that holds', async () => {
    const place = ['daejeon', '전화'] as const
    await send(hub, 'daejeon', days('전화', { '2026-07-01': 3 }))
    const seen = async () => {
      const { id, version } = await wordOf(hub, ...place)
      return { term: id, expectedVersion: version, ...AS_OFFERED }
    }
    const { hash } = await preview(hub, 'CORRECT', await seen())
    await send(hub, 'daejeon', days('전화', { '2026-07-02': 4 }))
    expect(codesOf(await act(hub, 'correctMapping', { ...(await seen()), previewHash: hash }))).toEqual(['STALE_DRY_RUN'])
    const again = await preview(hub, 'CORRECT', await seen())
    expect(again).toMatchObject({ landed: 2, needsReview: true })
    expect(codesOf(await act(hub, 'correctMapping', { ...(await seen()), ...AS_ANSWERED, previewHash: again.hash }))).toEqual([
      'STALE_DRY_RUN',
    ])
    expect(await act(hub, 'correctMapping', { ...(await seen()), previewHash: again.hash })).toMatchObject({ version: 1 })
  })

  it('is previewed by stewards alone, and as strictly as it is decided', async () => {
    const { id, version } = await wordOf(hub, ...word)
    const input = { term: id, expectedVersion: version, ...LATER }
    expect(await preview(hub, 'CORRECT', input, 'admin')).toBe('FORBIDDEN')
    expect(await preview(hub, 'CORRECT', { ...input, expectedVersion: version - 1 })).toBe('CHANGED_SINCE')
    expect(await preview(hub, 'CORRECT', { ...input, target: 'measure:nothing' })).toBe('MAPPING_INVALID')
    expect(await preview(hub, 'CORRECT', { ...input, term: crypto.randomUUID() })).toBe('NOT_FOUND')
  })
})

describe('an undo', () => {
  const word = ['chungnam', '전화'] as const
  const MOVED = ['landed', 'heldAgain', 'superseded', 'freed', 'stillHeld', 'toCome', 'touched', 'needsReview']
  const movedBy = (answer: Answer) => Object.fromEntries(MOVED.map(name => [name, answer[name]]))
  const lastOf = async (place: readonly [string, string]) => {
    const { id, version } = await wordOf(hub, ...place)
    return { decision: (await historyOf(hub, id))[0].id, expectedVersion: version }
  }

  it('is previewed like any other decision: what it tells is what the undo then moves, rows and figures', async () => {
    await send(hub, 'chungnam', days('전화', { '2026-06-30': 2, '2026-07-01': 3, '2026-07-02': 4 }))
    await byTwo(hub, word, 'correctMapping', AS_OFFERED)
    await byTwo(hub, word, 'correctMapping', { ...AS_ANSWERED, from: '2026-07-01' })
    const before = await figuresOf('chungnam')
    const undo = await lastOf(word)
    const shown = await previewUndo(hub, undo)
    expect(shown).toMatchObject({ heldAgain: 2, landed: 0, stillHeld: 2, needsReview: true })
    expect(shown.rows.map(({ outcome, periodStart, measure }: Answer) => [outcome, periodStart, measure])).toEqual([
      ['HELD_AGAIN', '2026-07-01', null],
      ['HELD_AGAIN', '2026-07-02', null],
    ])
    expect(await figuresOf('chungnam')).toMatchObject({ figures: before.figures })
    expect(await lastOf(word)).toEqual(undo)
    expect(movedBy(await act(hub, 'undoTermDecision', { ...undo, previewHash: shown.hash }))).toEqual(movedBy(shown))
    const after = await figuresOf('chungnam')
    const told = new Map<string, string>(
      shown.moves
        .filter(({ center, code }: Answer) => center === 'chungnam' && code.startsWith('calls_'))
        .map((move: Answer) => [`${move.code} ${move.from.slice(0, 7)}`, move.after[0].value ?? '-']),
    )
    const expected = before.figures.map(line => {
      const [name = '', value] = line.split(': ')
      return `${name}: ${told.get(name) ?? value}`
    })
    expect(after.figures).toEqual(expected)
    expect(after.figures).not.toEqual(before.figures)
  })

  it('by which another reading stands again shows what rows land as', async () => {
    const place = ['chungnam', '한 통 길이 우리'] as const
    const rows = [180, 174].map((value, at) => ({ measure: place[1], value, unit: '초', periodStart: `2026-07-0${at + 1}` }))
    await send(hub, 'chungnam', rows)
    await actOn(hub, place, 'correctMapping', { target: 'indicator:att' })
    await actOn(hub, place, 'correctMapping', { target: 'indicator:att', conversion: { numerator: '60' } })
    const undo = await lastOf(place)
    const shown = await previewUndo(hub, undo)
    expect(shown.rows.map(({ outcome, measure, value }: Answer) => [outcome, measure, value])).toEqual([
      ['LANDED', 'reported:att', '180'],
      ['LANDED', 'reported:att', '174'],
    ])
    expect(movedBy(await act(hub, 'undoTermDecision', { ...undo, previewHash: shown.hash }))).toEqual(movedBy(shown))
    expect(await standing(hub.database.owner, 'chungnam')).toMatchObject({
      'reported:att day 2026-07-01': '180',
      'reported:att day 2026-07-02': '174',
    })
  })

  it('is refused by the hash of a preview whose state changed, and previewed as strictly as it is done', async () => {
    const undo = await lastOf(['chungnam', '한 통 길이 우리'])
    const { hash } = await previewUndo(hub, undo)
    await send(hub, 'chungnam', [{ measure: '한 통 길이 우리', value: 190, unit: '초', periodStart: '2026-07-03' }])
    expect(codesOf(await act(hub, 'undoTermDecision', { ...undo, previewHash: hash }))).toEqual(['STALE_DRY_RUN'])
    expect(await previewUndo(hub, undo, 'admin')).toBe('FORBIDDEN')
    expect(await previewUndo(hub, { ...undo, expectedVersion: undo.expectedVersion - 1 })).toBe('CHANGED_SINCE')
    expect(await previewUndo(hub, { ...undo, decision: crypto.randomUUID() })).toBe('NOT_FOUND')
    const neither = await hub.graphql('{ previewMapping(act: APPROVE) { hash } }', {}, await hub.token('steward'))
    expect(neither.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT')
  })
})

describe('a mapping split by date', () => {
  it('reads later days by another conversion, as long as the mapping would have held', async () => {
    const word = ['busan', '통화길이합'] as const
    const rows = Object.entries({ '2026-06-30': 1800, '2026-07-01': 30 }).map(([periodStart, value]) => ({
      measure: '통화길이합',
      value,
      unit: '초',
      periodStart,
    }))
    await send(hub, 'busan', rows)
    await byTwo(hub, word, 'correctMapping', { target: 'measure:talk_seconds' })
    const split = { from: '2026-07-01', conversion: { numerator: '60' }, reason: '7월부터 분으로 보냄' }
    expect(await byTwo(hub, word, 'splitMappingByDate', split)).toMatchObject({ heldAgain: 1, landed: 1 })
    expect(await standing(hub.database.owner, 'busan')).toEqual({
      'talk_seconds day 2026-06-30': '1800',
      'talk_seconds day 2026-07-01': '1800',
    })
    expect((await wordOf(hub, ...word)).mappings).toMatchObject([
      { to: '2026-06-30', conversion: null },
      { from: '2026-07-01', conversion: { numerator: '60' } },
    ])
  })
})

describe('words that are identical at several centers', () => {
  it('are listed first and approved together, each on the state in which it was seen', async () => {
    for (const center of ['seoul', 'ulsan', 'jeju']) await send(hub, center, days('총인입콜', { '2026-11-10': 1000 }))
    await send(hub, 'sejong', days('총 인입 콜 수', { '2026-11-10': 1000 }))
    const { id } = await wordOf(hub, 'seoul', '총인입콜')
    const { nodes } = await askQueue(hub, 'steward', `sameAs: "${id}"`)
    expect(nodes.map(({ center }: { center: string }) => center).toSorted()).toEqual(['jeju', 'seoul', 'ulsan'])
    const terms = nodes.map((word: { id: string; version: number }) => ({ term: word.id, expectedVersion: word.version }))
    const stranger = await wordOf(hub, 'sejong', '총 인입 콜 수')
    const approve = async (said: readonly unknown[], client = 'steward') => {
      const text = `mutation ($input: ApproveTogetherInput!) { approveTogether(input: $input) {
        ... on TermsApproved { terms { term decided { landed needsReview } issues { code } } } ... on Refused { issues { code path } } } }`
      const { data, errors } = await hub.graphql(text, { input: { terms: said, ...AS_OFFERED } }, await hub.token(client))
      if (errors !== undefined) throw new Error(JSON.stringify(errors))
      return data.approveTogether
    }
    expect(codesOf(await approve([...terms, { term: stranger.id, expectedVersion: 0 }]))).toEqual(['BAD_USER_INPUT'])
    expect(codesOf(await approve([]))).toEqual(['BAD_USER_INPUT'])
    expect(codesOf(await approve([terms[0], terms[0]]))).toEqual(['BAD_USER_INPUT'])
    await approve(terms)
    await actOn(hub, ['jeju', '총인입콜'], 'flagTerm', { flag: '확인 중' }, 'third')
    const seen = (await askQueue(hub, 'second', `sameAs: "${id}"`)).nodes.map((word: { id: string; center: string; version: number }) => ({
      term: word.id,
      expectedVersion: word.center === 'jeju' ? word.version - 1 : word.version,
    }))
    const ends = (await approve(seen, 'second')).terms.map(
      ({ decided, issues }: { decided: { landed: number } | null; issues: { code: string }[] }) => decided?.landed ?? issues[0]?.code,
    )
    expect(ends.toSorted()).toEqual([1, 1, 'CHANGED_SINCE'])
  })
})

describe('terminology 15: a mapping whose target is no more', () => {
  it('stands in the queue as suspended with its values held, until a steward says what the word means now', async () => {
    const word = ['gwangju', '전화'] as const
    await send(hub, 'gwangju', days('전화', { '2026-11-10': 9 }))
    await byTwo(hub, word, 'correctMapping', AS_OFFERED)
    const { id } = await wordOf(hub, ...word)
    const suspension = { sourceTerm: id, effective: { from: null, to: null }, reason: 'INVALID_TARGET' }
    await suspendAs(hub.hub, { actor: 'job:watch-terms', authorType: 'system', role: 'jobs' }, suspension)
    expect((await askQueue(hub, 'steward', 'center: "gwangju"')).nodes).toMatchObject([{ status: 'SUSPENDED', rowsWaiting: 1 }])
    expect(await standing(hub.database.owner, 'gwangju')).toEqual({})
    expect(await byTwo(hub, word, 'correctMapping', AS_ANSWERED)).toMatchObject({ landed: 1 })
    expect(await standing(hub.database.owner, 'gwangju')).toEqual({ 'calls_answered day 2026-11-10': '9' })
  })
})

describe('what the hub accepted by itself', () => {
  it('is confirmed by a steward, and counts as said by a person from then on', async () => {
    const word = ['gyeonggi', '전화'] as const
    await send(hub, 'gyeonggi', days('전화', { '2026-11-10': 9 }))
    const { id } = await wordOf(hub, ...word)
    const { decideAs } = await import('../../api/operations/decide-mapping.js')
    const basis = {
      justification: ['semapv:CompositeMatching'],
      confidence: '0.99',
      evidence: {},
      evidenceHash: 'a',
      ruleVersion: null,
      lexiconVersion: null,
      glossaryVersion: null,
      weightsVersion: null,
      tier: 'T1',
      reviewers: [],
      reason: null,
    }
    await decideAs(
      hub.hub,
      { actor: 'job:reconcile-terms', authorType: 'system', role: 'jobs' },
      {
        ...basis,
        sourceTerm: id,
        action: 'accept',
        target: 'measure:calls_offered',
        predicate: 'exact',
        isNegated: false,
        conversion: { kind: 'identity' },
        status: 'active',
        effective: { from: null, to: null },
      },
    )
    expect((await wordOf(hub, ...word)).mappings).toMatchObject([{ isBySteward: false }])
    expect(await actOn(hub, word, 'confirmProvisional', {})).toMatchObject({ needsReview: false })
    expect((await wordOf(hub, ...word)).mappings).toMatchObject([{ isBySteward: true, status: 'ACTIVE', author: 'client:steward' }])
    expect(await standing(hub.database.owner, 'gyeonggi')).toEqual({ 'calls_offered day 2026-11-10': '9' })
  })
})

describe('a preview', () => {
  it('S11: shows the figures of what a landing frees beside it, which are of other measures', async () => {
    const on = { unit: '건', periodStart: '2026-07-01' }
    // More answered than offered: both wait.
    await send(hub, 'jeju', [
      { measure: 'calls_offered', value: 1_500, ...on },
      { measure: 'calls_answered', value: 1_600, ...on },
    ])
    await send(hub, 'jeju', [{ measure: '우리응대말', value: 1_450, ...on }])
    const { id, version } = await wordOf(hub, 'jeju', '우리응대말')
    const shown = await preview(hub, 'CORRECT', { term: id, expectedVersion: version, ...AS_ANSWERED })
    expect(shown).toMatchObject({ landed: 1, superseded: 1, freed: 1 })
    const told = shown.moves
      .filter(({ center, code }: Answer) => center === 'jeju' && code.startsWith('calls_'))
      .map(({ code, after }: Answer) => `${code}: ${after[0].value}`)
    await byTwo(hub, ['jeju', '우리응대말'], 'correctMapping', AS_ANSWERED)
    expect((await figuresOf('jeju')).figures).toEqual([
      'calls_answered 2026-06: -',
      'calls_answered 2026-07: 1450',
      'calls_offered 2026-06: -',
      'calls_offered 2026-07: 1500',
    ])
    expect(told.toSorted()).toEqual(['calls_answered: 1450', 'calls_offered: 1500'])
  })
})
