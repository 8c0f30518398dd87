import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { askQueue, send } from '../support/steward.js'

let database: TestDatabase
let hub: HubServer

beforeAll(async () => {
  database = await cloneDatabase({ withEdition: true })
  await database.setClock('2026-11-19T09:00:00+09:00')
  hub = await startHubServer({ database })
  const night = (measure: string, days: number, more = {}) =>
    Array.from({ length: days }, (_, at) => ({ measure, value: 100 + at, unit: '건', periodStart: `2026-11-${String(10 + at)}`, ...more }))
  await send(hub, 'busan', [...night('총인입콜', 3), ...night('듣도 보도 못한 항목', 5), { measure: 'calls_offered', value: 5 }])
  await send(hub, 'daegu', night('총인입콜', 2))
  await send(hub, 'daegu', [{ measure: 'calls_offered', value: 7, unit: '건', dimensions: [{ dimension: 'channel', item: '삐삐' }] }])
})
afterAll(async () => {
  await hub.close()
  await database.drop()
})

const labelsOf = ({ nodes }: { nodes: { center: string; label: string }[] }) => nodes.map(({ center, label }) => `${center} ${label}`)

describe('the queue of words', () => {
  it('lists the words that rows wait for, of all centers, what weighs most first, each once', async () => {
    const whole = await askQueue(hub, 'steward')
    expect(labelsOf(whole)).toEqual(expect.arrayContaining(['busan 총인입콜', 'busan 듣도 보도 못한 항목', 'daegu 총인입콜', 'daegu 삐삐']))
    const priorities = whole.nodes.map(({ priority }: { priority: number }) => priority)
    expect(priorities).toEqual(priorities.toSorted((a: number, b: number) => b - a))
    const word = whole.nodes.find(({ label, center }: { label: string; center: string }) => label === '총인입콜' && center === 'busan')
    expect(word).toMatchObject({
      kind: 'SUBJECT',
      field: 'measure',
      unit: '건',
      status: 'WAITING',
      version: 0,
      rowsWaiting: 3,
      valuesSeen: 3,
      waitingFrom: '2026-11-10',
      waitingTo: '2026-11-12',
      labelBytes: 12,
      nights: [
        { day: '2026-11-10', values: 1, median: '100' },
        { day: '2026-11-11', values: 1, median: '101' },
        { day: '2026-11-12', values: 1, median: '102' },
      ],
      elsewhere: [{ target: null, centers: 1, bySteward: 0 }],
      mappings: [],
      conflicts: [],
    })
    expect(Buffer.from(word.rawLabel, 'base64').toString()).toBe('총인입콜')
    const page: string[] = []
    for (let after = '', more = true; more;) {
      const { nodes, endCursor, hasNextPage } = await askQueue(hub, 'steward', `first: 1${after}`)
      page.push(...labelsOf({ nodes }))
      after = `, after: "${endCursor}"`
      more = hasNextPage
    }
    expect(page).toEqual(labelsOf(whole))
  })

  it('is narrowed by center, kind, state and steward', async () => {
    expect(labelsOf(await askQueue(hub, 'steward', 'kind: ITEM'))).toEqual(['daegu 삐삐'])
    expect(labelsOf(await askQueue(hub, 'steward', 'center: "daegu", kind: SUBJECT'))).toEqual(['daegu 총인입콜'])
    expect(labelsOf(await askQueue(hub, 'steward', 'status: MAPPED'))).toEqual([])
    expect(labelsOf(await askQueue(hub, 'steward', 'assignedTo: "nobody"'))).toEqual([])
  })

  it('ranks a word that published figures may rest on above one with more rows that means nothing known', async () => {
    const { nodes } = await askQueue(hub, 'steward', 'kind: ITEM')
    expect(nodes[0].indicators.length).toBeGreaterThan(0)
    expect(nodes[0].priority).toBe(nodes[0].rowsWaiting * (1 + nodes[0].indicators.length))
    // What the matcher knows weighs by the figures it may concern as well; what nobody knows has its rows alone.
    const ranked = labelsOf(await askQueue(hub, 'steward'))
    expect(ranked.filter(word => /삐삐|듣도|busan 총/.test(word))).toEqual(['busan 총인입콜', 'daegu 삐삐', 'busan 듣도 보도 못한 항목'])
  })
})

describe('who sees the queue', () => {
  it('shows a center its own words alone, and nothing of others', async () => {
    const own = await askQueue(hub, 'daegu-client')
    expect(labelsOf(own).toSorted()).toEqual(['daegu 삐삐', 'daegu 총인입콜'])
    expect(own.nodes.map(({ elsewhere }: { elsewhere: unknown }) => elsewhere)).toEqual([[], []])
    expect(await askQueue(hub, 'daegu-client', 'center: "busan"')).toBe('CENTER_UNKNOWN')
    expect(await askQueue(hub, 'daegu-client', 'center: "atlantis"')).toBe('CENTER_UNKNOWN')
    expect(await askQueue(hub, 'seoul-client')).toEqual({ nodes: [], endCursor: null, hasNextPage: false })
  })

  it('shows administrators all words and analysts none', async () => {
    expect(labelsOf(await askQueue(hub, 'admin'))).toEqual(labelsOf(await askQueue(hub, 'steward')))
    expect(await askQueue(hub, 'analyst')).toBe('FORBIDDEN')
  })

  it('refuses a page and a cursor that cannot be', async () => {
    expect(await askQueue(hub, 'steward', 'first: 0')).toBe('BAD_USER_INPUT')
    expect(await askQueue(hub, 'steward', 'after: "W10"')).toBe('INVALID_CURSOR')
    expect(await askQueue(hub, 'steward', 'center: "atlantis"')).toBe('CENTER_UNKNOWN')
  })
})

describe('a word of this minute', () => {
  it('ranks a word that only the matcher knows by the figures it may concern from the moment its rows are there, before any night', async () => {
    const row = (measure: string, at: number) => ({ measure, value: 100 + at, unit: '건', periodStart: `2026-11-${String(10 + at)}` })
    await send(hub, 'jeju', [0, 1, 2].map(at => row('듣도 보도 못한 항목', at)).concat(row('상담사 응대콜 수', 0)))
    const { nodes } = await askQueue(hub, 'steward', 'center: "jeju"')
    expect(labelsOf({ nodes })).toEqual(['jeju 상담사 응대콜 수', 'jeju 듣도 보도 못한 항목'])
    expect(
      nodes.map(({ rowsWaiting, indicators }: { rowsWaiting: number; indicators: string[] }) => [
        rowsWaiting,
        indicators.includes('response_rate'),
      ]),
    ).toEqual([
      [1, true],
      [3, false],
    ])
    expect(nodes[0].priority).toBe(1 + nodes[0].indicators.length)
  })
})
