import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { queryFigures } from '../../api/operations/query-figures.js'
import { questionOf } from '../domain/figures/ask-figures.js'
import { startCenterHub, refusalOf, rowsOf, valueOf, type CenterHub } from '../support/center-hub.js'
import { startCurator, startRobot, type Curator } from '../support/curate.js'
import { countTables, listHeld, revisionsOf, standing } from '../support/stored-rows.js'
import { dimensionsOf, rowOf, seriesOf } from '../support/submission-samples.js'

let center: CenterHub
let curator: Curator
let robot: Curator
let label = ''
const code = 'chungnam'
const hubs: CenterHub[] = []
let words = 0
beforeEach(async () => {
  center = await startCenterHub()
  hubs.push(center)
  curator = await startCurator(center)
  robot = await startRobot(center)
  label = `우리말${(words += 1)}호`
})
afterAll(() => Promise.all(hubs.map(hub => hub.close())))

const say = async (value: number | string, fields: Parameters<typeof rowOf>[0] = {}) =>
  valueOf(
    await center.submit(code, { rows: [rowOf({ measure: label, unit: null, periodStart: '2026-11-10', value, sourceRow: 1, ...fields })] }),
  ).stored
const term = () => curator.termOf(code, label)
const values = () => standing(center.database.owner, code)
const held = async () => (await listHeld(center.database.owner, code)).map(({ state, codes }) => `${state} ${codes}`.trim())
const lost = async () => (await center.database.owner`select sum(abs(lost))::int as lost from submission_conservation`)[0]

describe('a word that was decided to mean nothing', () => {
  it('stays held and says so, now and when it is sent again; undone, it waits as before', async () => {
    await say(7)
    const decided = await curator.map(await term(), { target: null })
    expect(decided).toMatchObject({ landed: 0, stillHeld: 1 })
    await say(8, { periodStart: '2026-11-11' })
    expect(await held()).toEqual(['held WORD_REJECTED', 'held WORD_REJECTED'])
    valueOf(await curator.undo(decided.decision))
    expect(await held()).toEqual(['held WORD_UNKNOWN', 'held WORD_UNKNOWN'])
  })

  it('is held where the edition would read it so and it was decided not to mean that', async () => {
    await say(7, { measure: '전화', unit: '이상한단위' })
    const answered = '응대호'
    await say(5, { measure: answered, unit: '초' })
    const word = await curator.termOf(code, answered)
    await curator.map(word, { target: 'measure:calls_answered', isNegated: true })
    await say(6, { measure: answered, unit: '초', periodStart: '2026-11-11' })
    expect((await held()).slice(1)).toEqual(['held WORD_REJECTED', 'held WORD_REJECTED'])
  })
})

