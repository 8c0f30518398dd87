import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { askOne, council, plan, type Row } from './ask-figures.js'

const BANDS = ['w000_010', 'w010_015', 'w015_020', 'w020_030', 'w030_060', 'w060_120', 'w120_300', 'w300_up']
const bandsOf = (center: string, day: string, counts: readonly number[], items: Record<string, string> = {}): readonly Row[] =>
  BANDS.map((band, place) => ({
    center,
    measure: 'answered_by_wait_band',
    day,
    items: { ...items, wait_band: band },
    value: counts[place] ?? 0,
  }))

const waits = { measures: ['answered_by_wait_band'], from: '2026-11-19', to: '2026-11-20' }

describe('percentiles of a distribution', () => {
  it('exchange §2.6: are read from the bands merged over centers and days, with the band named; never from percentiles', () => {
    // Seoul alone has its 90th percentile in the first band, Daegu in the last; together 200 calls, 180 of them within 20 to 30 s.
    const rows = [
      ...bandsOf('seoul', '2026-11-19', [95, 5]),
      ...bandsOf('daegu', '2026-11-19', [0, 0, 0, 40, 0, 0, 0, 10]),
      ...bandsOf('daegu', '2026-11-20', [0, 0, 0, 40, 0, 0, 0, 10]),
    ]
    const asked = { ...waits, centers: ['seoul', 'daegu'], percentiles: [50, 90, 91] }
    const together = askOne({ ...asked, isByCenter: false }, { rows })
    expect(together).toMatchObject({ value: '200', derivedFrom: ['wait_band'], coverage: { cellsIn: 3, cellsExpected: 4 } })
    expect(together.percentiles).toEqual([
      { percent: 50, band: 'w010_015', nameKo: '10초 초과 15초 이내', nameEn: 'over 10-15 s', over: 10, upTo: 15, of: '200' },
      { percent: 90, band: 'w020_030', nameKo: '20초 초과 30초 이내', nameEn: 'over 20-30 s', over: 20, upTo: 30, of: '200' },
      { percent: 91, band: 'w300_up', nameKo: '5분 초과', nameEn: 'over 5 min', over: 300, upTo: null, of: '200' },
    ])
    const [seoul] = askOne({ ...asked, centers: ['seoul'] }, { rows }).percentiles
    expect(seoul).toMatchObject({ band: 'w000_010', over: 0, upTo: 10, of: '100' })
  })

  it('S3: an hour is read from its own bands, and a day from the smallest table', () => {
    const rows = [
      ...bandsOf('seoul', '2026-11-19', [10], { hour: '09' }),
      ...bandsOf('seoul', '2026-11-19', [0, 0, 0, 0, 30], { hour: '10' }),
    ]
    const asked = { ...waits, to: '2026-11-19', centers: ['seoul'], percentiles: [50] }
    expect(askOne(asked, { rows }).percentiles).toMatchObject([{ band: 'w030_060', of: '40' }])
    const nine = askOne({ ...asked, filters: [{ dimension: 'hour', items: ['09'] }] }, { rows })
    expect(nine.percentiles).toMatchObject([{ band: 'w000_010', of: '10' }])
  })

  it('S17: a day without its total is no day of the figure; `of` says what the bands hold', () => {
    const rows: Row[] = [
      ...bandsOf('seoul', '2026-11-19', [10]),
      { center: 'seoul', measure: 'answered_by_wait_band', day: '2026-11-20', value: 50 },
      ...bandsOf('daegu', '2026-11-19', [0, 0, 0, 0, 0, 0, 0, 90]).map(row =>
        row.items?.['wait_band'] === 'w000_010' ? { ...row, value: 'OUTAGE' } : row,
      ),
    ]
    const figure = askOne({ ...waits, centers: ['seoul', 'daegu'], isByCenter: false, percentiles: [99] }, { rows })
    expect(figure).toMatchObject({ value: '60', percentiles: [{ band: 'w000_010', of: '10' }] })
  })

  it('S17: nor is a day of which a band waits or has no usable number, though its total was sent', () => {
    const total = (day: string): Row => ({ center: 'seoul', measure: 'answered_by_wait_band', day, value: 100 })
    const rows: Row[] = [
      ...bandsOf('seoul', '2026-11-19', [60, 40]),
      total('2026-11-20'),
      ...bandsOf('seoul', '2026-11-20', [0, 0, 10]).slice(0, 7),
    ]
    const asked = { ...waits, centers: ['seoul'], percentiles: [99] }
    const waiting = { center: 'seoul', measure: 'answered_by_wait_band', day: '2026-11-20', items: { wait_band: 'w300_up' } }
    const outage: Row = { ...waiting, value: 'OUTAGE' }
    expect(askOne(asked, { rows, held: [waiting] })).toMatchObject({ value: '200', percentiles: [{ band: 'w010_015', of: '100' }] })
    const unread = { ...waiting, items: { wait_band: '?' } }
    expect(askOne(asked, { rows, held: [unread] })).toMatchObject({ value: '200', percentiles: [{ band: 'w010_015', of: '100' }] })
    expect(askOne(asked, { rows: [...rows, outage] })).toMatchObject({ value: '200', percentiles: [{ band: 'w010_015', of: '100' }] })
  })

  it('S29: days in trial are in no percentile', () => {
    const memberships = [
      { center: 'seoul', memberFrom: '2026-11-20', memberTo: null, isTrial: false },
      { center: 'seoul', memberFrom: '2026-01-01', memberTo: '2026-11-19', isTrial: true },
    ]
    const contents = { ...council, registry: { ...council.registry, memberships } }
    const rows = [...bandsOf('seoul', '2026-11-19', [100]), ...bandsOf('seoul', '2026-11-20', [0, 0, 1])]
    expect(askOne({ ...waits, centers: ['seoul'], percentiles: [50] }, { rows, contents }).percentiles).toMatchObject([
      { band: 'w015_020', of: '1' },
    ])
  })

  it('nothing counted has no percentile, and none is given unasked', () => {
    const rows = bandsOf('seoul', '2026-11-19', [])
    expect(askOne({ ...waits, centers: ['seoul'], percentiles: [50] }, { rows })).toMatchObject({ value: '0', percentiles: [] })
    expect(askOne({ ...waits, centers: ['seoul'] }, { rows: bandsOf('seoul', '2026-11-19', [1]) }).percentiles).toEqual([])
  })

  it('agree with the sorted calls themselves, whatever the counts', () => {
    const counts = fc.array(fc.nat({ max: 30 }), { minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(counts, counts, fc.integer({ min: 1, max: 99 }), (seoul, daegu, percent) => {
        const rows = [...bandsOf('seoul', '2026-11-19', seoul), ...bandsOf('daegu', '2026-11-20', daegu)]
        const calls = BANDS.flatMap((band, place) => Array<string>((seoul[place] ?? 0) + (daegu[place] ?? 0)).fill(band))
        const rank = Math.ceil((calls.length * percent) / 100)
        const figure = askOne({ ...waits, centers: ['seoul', 'daegu'], isByCenter: false, percentiles: [percent] }, { rows })
        expect(figure.percentiles.map(({ band }) => band)).toEqual(calls.length === 0 ? [] : [calls[rank - 1]])
      }),
      { numRuns: 200 },
    )
  })

  it.each([
    ['of a measure without bands', { measures: ['calls_offered'], percentiles: [50] }],
    ['grouped by the bands', { ...waits, dimensions: ['wait_band'], percentiles: [50] }],
    ['of some of the bands', { ...waits, filters: [{ dimension: 'wait_band', items: ['w000_010'] }], percentiles: [50] }],
    ['the hundredth', { ...waits, percentiles: [100] }],
    ['one twice', { ...waits, percentiles: [50, 50] }],
  ])('are refused: %s', (_what, asked) => {
    expect(plan(asked)).toMatchObject({ ok: false, issues: [{ code: 'BAD_USER_INPUT', path: ['input', 'percentiles'] }] })
  })
})
