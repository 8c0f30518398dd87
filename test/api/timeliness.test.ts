import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { administer } from '../support/administer.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'

let database: TestDatabase
let hub: HubServer
beforeAll(async () => {
  database = await cloneDatabase({ withEdition: true })
  await database.setClock('2026-11-09T10:00:00+09:00')
  hub = await startHubServer({ database })
})
afterAll(async () => {
  await hub.close()
  await database.drop()
})

const RECEIPT = `id status counts { inserted quarantined } timeliness
  deadlines { agreement measureSet periodType periodStart dueAt lockAt timeliness rows } rows { nodes { outcome timeliness } }`
const SUBMIT = `mutation ($input: SubmitStatisticsInput!) { submitStatistics(input: $input) {
  ... on SubmissionReceipt { replayed ${RECEIPT} } ... on Refused { issues { code } } } }`
const AGAIN = `query ($id: ID!) { submission(id: $id) { ${RECEIPT} } }`
const RESOLVE = `mutation ($input: ResolveHeldRowsInput!) { resolveHeldRows(input: $input) {
  ... on HeldRowsResolved { rows { outcome } } ... on Refused { issues { code } } } }`
const HISTORY = `query ($input: ObservationHistoryInput!) { observationHistory(input: $input) { nodes { value receivedAt timeliness } } }`
const OBSERVATIONS = `query ($input: ObservationsInput!) { observations(input: $input) { nodes { periodStart value timeliness } } }`

type Sent = { readonly day: string; readonly values: Readonly<Record<string, number>>; readonly key?: string }

const ask = async (client: string, query: string, variables: Record<string, unknown>) => {
  const { data, errors } = await hub.graphql(query, variables, await hub.token(client))
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}

/** Hands in days as the clock of the database stands at `instant`. */
const push = async (center: string, instant: string, ...sent: readonly Sent[]) => {
  await database.setClock(instant)
  const rows = sent.flatMap(({ day, values }) => Object.entries(values).map(([measure, value]) => ({ measure, value, periodStart: day })))
  const idempotencyKey = sent[0]?.key ?? `${center} ${instant}`
  return (await ask(`${center}-client`, SUBMIT, { input: { idempotencyKey, edition: '2026.1', rows } })).submitStatistics
}

const DAY = '2026-11-10'
const DEADLINE = {
  agreement: 'nightly',
  measureSet: 'nightly',
  periodType: 'DAY',
  periodStart: DAY,
  dueAt: '2026-11-11T06:00:00.000000+09:00',
  lockAt: '2026-11-17T00:00:00.000000+09:00',
}

