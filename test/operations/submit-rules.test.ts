import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { listKeptRows } from '../../db/queries/submissions.js'
import { rowsOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { countTables, listHeld, revisionsOf, standing } from '../support/stored-rows.js'
import { dimensionsOf, rowOf } from '../support/submission-samples.js'

const hubs: CenterHub[] = []
let center: CenterHub
beforeEach(async () => {
  center = await startCenterHub()
  hubs.push(center)
})
afterAll(() => Promise.all(hubs.map(hub => hub.close())))

type Submitted = Awaited<ReturnType<CenterHub['submit']>>

/** What stands against the held and rejected rows of a receipt. */
const against = async (submitted: Submitted, code = 'busan') => {
  const { stored } = valueOf(submitted)
  const { center: place } = await center.caller(code)
  const indexes = Array.from({ length: stored.record.counts.received }, (_, index) => index)
  const rows = await center.hub.db.transaction({ centerId: place?.id ?? null, role: 'center' }, tx =>
    listKeptRows(tx, stored.centerId, stored.no, indexes),
  )
  return rows.flatMap(row =>
    row.issues.filter(({ severity }) => severity === 'error' || severity === 'hold').map(issue => ({ row: row.row_index, ...issue })),
  )
}

const countsOf = (submitted: Submitted) => valueOf(submitted).stored.record.counts

describe('exchange 13: rules', () => {
  it('S9: answered 1,050 of 1,000 offered holds both, and shows both sides and the imbalance of 50', async () => {
    const submitted = await center.submit('busan', { rows: rowsOf({ calls_offered: 1_000, calls_answered: 1_050 }) })
    expect(countsOf(submitted)).toMatchObject({ received: 2, quarantined: 2 })
    const found = (await against(submitted)).filter(({ rule }) => rule === 'calls_answered.c1')
    expect(found.map(({ row }) => row)).toEqual([0, 1])
    for (const { messageKo, messageEn } of found)
      for (const text of [messageKo, messageEn]) expect(text).toMatch(/1,?050.*1,?000.*\b50\b|1,?000.*1,?050.*\b50\b/)
  })

  it('S8: volume alone never holds a row', async () => {
    valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 1_000 }, { periodStart: '2026-11-18' }) }))
    expect(countsOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 4_000_000 }) }))).toMatchObject({ inserted: 1 })
  })

  it('S9: the stored side of a broken rule stands, the incoming one is held and names both', async () => {
    valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 1_000 }) }))
    const submitted = await center.submit('busan', { rows: rowsOf({ calls_answered: 1_050 }) })
    expect(countsOf(submitted)).toMatchObject({ quarantined: 1 })
    expect((await against(submitted)).map(({ rule }) => rule)).toContain('calls_answered.c1')
    expect(await standing(center.database.owner, 'busan')).toEqual({ 'calls_offered day 2026-11-19': '1000' })
  })

  it('S9: rules hold cell by cell, and another day or hour is another matter', async () => {
    const nine = { dimensions: dimensionsOf({ hour: '09' }) }
    valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 1_000 }) }))
    valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 10 }, nine) }))
    const submitted = await center.submit('busan', {
      rows: [
        ...rowsOf({ calls_answered: 900 }),
        ...rowsOf({ calls_answered: 11 }, nine),
        ...rowsOf({ calls_answered: 2_000 }, { periodStart: '2026-11-18' }),
      ],
    })
    expect(valueOf(submitted).stored.record.outcomes).toBe('iqi')
  })

  it('S10: a held revision leaves the last accepted value current', async () => {
    valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 1_000, calls_answered: 900 }) }))
    expect(countsOf(await center.submit('busan', { rows: rowsOf({ calls_answered: 1_050 }) }))).toMatchObject({ quarantined: 1 })
    expect(await revisionsOf(center.database.owner, 'busan', 'calls_answered day 2026-11-19')).toEqual(['1: 900 provisional'])
    expect((await listHeld(center.database.owner, 'busan')).map(({ state }) => state)).toEqual(['held'])
  })

  it('S7: rules are evaluated once, on the whole batch, never again on what the held rows leave of it', async () => {
    valueOf(await center.submit('busan', { rows: rowsOf({ calls_answered: 900 }) }))
    const rows = rowsOf({ calls_offered: 1_000, calls_answered: 1_050, calls_answered_within_20s: 1_020 })
    const { outcomes } = valueOf(await center.submit('busan', { rows })).stored.record
    expect(outcomes).toBe('qqi')
    expect(await standing(center.database.owner, 'busan')).toMatchObject({
      'calls_answered day 2026-11-19': '900',
      'calls_answered_within_20s day 2026-11-19': '1020',
    })
  })

  it('S7: a row already held for its unit takes no part in a rule', async () => {
    const rows = [...rowsOf({ calls_answered: 900 }), ...rowsOf({ calls_offered: 800 }, { unit: '초' })]
    expect(valueOf(await center.submit('busan', { rows })).stored.record.outcomes).toBe('iq')
  })

  it('S9: an estimate that breaks a rule is warned about and lands', async () => {
    const rows = [...rowsOf({ calls_offered: 1_000 }), ...rowsOf({ calls_answered: 1_050 }, { status: 'estimated' })]
    const { record } = valueOf(await center.submit('busan', { rows })).stored
    expect(record.counts).toMatchObject({ inserted: 2 })
    expect(record.issues.map(({ code }) => code)).toContain('RULE_WARNING')
  })
})

