import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { Resolution } from '../../api/operations/resolution.js'
import { resolveHeldRows } from '../../api/operations/resolve-held-rows.js'
import { startCenterHub, refusalOf, rowsOf, valueOf, type CenterHub } from '../support/center-hub.js'
import { listHeld, listRollups, revisionsOf, standing } from '../support/stored-rows.js'
import { busanBatch, rowOf } from '../support/submission-samples.js'

const hubs: CenterHub[] = []
let center: CenterHub
beforeEach(async () => {
  center = await startCenterHub()
  hubs.push(center)
})
afterAll(() => Promise.all(hubs.map(hub => hub.close())))

const NOWHERE = '00000000-0000-4000-8000-000000000000'
const CONFIRMED = '교환기 담당자에게 확인함'

const heldAt = async (line: number, code = 'busan'): Promise<string> => {
  const row = (await listHeld(center.database.owner, code)).findLast(held => held.line === line)
  if (row === undefined) throw new Error(`No held row of line ${line}.`)
  return row.id
}

const statesOf = async (code = 'busan') =>
  Object.fromEntries((await listHeld(center.database.owner, code)).map(({ line, state }) => [String(line), state]))

type Said = Partial<Resolution> & Pick<Resolution, 'heldRow' | 'action'>
const say = async (code: string | null, said: readonly Said[], scope: 'stats:write' | 'hub:admin' = 'stats:write') =>
  resolveHeldRows(
    center.hub,
    await center.caller(code, scope),
    said.map(one => ({ value: undefined, reason: null, ...one })),
  )

/** `3 landed by itself`, `20 stillHeld WORD_AMBIGUOUS`: line, end, and the codes that stand in the way. */
const endsOf = (outcome: Awaited<ReturnType<typeof say>>) =>
  valueOf(outcome).map(({ held, outcome: end, isAutomatic, issues }) => {
    const standing = issues.filter(({ severity }) => severity === 'error' || severity === 'hold').map(({ code }) => code)
    return [held.source_row, end, ...(isAutomatic ? ['by itself'] : []), ...standing].join(' ')
  })

const offeredAndAnswered = (offered: number, answered: number) => ({
  rows: [
    rowOf({ measure: 'calls_offered', value: offered, unit: null, sourceRow: 1 }),
    rowOf({ measure: 'calls_answered', value: answered, unit: null, sourceRow: 2 }),
  ],
})

