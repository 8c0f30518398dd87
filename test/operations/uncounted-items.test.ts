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