describe('exchange 10: late and locked, as labels', () => {
  it.each([
    ['seoul', '2026-11-11T05:59:59.999+09:00', 'ON_TIME'],
    ['busan', '2026-11-11T06:00:00+09:00', 'LATE'],
    ['daegu', '2026-11-16T23:59:59.999+09:00', 'LATE'],
    ['incheon', '2026-11-17T00:00:00+09:00', 'AFTER_LOCK'],
    // The same edges as instants of another zone.
    ['daejeon', '2026-11-10T20:59:59.999Z', 'ON_TIME'],
    ['ulsan', '2026-11-10T21:00:00Z', 'LATE'],
  ])('%s at %s is %s, and the values land', async (center, instant, timeliness) => {
    const receipt = await push(center, instant, { day: DAY, values: { calls_offered: 100 } })
    expect(receipt).toMatchObject({
      status: 'ACCEPTED',
      counts: { inserted: 1, quarantined: 0 },
      timeliness,
      deadlines: [{ ...DEADLINE, timeliness, rows: 1 }],
      rows: { nodes: [{ outcome: 'INSERTED', timeliness }] },
    })
    const input = { centers: [center], from: DAY, to: DAY }
    expect((await ask(`${center}-client`, OBSERVATIONS, { input })).observations.nodes).toEqual([
      { periodStart: DAY, value: '100', timeliness },
    ])
  })

  it('labels each period of a batch by its own deadline, and the receipt by the latest; earlier years have none', async () => {
    const receipt = await push(
      'sejong',
      '2026-11-11T07:00:00+09:00',
      { day: '2025-11-11', values: { calls_offered: 8 } },
      { day: '2026-11-02', values: { calls_offered: 9 } },
      { day: DAY, values: { calls_offered: 10, contacts_handled: 5 } },
    )
    expect(receipt.timeliness).toBe('AFTER_LOCK')
    expect(
      receipt.deadlines.map((one: { periodStart: string; timeliness: string; rows: number }) => [
        one.periodStart,
        one.timeliness,
        one.rows,
      ]),
    ).toEqual([
      ['2026-11-02', 'AFTER_LOCK', 1],
      [DAY, 'LATE', 2],
    ])
    expect(receipt.rows.nodes.map((row: { timeliness: string | null }) => row.timeliness)).toEqual([null, 'AFTER_LOCK', 'LATE', 'LATE'])
  })

  it('S14: the same again under its key has the label of the first receipt, under another key none: nothing came late', async () => {
    const sent = { day: '2026-11-12', values: { calls_offered: 70 } }
    const first = await push('gwangju', '2026-11-13T02:00:00+09:00', { ...sent, key: 'night' })
    const replayed = await push('gwangju', '2026-11-20T02:00:00+09:00', { ...sent, key: 'night' })
    expect([first.timeliness, replayed.replayed, replayed.timeliness]).toEqual(['ON_TIME', true, 'ON_TIME'])
    const unchanged = await push('gwangju', '2026-11-20T02:00:00+09:00', { ...sent, key: 'again' })
    expect([unchanged.timeliness, unchanged.deadlines, unchanged.rows.nodes]).toEqual([
      null,
      [],
      [{ outcome: 'UNCHANGED', timeliness: null }],
    ])
    const revised = await push('gwangju', '2026-11-20T02:00:00+09:00', { ...sent, values: { calls_offered: 71 }, key: 'revised' })
    expect(revised.timeliness).toBe('AFTER_LOCK')
  })

  it('S25: a held row that lands after the deadline has the label of its first receipt', async () => {
    const values = { calls_offered: 10, calls_answered: 19 }
    const receipt = await push('jeju', '2026-11-14T05:59:59.999+09:00', { day: '2026-11-13', values })
    expect([receipt.timeliness, receipt.rows.nodes]).toEqual([
      'ON_TIME',
      [
        { outcome: 'QUARANTINED', timeliness: 'ON_TIME' },
        { outcome: 'QUARANTINED', timeliness: 'ON_TIME' },
      ],
    ])
    await database.setClock('2026-11-18T09:00:00+09:00')
    const held = (await ask('jeju-client', '{ heldRows { nodes { id measure } } }', {})).heldRows.nodes
    const answered = held.find((row: { measure: string }) => row.measure === 'calls_answered')
    const input = { resolutions: [{ heldRow: answered.id, action: 'CORRECT', value: 9 }] }
    expect((await ask('jeju-client', RESOLVE, { input })).resolveHeldRows.rows).toHaveLength(2)
    const key = { center: 'jeju', measure: 'calls_answered', periodType: 'DAY', periodStart: '2026-11-13' }
    expect((await ask('jeju-client', HISTORY, { input: key })).observationHistory.nodes).toMatchObject([
      { value: '9', timeliness: 'ON_TIME' },
    ])
    // Whose receipt is not the caller's, its lateness is not either.
    expect((await ask('analyst', HISTORY, { input: key })).observationHistory.nodes).toEqual([
      { value: '9', receivedAt: null, timeliness: null },
    ])
  })

  it('S14: an agreement changed since leaves the receipt as it was', async () => {
    const receipt = await push('gangwon', '2026-11-16T05:00:00+09:00', { day: '2026-11-15', values: { calls_offered: 30 } })
    const { result } = await administer(hub, {
      mutation: 'setAgreement',
      input: {
        center: 'gangwon',
        code: 'nightly',
        measureSet: 'nightly',
        validFrom: '2026-11-15',
        mode: 'PARTIAL',
        strategy: 'MERGE',
        dueDays: 1,
        dueTime: '04:00',
        lockDays: 7,
        lockTime: '00:00',
        holidayRule: 'NONE',
        reason: '기한을 앞당김',
      },
    })
    expect(result.issues).toBeUndefined()
    expect((await ask('gangwon-client', AGAIN, { id: receipt.id })).submission).toMatchObject({
      timeliness: 'ON_TIME',
      deadlines: [{ dueAt: '2026-11-16T06:00:00.000000+09:00' }],
    })
  })
})