describe('the Busan night', () => {
  it('S11: line 4 corrected to 1461 lands, and line 3 lands by itself', async () => {
    const { owner } = center.database
    valueOf(await center.submit('busan', busanBatch()))
    const outcome = await say('busan', [{ heldRow: await heldAt(4), action: 'CORRECT', value: 1461 }])
    expect(endsOf(outcome)).toEqual(['4 landed', '3 landed by itself'])
    expect(await standing(owner, 'busan')).toMatchObject({
      'calls_offered day 2026-11-19': '1548',
      'calls_answered day 2026-11-19': '1461',
    })
    expect(await statesOf()).toMatchObject({ 3: 'replayed', 4: 'corrected', 10: 'held', 20: 'held', 23: 'held', 30: 'held', 31: 'held' })
    expect(await revisionsOf(owner, 'busan', 'calls_answered day 2026-11-19')).toEqual(['1: 1461 provisional'])
    expect(await listRollups(owner, 'stored')).toEqual(await listRollups(owner, 'rebuilt'))
  })

  it('S11: a confirmed hold rule is remembered, so the same file pushed again is not doubted again', async () => {
    const { owner } = center.database
    valueOf(await center.submit('busan', busanBatch()))
    valueOf(await say('busan', [{ heldRow: await heldAt(4), action: 'CORRECT', value: 1461 }]))
    const talk = await heldAt(10)
    expect(endsOf(await say('busan', [{ heldRow: talk, action: 'CONFIRM', reason: CONFIRMED }]))).toEqual(['10 landed'])
    expect(await standing(owner, 'busan')).toMatchObject({ 'talk_seconds day 2026-11-19': '3312' })
    expect((await listHeld(owner, 'busan')).find(({ id }) => id === talk)).toMatchObject({ state: 'replayed', reason: CONFIRMED })
    const { rows } = busanBatch()
    const { stored } = valueOf(await center.submit('busan', { rows: rows.filter(({ sourceRow }) => sourceRow === 10) }))
    expect(stored.record.counts).toMatchObject({ received: 1, unchanged: 1 })
  })

  it('S11: a confirmation is remembered with the value in doubt, also where that stood before and did not change', async () => {
    const { owner } = center.database
    const [answered, talk] = [
      rowOf({ measure: 'calls_answered', value: 1461, unit: null, sourceRow: 1 }),
      rowOf({ measure: 'talk_seconds', value: 3312, unit: null, sourceRow: 2 }),
    ]
    const confirm = async (line: number) =>
      endsOf(await say('busan', [{ heldRow: await heldAt(line), action: 'CONFIRM', reason: CONFIRMED }]))
    const again = async () => valueOf(await center.submit('busan', { rows: [answered, talk] })).stored.record.outcomes
    valueOf(await center.submit('busan', { rows: [talk] }))
    expect(valueOf(await center.submit('busan', { rows: [answered] })).stored.record.outcomes).toBe('q')
    expect(await confirm(1)).toEqual(['1 landed'])
    expect(await again()).toBe('uu')
    valueOf(await center.submit('busan', { rows: [{ ...talk, value: 3313 }], mode: 'PARTIAL' }))
    expect(await confirm(2)).toEqual(['2 landed'])
    expect(await revisionsOf(owner, 'busan', 'talk_seconds day 2026-11-19')).toEqual(['1: 3312 provisional', '2: 3313 provisional'])
    expect(await again()).toBe('uq')
  })

  it('S11: an ambiguous word stays held on CONFIRM, with its reason', async () => {
    valueOf(await center.submit('busan', busanBatch()))
    const word = await heldAt(20)
    expect(endsOf(await say('busan', [{ heldRow: word, action: 'CONFIRM', reason: CONFIRMED }]))).toEqual(['20 stillHeld WORD_AMBIGUOUS'])
    expect((await listHeld(center.database.owner, 'busan')).find(({ id }) => id === word)).toMatchObject({
      state: 'held',
      codes: 'WORD_AMBIGUOUS',
    })
  })
})

