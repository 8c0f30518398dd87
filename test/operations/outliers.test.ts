import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowsOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'

let center: CenterHub
beforeAll(async () => {
  center = await startCenterHub()
})
afterAll(() => center.close())

describe('a day unlike the others', () => {
  it('exchange 13: a typhoon day at four times the volume is accepted with a flag, and volume alone holds nothing', async () => {
    const thursdays = ['2026-10-15', '2026-10-22', '2026-10-29', '2026-11-05', '2026-11-12']
    for (const [week, periodStart] of thursdays.entries()) {
      await center.submit('daegu', { rows: rowsOf({ calls_offered: 1_000 + week }, { periodStart }) })
    }
    const { stored } = valueOf(await center.submit('daegu', { rows: rowsOf({ calls_offered: 4_000 }, { periodStart: '2026-11-19' }) }))
    expect(stored.record.counts).toMatchObject({ inserted: 1, quarantined: 0, rejected: 0 })
    expect(stored.record.issues.filter(({ code }) => code === 'OUTLIER')).toEqual([
      expect.objectContaining({ severity: 'info', occurrences: 1, rowIndexes: [0] }),
    ])
  })

  it('exchange 13: an ordinary day carries no flag', async () => {
    const { stored } = valueOf(await center.submit('daegu', { rows: rowsOf({ calls_offered: 1_010 }, { periodStart: '2026-11-19' }) }))
    expect(stored.record.issues.filter(({ code }) => code === 'OUTLIER')).toEqual([])
  })
})
