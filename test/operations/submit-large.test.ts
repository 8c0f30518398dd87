import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusalOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { dimensionsOf, rowOf, seriesOf } from '../support/submission-samples.js'

let center: CenterHub
beforeAll(async () => {
  center = await startCenterHub()
})
afterAll(() => center.close())

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))
const CHANNELS = ['voice', 'sms', 'chat', 'social', 'app_web']
const dayOf = (index: number): string => new Date(Date.UTC(2026, 10, 19 - index)).toISOString().slice(0, 10)

/** `count` values of one measure by day, hour and channel. */
const columns = (count: number, offset = 0) => {
  const places = Array.from({ length: count }, (_, index) => index)
  const cells = HOURS.length * CHANNELS.length
  return seriesOf({
    measure: 'contacts_handled',
    periodStart: null,
    unit: null,
    axes: ['periodStart', 'hour', 'channel'],
    items: [
      places.map(index => dayOf(Math.floor(index / cells) % 1_000)),
      places.map(index => HOURS[index % HOURS.length] ?? ''),
      places.map(index => CHANNELS[Math.floor(index / HOURS.length) % CHANNELS.length] ?? ''),
    ],
    values: places.map(index => index + offset),
  })
}

describe('S16: the largest submissions', () => {
  it('250,000 values in columns land, and 250,001 are refused', async () => {
    const halves = [
      columns(120_000),
      { ...columns(120_000), measure: 'contacts_offered' },
      { ...columns(10_000), measure: 'inquiries_recorded' },
    ]
    const { stored } = valueOf(await center.submit('seoul', { series: halves }))
    expect(stored.record.counts).toMatchObject({ received: 250_000, quarantined: 0, rejected: 0 })
    expect(refusalOf(await center.submit('seoul', { series: [...halves, columns(1)] }))).toEqual(['TOO_MANY_ROWS'])
  }, 60_000)

  it('100,000 rows land, and 100,001 are refused', async () => {
    const rows = Array.from({ length: 100_000 }, (_, index) =>
      rowOf({
        measure: '총응대건수',
        unit: '건',
        periodStart: dayOf(Math.floor(index / 120)),
        dimensions: dimensionsOf({ hour: HOURS[index % 24] ?? '', channel: CHANNELS[Math.floor(index / 24) % 5] ?? '' }),
        value: index,
        sourceRow: index + 2,
      }),
    )
    const { stored } = valueOf(await center.submit('busan', { rows }))
    expect(stored.record.counts).toMatchObject({ received: 100_000, inserted: 100_000 })
    expect(refusalOf(await center.submit('busan', { rows: [...rows, rowOf({})] }))).toEqual(['TOO_MANY_ROWS'])
  }, 60_000)

  it('a large revision is planned for its own size, whatever its session did before', async () => {
    const series = [columns(30_000)]
    valueOf(await center.submit('daegu', { series }))
    for (const value of [1, 2]) valueOf(await center.submit('daegu', { rows: [rowOf({ value })] }))
    const { stored } = valueOf(await center.submit('daegu', { series: [columns(30_000, 1)] }))
    expect(stored.record.counts).toMatchObject({ received: 30_000, revised: 30_000 })
  }, 60_000)
})
