import { describe, expect, it } from 'vitest'
import { planRanking } from '../../../schema/domain/figures/plan-ranking.js'
import type { FigureQuestion } from '../../../schema/domain/figures/figure-question.js'
import { rankFigures, type Rank, type Ranking } from '../../../schema/domain/figures/rank-figures.js'
import { council, factsOf, night, questionOf, registryOf, type Row, type World } from './ask-figures.js'

const day = '2026-11-19'
const calls = (center: string, answered: number, offered: number): readonly Row[] =>
  night(center, day, { calls_answered: answered, calls_offered: offered })

const planned = (asked: Partial<FigureQuestion>, rank: Partial<Rank>, contents = council) => {
  const whole: Rank = { n: 2, dimension: null, order: 'DESC', withRest: true, ...rank }
  return { rank: whole, plan: planRanking(questionOf(asked), whole, registryOf(contents)) }
}
const top = (asked: Partial<FigureQuestion>, world: World, rank: Partial<Rank> = {}): Ranking => {
  const { plan, rank: whole } = planned(asked, rank, world.contents)
  if (!plan.ok) throw new Error(plan.issues.map(({ code, messageEn }) => `${code}: ${messageEn}`).join('\n'))
  return rankFigures(plan.value, registryOf(world.contents ?? council), factsOf(plan.value, world), whole)
}
const centersOf = (ranking: Ranking) => ranking.ranked.map(({ center, value }) => [center, value])
const faultsOf = (asked: Partial<FigureQuestion>, rank: Partial<Rank>) => {
  const { plan } = planned(asked, rank)
  return plan.ok ? [] : plan.issues.map(({ code, path }) => [code, path.join('.')])
}

const centers = ['seoul', 'busan', 'daegu', 'incheon', 'gwangju']
const rate = { indicators: ['response_rate'], centers }

describe('the first and the rest', () => {
  const rows = [...calls('seoul', 80, 100), ...calls('busan', 1, 1), ...calls('daegu', 9, 10), ...calls('incheon', 1, 1000)]

  it('S17: orders by value and combines the others from their parts, never as a mean', () => {
    const ranking = top(rate, { rows })
    expect(centersOf(ranking)).toEqual([
      ['busan', '100.00'],
      ['daegu', '90.00'],
    ])
    expect(ranking.restOf).toEqual(['gwangju', 'incheon', 'seoul'])
    // (80 + 1) / (100 + 1000); the mean of 80.00 and 0.10 is 40.05
    expect(ranking.rest).toMatchObject({ center: null, value: '7.36', numerator: '81', denominator: '1100', dimensions: [] })
    expect(ranking.rest?.coverage).toMatchObject({ centersIn: 2, centersExpected: 3, gaps: [{ reason: 'MISSING', centers: ['gwangju'] }] })
    expect(ranking.unranked).toMatchObject([{ center: 'gwangju', value: null, reason: 'MISSING' }])
  })

  it('the smallest come first when they are asked for, and nothing is combined when it is not', () => {
    const ranking = top(rate, { rows }, { order: 'ASC', withRest: false })
    expect(centersOf(ranking)).toEqual([
      ['incheon', '0.10'],
      ['seoul', '80.00'],
    ])
    expect(ranking).toMatchObject({ rest: null, restOf: [] })
  })

  it.each([['DESC'], ['ASC']] as const)('ties go by code, %s', order => {
    const even = centers.flatMap(center => calls(center, 1, 2))
    expect(centersOf(top(rate, { rows: even }, { order, n: 3 })).map(([center]) => center)).toEqual(['busan', 'daegu', 'gwangju'])
  })

  it('numbers are compared as numbers', () => {
    const counts = [...night('seoul', day, { calls_offered: 9 }), ...night('busan', day, { calls_offered: 100 })]
    expect(centersOf(top({ measures: ['calls_offered'], centers: ['seoul', 'busan'] }, { rows: counts }))).toEqual([
      ['busan', '100'],
      ['seoul', '9'],
    ])
  })

  it('is all of them when there are fewer, without a rest', () => {
    const ranking = top({ ...rate, centers: ['seoul', 'busan'] }, { rows }, { n: 5 })
    expect(ranking.ranked).toHaveLength(2)
    expect(ranking).toMatchObject({ rest: null, restOf: [], unranked: [] })
  })

  it('S21: a rest of stocks is a mean per center, added over centers', () => {
    const staff = (center: string, first: number, second: number): readonly Row[] => [
      { center, measure: 'headcount_agents', day: '2026-10-01', value: first },
      { center, measure: 'headcount_agents', day: '2026-10-02', value: second },
    ]
    const asked = { measures: ['headcount_agents'], centers: ['seoul', 'busan', 'daegu'], from: '2026-10-01', to: '2026-10-02' }
    const ranking = top(asked, { rows: [...staff('seoul', 300, 300), ...staff('busan', 10, 11), ...staff('daegu', 20, 20)] }, { n: 1 })
    expect(ranking.rest).toMatchObject({ value: '30.5', reason: null })
  })
})

