import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { checkConservation } from '../../jobs/check-conservation.js'
import type { JobContext } from '../../jobs/job.js'
import { listTermTiers } from '../../api/operations/term-tiers.js'
import { reconcileTerms } from '../../jobs/reconcile-terms.js'
import { suspendTiers } from '../../jobs/suspend-tiers.js'
import { watchTerms } from '../../jobs/watch-terms.js'
import { addDays } from '../../schema/domain/period.js'
import { startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { startCurator, type Curator } from '../support/curate.js'
import { publishEdited } from '../support/next-edition.js'
import { listHeld, standing } from '../support/stored-rows.js'
import { rowOf } from '../support/submission-samples.js'

let center: CenterHub
let curator: Curator
let context: JobContext
const hubs: CenterHub[] = []
beforeEach(async () => {
  center = await startCenterHub()
  hubs.push(center)
  await center.database.setClock('2026-11-20T09:00:00+09:00')
  curator = await startCurator(center)
  context = { ...center.hub, signal: new AbortController().signal }
})
afterAll(() => Promise.all(hubs.map(hub => hub.close())))

const FIRST = '2026-10-20'
/** Nights of a word, one row each. */
const push = async (
  code: string,
  word: { label: string; unit: string | null; nights: number; from?: string; value: (night: number) => number | string },
) => {
  const rows = Array.from({ length: word.nights }, (_, night) =>
    rowOf({
      measure: word.label,
      unit: word.unit,
      periodStart: addDays(word.from ?? FIRST, night),
      value: word.value(night),
      sourceRow: night + 1,
    }),
  )
  return valueOf(await center.submit(code, { rows })).stored
}
const held = async (code: string) => (await listHeld(center.database.owner, code)).filter(({ state }) => state === 'held').length
const versions = async () =>
  (
    await center.database.owner<{ said: string }[]>`
    select t.raw_label || ' ' || v.status || ' ' || coalesce(m.target, '-') as said from term_mapping_versions v
    join term_mappings m on m.center_id = v.center_id and m.id = v.mapping_id
    join source_terms t on t.center_id = v.center_id and t.id = v.source_term_id
    where v.superseded_at is null order by v.center_id, v.no`
  ).map(({ said }) => said)
const conflicts = async () =>
  (
    await center.database.owner<{ said: string }[]>`
    select center_id || ' ' || conflict || ' ' || state as said from term_conflicts order by center_id, conflict, subject`
  ).map(({ said }) => said)
const calls = (night: number) => 1_400 + ((night * 37) % 60)

describe('reconcile-terms', () => {
  it('terminology 8: a word that says exactly one thing is mapped after a week, its nights land once, and nothing changes the second time', async () => {
    await push('chungnam', { label: '상담사 응대콜 수', unit: '건', nights: 6, value: calls })
    expect((await reconcileTerms(context)).detail).toMatchObject({ words: 1, provisional: 1, accepted: 0, rowsLanded: 0 })
    expect(await held('chungnam')).toBe(6)
    await push('chungnam', { label: '상담사 응대콜 수', unit: '건', nights: 24, from: '2026-10-26', value: calls })
    expect((await reconcileTerms(context)).detail).toMatchObject({ words: 1, accepted: 1, rowsLanded: 30 })
    const facts = await standing(center.database.owner, 'chungnam')
    expect(Object.keys(facts)).toHaveLength(30)
    expect(await held('chungnam')).toBe(0)
    expect((await reconcileTerms(context)).detail).toMatchObject({ words: 0, accepted: 0, rowsLanded: 0 })
    expect(await standing(center.database.owner, 'chungnam')).toEqual(facts)
    expect(await checkConservation(context)).toMatchObject({
      outcome: 'done',
      detail: { received: 30, facts: 30, held: 0, imbalances: [] },
    })
  })

  it('terminology 2, 14: proposes or leaves what is doubtful, and lands none of it', async () => {
    await push('chungnam', { label: '고객 응답 비율', unit: '건', nights: 14, value: calls })
    await push('chungnam', { label: '상수도 상담 콜수', unit: '건', nights: 14, value: calls })
    await push('chungnam', { label: '소계', unit: '건', nights: 14, value: calls })
    expect((await reconcileTerms(context)).detail).toMatchObject({ words: 3, accepted: 0, provisional: 0, rowsLanded: 0 })
    expect(await held('chungnam')).toBe(42)
    expect((await reconcileTerms(context)).detail).toMatchObject({ proposed: 0, left: 3 })
  })

  it('does not touch what a person decided, also where that is nothing', async () => {
    await push('chungnam', { label: '상담사 응대콜 수', unit: '건', nights: 14, value: calls })
    await curator.map(await curator.termOf('chungnam', '상담사 응대콜 수'), { target: null })
    expect((await reconcileTerms(context)).detail).toMatchObject({ accepted: 0, proposed: 0 })
    expect(await versions()).toEqual(['상담사 응대콜 수 active -'])
  })
})

describe('suspend-tiers', () => {
  it('one wrong acceptance switches its tier off, stops what rests on it elsewhere, and nothing more is accepted on it', async () => {
    for (const code of ['chungnam', 'busan']) await push(code, { label: '상담사 응대콜 수', unit: '건', nights: 14, value: calls })
    expect((await reconcileTerms(context)).detail).toMatchObject({ accepted: 2 })
    await curator.map(await curator.termOf('busan', '상담사 응대콜 수'), { target: 'measure:contacts_handled' })
    expect((await suspendTiers(context)).detail).toEqual({ tiers: 1, suspended: 1 })
    expect(await versions()).toEqual([
      '상담사 응대콜 수 active measure:contacts_handled',
      '상담사 응대콜 수 suspended measure:calls_answered',
    ])
    expect([await held('chungnam'), await held('busan')]).toEqual([14, 0])
    // What had landed on its word alone is out of the figures, and the words are listed.
    expect(await standing(center.database.owner, 'chungnam')).toEqual({})
    const tiers = await listTermTiers(center.hub, await center.caller(null, 'terms:curate'))
    expect(tiers.flatMap(({ suspended }) => suspended)).toEqual([await curator.termOf('chungnam', '상담사 응대콜 수')])
    const kept = await center.database.owner`
      select from observation_history i join centers c on c.id = i.center_id where c.code = 'chungnam' and i.value is not null and not i.is_retracted`
    expect(kept).toHaveLength(14)
    await push('daegu', { label: '상담사 응대콜 수', unit: '건', nights: 14, value: calls })
    expect((await reconcileTerms(context)).detail).toMatchObject({ accepted: 0, proposed: 1 })
    expect((await suspendTiers(context)).detail).toEqual({ tiers: 0, suspended: 0 })
    expect(await checkConservation(context)).toMatchObject({ outcome: 'done' })
  })
})

describe('watch-terms', () => {
  it('terminology 12: a unit that flips is caught that night; its values wait, older ones stay, a version from its day lets them land', async () => {
    const label = '우리 통화 총시간'
    await push('chungnam', { label, unit: '초', nights: 28, value: night => 200_000 + ((night * 7_919) % 9_000) })
    const term = await curator.termOf('chungnam', label)
    await curator.map(term, { target: 'measure:talk_seconds' })
    expect((await watchTerms(context)).detail).toMatchObject({ suspended: 0 })
    await push('chungnam', { label, unit: '초', nights: 1, from: '2026-11-17', value: () => 3_400 })
    expect((await watchTerms(context)).detail).toMatchObject({ suspended: 1 })
    expect(await held('chungnam')).toBe(1)
    expect(Object.keys(await standing(center.database.owner, 'chungnam'))).toHaveLength(28)
    expect(await conflicts()).toContain(`${await centerId('chungnam')} unit open`)
    const sixty = { kind: 'linear' as const, numerator: '60', denominator: '1', offset: '0', fromUnit: null, toUnit: 'seconds' }
    await curator.map(term, { target: 'measure:talk_seconds', conversion: sixty, effective: { from: '2026-11-17', to: null } })
    expect(await held('chungnam')).toBe(0)
    expect((await watchTerms(context)).detail).toMatchObject({ suspended: 0 })
  })

  it('terminology 15: a target that the edition closed is named, its meaning stopped, what landed since and what comes is held; nothing is pointed elsewhere', async () => {
    const label = '포털 상담'
    await push('chungnam', { label, unit: '건', nights: 14, value: calls })
    await curator.map(await curator.termOf('chungnam', label), { target: 'measure:contacts_handled@channel=social' })
    expect(Object.keys(await standing(center.database.owner, 'chungnam'))).toHaveLength(14)
    await publishEdited(center.database.owner, {
      code: '2026.2',
      effectiveFrom: '2026-11-10',
      edits: [{ file: 'codelists', from: "note_ko: '네이버 등 민간 포털 문답, X 등.'}", to: "valid_to: '2026-10-27'}" }],
    })
    // A night that came before anybody looked is held by its day, and waits for the word as the others do.
    await center.hub.freshStandards()
    await push('chungnam', { label, unit: '건', nights: 1, from: '2026-11-04', value: calls })
    expect(await held('chungnam')).toBe(1)
    expect((await watchTerms(context)).detail).toMatchObject({ suspended: 1 })
    expect(await conflicts()).toEqual([`${await centerId('chungnam')} invalid_target open`])
    expect(await held('chungnam')).toBe(7)
    expect(Object.keys(await standing(center.database.owner, 'chungnam'))).toHaveLength(8)
    await push('chungnam', { label, unit: '건', nights: 1, from: '2026-11-05', value: calls })
    expect(await held('chungnam')).toBe(8)
    expect(await versions()).toEqual(['active', 'suspended'].map(state => `${label} ${state} measure:contacts_handled@channel=social`))
    expect((await reconcileTerms(context)).detail).toMatchObject({ accepted: 0, proposed: 0 })
    expect(await checkConservation(context)).toMatchObject({
      outcome: 'done',
      detail: { received: 16, facts: 8, held: 8, voided: 0, rejected: 0, imbalances: [] },
    })
    const again = { target: 'measure:contacts_handled@channel=app_web', effective: { from: '2026-10-28', to: null } }
    expect(await curator.map(await curator.termOf('chungnam', label), again)).toMatchObject({ landed: 8, stillHeld: 0 })
    expect((await watchTerms(context)).detail).toMatchObject({ suspended: 0 })
    expect(await conflicts()).toEqual([`${await centerId('chungnam')} invalid_target resolved`])
  })

  it('terminology 9: one word for two things at two centers is a conflict across them, with both spreads, and goes when it is settled', async () => {
    const targets = { busan: 'measure:wait_seconds_answered', daegu: 'measure:hold_seconds' }
    for (const code of ['busan', 'daegu'] as const) {
      await push(code, { label: '대기시간', unit: '초', nights: 14, value: night => (code === 'busan' ? 40_000 : 1_500) + night })
      await curator.map(await curator.termOf(code, '대기시간'), { target: targets[code] })
    }
    await watchTerms(context)
    expect(await conflicts()).toEqual(['0 homonym_across open'])
    const [found] = await center.database.owner<
      { evidence: { words: { center: string; target: string; values: { median: string } }[] } }[]
    >`
      select evidence from term_conflicts where center_id = 0`
    expect(found?.evidence.words.map(word => [word.center, word.target, Number(word.values.median) > 10_000])).toEqual([
      ['busan', targets.busan, true],
      ['daegu', targets.daegu, false],
    ])
    await curator.map(await curator.termOf('daegu', '대기시간'), { target: targets.busan })
    await watchTerms(context)
    expect(await conflicts()).toEqual(['0 homonym_across resolved'])
  })
})

const centerId = async (code: string) => (await center.database.owner<{ id: number }[]>`select id from centers where code = ${code}`)[0]?.id
