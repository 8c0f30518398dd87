import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explainFigure } from '../../api/operations/explain-figure.js'
import { queryFigures } from '../../api/operations/query-figures.js'
import type { SubmittedRow } from '../../schema/domain/submissions/submission.js'
import { questionOf } from '../domain/figures/ask-figures.js'
import { rowsOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { dimensionsOf } from '../support/submission-samples.js'

let center: CenterHub
beforeAll(async () => {
  center = await startCenterHub()
  await center.database.setClock('2026-11-20T09:30:00+09:00')
  const dimensions = dimensionsOf({ service_line: 'loneliness120' })
  valueOf(await center.submit('daegu', { rows: rowsOf({ contacts_handled: 40 }, { dimensions }) }))
})
afterAll(() => center.close())

const ask = async (asked: Parameters<typeof questionOf>[0]) =>
  valueOf(
    await queryFigures(
      center.hub,
      await center.caller(null, 'stats:read'),
      questionOf({ measures: ['contacts_handled'], centers: ['daegu'], ...asked }),
    ),
  ).figures

describe('an item that does not count in the total of its center', () => {
  it('S3: gives no total by itself: MISSING, not 0', async () => {
    expect(await ask({})).toMatchObject([{ value: null, reason: 'MISSING' }])
  })

  it('S3: answers when it is asked for itself', async () => {
    expect(await ask({ dimensions: ['service_line'] })).toMatchObject([{ value: '40', reason: null }])
    expect(await ask({ filters: [{ dimension: 'service_line', items: ['loneliness120'] }] })).toMatchObject([{ value: '40' }])
  })
})

describe('an item that the council counts once', () => {
  const ko = { language: 'ko' }
  const aid = dimensionsOf({ ...ko, service_line: 'mutual_aid' })
  const together = { measures: ['calls_offered'], centers: ['seoul', 'busan'], isByCenter: false }
  const ofKorean = { ...together, filters: [{ dimension: 'language', items: ['ko'] }] }

  it('S5: is subtracted from totals and from breakdowns alike, but not where it follows another definition', async () => {
    for (const code of ['seoul', 'busan']) {
      const dimensions = dimensionsOf(ko)
      const total = { rows: [...rowsOf({ calls_offered: 100 }), ...rowsOf({ calls_offered: 100 }, { dimensions })] }
      valueOf(await center.submit(code, total))
    }
    const send = (value: number, status: string | null) =>
      center.submit('seoul', { rows: rowsOf({ calls_offered: value }, { dimensions: aid, status }) })
    valueOf(await send(30, null))
    for (const asked of [together, ofKorean]) expect(await ask(asked)).toMatchObject([{ value: '170' }])
    valueOf(await send(30, 'definition_differs'))
    for (const asked of [together, ofKorean]) expect(await ask(asked)).toMatchObject([{ value: '200' }])
  })

  it('S10: marks the figure over centers while a revision of it waits', async () => {
    const key = { dimensions: aid }
    valueOf(await center.submit('seoul', { rows: rowsOf({ calls_offered: 30 }, { ...key, status: 'provisional' }) }))
    // Two rows that disagree wait, and the accepted value goes on counting.
    valueOf(await center.submit('seoul', { rows: [...rowsOf({ calls_offered: 31 }, key), ...rowsOf({ calls_offered: 32 }, key)] }))
    const marksOf = async (asked: Parameters<typeof questionOf>[0]) => (await ask(asked)).map(({ value, marks }) => [value, marks])
    for (const asked of [together, ofKorean]) expect(await marksOf(asked)).toEqual([['170', expect.arrayContaining(['PENDING_REVISION'])]])
    expect((await ask({ ...ofKorean, centers: ['seoul'] }))[0]?.marks).not.toContain('PENDING_REVISION')
  })

  it('S31: is nothing over centers where only what does not apply remains, now, before and after a revision, and in the reasons', async () => {
    const day = '2026-11-23'
    const line = (item: string) => ({ periodStart: day, dimensions: dimensionsOf({ service_line: item }) })
    const push = async (code: string, rows: readonly SubmittedRow[]) => valueOf(await center.submit(code, { rows }))
    const rate = { measures: [], indicators: ['response_rate'], from: day, to: day, isByCenter: false }
    const over = { ...rate, centers: ['seoul', 'jeju'] }
    const at = (instant: string) => ({ ...over, asOf: instant })

    await center.database.setClock('2026-11-24T09:00:00+09:00')
    await push('jeju', rowsOf({ calls_offered: 100, calls_answered: 90 }, { periodStart: day }))
    await push('seoul', [
      ...rowsOf({ calls_answered: 8 }, { periodStart: day }),
      ...rowsOf({ calls_offered: null }, { ...line('general'), status: 'not_applicable' }),
      ...rowsOf({ calls_offered: 10 }, line('mutual_aid')),
    ])
    const nothing = {
      value: '90.00',
      coverage: { centersIn: 1, gaps: [{ reason: 'NOT_APPLICABLE', centers: ['seoul'], measures: ['calls_offered'] }] },
    }
    expect(await ask(over)).toMatchObject([nothing])
    expect(await ask({ ...rate, centers: ['seoul'] })).toMatchObject([{ value: '80.00', coverage: { centersIn: 1, gaps: [] } }])
    const why = valueOf(
      await explainFigure(center.hub, await center.caller(null, 'stats:read'), { question: questionOf(over), first: 10, after: null }),
    )
    expect(why.basis.figure).toMatchObject(nothing)
    const ofSeoul = why.nodes.filter(({ place }) => place.center === 'seoul').map(({ place, used }) => [place.measure, used])
    expect(new Set(ofSeoul.map(([measure]) => measure))).toEqual(new Set(['calls_offered', 'calls_answered']))
    for (const [, used] of ofSeoul) expect(used).toEqual({ use: 'LEFT_OUT', amount: null, reason: 'NOT_APPLICABLE' })

    await center.database.setClock('2026-11-26T09:00:00+09:00')
    await push('seoul', rowsOf({ calls_offered: 20 }, { ...line('general'), status: 'provisional' }))
    expect(await ask(over)).toMatchObject([{ value: '81.67', coverage: { centersIn: 2, gaps: [] } }])
    await center.database.setClock('2026-11-28T09:00:00+09:00')
    await push('seoul', rowsOf({ calls_offered: null }, { ...line('general'), status: 'not_applicable' }))
    expect(await ask(at('2026-11-25T00:00:00+09:00'))).toMatchObject([nothing])
    expect(await ask(at('2026-11-27T00:00:00+09:00'))).toMatchObject([{ value: '81.67' }])
    expect(await ask(over)).toMatchObject([nothing])
  })

  it('S31: is nothing in a breakdown either, but is taken from a total that was sent (S3)', async () => {
    const day = '2026-11-24'
    const line = (item: string) => ({ periodStart: day, dimensions: dimensionsOf({ ...ko, service_line: item }) })
    valueOf(await center.submit('jeju', { rows: rowsOf({ calls_offered: 100 }, { periodStart: day, dimensions: dimensionsOf(ko) }) }))
    const sent = [
      ...rowsOf({ calls_offered: null }, { ...line('general'), status: 'not_applicable' }),
      ...rowsOf({ calls_offered: 10 }, line('mutual_aid')),
    ]
    valueOf(await center.submit('seoul', { rows: sent }))
    const over = { ...ofKorean, centers: ['seoul', 'jeju'], from: day, to: day }
    expect(await ask(over)).toMatchObject([{ value: '100', coverage: { centersIn: 1 } }])
    expect(await ask({ ...over, centers: ['seoul'] })).toMatchObject([{ value: '10' }])
    valueOf(await center.submit('seoul', { rows: rowsOf({ calls_offered: 30 }, { periodStart: day, dimensions: dimensionsOf(ko) }) }))
    expect(await ask(over)).toMatchObject([{ value: '120', coverage: { centersIn: 2 } }])
  })
})
