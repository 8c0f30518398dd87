import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowsOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { dimensionsOf, rowOf, seriesOf } from '../support/submission-samples.js'

let center: CenterHub
beforeAll(async () => {
  center = await startCenterHub()
})
afterAll(() => center.close())

const PHONE = '010-1234-5678'

describe('words that seem to name a person', () => {
  it('H35: are taken out before anything is judged, kept or answered, and cost their row alone', async () => {
    const { stored } = valueOf(
      await center.submit('daegu', {
        rows: [
          ...rowsOf({ calls_offered: 10 }),
          rowOf({ measure: `민원 ${PHONE}`, value: 1, sourceRow: 7 }),
          rowOf({ unit: 'kim@example.kr', sourceRow: 8 }),
          rowOf({ dimensions: dimensionsOf({ hour: '900101-1234567' }), sourceRow: 9 }),
        ],
        series: [seriesOf({ axes: ['hour'], items: [['09', PHONE]], values: [1, 2], sourceRows: [20, 21] })],
      }),
    )
    expect(stored.record.counts).toMatchObject({ received: 6, inserted: 2, rejected: 4 })
    expect(stored.record.issues.filter(({ code }) => code === 'TEXT_NOT_ACCEPTED').flatMap(({ path }) => [path.join('.')])).toEqual(
      expect.arrayContaining(['rows.1.measure']),
    )
    const everything = await center.database.owner<{ text: string }[]>`
      select concat(s::text, (select string_agg(r::text, ' ') from rejected_rows r), (select string_agg(h::text, ' ') from held_rows h),
        (select string_agg(a::text, ' ') from audit_entries a)) as text
      from submissions s`
    const said = JSON.stringify(stored) + everything.map(({ text }) => text).join(' ')
    for (const word of [PHONE, 'kim@example.kr', '900101-1234567']) expect(said).not.toContain(word)
  })

  it('H35: numbers and dates are no words', async () => {
    const { stored } = valueOf(
      await center.submit('daegu', { rows: rowsOf({ talk_seconds: '01012345678' }, { periodStart: '2026-11-18' }) }),
    )
    expect(stored.record.issues.filter(({ code }) => code === 'TEXT_NOT_ACCEPTED')).toEqual([])
  })
})
