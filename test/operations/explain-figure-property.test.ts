import Big from 'big.js'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { explainFigure, type FigureExplanation } from '../../api/operations/explain-figure.js'
import { queryFigures } from '../../api/operations/query-figures.js'
import { roundHalfEven } from '../../schema/domain/decimal.js'
import type { MeasureBasis } from '../../schema/domain/figures/explain-figure.js'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import { addDays } from '../../schema/domain/period.js'
import { cellKey } from '../../schema/domain/statistics/cell.js'
import { questionOf } from '../domain/figures/ask-figures.js'
import { rowsOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { dimensionsOf } from '../support/submission-samples.js'

let center: CenterHub
/** Of statuses that a reader must be told of, by their numbers. */
let qualities: ReadonlyMap<number, string>
beforeAll(async () => {
  center = await startCenterHub()
  const statuses = await center.database.owner<{ id: number; quality: string }[]>`
    select id, quality from observation_statuses where quality not in ('NORMAL', 'PROVISIONAL')`
  qualities = new Map(statuses.map(({ id, quality }) => [id, quality]))
  await center.database.setClock('2026-11-20T09:30:00+09:00')
})
afterAll(() => center.close())

const CENTERS = ['seoul', 'daegu']
const DAYS = 3
const STATUSES = ['outage', 'not_applicable', 'not_collected']
const maybe = <T>(item: fc.Arbitrary<T>) => fc.option(item, { nil: undefined })
const arbitraryValue = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 999 }) },
  { weight: 1, arbitrary: fc.constantFrom(...STATUSES) },
)
const arbitrarySaid = fc.constantFrom(null, null, 'final', 'estimated', 'special_event')
const arbitraryRow = fc.record({
  center: fc.constantFrom(...CENTERS),
  measure: fc.constantFrom('calls_attempted', 'calls_attempted', 'calls_offered', 'calls_answered', 'headcount_agents', 'contacts_handled'),
  day: fc.nat({ max: DAYS - 1 }),
  hour: maybe(fc.constantFrom('09', '10')),
  language: maybe(fc.constantFrom('ko', 'en')),
  service_line: maybe(fc.constantFrom('general', 'loneliness120', 'mutual_aid')),
  value: arbitraryValue,
  said: arbitrarySaid,
})
type Drawn = Parameters<Parameters<typeof arbitraryRow.map>[0]>[0]

const itemsOf = ({ measure, hour, language, service_line }: Drawn): Record<string, string> =>
  measure === 'headcount_agents' || measure === 'contacts_handled'
    ? {}
    : { ...(hour && { hour }), ...(language && { language }), ...(service_line && { service_line }) }
const keyOf = (row: Drawn) => JSON.stringify([row.center, row.measure, row.day, cellKey(itemsOf(row))])
const oncePerKey = (drawn: readonly Drawn[]) => [...new Map(drawn.map(row => [keyOf(row), row])).values()]

/** Hands in what was drawn; rows that break a rule are held, which is part of what has to be explained. */
async function submitAll(from: string, drawn: readonly Drawn[]): Promise<void> {
  for (const code of CENTERS) {
    const rows = oncePerKey(drawn)
      .filter(row => row.center === code)
      .flatMap(row =>
        rowsOf(
          { [row.measure]: typeof row.value === 'number' ? row.value : null },
          {
            periodStart: addDays(from, row.day),
            dimensions: dimensionsOf(itemsOf(row)),
            status: typeof row.value === 'number' ? row.said : row.value,
          },
        ),
      )
    if (rows.length > 0) valueOf(await center.submit(code, { edition: '2026.1', rows }))
  }
}

async function retractAll(from: string, drawn: readonly Drawn[]): Promise<void> {
  for (const { center: code, measure, day, ...row } of drawn) {
    const dimensions = dimensionsOf(itemsOf({ center: code, measure, day, ...row }))
    const rows = rowsOf({ [measure]: null }, { periodStart: addDays(from, day), dimensions })
    valueOf(await center.submit(code, { edition: '2026.1', strategy: 'RETRACT', reason: '잘못 집계', rows }))
  }
}

const QUESTIONS: readonly Partial<FigureQuestion>[] = [
  { measures: ['calls_attempted'], isByCenter: false },
  { measures: ['calls_attempted'], centers: ['seoul'] },
  { measures: ['calls_attempted'], isByCenter: false, filters: [{ dimension: 'service_line', items: ['general', 'mutual_aid'] }] },
  { measures: ['calls_attempted'], centers: ['daegu'], dimensions: ['hour'], filters: [{ dimension: 'hour', items: ['09'] }] },
  { measures: ['calls_attempted'], isByCenter: false, filters: [{ dimension: 'language', items: ['ko', 'en'] }] },
  { indicators: ['response_rate'], isByCenter: false },
  { measures: ['headcount_agents'], isByCenter: false },
  { measures: ['contacts_handled'], isByCenter: false },
]

