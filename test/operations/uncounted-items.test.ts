import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queryFigures } from '../../api/operations/query-figures.js'
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
})
