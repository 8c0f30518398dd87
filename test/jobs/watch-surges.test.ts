import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { acceptProposal, dismissProposal } from '../../api/operations/decide-proposal.js'
import { listProposals } from '../../api/operations/list-proposals.js'
import type { JobContext } from '../../jobs/job.js'
import { watchSurges } from '../../jobs/playbooks/watch-surges.js'
import { SCHEDULE } from '../../jobs/schedule.js'
import { addDays } from '../../schema/domain/period.js'
import type { SubmittedRow } from '../../schema/domain/submissions/submission.js'
import { startBroadcastHub, TYPHOON, type BroadcastHub } from '../support/broadcast-hub.js'
import { rowsOf, valueOf } from '../support/center-hub.js'
import { jobContext } from '../support/job-context.js'
import { ordinaryDays } from '../support/ordinary-counts.js'
import { collectLog } from './collect-log.js'

let hub: BroadcastHub
let context: JobContext
beforeAll(async () => {
  hub = await startBroadcastHub()
  context = jobContext(hub.database.db, collectLog().log)
})
afterAll(() => hub.close())

/** A Friday morning; the newest night is that of Thursday 2026-11-19. */
const MORNING = '2026-11-20T08:00:00+09:00'
const THURSDAY = '2026-11-19'
beforeEach(() => hub.database.setClock(MORNING))

const watch = async () => (await watchSurges(context)).detail
const counted = (
  measure: string,
  item: string,
  { day, value, hour }: { day: string; value: number; hour?: string },
): readonly SubmittedRow[] => {
  const dimension = measure === 'hazard_contacts' ? 'hazard_type' : 'topic'
  const dimensions = [{ dimension, item }, ...(hour === undefined ? [] : [{ dimension: 'hour', item: hour }])]
  return rowsOf({ [measure]: value }, { periodStart: day, dimensions })
}
const push = async (center: string, rows: readonly SubmittedRow[]) => {
  const { stored } = valueOf(await hub.submit(center, { edition: '2026.1', rows }))
  if (stored.record.status !== 'ACCEPTED') throw new Error(JSON.stringify(stored.record.issues.slice(0, 3)))
}
/** The same weekday for some weeks with the value of each, the latest last. */
const weekly = (measure: string, item: string, values: readonly number[], last = THURSDAY) =>
  values.flatMap((value, i) => counted(measure, item, { day: addDays(last, -7 * (values.length - 1 - i)), value }))
const open = async () => valueOf(await listProposals(hub.hub, hub.people.author, { state: 'OPEN', first: 100, after: null })).nodes
const codesOf = async (ids: readonly number[]) => {
  const { centerCodes } = await hub.hub.standards()
  return ids.map(id => centerCodes.get(id))
}
const dismissAll = async () => {
  for (const { id } of await open()) valueOf(await dismissProposal(hub.hub, hub.people.author, { proposal: id, reason: '시험을 마칩니다' }))
}

it('is due every hour', () => {
  expect(SCHEDULE.find(({ name }) => name === 'watch-surges')).toMatchObject({ cron: '25 * * * *', zone: 'Asia/Seoul' })
})

it('eight weeks of ordinary nights of three centers, by hazard and by topic, looked at every morning: not one alarm; missing nights and holidays are none', async () => {
  const { codelists } = (await hub.hub.standards()).edition
  const itemsOf = (list: string) => [...(codelists.get(list)?.items.keys() ?? [])].slice(0, 12)
  const from = '2026-08-24'
  await hub.database.setClock('2026-11-24T02:10:00+09:00')
  for (const [seed, center] of ['seoul', 'daegu', 'jeju'].entries()) {
    for (const [measure, list] of [
      ['hazard_contacts', 'hazard_type'],
      ['inquiries_recorded', 'topic'],
    ] as const) {
      const days = ordinaryDays({ seed: seed + list.length, from, days: 13 * 7, items: itemsOf(list) })
      await push(
        center,
        days.flatMap(({ day, counts }) => [...(counts ?? [])].flatMap(([item, value]) => counted(measure, item, { day, value }))),
      )
    }
  }
  const found: unknown[] = []
  for (let i = 5 * 7; i < 13 * 7; i++) {
    await hub.database.setClock(`${addDays(from, i + 1)}T08:00:00+09:00`)
    const { found: count } = await watch()
    if (count !== 0) found.push([addDays(from, i), count])
  }
  expect(found).toEqual([])
  expect(await open()).toEqual([])
}, 120_000)

