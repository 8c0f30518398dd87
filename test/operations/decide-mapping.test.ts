import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays } from '../../schema/domain/period.js'
import { startCenterHub, refusalOf, valueOf, type CenterHub } from '../support/center-hub.js'
import { startCurator, type Curator } from '../support/curate.js'
import { listHeld, listRollups, revisionsOf, standing } from '../support/stored-rows.js'
import { rowOf } from '../support/submission-samples.js'

let center: CenterHub
let curator: Curator
beforeAll(async () => {
  center = await startCenterHub()
  curator = await startCurator(center)
})
afterAll(() => center.close())

const say = async (code: string, label: string, values: Readonly<Record<string, number>>, unit: string | null = '건') =>
  valueOf(
    await center.submit(code, {
      rows: Object.entries(values).map(([periodStart, value], line) =>
        rowOf({ measure: label, unit, periodStart, value, sourceRow: line + 1 }),
      ),
    }),
  ).stored

const lostRows = async () => {
  const [sum] = await center.database.owner<{ lost: number; received: number; kept: number }[]>`
    select sum(abs(lost))::int as lost, sum(received)::int as received, sum(facts + held + voided + rejected)::int as kept from submission_conservation`
  return sum
}

const statesOf = async (code: string) => (await listHeld(center.database.owner, code)).map(({ state }) => state)

describe('exchange 5: a local word', () => {
  it('is held with what it waits for, lands from the day the steward says and keeps its first receipt; the day before stays held', async () => {
    const { no } = await say('chungnam', '총인입콜', { '2026-09-30': 900, '2026-10-01': 1000, '2026-10-02': 1100 })
    expect(await statesOf('chungnam')).toEqual(['held', 'held', 'held'])
    const term = await curator.termOf('chungnam', '총인입콜')
    const [before] = await center.database.owner`select received_at, outcomes from submissions where no = ${no}`
    const result = await curator.map(term, { effective: { from: '2026-10-01', to: null } })
    expect(result).toMatchObject({
      landed: 2,
      stillHeld: 1,
      heldAgain: 0,
      touched: [{ measure: 'calls_offered', from: '2026-10-01', to: '2026-10-02' }],
    })
    expect(await standing(center.database.owner, 'chungnam')).toEqual({
      'calls_offered day 2026-10-01': '1000',
      'calls_offered day 2026-10-02': '1100',
    })
    expect(await center.database.owner`select received_at, outcomes from submissions where no = ${no}`).toEqual([before])
    expect(await statesOf('chungnam')).toEqual(['held', 'replayed', 'replayed'])
    expect(await listRollups(center.database.owner, 'stored')).toEqual(await listRollups(center.database.owner, 'rebuilt'))
    expect(await lostRows()).toEqual({ lost: 0, received: 3, kept: 3 })
  })
})

describe('terminology 8: a word with 30 nights of values', () => {
  it('mapped on day 31 makes exactly 30 facts, and a second replay changes nothing', async () => {
    const days = Array.from({ length: 30 }, (_, n) => addDays('2026-10-01', n))
    for (const [n, day] of days.entries()) await say('daegu', '들어온전화', { [day]: 100 + n })
    const term = await curator.termOf('daegu', '들어온전화')
    expect(await curator.map(term)).toMatchObject({ landed: 30, stillHeld: 0 })
    expect(Object.keys(await standing(center.database.owner, 'daegu'))).toHaveLength(30)
    const facts = await center.database
      .owner`select * from observations o join centers c on c.id = o.center_id where c.code = 'daegu' order by period_start`
    expect(await curator.map(term)).toMatchObject({ landed: 0, heldAgain: 0, superseded: 0 })
    expect(
      await center.database
        .owner`select * from observations o join centers c on c.id = o.center_id where c.code = 'daegu' order by period_start`,
    ).toEqual(facts)
    expect(await lostRows()).toEqual({ lost: 0, received: 33, kept: 33 })
  })
})