describe('what a resolution may do', () => {
  it('S11: CONFIRM never passes an error rule', async () => {
    valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 1548 }) }))
    valueOf(await center.submit('busan', { rows: [rowOf({ measure: 'calls_answered', value: 1561, unit: null, sourceRow: 4 })] }))
    const outcome = await say('busan', [{ heldRow: await heldAt(4), action: 'CONFIRM', reason: CONFIRMED }])
    expect(endsOf(outcome)).toEqual(['4 stillHeld RULE_BROKEN RULE_NOT_OVERRIDABLE'])
    expect(await statesOf()).toEqual({ 4: 'held' })
  })

  it('S11: two rows that only fit together land in one call', async () => {
    valueOf(await center.submit('busan', offeredAndAnswered(1548, 1561)))
    const [offered, answered] = [await heldAt(1), await heldAt(2)]
    expect(endsOf(await say('busan', [{ heldRow: offered, action: 'CORRECT', value: 100 }]))).toEqual(['1 landed'])
    valueOf(await center.submit('seoul', offeredAndAnswered(1548, 1561)))
    const together = await say('seoul', [
      { heldRow: await heldAt(1, 'seoul'), action: 'CORRECT', value: '2000' },
      { heldRow: await heldAt(2, 'seoul'), action: 'CORRECT', value: '1999' },
    ])
    expect(endsOf(together)).toEqual(['1 landed', '2 landed'])
    expect(await standing(center.database.owner, 'seoul')).toEqual({
      'calls_offered day 2026-11-19': '2000',
      'calls_answered day 2026-11-19': '1999',
    })
    expect((await listHeld(center.database.owner, 'busan')).find(({ id }) => id === answered)?.state).toBe('held')
  })

  it('S11: a withdrawn row lets its partner land', async () => {
    valueOf(await center.submit('busan', offeredAndAnswered(1548, 1561)))
    expect(endsOf(await say('busan', [{ heldRow: await heldAt(2), action: 'WITHDRAW' }]))).toEqual(['2 withdrawn', '1 landed by itself'])
    expect(await standing(center.database.owner, 'busan')).toEqual({ 'calls_offered day 2026-11-19': '1548' })
  })

  it('S11: a later accepted value supersedes the held one and frees its partner', async () => {
    valueOf(await center.submit('busan', offeredAndAnswered(1548, 1561)))
    const { stored } = valueOf(await center.submit('busan', { rows: rowsOf({ calls_answered: 1461 }) }))
    expect(stored.record.counts).toMatchObject({ received: 1, inserted: 1 })
    expect(await statesOf()).toEqual({ 1: 'replayed', 2: 'superseded' })
    expect(await standing(center.database.owner, 'busan')).toEqual({
      'calls_offered day 2026-11-19': '1548',
      'calls_answered day 2026-11-19': '1461',
    })
  })

  it('S11: of two rows that disagree the confirmed one stands and the other is superseded', async () => {
    const rows = [rowOf({ value: 10, sourceRow: 1 }), rowOf({ value: 11, sourceRow: 2 })]
    valueOf(await center.submit('busan', { rows }))
    expect(endsOf(await say('busan', [{ heldRow: await heldAt(2), action: 'CONFIRM', reason: CONFIRMED }]))).toEqual([
      '2 landed',
      '1 superseded by itself',
    ])
    expect(await standing(center.database.owner, 'busan')).toEqual({ 'calls_offered day 2026-11-19': '11' })
  })

  it('S8, S11: of two held rows corrected to one value that a rule still stands against neither lands; to one that fits both do', async () => {
    const { owner } = center.database
    const offered = (value: number, sourceRow: number) => rowOf({ measure: 'calls_offered', value, unit: null, sourceRow })
    valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 1548, calls_answered: 1461 }) }))
    valueOf(await center.submit('busan', { rows: [offered(1400, 7)] }))
    valueOf(await center.submit('busan', { rows: [offered(1300, 8)] }))
    const [first, second] = [await heldAt(7), await heldAt(8)]
    const both = (value: number) => [
      { heldRow: first, action: 'CORRECT' as const, value },
      { heldRow: second, action: 'CORRECT' as const, value },
    ]
    expect(endsOf(await say('busan', both(1)))).toEqual(['7 stillHeld RULE_BROKEN', '8 stillHeld RULE_BROKEN'])
    expect(await statesOf()).toEqual({ 7: 'held', 8: 'held' })
    expect(await standing(owner, 'busan')).toMatchObject({ 'calls_offered day 2026-11-19': '1548' })
    expect(endsOf(await say('busan', both(1600)))).toEqual(['7 landed', '8 landed'])
    expect(await standing(owner, 'busan')).toMatchObject({ 'calls_offered day 2026-11-19': '1600' })
  })

  it('S11: a correction that cannot be a value leaves the row held as it was', async () => {
    valueOf(await center.submit('busan', offeredAndAnswered(1548, 1561)))
    expect(endsOf(await say('busan', [{ heldRow: await heldAt(2), action: 'CORRECT', value: '1.5' }]))).toEqual([
      '2 stillHeld VALUE_NOT_INTEGER',
    ])
    expect((await listHeld(center.database.owner, 'busan')).map(({ codes }) => codes)).toEqual(['RULE_BROKEN', 'RULE_BROKEN'])
  })

  it('S11: states never leave settled and no row is deleted', async () => {
    valueOf(await center.submit('busan', offeredAndAnswered(1548, 1561)))
    const answered = await heldAt(2)
    valueOf(await say('busan', [{ heldRow: answered, action: 'WITHDRAW' }]))
    expect(refusalOf(await say('busan', [{ heldRow: answered, action: 'CORRECT', value: 5 }]))).toEqual(['HELD_ROW_SETTLED'])
    expect(await statesOf()).toEqual({ 1: 'replayed', 2: 'withdrawn' })
    await expect(center.database.owner`delete from held_rows`).rejects.toThrow('append-only')
  })

  it('S26: a row past its date is expired, whether the job has come by or not', async () => {
    await center.database.setClock('2026-11-20T03:00:00+09:00')
    valueOf(await center.submit('busan', offeredAndAnswered(1548, 1561)))
    await center.database.setClock('2027-02-18T03:00:00+09:00')
    const outcome = await say('busan', [{ heldRow: await heldAt(2), action: 'WITHDRAW' }])
    expect(outcome).toMatchObject({ ok: false, issues: [{ code: 'HELD_ROW_SETTLED', got: 'expired' }] })
  })
})

