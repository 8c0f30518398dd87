import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { queryFigures } from '../../api/operations/query-figures.js'
import type { Figure } from '../../schema/domain/figures/figure.js'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import { addDays } from '../../schema/domain/period.js'
import { ask, questionOf, type Row } from '../domain/figures/ask-figures.js'
import { rowsOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { dimensionsOf } from '../support/submission-samples.js'

let center: CenterHub
beforeAll(async () => {
  center = await startCenterHub()
  await center.database.setClock('2026-11-20T09:30:00+09:00')
})
afterAll(() => center.close())

const CENTERS = ['seoul', 'daegu']
const REASONS = { outage: 'OUTAGE', not_applicable: 'NOT_APPLICABLE', not_collected: 'NOT_COLLECTED' } as const
const maybe = <T>(item: fc.Arbitrary<T>) => fc.option(item, { nil: undefined })
const arbitraryRow = fc.record({
  center: fc.constantFrom(...CENTERS),
  hour: maybe(fc.constantFrom('09', '10')),
  language: maybe(fc.constantFrom('ko', 'en')),
  service_line: maybe(fc.constantFrom('general', 'loneliness120', 'mutual_aid')),
  value: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 999 }) },
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.constantFrom(...Object.keys(REASONS)) },
  ),
})
type Drawn = {
  center: string
  hour?: string | undefined
  language?: string | undefined
  service_line?: string | undefined
  value: number | string
}

const itemsOf = ({ hour, language, service_line }: Drawn) => ({
  ...(hour && { hour }),
  ...(language && { language }),
  ...(service_line && { service_line }),
})
const oncePerKey = (drawn: readonly Drawn[]) => [...new Map(drawn.map(row => [JSON.stringify([row.center, itemsOf(row)]), row])).values()]

const toRow = (day: string, row: Drawn): Row => ({
  center: row.center,
  measure: 'calls_attempted',
  day,
  items: itemsOf(row),
  value: typeof row.value === 'number' ? row.value : REASONS[row.value as keyof typeof REASONS], // the words drawn are its keys
})

async function submitAll(day: string, drawn: readonly Drawn[]): Promise<void> {
  for (const code of CENTERS) {
    const rows = drawn
      .filter(row => row.center === code)
      .flatMap(row =>
        rowsOf(
          { calls_attempted: typeof row.value === 'number' ? row.value : null },
          { periodStart: day, dimensions: dimensionsOf(itemsOf(row)), status: typeof row.value === 'number' ? null : row.value },
        ),
      )
    if (rows.length === 0) continue
    const { stored } = valueOf(await center.submit(code, { edition: '2026.1', rows }))
    expect(stored.record.counts.inserted).toBe(rows.length)
  }
}

const QUESTIONS: readonly Partial<FigureQuestion>[] = [
  {},
  { isByCenter: false },
  { dimensions: ['language'] },
  { dimensions: ['hour', 'service_line'], isByCenter: false },
  { dimensions: ['hour'], filters: [{ dimension: 'language', items: ['en'] }] },
  { filters: [{ dimension: 'service_line', items: ['general', 'mutual_aid'] }], isByCenter: false },
]

it('S3: the database sums what the plain rule sums, for random tables, items that leave totals and rows without a number', async () => {
  const analyst = await center.caller(null, 'stats:read')
  let day = '2026-01-01'
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryRow, { minLength: 1, maxLength: 14 }), async drawn => {
      day = addDays(day, 1)
      const rows = oncePerKey(drawn)
      await submitAll(day, rows)
      for (const question of QUESTIONS) {
        const asked = { measures: ['calls_attempted'], centers: CENTERS, from: day, to: day, ...question }
        const { figures } = valueOf(await queryFigures(center.hub, analyst, questionOf(asked)))
        const plain: readonly Figure[] = ask(asked, { rows: rows.map(row => toRow(day, row)), today: '2026-11-20' })
        expect(figures).toEqual(plain)
      }
    }),
    { numRuns: 60, endOnFailure: true },
  )
}, 60_000)
