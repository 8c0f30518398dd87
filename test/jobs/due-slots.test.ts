import { describe, expect, it } from 'vitest'
import { findDueSlots } from '../../jobs/due-slots.js'

const daily = { cron: '10 0 * * *', zone: 'Asia/Seoul' }
const slotsAt = (instant: string, schedule = daily) => findDueSlots(schedule, Date.parse(instant))

describe('findDueSlots', () => {
  it.each([
    ['2026-11-20T00:09:59.999+09:00', '2026-11-18T15:10:00.000Z'],
    ['2026-11-20T00:10:00.000+09:00', '2026-11-19T15:10:00.000Z'],
    ['2026-11-20T00:10:00.001+09:00', '2026-11-19T15:10:00.000Z'],
    ['2026-11-20T23:59:59.999+09:00', '2026-11-19T15:10:00.000Z'],
  ])('at %s the latest slot of 00:10 in Seoul is %s', (now, latest) => {
    expect(slotsAt(now).latest).toBe(latest)
  })

  it('lists the slots of the 24 hours before the latest, latest first', () => {
    expect(slotsAt('2026-11-20T00:10:00+09:00').earlier).toEqual(['2026-11-18T15:10:00.000Z'])
    const hourly = slotsAt('2026-11-20T05:30:00+09:00', { ...daily, cron: '0 * * * *' })
    expect([hourly.latest, hourly.earlier.length, hourly.earlier[0], hourly.earlier.at(-1)]).toEqual([
      '2026-11-19T20:00:00.000Z',
      24,
      '2026-11-19T19:00:00.000Z',
      '2026-11-18T20:00:00.000Z',
    ])
  })
})
