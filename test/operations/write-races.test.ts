import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHub, type Hub } from '../../api/hub.js'
import { submitStatistics } from '../../api/operations/submit-statistics.js'
import { connect, type Database } from '../../db/connect.js'
import { rowsOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { revisionsOf } from '../support/stored-rows.js'
import { EMPTY_BATCH } from '../support/submission-samples.js'

let center: CenterHub
let otherDb: Database
let replicas: readonly Hub[]
beforeAll(async () => {
  center = await startCenterHub()
  otherDb = connect({ url: center.database.url, max: 10 })
  replicas = [center.hub, createHub({ db: otherDb, log: pino({ level: 'silent' }), settings: center.hub.settings })]
})
afterAll(async () => {
  await otherDb.close()
  await center.close()
})

describe('two replicas at once', () => {
  it('S14: one key handed in at both gives one effect and equal receipts', async () => {
    const caller = await center.caller('daegu')
    const rows = rowsOf({ calls_offered: 10, calls_attempted: 12 })
    for (let round = 0; round < 5; round++) {
      const request = {
        idempotencyKey: `race-${round}`,
        uploadId: null,
        isDryRun: false,
        dryRunHash: null,
        batch: { ...EMPTY_BATCH, rows },
      }
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) => submitStatistics(replicas[index % 2] ?? center.hub, caller, request)),
      )
      const receipts = answers.map(answer => valueOf(answer))
      expect(receipts.filter(({ isReplayed }) => !isReplayed)).toHaveLength(1)
      for (const { stored } of receipts) expect(stored).toEqual(receipts[0]?.stored)
    }
  })

  it('S34: different keys for one value at both leave gapless revisions', async () => {
    const caller = await center.caller('busan')
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        submitStatistics(replicas[index % 2] ?? center.hub, caller, {
          idempotencyKey: `value-${index}`,
          uploadId: null,
          isDryRun: false,
          dryRunHash: null,
          batch: { ...EMPTY_BATCH, rows: rowsOf({ calls_offered: 100 + index }) },
        }),
      ),
    )
    for (const answer of answers) valueOf(answer)
    const revisions = await revisionsOf(center.database.owner, 'busan', 'calls_offered day 2026-11-19')
    expect(revisions.map(image => image.split(':')[0])).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'])
  })
})
