import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusalOf, rowsOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
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

  const PERSON = '900101-1234567'
  it.each([
    ['a value', { rows: [rowOf({ value: PERSON })] }],
    ['a period', { rows: [rowOf({ periodStart: PERSON })] }],
    ['a period type', { rows: [rowOf({ periodType: PERSON })] }],
    ['a list in place of a label', { rows: [rowOf({ measure: [PERSON] })] }],
    ['an object in place of a unit', { rows: [rowOf({ unit: { [PERSON]: [1] } })] }],
    ['an object that poses as a number', { rows: [rowOf({ value: { numberText: PERSON } })] }],
    ['a value of a series', { series: [seriesOf({ axes: ['hour'], items: [['09']], values: [PERSON] })] }],
    ['a period of a series', { series: [seriesOf({ axes: ['periodStart'], items: [[PERSON]], values: [1] })] }],
    ['the name of an axis', { series: [seriesOf({ axes: [PERSON], items: [['09']], values: [1] })] }],
  ])('H35: are taken out of %s too', async (_title, batch) => {
    const { stored } = valueOf(await center.submit('ulsan', batch))
    const kept = await center.database.owner<{ text: string }[]>`
      select concat((select string_agg(s::text, ' ') from submissions s), (select string_agg(r::text, ' ') from rejected_rows r),
        (select string_agg(h::text, ' ') from held_rows h), (select string_agg(a::text, ' ') from audit_entries a)) as text`
    expect(JSON.stringify(stored) + kept.map(({ text }) => text).join(' ')).not.toContain(PERSON)
    expect(stored.record.issues.map(({ code }) => code)).toContain('TEXT_NOT_ACCEPTED')
    expect(stored.record.counts).toMatchObject({ received: 1, inserted: 0 })
  })

  it('H35: are refused as the value of a declared parameter', async () => {
    const parameters = [{ name: 'short_abandon_threshold_seconds', value: PERSON }]
    expect(refusalOf(await center.submit('ulsan', { parameters, rows: rowsOf({ calls_offered: 1 }) }))).toEqual(['TEXT_NOT_ACCEPTED'])
  })

  it('H35: numbers and dates are no words', async () => {
    const { stored } = valueOf(
      await center.submit('daegu', { rows: rowsOf({ talk_seconds: '01012345678' }, { periodStart: '2026-11-18' }) }),
    )
    expect(stored.record.issues.filter(({ code }) => code === 'TEXT_NOT_ACCEPTED')).toEqual([])
  })
})