describe('who may resolve, and what a refusal says', () => {
  it('S11: every fault is named at once and nothing is written', async () => {
    valueOf(await center.submit('busan', offeredAndAnswered(1548, 1561)))
    valueOf(await center.submit('seoul', offeredAndAnswered(1548, 1561)))
    const [offered, answered, foreign] = [await heldAt(1), await heldAt(2), await heldAt(1, 'seoul')]
    valueOf(await say('busan', [{ heldRow: answered, action: 'WITHDRAW' }]))
    valueOf(await center.submit('busan', { rows: [rowOf({ measure: '상담건수', sourceRow: 7 })] }))
    const word = await heldAt(7)
    const outcome = await say('busan', [
      { heldRow: word, action: 'CONFIRM' },
      { heldRow: word, action: 'CORRECT' },
      { heldRow: NOWHERE, action: 'WITHDRAW' },
      { heldRow: foreign, action: 'WITHDRAW' },
      { heldRow: 'not an id', action: 'WITHDRAW' },
      { heldRow: offered, action: 'WITHDRAW', value: 3 },
      { heldRow: answered, action: 'CONFIRM', reason: '010-1234-5678로 확인' },
    ])
    expect(outcome.ok ? [] : outcome.issues.map(({ code, path }) => `${path[1]} ${code}`)).toEqual([
      '0 REASON_REQUIRED',
      '1 RESOLUTION_REPEATED',
      '1 VALUE_REQUIRED',
      '2 NOT_FOUND',
      '3 NOT_FOUND',
      '4 NOT_FOUND',
      '5 VALUE_NOT_EXPECTED',
      '5 HELD_ROW_SETTLED',
      '6 TEXT_NOT_ACCEPTED',
      '6 HELD_ROW_SETTLED',
    ])
    expect(JSON.stringify(outcome)).not.toContain('1234')
    expect(await statesOf()).toMatchObject({ 7: 'held' })
  })

  it("H23: another center's row and one that does not exist get the same answer, and the try is in the audit chain", async () => {
    valueOf(await center.submit('seoul', offeredAndAnswered(1548, 1561)))
    const foreign = await say('busan', [{ heldRow: await heldAt(1, 'seoul'), action: 'WITHDRAW' }])
    const unknown = await say('busan', [{ heldRow: NOWHERE, action: 'WITHDRAW' }])
    expect(foreign).toEqual(unknown)
    const denials = await center.database.owner`select subject from audit_entries where action = 'access.denied'`
    expect(denials.map(({ subject }) => subject)).toEqual([{ field: 'Mutation.resolveHeldRows' }, { field: 'Mutation.resolveHeldRows' }])
  })

  it('S11: an administrator resolves for any one center, always with a reason', async () => {
    valueOf(await center.submit('busan', offeredAndAnswered(1548, 1561)))
    valueOf(await center.submit('seoul', offeredAndAnswered(1548, 1561)))
    const [busan, seoul] = [await heldAt(2), await heldAt(2, 'seoul')]
    expect(refusalOf(await say(null, [{ heldRow: busan, action: 'WITHDRAW' }], 'hub:admin'))).toEqual(['REASON_REQUIRED'])
    expect(refusalOf(await say(null, [{ heldRow: NOWHERE, action: 'WITHDRAW', reason: '없음' }], 'hub:admin'))).toEqual(['NOT_FOUND'])
    const both = [busan, seoul].map(heldRow => ({ heldRow, action: 'WITHDRAW', reason: '센터 요청' }) as const)
    expect(refusalOf(await say(null, both, 'hub:admin'))).toEqual(['BAD_USER_INPUT'])
    expect(endsOf(await say(null, both.slice(0, 1), 'hub:admin'))).toEqual(['2 withdrawn', '1 landed by itself'])
    const entries = await center.database.owner`select actor from audit_entries where action = 'heldRows.resolved'`
    expect(entries).toEqual([{ actor: 'client:council-client' }])
  })

  it('S11: readers may not resolve, and a call takes 1 to 1,000 rows', async () => {
    const reader = await center.caller('busan', 'stats:read')
    expect(refusalOf(await resolveHeldRows(center.hub, reader, []))).toEqual(['FORBIDDEN'])
    expect(refusalOf(await say('busan', []))).toEqual(['BAD_USER_INPUT'])
    const many = Array.from({ length: 1_001 }, () => ({ heldRow: NOWHERE, action: 'WITHDRAW' }) as const)
    expect(refusalOf(await say('busan', many))).toEqual(['BAD_USER_INPUT'])
  })
})
