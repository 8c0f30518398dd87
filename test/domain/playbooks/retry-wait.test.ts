import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ALERT_LEVELS } from '../../../schema/domain/playbooks/alert-level.js'
import { retryWaitMs } from '../../../schema/domain/playbooks/retry-wait.js'

const waits = (level: (typeof ALERT_LEVELS)[number], jitter: number): number[] =>
  [1, 2, 3, 4, 5, 6, 7, 8].map(failures => retryWaitMs({ level, failures, jitter, retryAfterMs: null }) / 1000)

it.each([
  ['serious', 0.5, [2, 5, 10, 20, 30, 60, 60, 60]],
  ['alert', 0.5, [2, 5, 10, 20, 30, 60, 60, 60]],
  ['caution', 0.5, [5, 30, 120, 300, 900, 1800, 3600, 3600]],
  ['attention', 0.5, [5, 30, 120, 300, 900, 1800, 3600, 3600]],
  ['serious', 0, [1.6, 4, 8, 16, 24, 48, 48, 48]],
  ['caution', 1, [6, 36, 144, 360, 1080, 2160, 4320, 4320]],
] as const)('P2: at %s with jitter %d the waits are %j s', (level, jitter, expected) => {
  expect(waits(level, jitter)).toEqual(expected)
})

it('P2: two attempts at 경계 or 심각 start at most 90 s apart, with a tick of 5 s, an attempt of 10 s and any Retry-After', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('alert' as const, 'serious' as const),
      fc.integer({ min: 1, max: 100_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.option(fc.integer({ min: 0, max: 10_000_000 })),
      (level, failures, jitter, retryAfterMs) => {
        expect(retryWaitMs({ level, failures, jitter, retryAfterMs }) + 10_000 + 5_000).toBeLessThanOrEqual(90_000)
      },
    ),
  )
})

it.each([
  ['serious', 3_600_000, 60_000],
  ['alert', 45_000, 45_000],
  ['serious', 500, 2_000],
  ['caution', 3_600_000, 3_600_000],
  ['attention', 0, 5_000],
] as const)('P7: at %s a Retry-After of %d ms makes the first wait %d ms', (level, retryAfterMs, expected) => {
  expect(retryWaitMs({ level, failures: 1, jitter: 0.5, retryAfterMs })).toBe(expected)
})
