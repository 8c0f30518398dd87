import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideAs } from '../../api/operations/decide-mapping.js'
import { addDays } from '../../schema/domain/period.js'
import { valueOf } from '../support/center-hub.js'
import { decisionOf, STEWARD } from '../support/curate.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'

let hub: HubServer
beforeAll(async () => {
  hub = await startHubServer()
})
afterAll(() => hub.close())

const SUBMIT = `mutation($input: SubmitStatisticsInput!) { submitStatistics(input: $input) {
  ... on SubmissionReceipt { id counts { inserted unchanged quarantined } issues { code severity messageKo messageEn got } } ... on Refused { issues { code messageEn } } } }`
const FIGURES = `query($input: FiguresInput!) { figures(input: $input) { asOf nodes { value reason marks derivedFrom dimensions { item } heldVolume { percent volume }
  coverage { centersIn centersExpected cellsIn gaps { reason centers cells from to } } } } }`
const HELD = `{ heldRows(state: null, first: 500) { nodes { id state submission periodStart dimensions { dimension item } sourceRow submitted } } }`
const RESOLVE = `mutation($input: ResolveHeldRowsInput!) { resolveHeldRows(input: $input) { ... on HeldRowsResolved { rows { outcome } } ... on Refused { issues { code } } } }`
const WHY = `query($input: FiguresInput!) { explainFigure(input: $input) { nodes { dimensions { item } use reason value heldRows } } }`
const COMPARE = `query($input: FiguresInput!) { compareFigures(input: $input, left: { version: "v1" }, right: { variant: "exclude_flow_outs" }) {
  nodes { left { value reason } right { value reason } } } }`

let days = 0
/** A day that no other test uses. */
const newDay = (): string => addDays('2026-09-01', days++)

type Said = Readonly<Record<string, number>>
const rowsOf = (day: string, said: Said, dimension = 'channel') =>
  Object.entries(said).map(([item, value], index) => ({
    measure: 'contacts_handled',
    periodStart: day,
    unit: '건',
    value,
    dimensions: item === 'total' ? [] : [{ dimension, item }],
    sourceRow: index + 2,
  }))

let keys = 0
const post = async (query: string, input: object, client: string) => {
  const { data, errors } = await hub.graphql(query, { input }, await hub.token(client))
  expect(errors).toBeUndefined()
  return data
}
type Sent = { readonly center?: string; readonly scope?: object; readonly further?: readonly object[] }
async function send(day: string, said: Said, { center = 'seoul', scope, further = [] }: Sent = {}) {
  const strategy = scope === undefined ? {} : { strategy: 'REPLACE_SCOPE', scope }
  const input = { idempotencyKey: `unread-${++keys}`, rows: [...rowsOf(day, said), ...further], ...strategy }
  const { submitStatistics: receipt } = await post(SUBMIT, input, `${center}-client`)
  expect(receipt).toMatchObject({ id: expect.any(String) })
  return receipt
}
const figures = async (day: string, asked: object = {}) =>
  (await post(FIGURES, { measures: ['contacts_handled'], centers: ['seoul'], from: day, to: day, ...asked }, 'analyst')).figures
const valueOn = async (day: string, asked?: object) => {
  const [{ value, reason }] = (await figures(day, asked)).nodes
  return value ?? reason
}
async function heldOn(day: string) {
  const { heldRows } = await post(HELD, {}, 'seoul-client')
  return (heldRows.nodes as { id: string; state: string; submission: string; periodStart: string; sourceRow: number }[]).filter(
    ({ periodStart }) => periodStart === day,
  )
}
const statesOn = async (day: string) => (await heldOn(day)).map(({ sourceRow, state }) => `${sourceRow} ${state}`)
const warned = ({ issues }: { issues: { code: string; got: string }[] }) =>
  issues.filter(({ code }) => code === 'UNREAD_ROW_WAITS').map(({ got }) => got)

const TABLE = { voice: 100, chat: 30, 삐삐: 50 }
const RIGHT = { voice: 100, chat: 30, sms: 50 }

