import { afterAll, beforeAll, expect, it } from 'vitest'
import { listObservations, type ObservationQuestion } from '../../api/operations/list-observations.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { rowsOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'

let center: CenterHub
beforeAll(async () => {
  center = await startCenterHub()
  await center.database.setClock('2026-11-20T09:30:00+09:00')
  await center.submit('jeju', {
    edition: '2026.1',
    rows: rowsOf({ calls_offered: 100, calls_answered: 90, calls_abandoned: 10, calls_flowed_out: 0 }),
  })
  await center.submit('jeju', { edition: '2026.1', rows: rowsOf({ calls_answered: 95 }) })
  await center.submit('jeju', { edition: '2026.1', rows: rowsOf({ stt_calls_transcribed: 3 }) })
  await center.submit('jeju', {
    edition: '2026.1',
    strategy: 'RETRACT',
    reason: '잘못 보냄',
    rows: rowsOf({ stt_calls_transcribed: null }),
  })
  await center.submit('jeju', { edition: '2026.1', rows: rowsOf({ malicious_contacts: 7 }) })
})
afterAll(() => center.close())

const list = async (asked: Partial<ObservationQuestion>, caller?: Caller) => {
  const question: ObservationQuestion = {
    centers: [],
    measures: [],
    from: '2026-11-19',
    to: '2026-11-19',
    periodType: null,
    filters: [],
    includeRetracted: false,
    first: 100,
    after: null,
    ...asked,
  }
  return valueOf(await listObservations(center.hub, caller ?? (await center.caller('jeju')), question)).nodes
}

it('S10: a held revision leaves the last accepted value current and marks it', async () => {
  const [row] = await list({ measures: ['calls_answered'] })
  expect(row).toMatchObject({ value: '90', revision: 1, is_pending: true })
  const [other] = await list({ measures: ['calls_offered'] })
  expect(other).toMatchObject({ value: '100', is_pending: false })
})

it('S10: the mark is seen by the analyst too, who may not see the held row', async () => {
  const [row] = await list({ measures: ['calls_answered'] }, await center.caller(null, 'stats:read'))
  expect(row).toMatchObject({ value: '90', is_pending: true, submission_id: null })
})

it('S34: a retracted value is listed only when asked for, as a revision without a number', async () => {
  expect(await list({ measures: ['stt_calls_transcribed'] })).toEqual([])
  expect(await list({ measures: ['stt_calls_transcribed'], includeRetracted: true })).toMatchObject([
    { value: null, revision: 2, is_retracted: true },
  ])
})

it('S24: restricted rows are for their own center, not for administrators or other centers', async () => {
  expect(await list({ measures: ['malicious_contacts'] })).toMatchObject([{ value: '7' }])
  for (const caller of [
    await center.caller(null, 'hub:admin'),
    await center.caller(null, 'stats:read'),
    await center.caller('seoul', 'stats:read'),
  ]) {
    expect(await list({ measures: ['malicious_contacts'] }, caller)).toEqual([])
  }
})

it('S24: a value that rests on too few answers is for its own center, as in figures', async () => {
  const answers = (csat_responses: number) => ({ csat_responses, csat_score_sum: csat_responses * 80, csat_satisfied: csat_responses })
  await center.submit('jeju', { rows: rowsOf(answers(12)) })
  await center.submit('seoul', { rows: rowsOf(answers(30)) })
  await center.submit('busan', { rows: rowsOf({ csat_score_sum: 0, csat_responses: 0 }) })
  await center.submit('daegu', { rows: rowsOf({ csat_score_sum: 700 }) })
  const wanted = { measures: ['csat_responses', 'csat_score_sum'] }
  expect((await list(wanted)).map(({ value }) => value)).toEqual(['12', '960'])
  for (const scope of ['stats:read', 'hub:admin'] as const) {
    const seen = (await list(wanted, await center.caller(null, scope))).map(({ value }) => value)
    expect(seen.toSorted((a, b) => Number(a) - Number(b))).toEqual(['0', '0', '12', '30', '2400'])
  }
})

it('S24: the keys of held rows that anyone may ask for are those of open measures', async () => {
  const keysSeenBy = async (centerId: number | null) =>
    center.database.db.transaction({ centerId, role: centerId === null ? 'reader' : 'center' }, async tx => {
      const rows = await tx.sql<{ code: string }[]>`
        select m.code from hub_held_keys(array(select id from centers), array(select id from measures), '2026-11-01', '2026-11-30') k
        join measures m on m.id = k.measure_id order by m.code`
      return rows.map(({ code }) => code)
    })
  const standards = await center.hub.standards()
  await center.submit('jeju', { rows: rowsOf({ agent_terminated_calls: 99 }) })
  const jeju = standards.centerIds.get('jeju') ?? 0
  expect(await keysSeenBy(jeju)).toEqual(['agent_terminated_calls', 'calls_answered'])
  expect(await keysSeenBy(null)).toEqual(['calls_answered'])
  const nobody = await center.database.db.query(
    sql => sql`select hub_held_keys(array(select id from centers), array(select id from measures), '2026-11-01', '2026-11-30')`,
  )
  expect(nobody).toHaveLength(0)
})
