import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queryFigures } from '../../api/operations/query-figures.js'
import { resolveHeldRows } from '../../api/operations/resolve-held-rows.js'
import type { Figure } from '../../schema/domain/figures/figure.js'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import { questionOf } from '../domain/figures/ask-figures.js'
import { refusalOf, rowsOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { busanBatch, seoulBatch } from '../support/submission-samples.js'

let center: CenterHub
beforeAll(async () => {
  center = await startCenterHub()
  await center.database.setClock('2026-11-20T09:30:00+09:00')
  valueOf(await center.submit('seoul', seoulBatch()))
  valueOf(await center.submit('busan', busanBatch()))
})
afterAll(() => center.close())

/** As the analyst of the council, or as the client of a center. */
const ask = async (asked: Partial<FigureQuestion>, viewer: string | null = null): Promise<readonly Figure[]> => {
  const caller = viewer === null ? await center.caller(null, 'stats:read') : await center.caller(viewer)
  return valueOf(await queryFigures(center.hub, caller, questionOf(asked))).figures
}
const rate = { indicators: ['response_rate'] }

describe('the sample night', () => {
  it('exchange 1: Seoul has a response rate of 95.99, 100 x 14802 / 15420', async () => {
    expect(await ask({ ...rate, centers: ['seoul'] })).toMatchObject([
      {
        center: 'seoul',
        value: '95.99',
        formula: '100 x 14802 / 15420',
        reason: null,
        marks: [],
        issues: [],
        coverage: { cellsIn: 1, cellsExpected: 1, gaps: [] },
      },
    ])
  })

  it('S22: Busan has none, reason HELD, whoever asks', async () => {
    for (const viewer of [null, 'busan', 'seoul']) {
      expect(await ask({ ...rate, centers: ['busan'] }, viewer)).toMatchObject([
        { value: null, numerator: null, parts: [], reason: 'HELD' },
      ])
    }
  })

  it('S17: Seoul and Busan together give 95.99 with 1 of 2 centers', async () => {
    const [figure] = await ask({ ...rate, centers: ['seoul', 'busan'], isByCenter: false })
    expect(figure).toMatchObject({
      value: '95.99',
      coverage: {
        centersIn: 1,
        centersExpected: 2,
        cellsIn: 1,
        cellsExpected: 2,
        gaps: [{ reason: 'HELD', centers: ['busan'], cells: 1 }],
      },
    })
  })

  it('S17: the whole council names fifteen centers that sent nothing', async () => {
    const [figure] = await ask({ ...rate, isByCenter: false })
    expect(figure?.coverage).toMatchObject({ centersIn: 1, centersExpected: 17 })
    expect(figure?.coverage.gaps.map(({ reason, cells }) => [reason, cells])).toEqual([
      ['HELD', 1],
      ['MISSING', 15],
    ])
  })

  it('S3: what Busan sent for one language alone stands as its own line, and as a derived total', async () => {
    const asked = { measures: ['foreign_language_contacts'], centers: ['busan'] }
    const [total] = await ask(asked)
    expect(total).toMatchObject({ marks: ['DERIVED'], derivedFrom: ['language'] })
    const byLanguage = await ask({ ...asked, dimensions: ['language'] })
    expect(byLanguage).toMatchObject([{ dimensions: [{ dimension: 'language', item: 'en' }], value: total?.value, marks: [] }])
  })

  it('S3: breakdowns of Seoul add up to the totals they are shown beside', async () => {
    const figures = await ask({ measures: ['contacts_handled'], centers: ['seoul'], dimensions: ['channel'] })
    const [total] = await ask({ measures: ['contacts_handled'], centers: ['seoul'] })
    expect(figures.length).toBeGreaterThan(3)
    expect(figures.reduce((sum, { value }) => sum + Number(value), 0)).toBe(Number(total?.value))
    expect(figures.flatMap(({ marks }) => marks)).toEqual([])
  })

  it('S24: restricted figures answer to their own center and are withheld from everyone else', async () => {
    const asked = { indicators: ['malicious_contact_rate'], measures: ['malicious_contacts'], centers: ['seoul'] }
    expect((await ask(asked, 'seoul')).map(({ reason }) => reason)).toEqual([null, null])
    for (const viewer of [null, 'busan']) {
      const figures = await ask(asked, viewer)
      expect(figures.map(({ value, numerator, reason }) => ({ value, numerator, reason }))).toEqual([
        { value: null, numerator: null, reason: 'WITHHELD' },
        { value: null, numerator: null, reason: 'WITHHELD' },
      ])
    }
    const admin = await queryFigures(center.hub, await center.caller(null, 'hub:admin'), questionOf(asked))
    expect(valueOf(admin).figures.map(({ reason }) => reason)).toEqual(['WITHHELD', 'WITHHELD'])
  })

  it('S24: what other centers see of a restricted breakdown does not depend on what is there', async () => {
    const asked = { measures: ['malicious_contacts'], dimensions: ['malicious_type'] }
    const [seoul] = await ask({ ...asked, centers: ['seoul'] })
    const [jeju] = await ask({ ...asked, centers: ['jeju'] })
    expect(JSON.stringify(seoul).replaceAll('seoul', 'jeju')).toBe(JSON.stringify(jeju))
  })

  it('S26: the answer states the edition and the instant of the database', async () => {
    const answer = valueOf(await queryFigures(center.hub, await center.caller(null, 'stats:read'), questionOf(rate)))
    expect(answer).toMatchObject({ edition: '2026.1', asOf: expect.stringMatching(/^2026-11-20T09:30:00/) })
  })

  it('S28: every fault of a question comes back at once', async () => {
    const outcome = await queryFigures(
      center.hub,
      await center.caller(null, 'stats:read'),
      questionOf({ indicators: ['reply_rate'], centers: ['soul'], from: '2026-11-20', to: '2026-11-19' }),
    )
    expect(refusalOf(outcome)).toEqual(['INDICATOR_UNKNOWN', 'CENTER_UNKNOWN', 'BAD_USER_INPUT'])
  })
})

it('a question for more figures than one answer holds is refused before anything is read', async () => {
  const asked = questionOf({
    indicators: ['response_rate', 'asa', 'aht', 'att', 'occupancy'],
    from: '2020-01-01',
    to: '2029-12-31',
    by: 'day',
  })
  const outcome = await queryFigures(center.hub, await center.caller(null, 'stats:read'), asked)
  expect(refusalOf(outcome)).toEqual(['PERIOD_TOO_LONG'])
})

describe('what the database sums', () => {
  const on = (day: string) => ({ periodStart: day })

  it('S3: items that do not count leave derived sums, and council totals where their row was sent', async () => {
    const line = (item: string, value: number) =>
      rowsOf({ calls_offered: value }, { ...on('2026-11-17'), dimensions: [{ dimension: 'service_line', item }] })
    await center.submit('daegu', {
      edition: '2026.1',
      rows: [...line('general', 70), ...line('loneliness120', 9), ...line('mutual_aid', 10)],
    })
    await center.submit('jeju', { edition: '2026.1', rows: rowsOf({ calls_offered: 5 }, on('2026-11-17')) })
    const asked = { measures: ['calls_offered'], from: '2026-11-17', to: '2026-11-17' }
    expect((await ask({ ...asked, centers: ['daegu'] })).map(({ value, derivedFrom }) => [value, derivedFrom])).toEqual([
      ['80', ['service_line']],
    ])
    expect((await ask({ ...asked, centers: ['daegu', 'jeju'], isByCenter: false }))[0]?.value).toBe('75')
    const lines = await ask({ ...asked, centers: ['daegu'], dimensions: ['service_line'] })
    expect(lines.map(({ dimensions, value }) => [dimensions[0]?.item, value])).toEqual([
      ['general', '70'],
      ['loneliness120', '9'],
      ['mutual_aid', '10'],
    ])
  })

  it('S3: by two dimensions of a table with three, items outside a filter leave no trace', async () => {
    const cell = (hour: string, language: string, value: number) =>
      rowsOf(
        { calls_offered: value },
        {
          ...on('2026-11-16'),
          dimensions: [
            { dimension: 'hour', item: hour },
            { dimension: 'language', item: language },
            { dimension: 'service_line', item: 'general' },
          ],
        },
      )
    await center.submit('daegu', { edition: '2026.1', rows: [...cell('09', 'en', 3), ...cell('10', 'en', 4), ...cell('09', 'ko', 90)] })
    const figures = await ask({
      measures: ['calls_offered'],
      centers: ['daegu'],
      from: '2026-11-16',
      to: '2026-11-16',
      dimensions: ['hour'],
      filters: [{ dimension: 'language', items: ['en'] }],
    })
    expect(figures.map(({ dimensions, value, derivedFrom }) => [dimensions[0]?.item, value, derivedFrom])).toEqual([
      ['09', '3', ['hour,language,service_line']],
      ['10', '4', ['hour,language,service_line']],
    ])
  })

  it('S5: values of another definition enter no standard figure', async () => {
    const rows = rowsOf(
      { calls_offered: 100, calls_answered: 90, calls_abandoned: 10, calls_flowed_out: 0, calls_answered_within_20s: 80 },
      on('2026-11-16'),
    )
    await center.submit('jeju', { edition: '2026.1', rows, parameters: [{ name: 'service_level_threshold_seconds', value: 15 }] })
    const asked = { centers: ['jeju'], from: '2026-11-16', to: '2026-11-16' }
    expect(await ask({ ...asked, indicators: ['service_level'] })).toMatchObject([{ value: null, reason: 'NOT_COMPARABLE' }])
    expect(await ask({ ...asked, ...rate })).toMatchObject([{ value: '90.00' }])
  })

  it('S10: a held revision leaves the accepted value current and marks the figure', async () => {
    await center.submit('jeju', { edition: '2026.1', rows: rowsOf({ calls_answered: 95 }, on('2026-11-16')) })
    const [figure] = await ask({ ...rate, centers: ['jeju'], from: '2026-11-16', to: '2026-11-16' })
    expect(figure).toMatchObject({ value: '90.00', marks: ['PENDING_REVISION'] })
  })

  it('S31: a service that a center does not run is named, and the others answer', async () => {
    const rows = [
      ...rowsOf(
        { talk_seconds: 6000, hold_seconds: 600, calls_answered: 100, calls_offered: 100, calls_abandoned: 0, calls_flowed_out: 0 },
        on('2026-11-18'),
      ),
      ...rowsOf({ acw_seconds: null }, { ...on('2026-11-18'), status: 'not_applicable' }),
    ]
    await center.submit('jeju', { edition: '2026.1', rows })
    const [figure] = await ask({ indicators: ['aht'], centers: ['jeju'], from: '2026-11-18', to: '2026-11-18' })
    expect(figure).toMatchObject({ value: '66.00', coverage: { cellsIn: 1, gaps: [{ reason: 'NOT_APPLICABLE', centers: ['jeju'] }] } })
  })

  it('answers every indicator of the edition, each with a value or a reason', async () => {
    const { edition } = await center.hub.standards()
    const indicators = [...edition.indicators.values()].filter(one => one.requiresSingle.length === 0).map(one => one.code)
    const figures = await ask({ indicators, measures: [...edition.measures.keys()], centers: ['seoul', 'busan'], by: 'day' }, 'seoul')
    expect(figures.length).toBe((indicators.length + edition.measures.size) * 2)
    expect(figures.filter(({ value, reason }) => (value === null) !== (reason !== null))).toEqual([])
    expect(figures.filter(({ code }) => code === 'surge_ratio').map(({ reason }) => reason)).toEqual(['MISSING', 'MISSING'])
  })

  it('S32: a month row of a daily measure is another key and is not mixed in', async () => {
    await center.submit('jeju', {
      edition: '2026.1',
      rows: rowsOf({ inquiries_recorded: 999 }, { periodType: 'month', periodStart: '2026-10-01' }),
    })
    expect(
      await ask({ measures: ['inquiries_recorded'], centers: ['jeju'], from: '2026-10-01', to: '2026-10-31', by: 'month' }),
    ).toMatchObject([{ value: null, reason: 'MISSING' }])
  })
})

it('S11: when Busan corrects line 4 to 1461, line 3 lands by itself and the figure appears', async () => {
  const held = await center.database.owner<{ id: string }[]>`
    select h.id from held_rows h join measures m on m.id = h.measure_id where m.code = 'calls_answered' and h.state = 'held' and h.source_row = 4`
  const busan = await center.caller('busan')
  valueOf(await resolveHeldRows(center.hub, busan, [{ heldRow: held[0]?.id ?? '', action: 'CORRECT', value: 1461, reason: null }]))
  expect(await ask({ ...rate, centers: ['busan'] })).toMatchObject([{ value: '94.38', formula: '100 x 1461 / 1548', reason: null }])
  const [both] = await ask({ ...rate, centers: ['seoul', 'busan'], isByCenter: false })
  expect(both).toMatchObject({ formula: '100 x 16263 / 16968', coverage: { centersIn: 2, centersExpected: 2, gaps: [] } })
})
