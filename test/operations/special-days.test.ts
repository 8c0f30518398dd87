import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queryFigures } from '../../api/operations/query-figures.js'
import { withdrawPlaybook } from '../../api/operations/withdraw-playbook.js'
import { questionOf } from '../domain/figures/ask-figures.js'
import { startBroadcastHub, STORM, type BroadcastHub } from '../support/broadcast-hub.js'
import { refusalOf, rowsOf, valueOf } from '../support/center-hub.js'
import { listStored } from '../support/stored-rows.js'

let site: BroadcastHub
/** Of a dry run of the day before anything was declared. */
let hashBefore: string | null = null
beforeAll(async () => {
  site = await startBroadcastHub()
  await site.database.setClock(STORM)
  hashBefore = valueOf(await site.submit('seoul', today, { isDryRun: true })).dryRun?.hash ?? null
  const expiresAt = '2026-11-22T06:00:00+09:00'
  await site.alert({}, { expiresAt })
  await site.alert({ status: 'TEST', areas: ['26'] })
  const { activation } = await site.alert({ areas: ['27'] }, { expiresAt })
  const ending = { activation: activation.id, purpose: 'ISSUED_IN_ERROR', reason: '단추를 잘못 눌렀습니다', values: {} } as const
  valueOf(await withdrawPlaybook(site.hub, site.people.author, { ...ending, idempotencyKey: 'no storm' }))
  await site.database.setClock('2026-11-22T02:10:00+09:00')
})
afterAll(() => site.close())

const today = { rows: rowsOf({ calls_offered: 4_000 }, { periodStart: '2026-11-21' }) }
const push = async (center: string, days: readonly string[], status: string | null = null) => {
  const rows = days.flatMap(periodStart => rowsOf({ calls_offered: 4_000 }, { periodStart, status }))
  return valueOf(await site.submit(center, { rows })).stored.record
}
const statusesOf = async (center: string) =>
  Object.fromEntries((await listStored(site.database.owner, center)).map(({ key, status }) => [key.split(' ')[2], status]))
const toldDays = ({ issues }: Awaited<ReturnType<typeof push>>) =>
  issues.filter(({ code }) => code === 'SPECIAL_EVENT_ASSUMED').map(({ got }) => got)

describe('exchange 13: the day of a declared emergency', () => {
  it('exchange 13, S15: what was tried before it was declared does not hold any more', async () => {
    expect(hashBefore).not.toBeNull()
    expect(refusalOf(await site.submit('seoul', today, { dryRunHash: hashBefore }))).toEqual(['STALE_DRY_RUN'])
  })

  it('exchange 13: a value of a day on which a real emergency stood for its center is a special event, and the receipt says so', async () => {
    const record = await push('seoul', ['2026-11-20', '2026-11-21'])
    expect([record.counts.inserted, toldDays(record)]).toEqual([2, ['2026-11-21']])
    expect(await statusesOf('seoul')).toEqual({ '2026-11-20': 'provisional', '2026-11-21': 'special_event' })
    expect(toldDays(await push('busan', ['2026-11-21']))).toEqual([])
    expect(await statusesOf('busan')).toEqual({ '2026-11-21': 'provisional' })
    const analyst = await site.caller(null, 'stats:read')
    const asked = questionOf({
      measures: ['calls_offered'],
      centers: ['seoul', 'busan'],
      isByCenter: false,
      from: '2026-11-20',
      to: '2026-11-21',
    })
    const { figures } = valueOf(await queryFigures(site.hub, analyst, asked))
    expect(figures.map(({ value, qualities }) => [value, qualities])).toEqual([['12000', [{ quality: 'SPECIAL_EVENT', values: 1 }]]])
  })

  it('exchange 13, S34: the same night again is unchanged, and what the center says of it itself stands', async () => {
    expect((await push('seoul', ['2026-11-20', '2026-11-21'])).counts).toMatchObject({ unchanged: 2, revised: 0 })
    for (const status of ['final', 'provisional']) {
      expect(toldDays(await push('seoul', ['2026-11-21'], status))).toEqual([])
      expect(await statusesOf('seoul')).toMatchObject({ '2026-11-21': status })
    }
  })

  it('exchange 13: it ends with the emergency, and one that was issued in error was none', async () => {
    await site.database.setClock('2026-11-25T02:10:00+09:00')
    expect(toldDays(await push('seoul', ['2026-11-22', '2026-11-23']))).toEqual(['2026-11-22'])
    expect(toldDays(await push('daegu', ['2026-11-21']))).toEqual([])
  })
})
