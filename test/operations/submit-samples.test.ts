import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { busanBatch, seoulBatch } from '../support/submission-samples.js'
import { startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'

let center: CenterHub
beforeAll(async () => {
  center = await startCenterHub()
})
afterAll(() => center.close())

describe('the sample night', () => {
  it('S8: lands all 153 rows of Seoul', async () => {
    const { stored } = valueOf(await center.submit('seoul', seoulBatch(), { idempotencyKey: 'seoul-1' }))
    expect(stored.record).toMatchObject({
      status: 'ACCEPTED',
      counts: { received: 153, inserted: 153, quarantined: 0, rejected: 0 },
      issues: [],
    })
  })

  it('S14: gives the same receipt again for the same key and content', async () => {
    const again = valueOf(await center.submit('seoul', seoulBatch(), { idempotencyKey: 'seoul-1' }))
    expect(again).toMatchObject({ isReplayed: true, newerSubmissions: [], stored: { record: { counts: { inserted: 153 } } } })
  })

  it('S9: ends every line of Busan as the sample says', async () => {
    const { stored } = valueOf(await center.submit('busan', busanBatch()))
    const { counts, outcomes, sourceRows } = stored.record
    expect(counts).toMatchObject({ received: 31, inserted: 23, quarantined: 7, rejected: 1 })
    const linesOf = (letter: string) => (sourceRows ?? []).filter((_, index) => outcomes[index] === letter)
    expect({ held: linesOf('q'), rejected: linesOf('x') }).toEqual({ held: [3, 4, 10, 20, 23, 30, 31], rejected: [11] })
  })
})