describe('a breakdown without a total in which one row waits for its item', () => {
  it('S3, S17: is HELD where 100 and 30 were summed to 130, leaves a figure over two centers at 70 with 1 of 2, and says that 50 wait', async () => {
    const day = newDay()
    await send(day, TABLE)
    await send(day, { total: 70 }, { center: 'busan' })
    const held = { reason: 'HELD', centers: ['seoul'], cells: 1, from: day, to: day }
    expect((await figures(day)).nodes).toMatchObject([
      { value: null, reason: 'HELD', derivedFrom: [], heldVolume: { volume: '50' }, coverage: { cellsIn: 0, gaps: [held] } },
    ])
    expect((await figures(day, { centers: ['seoul', 'busan'], groupByCenter: false })).nodes).toMatchObject([
      { value: '70', heldVolume: { volume: '50', percent: '41.7' }, coverage: { centersIn: 1, centersExpected: 2, gaps: [held] } },
    ])
    const [row] = await heldOn(day)
    const { explainFigure } = await post(WHY, { measures: ['contacts_handled'], centers: ['seoul'], from: day, to: day }, 'seoul-client')
    expect(explainFigure.nodes).toEqual(
      expect.arrayContaining([
        { dimensions: [], use: 'LEFT_OUT', reason: 'HELD', value: null, heldRows: [row?.id] },
        { dimensions: [{ item: 'voice' }], use: 'LEFT_OUT', reason: 'HELD', value: '100', heldRows: [] },
      ]),
    )
  })

  it('S17: leaves the side of a comparison that counts it: HELD beside 90 per cent', async () => {
    const day = newDay()
    const row = (measure: string, value: number, item: string | null) => ({
      measure,
      periodStart: day,
      unit: '콜',
      value,
      dimensions: item === null ? [] : [{ dimension: 'language', item }],
    })
    const offered = [row('calls_offered', 60, 'ko'), row('calls_offered', 30, 'en'), row('calls_offered', 10, '화성어')]
    const rows = [...offered, row('calls_answered', 90, null), row('calls_abandoned', 10, null)]
    await post(SUBMIT, { idempotencyKey: `unread-${++keys}`, rows }, 'seoul-client')
    const question = { indicators: ['response_rate'], centers: ['seoul'], from: day, to: day }
    expect((await post(COMPARE, question, 'analyst')).compareFigures.nodes).toEqual([
      { left: { value: null, reason: 'HELD' }, right: { value: '90.00', reason: null } },
    ])
  })

  it('S3: gives 100 and 30 by channel, of which the unknown one is no item, with the 50 said; and a total of 180 that was sent is served', async () => {
    const [day, stated] = [newDay(), newDay()]
    await send(day, TABLE)
    await send(stated, { ...TABLE, total: 180 })
    expect((await figures(day, { dimensions: ['channel'] })).nodes).toMatchObject([
      { dimensions: [{ item: 'chat' }], value: '30', heldVolume: { volume: '50', percent: '62.5' } },
      { dimensions: [{ item: 'voice' }], value: '100', heldVolume: { volume: '50', percent: '33.3' } },
    ])
    expect((await figures(stated)).nodes).toMatchObject([{ value: '180', marks: [], heldVolume: null }])
  })
})