describe('a word that a mapping reads', () => {
  it('is read by it before the labels of the edition, with its conversion, and the value says by which version', async () => {
    await say('2.9', { unit: '이상한분' })
    const sixty = { kind: 'linear' as const, numerator: '60', denominator: '1', offset: '0', fromUnit: null, toUnit: 'seconds' }
    const { made } = await curator.map(await term(), { target: 'measure:talk_seconds', conversion: sixty })
    await say('3', { unit: '이상한분', periodStart: '2026-11-11' })
    const [first, second] = await center.database.owner`
      select o.value::text, o.raw_value, o.raw_unit, o.unit_factor, o.label, o.mapping_versions, o.is_provisional_mapping
      from observations o join centers c on c.id = o.center_id where c.code = ${code} order by period_start`
    const read = { raw_unit: '이상한분', unit_factor: '60', label, mapping_versions: made, is_provisional_mapping: false }
    expect([first, second]).toEqual([
      { ...read, value: '174', raw_value: '2.9' },
      { ...read, value: '180', raw_value: '3' },
    ])
    expect((await listHeld(center.database.owner, code)).map(({ state }) => state)).toEqual(['replayed'])
  })

  it.each([
    ['02:54', 'mm:ss', '174'],
    ['0:02:54', 'hh:mm:ss', '174'],
    ['2분 54초', '분초', '174'],
    ['1시간 2분', '분초', '3720'],
    ['54초', '분초', '54'],
  ] as const)('terminology 3: %s written as %s is %s seconds', async (text, format, seconds) => {
    await say(1)
    await curator.map(await term(), { target: 'measure:talk_seconds', conversion: { kind: 'clock', format, toUnit: 'seconds' } })
    await say(text, { periodStart: '2026-11-12' })
    expect((await values())['talk_seconds day 2026-11-12']).toBe(seconds)
  })

  it.each(['2분 75초', '1시간 90초', '초', '2분 5.5초', '174'])('terminology 3: %s is no duration and is refused', async text => {
    await say(1)
    await curator.map(await term(), { target: 'measure:talk_seconds', conversion: { kind: 'clock', format: '분초', toUnit: 'seconds' } })
    const { record } = await say(text, { periodStart: '2026-11-12' })
    expect(record.outcomes).toBe('x')
    expect((await values())['talk_seconds day 2026-11-12']).toBeUndefined()
  })

  it('terminology 3: durations of a word that nobody knows yet wait for it as they were written, and land once it is decided', async () => {
    await say('2분 54초', { unit: '초' })
    await say('2분58초', { unit: '초', periodStart: '2026-11-11' })
    await say('02:54', { unit: '초', periodStart: '2026-11-12' })
    await say('두 시간', { unit: '초', periodStart: '2026-11-13' })
    expect(await held()).toEqual(['held WORD_UNKNOWN', 'held WORD_UNKNOWN', 'held WORD_UNKNOWN'])
    const conversion = { kind: 'clock' as const, format: '분초' as const, toUnit: 'seconds' }
    expect(await curator.map(await term(), { target: 'measure:talk_seconds', conversion })).toMatchObject({ landed: 2, stillHeld: 1 })
    expect(await values()).toEqual({ 'talk_seconds day 2026-11-10': '174', 'talk_seconds day 2026-11-11': '178' })
    expect(await lost()).toEqual({ lost: 0 })
  })

  it('lands in series by day: each value by the meaning of its day', async () => {
    await say(1)
    const id = await term()
    await curator.map(id, { effective: { from: null, to: '2026-11-12' } })
    await curator.map(id, { target: 'measure:calls_answered', effective: { from: '2026-11-12', to: '2026-11-13' } })
    const days = ['2026-11-11', '2026-11-12', '2026-11-13']
    const { outcomes } = valueOf(
      await center.submit(code, {
        series: [seriesOf({ measure: label, unit: null, periodStart: null, axes: ['periodStart'], items: [days], values: [3, 4, 5] })],
      }),
    ).stored.record
    expect(outcomes).toBe('iiq')
    expect(await values()).toMatchObject({ 'calls_offered day 2026-11-11': '3', 'calls_answered day 2026-11-12': '4' })
  })

  it('names an item of a codelist, for days of its own', async () => {
    const row = (periodStart: string) =>
      rowOf({ measure: 'calls_offered', unit: null, periodStart, value: 9, dimensions: dimensionsOf({ service_line: '대표번호창구' }) })
    valueOf(await center.submit(code, { rows: [row('2026-10-31'), row('2026-11-01')] }))
    const id = await curator.termOf(code, '대표번호창구')
    expect(await curator.map(id, { target: 'codelist:service_line.care120', effective: { from: '2026-11-01', to: null } })).toMatchObject({
      landed: 1,
      stillHeld: 1,
    })
    valueOf(await center.submit(code, { rows: [row('2026-10-30'), row('2026-11-02')] }))
    expect(await values()).toEqual({
      'calls_offered day 2026-11-01 service_line=care120': '9',
      'calls_offered day 2026-11-02 service_line=care120': '9',
    })
    expect(await curator.suspend(id)).toMatchObject({ heldAgain: 2, landed: 0 })
    expect(await values()).toEqual({})
    expect(await lost()).toEqual({ lost: 0 })
  })

  it('S5: is another definition where it is only close, and stays out of standard figures', async () => {
    await say(15)
    await curator.map(await term(), { predicate: 'close' })
    const [row] = await center.database.owner`
      select s.code from observations o join observation_statuses s on s.id = o.status_id join centers c on c.id = o.center_id where c.code = ${code} and o.label = ${label}`
    expect(row).toEqual({ code: 'definition_differs' })
  })

  it('is provisional while only the hub decided, and held while the decision is a proposal', async () => {
    await say(15)
    const id = await term()
    expect(valueOf(await robot.decide(id, { status: 'proposed' }))).toMatchObject({ landed: 0 })
    expect(await robot.map(id)).toMatchObject({ landed: 1 })
    const [row] = await center.database.owner`
      select is_provisional_mapping from observations o join centers c on c.id = o.center_id where c.code = ${code} and o.label = ${label}`
    expect(row).toEqual({ is_provisional_mapping: true })
  })
})