describe('rows of one batch and one key', () => {
  it('S8, H33: equal rows collapse with a note; rows that disagree are both held and name each other', async () => {
    const equal = valueOf(await center.submit('busan', { rows: [rowOf({ value: 5 }), rowOf({ value: '5' })] })).stored.record
    expect([equal.outcomes, equal.issues.map(({ code }) => code)]).toEqual(['iu', ['DUPLICATE_EQUAL']])
    const odd = await center.submit('seoul', { rows: [rowOf({ value: 5, sourceRow: 8 }), rowOf({ value: 6, sourceRow: 9 })] })
    expect((await against(odd, 'seoul')).map(({ code, messageKo }) => `${code} ${messageKo.match(/\d행/)?.[0]}`)).toEqual([
      'DUPLICATE_DISAGREES 9행',
      'DUPLICATE_DISAGREES 8행',
    ])
  })

  it('S8: a row held for its unit waits although another row of the batch landed on its key', async () => {
    const { stored } = valueOf(await center.submit('busan', { rows: [rowOf({ value: 5 }), rowOf({ value: 6, unit: '초' })] }))
    expect(stored.record.outcomes).toBe('iq')
    expect((await listHeld(center.database.owner, 'busan')).map(({ state }) => state)).toEqual(['held'])
  })

  it('S8: twenty thousand rows of one key neither grow into each other nor stop the hub', async () => {
    const rows = Array.from({ length: 20_000 }, (_, value) => rowOf({ value }))
    const { record } = valueOf(await center.submit('busan', { rows })).stored
    expect(record.counts).toMatchObject({ received: 20_000, quarantined: 20_000 })
    const [size] = await center.database.owner<{ longest: number }[]>`select max(length(issues::text)) as longest from held_rows`
    expect(size?.longest).toBeLessThan(3_000)
  })
})

describe('exchange 14: membership', () => {
  it('rows for periods after the membership ended are rejected with the date; older ones land, also from before it began', async () => {
    const { owner } = center.database
    await owner`update memberships set member_to = '2026-11-14' where center_id = (select id from centers where code = 'busan')`
    const days = ['2024-06-01', '2026-11-13', '2026-11-14', '2026-11-15', '2026-11-16']
    const submitted = await center.submit('busan', { rows: days.map(periodStart => rowOf({ periodStart })) })
    expect(valueOf(submitted).stored.record.outcomes).toBe('iiixx')
    expect((await against(submitted)).map(({ code, expected }) => [code, expected])).toEqual([
      ['NOT_A_MEMBER', 'periods up to 2026-11-14'],
      ['NOT_A_MEMBER', 'periods up to 2026-11-14'],
    ])
    expect(countsOf(await center.submit('seoul', { rows: days.map(periodStart => rowOf({ periodStart })) }))).toMatchObject({ inserted: 5 })
  })
})

describe('values at the edge', () => {
  it.each([
    ['a negative rate', rowOf({ measure: '응대율', unit: '%', value: -5 }), 'i'],
    ['forty digits', rowOf({ measure: 'talk_seconds', unit: null, value: '1234567890123456789012345678901234567890' }), 'i'],
    ['a day in 1999', rowOf({ periodStart: '1999-12-31' }), 'q'],
    ['a day in 9999', rowOf({ periodStart: '9999-12-31' }), 'x'],
    ['a day in 2099', rowOf({ periodStart: '2099-12-31' }), 'q'],
    ['a year', rowOf({ periodType: 'year', periodStart: '2025-01-01' }), 'i'],
    ['a list for a value', rowOf({ value: [1, 2] }), 'x'],
    ['an object for a measure', rowOf({ measure: { a: 1 } }), 'x'],
  ])('%s costs its row at most', async (_what, row, expected) => {
    const { record } = valueOf(await center.submit('busan', { rows: [row, ...rowsOf({ sms_contacts_handled: 1 })] })).stored
    expect(record.outcomes[1]).toBe('i')
    expect(record.outcomes[0]).toBe(expected)
    expect(await countTables(center.database.owner)).toMatchObject({ submissions: 1 })
  })
})
