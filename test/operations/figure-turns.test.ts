import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ClientGone } from '../../api/client-gone.js'
import { FigureTurns, tooManyWaiting } from '../../api/operations/figure-turns.js'
import { queryFigures } from '../../api/operations/query-figures.js'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import type { Hub } from '../../api/hub.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { refusalOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'

const gate = () => {
  let open: () => void = () => undefined
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return { open, opened }
}

describe('turns', () => {
  it('of one tenant come one after another in the order asked, also after one that failed', async () => {
    const turns = new FigureTurns()
    const said: string[] = []
    const work = (name: string) => async () => {
      said.push(`${name} begins`)
      await sleep(5)
      said.push(`${name} ends`)
      if (name === 'a') throw new Error('a')
      return name
    }
    const answers = await Promise.allSettled(['a', 'b', 'c'].map(name => turns.take({ tenant: 'seoul', gone: null }, work(name))))
    expect(said).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  })

  it('go round the tenants: whoever floods waits for itself', async () => {
    const turns = new FigureTurns()
    const order: string[] = []
    const ask = (tenant: string, name: string) => turns.take({ tenant, gone: null }, async () => void order.push(name))
    const flood = ['f1', 'f2', 'f3', 'f4', 'f5'].map(name => ask('flood', name))
    await Promise.all([...flood, ask('seoul', 's1'), ask('seoul', 's2'), ask('busan', 'b1')])
    expect(order).toEqual(['f1', 'f2', 's1', 'b1', 'f3', 's2', 'f4', 'f5'])
  })

  it('are refused to a tenant with four that wait, with when to come back; to nobody else', async () => {
    const turns = new FigureTurns()
    const { open, opened } = gate()
    const all = [1, 2, 3, 4].map(() => turns.take({ tenant: 'flood', gone: null }, () => opened))
    expect(turns.secondsToReturn('flood')).toBeNull()
    all.push(turns.take({ tenant: 'flood', gone: null }, () => opened))
    expect(turns.secondsToReturn('flood')).toBe(8)
    expect(turns.secondsToReturn('seoul')).toBeNull()
    open()
    await Promise.all(all)
    expect(turns.secondsToReturn('flood')).toBeNull()
    const issue = tooManyWaiting(8)
    expect([issue.code, issue.messageKo, issue.expected]).toEqual([
      'QUESTIONS_WAITING',
      expect.stringContaining('8초 뒤에'),
      'again in 8 s, or a smaller question',
    ])
  })

  it('are given up by whoever leaves, waiting or not', async () => {
    const turns = new FigureTurns()
    const { open, opened } = gate()
    const leaver = new AbortController()
    const made: string[] = []
    const running = turns.take({ tenant: 'seoul', gone: null }, () => opened)
    const left = turns.take({ tenant: 'busan', gone: leaver.signal }, async () => void made.push('left'))
    const other = turns.take({ tenant: 'daegu', gone: null }, async () => void made.push('other'))
    leaver.abort(new ClientGone())
    await expect(left).rejects.toBeInstanceOf(ClientGone)
    await expect(turns.take({ tenant: 'busan', gone: leaver.signal }, async () => made.push('again'))).rejects.toBeInstanceOf(ClientGone)
    open()
    await Promise.all([running, other])
    expect(made).toEqual(['other'])
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

  it('G16: of one tenant five are answered in turn and further ones refused; another tenant goes before all but two', async () => {
    const analyst = await center.caller(null, 'stats:read')
    const seoul = await center.caller('seoul')
    await center.hub.standards()
    const order: string[] = []
    const ask = async (name: string, caller: Caller) => {
      const answered = await queryFigures(center.hub, caller, question({}))
      order.push(name)
      return answered
    }
    const flood = Promise.all(Array.from({ length: 8 }, (_, at) => ask(`flood ${at}`, analyst)))
    // Until further ones were refused, the line has formed.
    await expect.poll(() => order.length, { interval: 1 }).toBeGreaterThanOrEqual(3)
    const before = order.length
    valueOf(await ask('seoul', seoul))
    const answers = await flood
    expect(answers.map(refusalOf).filter(codes => codes.length > 0)).toEqual([
      ['QUESTIONS_WAITING'],
      ['QUESTIONS_WAITING'],
      ['QUESTIONS_WAITING'],
    ])
    expect(order.filter(name => name !== 'seoul')).toHaveLength(8)
    // Behind the one that was under way and the first in line.
    expect(order.indexOf('seoul') - before).toBeLessThanOrEqual(2)
  })

  it('whoever leaves stops the statement that works for it, and the connection goes', async () => {
    const leaver = new AbortController()
    const reader = { centerId: null, role: 'reader' } as const
    const slow = center.hub.db.transaction(reader, tx => tx.sql`select pg_sleep(60) /* left alone */`, {
      isReadOnly: true,
      timeoutMs: 30_000,
      gone: leaver.signal,
    })
    const running = async () => {
      const [row] = await center.database.owner<{ count: number }[]>`
        select count(*)::int as count from pg_stat_activity where state = 'active' and query like '%left alone%' and pid <> pg_backend_pid()`
      return row?.count
    }
    await expect.poll(running).toBe(1)
    leaver.abort(new ClientGone())
    await expect(slow).rejects.toBeInstanceOf(ClientGone)
    await expect.poll(running, { timeout: 5_000 }).toBe(0)
    expect(center.hub.db.figures().busy).toBe(0)
  })

  it('whoever leaves is answered no question', async () => {
    const leaver = new AbortController()
    const analyst = await center.caller(null, 'stats:read')
    const counted = counting()
    const answer = queryFigures({ ...counted.hub, gone: leaver.signal }, analyst, question({ by: 'day' }))
    setTimeout(() => leaver.abort(new ClientGone()), 30)
    await expect(answer).rejects.toBeInstanceOf(ClientGone)
  })
})
