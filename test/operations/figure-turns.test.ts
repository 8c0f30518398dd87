import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FigureTurns } from '../../api/operations/figure-turns.js'
import { queryFigures } from '../../api/operations/query-figures.js'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import type { Hub } from '../../api/hub.js'
import { startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'

describe('turns', () => {
  it('come one after another in the order asked, also after one that failed', async () => {
    const turns = new FigureTurns()
    const said: string[] = []
    const work = (name: string) => async () => {
      said.push(`${name} begins`)
      await sleep(5)
      said.push(`${name} ends`)
      if (name === 'a') throw new Error('a')
      return name
    }
    const answers = await Promise.allSettled(['a', 'b', 'c'].map(name => turns.take(work(name))))
    expect(said).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  })
})

describe('questions at once', () => {
  let center: CenterHub
  beforeAll(async () => {
    center = await startCenterHub()
  })
  afterAll(() => center.close())

  /** The hub with a count of the transactions that are open at once. */
  const counting = (): { hub: Hub; most: () => number } => {
    let [open, most] = [0, 0]
    const transaction: Hub['db']['transaction'] = async (...asked) => {
      most = Math.max(most, ++open)
      try {
        return await center.hub.db.transaction(...asked)
      } finally {
        open--
      }
    }
    return { hub: { ...center.hub, db: { ...center.hub.db, transaction } }, most: () => most }
  }
  const question = (changes: Partial<FigureQuestion>): FigureQuestion => ({
    indicators: [],
    measures: ['calls_offered', 'calls_answered', 'calls_abandoned', 'talk_seconds'],
    centers: [],
    regions: [],
    from: '2024-01-01',
    to: '2026-10-31',
    by: null,
    isByCenter: true,
    dimensions: [],
    filters: [],
    changes: [],
    combine: 'PARTS',
    percentiles: [],
    definition: null,
    asOf: null,
    withPredecessors: false,
    isPreview: false,
    ...changes,
  })

  it('G16: of large ones a single one holds a connection; small ones do not wait for them', async () => {
    const analyst = await center.caller(null, 'stats:read')
    await center.hub.standards()
    const large = counting()
    for (const answer of await Promise.all([1, 2, 3, 4].map(() => queryFigures(large.hub, analyst, question({}))))) valueOf(answer)
    expect(large.most()).toBe(1)
    const small = counting()
    await Promise.all([1, 2, 3, 4].map(() => queryFigures(small.hub, analyst, question({ from: '2026-10-01' }))))
    expect(small.most()).toBe(4)
  })
})
