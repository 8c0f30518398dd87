import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freezeBaselines as freezeNights } from '../../api/operations/freeze-baselines.js'
import { queryFigures } from '../../api/operations/query-figures.js'
import { readSubmissionBody } from '../../api/operations/read-submission-body.js'
import { resolveHeldRows } from '../../api/operations/resolve-held-rows.js'
import { addDays } from '../../schema/domain/period.js'
import type { SubmittedRow } from '../../schema/domain/submissions/submission.js'
import { questionOf } from '../domain/figures/ask-figures.js'
import { rowsOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { startCurator, type Curator } from '../support/curate.js'
import { CORE, submitNights } from '../support/nights.js'
import { listHeld } from '../support/stored-rows.js'
import { dimensionsOf } from '../support/submission-samples.js'

let hub: CenterHub
let curator: Curator
beforeAll(async () => {
  hub = await startCenterHub()
  curator = await startCurator(hub)
})
afterAll(() => hub.close())

const THURSDAY = '2026-11-19'
const weeksBefore = (weeks: number) => addDays(THURSDAY, -7 * weeks)
const idOf = async (center: string) => (await hub.hub.standards()).centerIds.get(center) ?? 0
const run = async (center: string) => (await freezeNights(hub.hub, await idOf(center))).nights
const send = async (center: string, rows: readonly SubmittedRow[], at?: string) => {
  if (at !== undefined) await hub.database.setClock(at)
  return valueOf(await hub.submit(center, { edition: '2026.1', rows })).stored.record.counts
}
const contacts = (day: string, values: Readonly<Record<string, number>>): readonly SubmittedRow[] =>
  Object.entries(values).flatMap(([item, value]) =>
    rowsOf({ contacts_offered: value }, { periodStart: day, dimensions: item === 'total' ? [] : dimensionsOf({ channel: item }) }),
  )
const core = (day: string) => rowsOf(CORE, { periodStart: day })
const morningAfter = (day: string) => `${addDays(day, 1)}T02:10:00+09:00`
/** What the hub says that it froze the night from: days and mean of the total, surge or not. */
async function frozen(center: string, day: string) {
  const [receipt] = await hub.database.owner<{ id: string }[]>`
    select s.id from frozen_baselines f join submissions s on s.center_id = f.center_id and s.no = f.submission_no
    where f.center_id = ${await idOf(center)} and f.day = ${day}`
  if (receipt === undefined) return null
  const body = await readSubmissionBody(hub.hub, await hub.caller(center), { id: receipt.id, from: 0 })
  const night = JSON.parse(body?.text ?? '').nights.find((one: { day: string }) => one.day === day)
  const [total] = night.tables
  return { at: night.completeAt.slice(0, 16), days: total.days, mean: total.cells[0].value, isSurge: night.isSurge }
}
const four = [1, 2, 3, 4].map(weeksBefore)

describe('S3, S10, S17, S21: a night whose core waits', () => {
  it('in a breakdown for an item that nobody knows is not complete; it is when a steward says what the item is, from what stands then', async () => {
    const center = 'jeonbuk'
    await submitNights(
      hub,
      center,
      four.toReversed().map((day, week) => ({ day, contacts: 100 + week })),
    )
    await run(center)
    const { contacts_handled: _, ...rest } = CORE
    const handled = (item: string, value: number) =>
      rowsOf({ contacts_handled: value }, { periodStart: THURSDAY, dimensions: dimensionsOf({ channel: item }) })
    const rows = [
      ...rowsOf(rest, { periodStart: THURSDAY }),
      ...contacts(THURSDAY, { total: 90 }),
      ...handled('voice', 8),
      ...handled('삐삐', 1),
    ]
    expect(await send(center, rows, morningAfter(THURSDAY))).toMatchObject({ quarantined: 1 })
    expect(await run(center)).toBe(0)
    await send(center, contacts(weeksBefore(1), { total: 203 }), '2026-11-21T09:00:00+09:00')
    await hub.database.setClock('2026-11-21T10:00:00+09:00')
    await curator.map(await curator.termOf(center, '삐삐'), { target: 'codelist:channel.sms' })
    await send(center, contacts(weeksBefore(2), { total: 900 }), '2026-11-21T11:00:00+09:00')
    expect(await run(center)).toBe(1)
    // (203 + 102 + 101 + 100) / 4: the revision of nine o'clock stood, that of eleven did not.
    expect(await frozen(center, THURSDAY)).toEqual({ at: '2026-11-21T10:00', days: four, mean: '126.5', isSurge: false })
  })

  it('with its total is not complete, though a breakdown stands; taken back by its center it is, by the breakdown', async () => {
    const center = 'gangwon'
    const { calls_answered: _, ...rest } = CORE
    const answered = (value: number, items: Readonly<Record<string, string>>) =>
      rowsOf({ calls_answered: value }, { periodStart: THURSDAY, dimensions: dimensionsOf(items) })
    const at = morningAfter(THURSDAY)
    await send(center, [...rowsOf(rest, { periodStart: THURSDAY }), ...answered(9, { language: 'ko' })], at)
    await send(center, answered(20, {}), at)
    const held = (await listHeld(hub.database.owner, center)).find(({ state }) => state === 'held')
    expect([held?.codes, await run(center)]).toEqual(['RULE_BROKEN', 0])
    await hub.database.setClock('2026-11-20T09:00:00+09:00')
    const withdrawn = { heldRow: held?.id ?? '', action: 'WITHDRAW', value: undefined, reason: null } as const
    valueOf(await resolveHeldRows(hub.hub, await hub.caller(center), [withdrawn]))
    expect(await run(center)).toBe(1)
    expect((await frozen(center, THURSDAY))?.at).toBe('2026-11-20T02:10')
  })

  it('with a revision alone is complete: the last accepted value is current', async () => {
    const center = 'sejong'
    await send(center, [...core(THURSDAY), ...contacts(THURSDAY, { total: 90 })], morningAfter(THURSDAY))
    await send(center, rowsOf({ calls_answered: 20 }, { periodStart: THURSDAY }))
    expect((await listHeld(hub.database.owner, center)).map(({ codes }) => codes)).toEqual(['RULE_BROKEN'])
    expect(await run(center)).toBe(1)
  })
})

describe('S3, S10, S21: a same weekday whose contacts wait', () => {
  it('has no usable total and is passed over, as long as nothing accepted stands; what is accepted stands behind a revision', async () => {
    const center = 'gyeongnam'
    const days = [1, 2, 3, 4, 5, 6].map(weeksBefore)
    for (const [place, day] of days.entries()) {
      const values = place === 1 ? { voice: 70, 삐삐: 30 } : { total: 100 + place }
      await send(center, [...core(day), ...contacts(day, values)], morningAfter(day))
    }
    // A revision that broke a rule: fewer contacts than were handled.
    await send(center, contacts(weeksBefore(3), { total: 1 }), '2026-11-19T09:00:00+09:00')
    expect((await listHeld(hub.database.owner, center)).map(({ codes }) => codes)).toEqual(['CODE_UNKNOWN', 'RULE_BROKEN'])
    await send(center, [...core(THURSDAY), ...contacts(THURSDAY, { total: 90 })], morningAfter(THURSDAY))
    await run(center)
    // (100 + 102 + 103 + 104) / 4, without the Thursday of which 70 is a part.
    const used = [1, 3, 4, 5].map(weeksBefore)
    expect(await frozen(center, THURSDAY)).toEqual({ at: '2026-11-20T02:10', days: used, mean: '102.25', isSurge: false })
    // What becomes of the row later moves no baseline (S21), and late is as good as at once.
    await curator.map(await curator.termOf(center, '삐삐'), { target: 'codelist:channel.sms' })
    const asked = questionOf({ measures: ['baseline_contacts_4w'], centers: [center], from: THURSDAY, to: THURSDAY })
    const { figures } = valueOf(await queryFigures(hub.hub, await hub.caller(null, 'stats:read'), asked))
    expect(figures.map(({ value }) => value)).toEqual(['102.25'])
  })

  it('as the night itself is no surge by what is known of it', async () => {
    const center = 'jeju'
    await submitNights(
      hub,
      center,
      four.toReversed().map(day => ({ day, contacts: 100 })),
    )
    await run(center)
    const partly = contacts(THURSDAY, { voice: 200, 삐삐: 30 })
    expect(await send(center, [...core(THURSDAY), ...partly], morningAfter(THURSDAY))).toMatchObject({ quarantined: 1 })
    expect(await run(center)).toBe(1)
    expect(await frozen(center, THURSDAY)).toMatchObject({ mean: '100', isSurge: false })
  })
})
