import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ask, askOne, night, type Row } from './ask-figures.js'

const day = '2026-11-19'

test('exchange 1: 9,000 of 10,000 and 100 of 1,000 give 82.73, not 50', () => {
  const rows = [
    ...night('seoul', day, { calls_answered_within_20s: 9000, calls_offered: 10000 }),
    ...night('daegu', day, { calls_answered_within_20s: 100, calls_offered: 1000 }),
  ]
  const figure = askOne({ indicators: ['service_level'], centers: ['seoul', 'daegu'], isByCenter: false }, { rows })
  expect(figure).toMatchObject({ value: '82.73', numerator: '9100', denominator: '11000', coverage: { centersIn: 2, centersExpected: 2 } })
})

test('S18: numerator, denominator, factor and the sum of each measure stand beside the value', () => {
  const rows = night('seoul', day, { separations: 0, calls_answered: 14802, calls_offered: 15420 })
  expect(askOne({ indicators: ['response_rate'], centers: ['seoul'] }, { rows })).toMatchObject({
    value: '95.99',
    numerator: '14802',
    denominator: '15420',
    factor: '100',
    formula: '100 x 14802 / 15420',
  })
})

test('S18: a measure goes out with up to six decimals, half to even, and without a denominator', () => {
  const rows = night('seoul', day, { scheduled_hours: '12.0000005' })
  expect(askOne({ measures: ['scheduled_hours'], centers: ['seoul'] }, { rows })).toMatchObject({
    value: '12',
    denominator: null,
    unit: 'hours',
  })
})

test('S19: figures carry the unit of their indicator or measure', () => {
  const rows = night('seoul', day, { wait_seconds_answered: 300, calls_answered: 10 })
  expect(askOne({ indicators: ['asa'], centers: ['seoul'] }, { rows })).toMatchObject({ value: '30.00', unit: 'seconds' })
})

test('numbers beyond 2^53 stay exact', () => {
  const rows = [...night('seoul', day, { calls_offered: '9007199254740993' }), ...night('daegu', day, { calls_offered: 1 })]
  expect(askOne({ measures: ['calls_offered'], centers: ['seoul', 'daegu'], isByCenter: false }, { rows }).value).toBe('9007199254740994')
})

const CENTERS = ['seoul', 'daegu', 'incheon']
const arbitraryNights = fc.array(
  fc.record({
    center: fc.constantFrom(...CENTERS),
    day: fc.integer({ min: 1, max: 28 }).map(at => `2026-10-${`${at}`.padStart(2, '0')}`),
    offered: fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 4 }),
    answered: fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 4 }),
    isComplete: fc.boolean(),
  }),
  { minLength: 1, maxLength: 25 },
)
type Night = { center: string; day: string; offered: number[]; answered: number[]; isComplete: boolean }

const oneANight = (nights: readonly Night[]): readonly Night[] => [...new Map(nights.map(one => [`${one.center}${one.day}`, one])).values()]
const add = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
const asTotals = (nights: readonly Night[]): Row[] =>
  nights.flatMap(({ center, day: on, offered, answered, isComplete }) =>
    night(center, on, { calls_offered: add(offered), ...(isComplete && { calls_answered: add(answered) }) }),
  )
const asHours = (nights: readonly Night[]): Row[] => {
  const split = (measure: string, { center, day: on }: Night, values: readonly number[]): Row[] =>
    values.map((value, hour) => ({ center, measure, day: on, items: { hour: `0${hour}` }, value }))
  return nights.flatMap(one => [
    ...split('calls_offered', one, one.offered),
    ...(one.isComplete ? split('calls_answered', one, one.answered) : []),
  ])
}
const october = { indicators: ['response_rate'], centers: CENTERS, isByCenter: false, from: '2026-10-01', to: '2026-10-31' }
const numbers = ({ value, numerator, denominator, reason, parts, coverage }: ReturnType<typeof askOne>) => ({
  value,
  numerator,
  denominator,
  reason,
  parts,
  coverage,
})

test('S17: the figure does not depend on the order of rows, nor on how cells are split', () => {
  fc.assert(
    fc.property(arbitraryNights, fc.func(fc.integer()), (drawn, order) => {
      const nights = oneANight(drawn)
      const rows = asTotals(nights)
      const shuffled = rows.toSorted((a, b) => order(a) - order(b))
      const plain = numbers(askOne(october, { rows }))
      expect(numbers(askOne(october, { rows: shuffled }))).toEqual(plain)
      expect(numbers(askOne(october, { rows: asHours(nights) }))).toEqual(plain)
    }),
    { numRuns: 60 },
  )
})

test('S18: a ratio over centers is the ratio of the combined parts of its centers', () => {
  fc.assert(
    fc.property(arbitraryNights, drawn => {
      const rows = asTotals(oneANight(drawn))
      const together = askOne(october, { rows })
      const apart = ask({ ...october, isByCenter: true }, { rows })
      const sum = (pick: (figure: (typeof apart)[number]) => string | null) => add(apart.map(figure => Number(pick(figure) ?? 0)))
      expect([Number(together.numerator ?? 0), Number(together.denominator ?? 0)]).toEqual([
        sum(one => one.numerator),
        sum(one => one.denominator),
      ])
      expect(together.coverage.cellsIn + together.coverage.extra).toBe(add(apart.map(({ coverage }) => coverage.cellsIn + coverage.extra)))
    }),
    { numRuns: 60 },
  )
})