describe('what has no value', () => {
  const csat = (center: string, responses: number): readonly Row[] =>
    night(center, day, { csat_score_sum: responses * 80, csat_responses: responses })
  const open = (code: string) => {
    const measures = new Map([...council.edition.measures].map(([name, one]) => [name, { ...one, access: 'open' as const }]))
    const indicators = new Map([...council.edition.indicators].map(([name, one]) => [name, { ...one, access: 'open' as const }]))
    expect(indicators.has(code)).toBe(true)
    return { ...council, edition: { ...council.edition, measures, indicators } }
  }

  it('S24: suppressed ones have no place in the order, and no rest from which they could be found', () => {
    const rows = [...csat('seoul', 100), ...csat('busan', 29), ...csat('daegu', 50), ...csat('incheon', 40)]
    const ranking = top({ indicators: ['csat_score'], centers }, { rows, contents: open('csat_score') }, { n: 1 })
    expect(ranking.ranked).toMatchObject([{ center: 'daegu' }])
    expect(ranking.unranked).toMatchObject([
      { center: 'busan', value: null, numerator: null, reason: 'SUPPRESSED' },
      { center: 'gwangju', value: null, reason: 'MISSING' },
    ])
    expect(ranking.rest).toMatchObject({ value: null, numerator: null, parts: [], reason: 'SUPPRESSED' })
  })

  it('S24: withheld ones neither; their own center alone is ranked for itself', () => {
    const rows = centers.flatMap((center, at) => night(center, day, { malicious_contacts: at + 1, contacts_handled: 100 }))
    const ranking = top({ indicators: ['malicious_contact_rate'], centers }, { rows, viewerCenter: 'busan' }, { n: 5 })
    expect(ranking.ranked).toMatchObject([{ center: 'busan', numerator: '2' }])
    expect(ranking.unranked.map(({ center, value, reason }) => [center, value, reason])).toEqual(
      ['daegu', 'gwangju', 'incheon', 'seoul'].map(center => [center, null, 'WITHHELD']),
    )
    expect(ranking.rest).toMatchObject({ value: null, reason: 'WITHHELD', parts: [] })
  })
})

describe('items of a dimension', () => {
  const item = (measure: string, dimension: string, code: string, value: number): Row => ({
    center: 'seoul',
    measure,
    day,
    items: { [dimension]: code },
    value,
  })
  const languages = { measures: ['foreign_language_contacts'], centers: ['seoul'], dimensions: ['language'] }

  it('are put in order, and the rest is added up', () => {
    const rows = [
      item('foreign_language_contacts', 'language', 'en', 30),
      item('foreign_language_contacts', 'language', 'zh', 50),
      item('foreign_language_contacts', 'language', 'vi', 7),
      item('foreign_language_contacts', 'language', 'ja', 8),
    ]
    const ranking = top(languages, { rows }, { dimension: 'language' })
    expect(ranking.ranked.map(({ dimensions, value }) => [dimensions[0]?.item, value])).toEqual([
      ['zh', '50'],
      ['en', '30'],
    ])
    expect(ranking.rest).toMatchObject({ value: '15', dimensions: [] })
    expect(ranking.restOf).toEqual(['ja', 'vi'])
  })

  it('S3: an item that waits in quarantine leaves no rest, and the coverage says so', () => {
    const rows = [item('foreign_language_contacts', 'language', 'en', 30), item('foreign_language_contacts', 'language', 'vi', 7)]
    const held = [{ center: 'seoul', measure: 'foreign_language_contacts', day, items: { language: 'ja' } }]
    const ranking = top(languages, { rows, held }, { dimension: 'language', n: 1 })
    expect(ranking.rest).toMatchObject({ value: null, reason: 'HELD', coverage: { gaps: [{ reason: 'HELD', cells: 1 }] } })
  })

  const withAdditivity = (code: string, axis: 'overCenters' | 'overDimensions') => {
    const measures = new Map(council.edition.measures)
    const measure = measures.get(code)
    if (measure === undefined) throw new Error(`No measure ${code}.`)
    measures.set(code, { ...measure, additivity: { ...measure.additivity, [axis]: 'none' } })
    return { ...council, edition: { ...council.edition, measures } }
  }

  it('NOT_ADDITIVE where the measure must not be added over the dimension', () => {
    const rows = ['en', 'zh', 'vi'].map((code, at) => item('foreign_language_contacts', 'language', code, 10 + at))
    const contents = withAdditivity('foreign_language_contacts', 'overDimensions')
    const ranking = top(languages, { rows, contents }, { dimension: 'language', n: 1 })
    expect(ranking.ranked).toMatchObject([{ value: '12' }])
    expect(ranking.rest).toMatchObject({ value: null, reason: 'NOT_ADDITIVE' })
  })

  it('NOT_ADDITIVE where the measure must not be added over centers', () => {
    const contents = withAdditivity('calls_offered', 'overCenters')
    const rows = ['seoul', 'busan', 'daegu'].flatMap((center, at) => night(center, day, { calls_offered: 10 + at }))
    const ranking = top({ measures: ['calls_offered'], centers: ['seoul', 'busan', 'daegu'] }, { rows, contents }, { n: 1 })
    expect(ranking.rest).toMatchObject({ value: null, reason: 'NOT_ADDITIVE' })
  })
})

describe('S28: an order is refused', () => {
  it.each([
    ['of two things at once', { indicators: ['response_rate', 'abandon_rate'] }, {}, ['input']],
    ['of more than a hundred', rate, { n: 101 }, ['top.n']],
    ['of none', rate, { n: 0 }, ['top.n']],
    ['of centers that are together', { ...rate, isByCenter: false }, {}, ['input']],
    ['of regions', { indicators: ['response_rate'], regions: ['11'] }, {}, ['input']],
    ['of items that are not asked for', rate, { dimension: 'hour' }, ['input.dimensions', 'input.centers']],
    ['of several periods', { ...rate, from: '2026-11-01', to: '2026-11-19', by: 'day' as const }, {}, ['input.to']],
    ['across a change of definition', { indicators: ['service_level'], from: '2026-06-01', to: '2026-07-31' }, {}, ['input.to']],
  ])('%s', (_, asked, rank, paths) => {
    expect(faultsOf(asked, rank)).toEqual(paths.map(path => ['BAD_USER_INPUT', path]))
  })
})