describe('what a decision takes back', () => {
  it('gives the value before it its place again, and puts the row into quarantine once more with who and why', async () => {
    const { owner } = center.database
    valueOf(await center.submit(code, { rows: rowsOf({ calls_offered: 10 }, { periodStart: '2026-11-10' }) }))
    await say(12)
    const id = await term()
    const decided = await curator.map(id)
    expect(await revisionsOf(owner, code, 'calls_offered day 2026-11-10')).toEqual(['1: 10 provisional', '2: 12 provisional'])
    valueOf(await curator.undo(decided.decision))
    expect(await revisionsOf(owner, code, 'calls_offered day 2026-11-10')).toEqual([
      '1: 10 provisional',
      '2: 12 provisional',
      '3: 10 provisional',
    ])
    expect(await held()).toEqual(['replayed WORD_UNKNOWN', 'held WORD_UNKNOWN'])
    const [note] =
      await owner`select action, outcome, reason from held_row_resolutions where outcome = 'heldAgain' order by no desc limit 1`
    expect(note).toEqual({ action: 'HOLD', outcome: 'heldAgain', reason: '시험' })
    expect(await lost()).toEqual({ lost: 0 })
  })

  it('holds rows of a suspended mapping that landed at the door, and lets them land again', async () => {
    await say(1)
    const id = await term()
    await curator.map(id)
    await say(2, { periodStart: '2026-11-11' })
    expect(await curator.suspend(id, { from: '2026-11-11', to: null })).toMatchObject({ heldAgain: 1, stillHeld: 1 })
    expect(await values()).toEqual({ 'calls_offered day 2026-11-10': '1' })
    await say(3, { periodStart: '2026-11-12' })
    expect(await held()).toEqual(['replayed WORD_UNKNOWN', 'held WORD_SUSPENDED', 'held WORD_SUSPENDED'])
    expect(await robot.map(id)).toMatchObject({ heldAgain: 0, landed: 2 })
    expect(await values()).toEqual({
      'calls_offered day 2026-11-10': '1',
      'calls_offered day 2026-11-11': '2',
      'calls_offered day 2026-11-12': '3',
    })
    expect(await lost()).toEqual({ lost: 0 })
  })

  it('moves a word that the edition had settled by a synonym', async () => {
    const synonym = '인입콜'
    valueOf(await center.submit(code, { rows: [rowOf({ measure: synonym, unit: null, periodStart: '2026-11-10', value: 5 })] }))
    valueOf(await center.submit(code, { rows: [rowOf({ measure: synonym, unit: '초', periodStart: '2026-11-10', value: 5 })] }))
    const [row] = await center.database.owner<{ id: string }[]>`
      insert into source_terms (center_id, kind, source_field, key, raw_label, raw_unit, norm_label, norm_unit)
      select id, 'subject', 'measure', repeat('a', 64), ${synonym}, '', ${synonym}, '' from centers where code = ${code} returning id`
    await center.database.owner`insert into source_term_spellings (center_id, key, source_term_id, raw_label, raw_unit)
      select center_id, key, id, raw_label, raw_unit from source_terms where id = ${row?.id ?? ''}`
    expect(await curator.map(row?.id ?? '', { target: 'measure:calls_answered' })).toMatchObject({ heldAgain: 1, landed: 1 })
    expect(await values()).toEqual({ 'calls_answered day 2026-11-10': '5' })
  })
})

describe('rows of one key', () => {
  it('land newest first: an older one that waited is superseded, and so is one that a later value has overtaken', async () => {
    await say(1)
    await say(2)
    await say(3, { periodStart: '2026-11-11' })
    valueOf(await center.submit(code, { rows: rowsOf({ calls_offered: 33 }, { periodStart: '2026-11-11' }) }))
    expect(await curator.map(await term())).toMatchObject({ landed: 1, superseded: 2 })
    expect(await values()).toEqual({ 'calls_offered day 2026-11-10': '2', 'calls_offered day 2026-11-11': '33' })
    expect(await held()).toEqual(['superseded WORD_UNKNOWN', 'replayed WORD_UNKNOWN', 'superseded WORD_UNKNOWN'])
  })

  it('S11: are judged by the rules as of now, and free their partners when they land', async () => {
    valueOf(await center.submit(code, { rows: [rowOf({ measure: 'calls_answered', unit: null, periodStart: '2026-11-10', value: 20 })] }))
    await say(10)
    expect(await curator.map(await term())).toMatchObject({ landed: 0, stillHeld: 1 })
    expect(await held()).toEqual(['held RULE_BROKEN'])
    await say(25)
    expect(await values()).toEqual({ 'calls_answered day 2026-11-10': '20', 'calls_offered day 2026-11-10': '25' })
    expect(await held()).toEqual(['superseded RULE_BROKEN'])
  })
})