describe('a night on which many more people ask', () => {
  it('about one hazard at three centers is one proposal, with the numbers of each; told once to coordinators, sent to nobody', async () => {
    for (const [center, value] of [
      ['busan', 180],
      ['ulsan', 160],
      ['gyeongnam', 140],
    ] as const) {
      await push(center, [
        ...weekly('hazard_contacts', 'wildfire', [30, 32, 28, 34, 31, value]),
        ...weekly('inquiries_recorded', 'parks_animals', [20, 22, 18, 24, 21, value]),
      ])
    }
    const before = await hub.database.owner`select from messages`
    expect(await watch()).toEqual({ centers: 17, found: 6, expected: 0, known: 0, proposals: 1 })
    const [proposal, ...others] = await open()
    expect(others).toEqual([])
    expect(proposal).toMatchObject({
      source: 'SURGE',
      advice: 'NEW',
      hazard: 'wildfire',
      template: 'pb_wildfire',
      level: 'attention',
      areas: ['busan', 'gyeongnam', 'ulsan'],
    })
    expect(new Set(await codesOf(proposal!.centers))).toEqual(new Set(['busan', 'gyeongnam', 'ulsan']))
    expect(proposal!.findings).toHaveLength(6)
    expect(proposal!.findings.find(({ measure, value }) => measure === 'hazard_contacts' && value === 180)).toMatchObject({
      item: 'wildfire',
      day: THURSDAY,
      hour: null,
      median: 31,
      mad: 1,
      comparedWith: ['2026-11-12', '2026-11-05', '2026-10-29', '2026-10-22', '2026-10-15'],
      dayKind: 'ORDINARY',
    })
    const pages = await hub.database.owner`select kind from pages where subject = ${proposal!.id}`
    expect([pages.length, (await hub.database.owner`select from messages`).length]).toEqual([1, before.length])
    expect(await watch()).toEqual({ centers: 17, found: 6, expected: 0, known: 6, proposals: 0 })
    expect(await open()).toHaveLength(1)
  })

  it('becomes a draft by a person, for its centers, in review by nobody yet', async () => {
    const [proposal] = await open()
    const said = { hazard: null, playbook: null, level: null, areas: null, expiresAt: null, repeatReason: null }
    const { version, proposal: accepted } = valueOf(await acceptProposal(hub.hub, hub.people.author, { proposal: proposal!.id, ...said }))
    expect(version).toMatchObject({
      state: 'DRAFT',
      type: 'ALERT',
      level: 'attention',
      template: 'pb_wildfire',
      areas: ['busan', 'gyeongnam', 'ulsan'],
    })
    expect(accepted.state).toBe('ACCEPTED')
    // The night that was told stays told, although nothing waits any more.
    expect(await watch()).toMatchObject({ known: 6, proposals: 0 })
  })

  it('another center of it the next night points to the activation that was planned', async () => {
    await hub.database.setClock('2026-11-20T09:00:00+09:00')
    await push('busan', weekly('hazard_contacts', 'wildfire', [30, 32, 28, 34, 31, 190], '2026-11-18'))
    expect(await watch()).toMatchObject({ proposals: 0 })
    await hub.database.setClock('2026-11-21T06:00:00+09:00')
    await push('busan', weekly('hazard_contacts', 'wildfire', [30, 32, 28, 34, 31, 190], '2026-11-20'))
    expect(await watch()).toMatchObject({ proposals: 1 })
    expect(await open()).toMatchObject([{ advice: 'CONTINUE', hazard: 'wildfire' }])
    await dismissAll()
  })

  it('of a topic alone leaves the hazard to a person; of one that has one playbook proposes that', async () => {
    await push('incheon', weekly('inquiries_recorded', 'water_supply', [40, 42, 38, 41, 39, 400]))
    expect(await watch()).toMatchObject({ proposals: 1 })
    const [proposal] = await open()
    expect(proposal).toMatchObject({ hazard: null, template: null, templates: ['pb_cold_wave', 'pb_water_outage'], areas: ['incheon'] })
    await dismissAll()
    await hub.database.setClock('2026-11-20T20:00:00+09:00')
    expect(await watch()).toMatchObject({ proposals: 0 })
  })

  it('under a real emergency of it at the center tells nobody anything new; another center and another hazard do', async () => {
    await hub.alert({ hazard: 'typhoon', areas: ['30'] }, { areas: ['30'], expiresAt: '2026-11-21T06:00:00+09:00', values: TYPHOON })
    const night = [
      ...weekly('hazard_contacts', 'typhoon', [1, 2, 0, 1, 2, 300]),
      ...weekly('hazard_contacts', 'landslide', [1, 2, 0, 1, 2, 90]),
    ]
    await push('daejeon', [...night, ...weekly('inquiries_recorded', 'road_facility', [40, 42, 38, 41, 39, 400])])
    expect(await watch()).toMatchObject({ found: expect.any(Number), expected: 3, proposals: 0 })
    await push('chungbuk', night)
    await push('daejeon', weekly('hazard_contacts', 'infectious_disease', [10, 12, 9, 11, 10, 200]))
    expect(await watch()).toMatchObject({ expected: 3, proposals: 3 })
    const hazards = (await open()).map(({ hazard, areas }) => [hazard, areas])
    expect(hazards).toEqual(
      expect.arrayContaining([
        ['typhoon', ['chungbuk']],
        ['landslide', ['chungbuk']],
        ['infectious_disease', ['daejeon']],
      ]),
    )
    await dismissAll()
  })

  it('of the newest hour, held against that hour of the same weekdays, before the day is over', async () => {
    await hub.database.setClock('2026-11-20T15:05:00+09:00')
    const hours = (values: readonly number[]) =>
      values.flatMap((value, i) =>
        counted('hazard_contacts', 'earthquake', { day: addDays('2026-11-20', -7 * (values.length - 1 - i)), value, hour: '14' }),
      )
    await push('gangwon', hours([2, 1, 3, 2, 0, 120]))
    expect(await watch()).toMatchObject({ proposals: 1 })
    const [proposal] = await open()
    expect(proposal!.findings).toMatchObject([{ item: 'earthquake', day: '2026-11-20', hour: '14', value: 120, median: 2 }])
    await dismissAll()
  })

  it('is not made of what nobody sent: three known Thursdays, and values under another definition, say nothing', async () => {
    await push('sejong', weekly('hazard_contacts', 'flood', [10, 12, 9, 300]))
    await push(
      'jeonbuk',
      weekly('hazard_contacts', 'flood', [10, 12, 9, 11, 10, 300]).map(row => ({ ...row, status: 'definition_differs' })),
    )
    expect(await watch()).toMatchObject({ proposals: 0 })
  })
})

it('the tables keep one that waits per center and figure, and each day once', async () => {
  const { owner } = hub.database
  await push('chungnam', weekly('hazard_contacts', 'heat_wave', [10, 12, 9, 11, 10, 200]))
  await Promise.all([watch(), watch(), watch()])
  expect(await open()).toHaveLength(1)
  const again = (day: string) => owner`
    insert into surge_findings (center_id, measure, dimension, item, day, value, median, mad, z, compared_with, day_kind, proposal_id)
    select center_id, measure, dimension, item, ${day}, value, median, mad, z, compared_with, day_kind, proposal_id from surge_findings where item = 'heat_wave'`
  await expect(again('2026-11-20')).rejects.toThrow('surge_findings_one_open')
  await dismissAll()
  await expect(again(THURSDAY)).rejects.toThrow('surge_findings_once')
  await expect(owner`delete from surge_findings`).rejects.toThrow('append-only')
})