describe('what lets the row go', () => {
  it('S11: the table said again with 50 under its right code supersedes it and gives 180; as of before it stays HELD', async () => {
    const day = newDay()
    await send(day, TABLE)
    const before = await figures(day)
    const receipt = await send(day, RIGHT)
    expect(receipt).toMatchObject({ counts: { inserted: 1, unchanged: 2, quarantined: 0 } })
    expect(warned(receipt)).toEqual([])
    expect(await statesOn(day)).toEqual(['4 SUPERSEDED'])
    expect((await figures(day)).nodes).toMatchObject([{ value: '180', derivedFrom: ['channel'], heldVolume: null }])
    expect(await figures(day, { asOf: before.asOf })).toEqual(before)
    const [entry] = await hub.database.owner`
      select action, subject ->> 'superseded' as superseded from audit_entries where subject ->> 'id' = ${receipt.id}`
    expect(entry).toEqual({ action: 'submission.accepted', superseded: '1' })
  })

  it('S11: a word that was said twice, with 40 and then 50, is one row and goes as one', async () => {
    const day = newDay()
    await send(day, { ...TABLE, 삐삐: 40 })
    await send(day, TABLE)
    expect(warned(await send(day, { ...RIGHT, sms: 40 }))).toHaveLength(1)
    const other = newDay()
    await send(other, { ...TABLE, 삐삐: 40 })
    await send(other, TABLE)
    await send(other, RIGHT)
    expect(await statesOn(other)).toEqual(['4 SUPERSEDED', '4 SUPERSEDED'])
    expect(await valueOn(other)).toBe('180')
  })

  it('S11: what supersedes it supersedes two rows of one key that disagreed as well, 30 and 31, and 180 are served', async () => {
    const day = newDay()
    await send(day, TABLE, { further: rowsOf(day, { chat: 31 }) })
    await send(day, RIGHT)
    expect((await statesOn(day)).toSorted()).toEqual(['2 SUPERSEDED', '3 SUPERSEDED', '4 SUPERSEDED'])
    expect(await valueOn(day)).toBe('180')
  })

  it('S8, S11: so does a code of its list that the list does not have: 100 and 50 of district 99999 are HELD, of 11140 they are 150', async () => {
    const day = newDay()
    await send(day, {}, { further: rowsOf(day, { 11110: 100, 99999: 50 }, 'district') })
    expect(await valueOn(day)).toBe('HELD')
    expect(warned(await send(day, {}, { further: rowsOf(day, { 11140: 50 }, 'district') }))).toHaveLength(1)
    const other = newDay()
    await send(other, {}, { further: rowsOf(other, { 11110: 100, 99999: 50 }, 'district') })
    await send(other, {}, { further: rowsOf(other, { 11110: 100, 11140: 50 }, 'district') })
    expect([await statesOn(other), await valueOn(other)]).toEqual([['3 SUPERSEDED'], '150'])
  })

  it('S11: two rows of 50 that wait and one new row of 50 let one go; the other is named and waits', async () => {
    const day = newDay()
    await send(day, { ...TABLE, 호출기: 50 })
    const receipt = await send(day, RIGHT)
    expect((await statesOn(day)).toSorted()).toEqual(['4 SUPERSEDED', '5 HELD'])
    expect(warned(receipt)).toEqual([(await heldOn(day)).find(({ state }) => state === 'HELD')?.id])
    expect(await valueOn(day)).toBe('HELD')
    await send(day, RIGHT)
    expect((await statesOn(day)).toSorted()).toEqual(['4 SUPERSEDED', '5 HELD'])
  })

  it.each<[string, Said]>([
    ['the row alone', { sms: 50 }],
    ['a table that lacks a key', { voice: 100, sms: 50 }],
    ['another value, 51', { ...RIGHT, sms: 51 }],
    ['the table without it', { voice: 100, chat: 30 }],
  ])('S11: %s does not; the receipt warns in two languages and names the row, and WITHDRAW gives the sum', async (_, said) => {
    const day = newDay()
    const first = await send(day, TABLE)
    const receipt = await send(day, said)
    const [held] = await heldOn(day)
    expect(receipt.issues.filter(({ code }: { code: string }) => code === 'UNREAD_ROW_WAITS')).toEqual([
      {
        code: 'UNREAD_ROW_WAITS',
        severity: 'WARNING',
        messageKo: expect.stringMatching(new RegExp(`4행.*삐삐.*${first.id}.*WITHDRAW.*${held?.id}`)),
        messageEn: expect.stringMatching(new RegExp(`Row 4 .*삐삐.*${first.id}.*WITHDRAW.*${held?.id}.*CORRECT`)),
        got: held?.id,
      },
    ])
    expect([held?.state, await valueOn(day)]).toEqual(['HELD', 'HELD'])
    const resolutions = [{ heldRow: held?.id, action: 'WITHDRAW' }]
    expect((await post(RESOLVE, { resolutions }, 'seoul-client')).resolveHeldRows).toEqual({ rows: [{ outcome: 'WITHDRAWN' }] })
    const sum = Object.values({ voice: 100, chat: 30, ...said }).reduce((total, value) => total + value, 0)
    expect(await valueOn(day)).toBe(`${sum}`)
  })

  it('S11: not the table of another day, nor one that carries the word again, and neither is warned about it', async () => {
    const [day, other] = [newDay(), newDay()]
    await send(day, TABLE)
    expect(warned(await send(other, RIGHT))).toEqual([])
    expect(warned(await send(day, { ...TABLE, sms: 50 }))).toEqual([])
    expect(await statesOn(day)).toEqual(['4 HELD', '4 HELD'])
  })

  it('S13: REPLACE_SCOPE that says the day anew without it supersedes it whatever its value, and 130 are served', async () => {
    const [day, other] = [newDay(), newDay()]
    await send(day, TABLE)
    await send(other, TABLE)
    const scope = { measureSet: 'nightly', periodType: 'day', periodStart: day }
    await send(day, { voice: 100, chat: 30 }, { scope, further: rowsOf(other, { voice: 100, chat: 30 }) })
    expect([...(await statesOn(day)), ...(await statesOn(other))]).toEqual(['4 SUPERSEDED', '4 HELD'])
    expect(await valueOn(day)).toBe('130')
  })

  it('S11: what a steward says of the word lands 50 under its first receipt and gives 180', async () => {
    const day = newDay()
    const first = await send(day, { voice: 100, chat: 30, 텔렉스: 50 })
    expect(await valueOn(day)).toBe('HELD')
    const [term] = await hub.database.owner<{ id: string }[]>`select id from source_terms where raw_label = '텔렉스'`
    valueOf(await decideAs(hub.hub, STEWARD, { ...decisionOf(term?.id ?? '', { status: 'active' }), target: 'codelist:channel.sms' }))
    expect(await heldOn(day)).toMatchObject([{ state: 'REPLAYED', submission: first.id }])
    expect(await valueOn(day)).toBe('180')
  })
})
