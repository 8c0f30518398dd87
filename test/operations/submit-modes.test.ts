import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { pageReceiptRows, readKeptRows } from '../../api/operations/read-receipt.js'
import { refusalOf, rowsOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { countTables, listHeld, listRollups, revisionsOf, standing } from '../support/stored-rows.js'
import { dimensionsOf, rowOf } from '../support/submission-samples.js'

const hubs: CenterHub[] = []
let center: CenterHub
beforeEach(async () => {
  center = await startCenterHub()
  hubs.push(center)
})
afterAll(() => Promise.all(hubs.map(hub => hub.close())))

const DAY = { measureSet: 'nightly', periodType: 'day', periodStart: '2026-11-19' }
const daysAgo = (days: number): string => new Date(Date.UTC(2026, 10, 19 - days)).toISOString().slice(0, 10)

/** Exchange scenario 4: 1,000 rows, of which one has an unmapped word, one a text for a value and one a foreign center. */
const thousandRows = () => {
  const rows = Array.from({ length: 1_000 }, (_, index) =>
    rowOf({ periodStart: daysAgo(index % 500), measure: index < 500 ? 'calls_offered' : 'sms_contacts_handled', unit: null, value: index }),
  )
  rows[100] = rowOf({ ...rows[100], measure: '이상한항목' })
  rows[200] = rowOf({ ...rows[200], value: '많음' })
  rows[300] = rowOf({ ...rows[300], center: 'seoul' })
  return { rows }
}

const faultyRows = async (record: Parameters<typeof pageReceiptRows>[0], stored: Parameters<typeof readKeptRows>[2]) => {
  const read = readKeptRows(center.hub, await center.caller('busan'), stored)
  const page = valueOf(await pageReceiptRows(record, { outcomes: ['quarantined', 'rejected'], first: 5, after: null }, read))
  return page.nodes.map(({ index, outcome, kept, notes }) => {
    const against = [...(kept?.issues ?? []), ...notes].filter(({ severity }) => severity === 'error' || severity === 'hold')
    return `${index} ${outcome} ${against.map(({ code }) => code).join(' ')}`
  })
}

describe('exchange 4: 1,000 rows, 3 bad', () => {
  it('S8: PARTIAL lands 997, holds one and rejects two, by their row indexes', async () => {
    const { stored } = valueOf(await center.submit('busan', thousandRows()))
    expect(stored.record).toMatchObject({ status: 'PARTIAL', counts: { received: 1_000, inserted: 997, quarantined: 1, rejected: 2 } })
    expect(await faultyRows(stored.record, stored)).toEqual([
      '100 quarantined WORD_UNKNOWN',
      '200 rejected VALUE_NOT_A_NUMBER',
      '300 rejected FOREIGN_CENTER',
    ])
    expect(Object.keys(await standing(center.database.owner, 'busan'))).toHaveLength(997)
  })

  it('S12: ATOMIC stores none, names all three, and uses up the key', async () => {
    const batch = { ...thousandRows(), mode: 'ATOMIC' } as const
    const { stored } = valueOf(await center.submit('busan', batch, { idempotencyKey: 'night' }))
    const { record } = stored
    expect(record).toMatchObject({ status: 'REJECTED', counts: { received: 1_000, inserted: 0, quarantined: 0, rejected: 1_000 } })
    expect(record.issues.map(({ code, occurrences }) => [code, occurrences])).toContainEqual(['BATCH_REFUSED', 997])
    expect(await standing(center.database.owner, 'busan')).toEqual({})
    expect(await listHeld(center.database.owner, 'busan')).toEqual([])
    const kept = await center.database.owner`select row_index, issues -> 0 ->> 'code' as code from rejected_rows order by 1`
    expect(kept.map(({ row_index, code }) => [row_index, code])).toEqual([
      [100, 'WORD_UNKNOWN'],
      [200, 'VALUE_NOT_A_NUMBER'],
      [300, 'FOREIGN_CENTER'],
    ])
    expect(await faultyRows(record, stored)).toMatchObject(Array.from({ length: 5 }, (_, index) => `${index} rejected BATCH_REFUSED`))
    expect(valueOf(await center.submit('busan', batch, { idempotencyKey: 'night' })).isReplayed).toBe(true)
    expect(refusalOf(await center.submit('busan', thousandRows(), { idempotencyKey: 'night' }))).toEqual(['IDEMPOTENCY_KEY_REUSED'])
  })
})

describe('exchange 12: a scope is replaced', () => {
  const night = { calls_offered: 100, calls_answered: 90, sms_contacts_handled: 7 }
  const language = rowOf({ measure: 'foreign_language_contacts', value: 3, unit: null, dimensions: dimensionsOf({ language: 'en' }) })
  const replacing = { strategy: 'REPLACE_SCOPE', scope: DAY, rows: rowsOf({ calls_offered: 100, calls_answered: 91 }) } as const

  beforeEach(async () => {
    valueOf(
      await center.submit('busan', { rows: [...rowsOf(night), language, ...rowsOf({ calls_offered: 5 }, { periodStart: '2026-11-18' })] }),
    )
  })

  it('S13, S15: a dry run lists what would be retracted and leaves no trace in any table', async () => {
    const before = await countTables(center.database.owner)
    const cell = rowOf({ measure: 'calls_offered', value: 4, unit: null, dimensions: dimensionsOf({ hour: '09' }) })
    const answer = valueOf(
      await center.submit('busan', { ...replacing, rows: [...replacing.rows, cell, rowOf({ measure: '없는말' })] }, { isDryRun: true }),
    )
    expect(answer.stored.record.counts).toMatchObject({ received: 4, inserted: 0, quarantined: 1, rejected: 3, impliedRetractions: 0 })
    const whole = valueOf(await center.submit('busan', { ...replacing, rows: [...replacing.rows, cell] }, { isDryRun: true }))
    expect(whole.stored.record).toMatchObject({
      counts: { received: 3, inserted: 1, revised: 1, unchanged: 1, impliedRetractions: 2 },
      impliedRetractions: [
        { measure: 'foreign_language_contacts', period: { type: 'day', start: '2026-11-19' }, cell: 'language=en' },
        { measure: 'sms_contacts_handled', period: { type: 'day', start: '2026-11-19' }, cell: '' },
      ],
    })
    expect(whole.dryRun?.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(await countTables(center.database.owner)).toEqual(before)
  })

  it('S13: the commit with the hash of the dry run retracts them', async () => {
    const { owner } = center.database
    const { dryRun, stored: trial } = valueOf(await center.submit('busan', replacing, { isDryRun: true }))
    const { stored } = valueOf(await center.submit('busan', replacing, { dryRunHash: dryRun?.hash ?? '' }))
    expect(stored.record).toMatchObject({ counts: trial.record.counts, impliedRetractions: trial.record.impliedRetractions })
    expect(await standing(owner, 'busan')).toEqual({
      'calls_answered day 2026-11-19': '91',
      'calls_offered day 2026-11-18': '5',
      'calls_offered day 2026-11-19': '100',
    })
    expect(await revisionsOf(owner, 'busan', 'foreign_language_contacts day 2026-11-19 language=en')).toEqual([
      '1: 3 provisional',
      '2: retracted',
    ])
    expect(await listRollups(owner, 'stored')).toEqual(await listRollups(owner, 'rebuilt'))
  })

  it('S15: a hash no longer holds when a touched value has changed since', async () => {
    const { dryRun } = valueOf(await center.submit('busan', replacing, { isDryRun: true }))
    valueOf(await center.submit('busan', { rows: rowsOf({ sms_contacts_handled: 8 }) }))
    const before = await countTables(center.database.owner)
    expect(refusalOf(await center.submit('busan', replacing, { dryRunHash: dryRun?.hash ?? '' }))).toEqual(['STALE_DRY_RUN'])
    expect(await countTables(center.database.owner)).toEqual(before)
  })

  it('S15: a hash holds for the batch it was made of and no other', async () => {
    const { dryRun } = valueOf(await center.submit('busan', replacing, { isDryRun: true }))
    const other = { ...replacing, rows: rowsOf({ calls_offered: 99 }) }
    expect(refusalOf(await center.submit('busan', other, { dryRunHash: dryRun?.hash ?? '' }))).toEqual(['STALE_DRY_RUN'])
  })

  it('S13: a scope with an unreadable key is refused whole; a rejected value still names its key', async () => {
    const unreadable = { ...replacing, rows: [...replacing.rows, rowOf({ measure: '이상한항목' })] }
    const { stored } = valueOf(await center.submit('busan', unreadable))
    expect(stored.record.counts).toMatchObject({ received: 3, rejected: 2, quarantined: 1, impliedRetractions: 0 })
    const named = { ...replacing, rows: [...rowsOf({ ...night, sms_contacts_handled: 'x' }), language] }
    expect(valueOf(await center.submit('busan', named)).stored.record.counts).toMatchObject({
      unchanged: 3,
      rejected: 1,
      impliedRetractions: 0,
    })
    expect(await standing(center.database.owner, 'busan')).toMatchObject({ 'sms_contacts_handled day 2026-11-19': '7' })
  })

  it('S13: a batch without rows takes back nothing, and a scope that no agreement names is refused', async () => {
    expect(refusalOf(await center.submit('busan', { ...replacing, rows: [] }))).toEqual(['ROWS_REQUIRED'])
    expect(refusalOf(await center.submit('busan', { ...replacing, scope: null }))).toEqual(['SCOPE_REQUIRED'])
    expect(refusalOf(await center.submit('busan', { ...replacing, scope: { ...DAY, measureSet: 'mine' } }))).toEqual(['SCOPE_UNKNOWN'])
  })
})

describe('values taken back', () => {
  const key = rowOf({ value: null, unit: null })
  const retract = { strategy: 'RETRACT', reason: '집계 오류', rows: [key] } as const

  it('S13: RETRACT names keys and a reason; a value may come back later', async () => {
    const { owner } = center.database
    expect(refusalOf(await center.submit('busan', { ...retract, reason: ' ' }))).toEqual(['REASON_REQUIRED'])
    valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 5 }) }))
    expect(valueOf(await center.submit('busan', retract)).stored.record).toMatchObject({
      reason: '집계 오류',
      counts: { received: 1, retracted: 1 },
    })
    expect(await standing(owner, 'busan')).toEqual({})
    expect(valueOf(await center.submit('busan', retract)).stored.record.counts).toMatchObject({ unchanged: 1 })
    expect(valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 5 }) })).stored.record.counts).toMatchObject({
      inserted: 1,
    })
    expect(await revisionsOf(owner, 'busan', 'calls_offered day 2026-11-19')).toEqual([
      '1: 5 provisional',
      '2: retracted',
      '3: 5 provisional',
    ])
    expect(await listRollups(owner, 'stored')).toEqual(await listRollups(owner, 'rebuilt'))
  })

  it('S13: a retraction that carries a value is rejected', async () => {
    valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 5 }) }))
    const { stored } = valueOf(await center.submit('busan', { ...retract, rows: rowsOf({ calls_offered: 5 }) }))
    expect(stored.record.counts).toMatchObject({ rejected: 1 })
    expect(await standing(center.database.owner, 'busan')).toEqual({ 'calls_offered day 2026-11-19': '5' })
  })

  it('a reason that seems to name a person is refused and not repeated', async () => {
    const outcome = await center.submit('busan', { ...retract, reason: '민원인 900101-1234567 요청' }, { uploadId: 'hong@seoul.go.kr' })
    expect(refusalOf(outcome)).toEqual(['TEXT_NOT_ACCEPTED', 'TEXT_NOT_ACCEPTED'])
    expect(JSON.stringify(outcome)).not.toMatch(/900101|hong/)
  })
})