describe('S25: as of an earlier instant', () => {
  it('a figure sees the words as they were decided then: values replayed later are absent, and both meanings can be told again', async () => {
    const analyst = await center.caller(null, 'stats:read')
    const ask = async (asOf: string | null) => {
      const question = questionOf({
        measures: ['calls_offered', 'calls_answered'],
        centers: [code],
        from: '2026-11-10',
        to: '2026-11-10',
        asOf,
      })
      return valueOf(await queryFigures(center.hub, analyst, question))
    }
    const numbers = (answer: Awaited<ReturnType<typeof ask>>) => answer.figures.map(({ value }) => value)
    await say(4)
    const [waiting, id] = [await ask(null), await term()]
    await curator.map(id)
    const first = await ask(null)
    await curator.map(id, { target: 'measure:calls_answered' })
    const second = await ask(null)
    await curator.suspend(id)
    expect([waiting, first, second, await ask(null)].map(numbers)).toEqual([
      [null, null],
      ['4', null],
      [null, '4'],
      [null, null],
    ])
    for (const answer of [waiting, first, second]) expect(JSON.stringify(await ask(answer.asOf))).toBe(JSON.stringify(answer))
  })
})

describe('S15: a dry run', () => {
  it('of a decision tells what would land and leaves no trace', async () => {
    await say(4)
    const before = await countTables(center.database.owner)
    expect(valueOf(await curator.decide(await term(), {}, { isDryRun: true }))).toMatchObject({ landed: 1 })
    expect(await countTables(center.database.owner)).toEqual(before)
    expect(await held()).toEqual(['held WORD_UNKNOWN'])
  })

  it('of a batch binds how its words were read', async () => {
    const batch = { rows: [rowOf({ measure: label, unit: null, periodStart: '2026-11-10', value: 5 })] }
    await say(4, { periodStart: '2026-11-09' })
    const { dryRun } = valueOf(await center.submit(code, batch, { isDryRun: true }))
    await curator.map(await term())
    expect(refusalOf(await center.submit(code, batch, { dryRunHash: dryRun?.hash ?? '' }))).toEqual(['STALE_DRY_RUN'])
  })
})

describe('what cannot be decided', () => {
  it.each([
    ['no such measure', { target: 'measure:nothing' }],
    ['a measure that the hub makes', { target: 'measure:period_days' }],
    ['an item, for what a row is about', { target: 'codelist:channel.voice' }],
    ['an item that the measure does not have', { target: 'measure:calls_offered@topic=nothing' }],
    ['a variant that nobody defined', { target: 'indicator:service_level#threshold_1s' }],
    ['not nothing', { target: null, isNegated: true }],
    ['values of what is only related', { predicate: 'related' as const }],
    ['no day', { effective: { from: '2026-11-02', to: '2026-11-02' } }],
    ['a duration of calls', { conversion: { kind: 'clock' as const, format: 'mm:ss' as const, toUnit: null } }],
    [
      'a factor of 0',
      { conversion: { kind: 'linear' as const, numerator: '0', denominator: '1', offset: '0', fromUnit: null, toUnit: null } },
    ],
    [
      'another unit than the target has',
      { conversion: { kind: 'linear' as const, numerator: '2', denominator: '1', offset: '0', fromUnit: null, toUnit: 'seconds' } },
    ],
  ])('MAPPING_INVALID: %s', async (_, said) => {
    await say(4)
    expect(refusalOf(await curator.decide(await term(), said))).toEqual(['MAPPING_INVALID'])
  })

  it('terminology 10: a refused meaning is not proposed again on the same evidence', async () => {
    await say(4)
    const id = await term()
    valueOf(await robot.decide(id, { status: 'proposed', evidenceHash: 'a' }))
    const refused = valueOf(await curator.decide(id, { status: 'rejected', evidenceHash: 'a' }))
    expect(refusalOf(await robot.decide(id, { status: 'proposed', evidenceHash: 'a' }))).toEqual(['MAPPING_REJECTED'])
    valueOf(await robot.decide(id, { status: 'proposed', evidenceHash: 'b' }))
    expect(refusalOf(await robot.undo(refused.decision))).toEqual([])
    valueOf(await robot.decide(id, { status: 'proposed', evidenceHash: 'a' }))
  })

  it('is refused to whoever is no steward, and where there is no such word, decision or mapping', async () => {
    await say(4)
    const id = await term()
    const nobody = '00000000-0000-4000-8000-000000000000'
    expect(refusalOf(await curator.decide(nobody))).toEqual(['NOT_FOUND'])
    expect(refusalOf(await curator.decide('x'))).toEqual(['NOT_FOUND'])
    expect(refusalOf(await curator.undo(nobody))).toEqual(['NOT_FOUND'])
    await expect(curator.suspend(id)).rejects.toThrow('MAPPING_INVALID')
  })
})