/** All pages of an explanation, in pages of `first`. */
async function explainWhole(question: FigureQuestion, first: number): Promise<FigureExplanation> {
  const analyst = await center.caller(null, 'stats:read')
  const pages: FigureExplanation[] = []
  for (let after: string | null = null, isMore = true; isMore;) {
    const page: FigureExplanation = valueOf(await explainFigure(center.hub, analyst, { question, first, after }))
    pages.push(page)
    after = page.endCursor
    isMore = page.hasNextPage
  }
  const [head] = pages
  if (head === undefined) throw new Error('No page came.')
  return { ...head, nodes: pages.flatMap(({ nodes }) => nodes) }
}

/** All that a reader is told; the number of a place on its page is not. */
const toldBy = ({ asOf, basis, nodes }: FigureExplanation) => ({
  asOf,
  basis,
  nodes: nodes.map(({ place, row, used }) => ({ place, row: { ...row, place: 0 }, used })),
})

const sum = (texts: readonly (string | null)[]): string => texts.reduce((total, text) => total.plus(text ?? '0'), new Big('0')).toFixed()

/** What a reader gets who adds the listed amounts up by center, divides a mean by its periods, and adds the centers. */
function partByHand({ measure, centers }: MeasureBasis, { nodes }: FigureExplanation): string {
  const shares = centers.map(({ center: code, periods }) => {
    const total = sum(nodes.flatMap(({ place, used }) => (place.measure === measure.code && place.center === code ? used.amount : [])))
    return measure.additivity.overTime === 'mean' && periods > 0 ? { total, periods } : { total, periods: 1 }
  })
  // Over a common divisor, so that nothing is rounded before the end.
  const divisor = shares.reduce((product, { periods }) => product * periods, 1)
  const scaled = shares.reduce((total, share) => total.plus(new Big(share.total).times(`${divisor / share.periods}`)), new Big('0'))
  Big.DP = 40
  return new Big(roundHalfEven(scaled.div(`${divisor}`), 6)).toFixed()
}

/** How many of the rows that are added or subtracted are of which quality that is not ordinary, counted by a reader who lists them. */
function qualitiesByHand({ nodes }: FigureExplanation): readonly object[] {
  const used = nodes.filter(({ used: { use } }) => use === 'ADDED' || use === 'SUBTRACTED')
  const told = used.flatMap(({ row }) => qualities.get(row.status_id ?? 0) ?? [])
  return [...new Set(told)].toSorted().map(quality => ({ quality, values: told.filter(one => one === quality).length }))
}

it('S17, S25: the rows behind a figure add up to its parts exactly, and are told again as of then after revisions, holds and retractions', async () => {
  let day = '2026-01-01'
  const analyst = await center.caller(null, 'stats:read')
  await fc.assert(
    fc.asyncProperty(
      fc.array(arbitraryRow, { minLength: 1, maxLength: 24 }),
      fc.array(arbitraryRow, { maxLength: 8 }),
      fc.nat({ max: 3 }),
      fc.integer({ min: 1, max: 9 }),
      async (drawn, revised, retracted, first) => {
        day = addDays(day, DAYS)
        await submitAll(day, drawn)
        const reported = questionOf({
          centers: CENTERS,
          from: day,
          to: addDays(day, DAYS - 1),
          ...QUESTIONS[drawn.length % QUESTIONS.length],
        })
        const report = await explainWhole(reported, 500)
        await submitAll(day, [...revised, ...drawn.slice(0, 3).map(row => ({ ...row, value: 7 }))])
        await retractAll(day, drawn.slice(0, retracted))
        const again = await explainWhole({ ...reported, asOf: report.asOf }, first)
        expect(toldBy(again)).toEqual(toldBy(report))
        for (const [at, asked] of QUESTIONS.entries()) {
          const question = questionOf({ centers: CENTERS, from: day, to: addDays(day, DAYS - 1), ...asked })
          // Each is read page by page in some runs; the reported one, which is another each time, in all of them.
          const whole = await explainWhole(question, (at + drawn.length) % 4 === 0 ? first : 500)
          const { figures } = valueOf(await queryFigures(center.hub, analyst, question))
          expect([whole.basis.figure]).toEqual(figures)
          expect(whole.basis.figure.qualities).toEqual(qualitiesByHand(whole))
          for (const measure of whole.basis.measures) {
            const listed = whole.nodes.filter(({ place }) => place.measure === measure.measure.code)
            for (const part of measure.centers) {
              const here = listed.filter(({ place }) => place.center === part.center)
              expect(sum(here.map(({ used }) => used.amount))).toBe(new Big(part.sum).toFixed())
              const periods = new Set(here.flatMap(({ place, used }) => (used.use === 'ADDED' ? place.periodStart : [])))
              expect(periods.size).toBeLessThanOrEqual(part.periods)
            }
            const byHand = measure.value === null ? sum(listed.map(({ used }) => used.amount)) : partByHand(measure, whole)
            expect(byHand).toBe(measure.value ?? '0')
          }
          const keys = whole.nodes.map(({ place, row, used }) =>
            JSON.stringify([place.measure, place.center, place.periodStart, row.cell, used.use]),
          )
          expect(new Set(keys).size).toBe(keys.length)
        }
      },
    ),
    { numRuns: 60, endOnFailure: true },
  )
}, 120_000)