describe('terminology 11: a mapping corrected with effect from 1 July', () => {
  it('leaves earlier days on the old meaning and moves the later ones', async () => {
    const { owner } = center.database
    await say('incheon', '전화', { '2026-06-29': 1, '2026-06-30': 2, '2026-07-01': 3, '2026-07-02': 4 })
    const term = await curator.termOf('incheon', '전화')
    const first = await curator.map(term)
    const second = await curator.map(term, { target: 'measure:calls_answered', effective: { from: '2026-07-01', to: null } })
    expect(second).toMatchObject({ heldAgain: 2, landed: 2 })
    expect(await standing(owner, 'incheon')).toEqual({
      'calls_answered day 2026-07-01': '3',
      'calls_answered day 2026-07-02': '4',
      'calls_offered day 2026-06-29': '1',
      'calls_offered day 2026-06-30': '2',
    })
    expect(await revisionsOf(owner, 'incheon', 'calls_offered day 2026-07-01')).toEqual(['1: 3 provisional', '2: retracted'])
    const undone = valueOf(await curator.undo(second.decision))
    expect(undone).toMatchObject({ heldAgain: 2, landed: 2 })
    expect(Object.keys(await standing(owner, 'incheon')).filter(key => key.startsWith('calls_answered'))).toEqual([])
    expect(refusalOf(await curator.undo(second.decision))).toEqual(['DECISION_OVERTAKEN'])
    expect(valueOf(await curator.undo(first.decision))).toMatchObject({ heldAgain: 4, landed: 0, stillHeld: 4 })
    expect(await standing(owner, 'incheon')).toEqual({})
    expect(await lostRows()).toEqual({ lost: 0, received: 37, kept: 37 })
    expect(await listRollups(owner, 'stored')).toEqual(await listRollups(owner, 'rebuilt'))
  })
})

describe('a refusal', () => {
  it('is remembered again when the undoing of it is undone, and when the meaning that lifted it is undone', async () => {
    await say('incheon', '물리친 말', { '2026-09-01': 1 })
    const term = await curator.termOf('incheon', '물리친 말')
    const propose = async () => refusalOf(await curator.decide(term, { status: 'proposed', evidenceHash: 'same' }, { isDryRun: true }))
    const refused = await curator.map(term, { status: 'rejected', evidenceHash: 'same' })
    expect(await propose()).toEqual(['MAPPING_REJECTED'])
    const undone = valueOf(await curator.undo(refused.decision))
    expect(await propose()).toEqual([])
    valueOf(await curator.undo(undone.decision))
    expect(await propose()).toEqual(['MAPPING_REJECTED'])
    const mapped = await curator.map(term)
    valueOf(await curator.undo(mapped.decision))
    expect(await propose()).toEqual(['MAPPING_REJECTED'])
  })
})

describe('a conversion that cannot be', () => {
  it.each([
    ['-60', '1', '0', 'numerator'],
    ['0', '1', '0', 'numerator'],
    ['1'.repeat(16), '1', '0', 'numerator'],
    ['60', '0', '0', 'denominator'],
    ['60', `0.${'0'.repeat(15)}1`, '0', 'denominator'],
    ['60', '1', '9'.repeat(16), 'offset'],
  ])('is refused and lands nothing: raw × %s / %s + %s', async (numerator, denominator, offset, path) => {
    await say('ulsan', '통화량', { '2026-09-01': 3 }, '분')
    const term = await curator.termOf('ulsan', '통화량')
    const conversion = { kind: 'linear', numerator, denominator, offset, fromUnit: '분', toUnit: null } as const
    const decided = await curator.decide(term, { target: 'measure:talk_seconds', conversion })
    expect(decided).toMatchObject({ ok: false, issues: [{ code: 'MAPPING_INVALID', path: ['conversion', path] }] })
    expect(await standing(center.database.owner, 'ulsan')).toEqual({})
  })
})
