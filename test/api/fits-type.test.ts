import fc from 'fast-check'
import { coerceInputValue, isInputObjectType } from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import { compileFits, type Fits } from '../../api/http/fits-type.js'
import { NumberText } from '../../schema/domain/number-text.js'
import { hubSchema } from '../support/hub-schema.js'

type Coerced = { readonly value: unknown; readonly isRefused: boolean }

let fits: Fits
let coerce: (value: unknown) => Coerced

beforeAll(() => {
  const type = hubSchema().getType('SubmitStatisticsInput')
  if (!isInputObjectType(type)) throw new Error('no SubmitStatisticsInput')
  fits = compileFits(type)
  coerce = input => {
    let isRefused = false
    const value = coerceInputValue(input, type, () => void (isRefused = true))
    return { value, isRefused }
  }
})

const cell = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('voice', 'day', 12, 0, null, '2026-11-01', new NumberText('97.10')) },
  { weight: 1, arbitrary: fc.constantFrom({}, [], true, { numberText: '1' }, ['a']) },
)
const whole = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(1, 0, null) }, fc.constantFrom(1.5, '1', true, new NumberText('1e3')))
const sometimes = <T, U>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<U>) =>
  fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: odd })
const oddity = fc.constantFrom<unknown>('text', 7, null, {}, [[]], true)

const item = sometimes(fc.record({ dimension: cell, item: cell }, { requiredKeys: [] }), oddity)
const row = sometimes(
  fc.record(
    {
      measure: cell,
      unit: cell,
      periodStart: cell,
      value: cell,
      sourceRow: whole,
      dimensions: sometimes(fc.array(item, { maxLength: 3 }), oddity),
    },
    { requiredKeys: [] },
  ),
  fc.constantFrom<unknown>({ measure: 'a', colour: 'red' }, 'text', null, []),
)
const list = sometimes(fc.array(cell, { maxLength: 3 }), oddity)
const series = sometimes(
  fc.record(
    { measure: cell, axes: list, items: sometimes(fc.array(list, { maxLength: 2 }), oddity), values: list, sourceRows: fc.array(whole) },
    { requiredKeys: [] },
  ),
  oddity,
)
const bulk = fc.record(
  {
    mode: fc.constant('PARTIAL'),
    strategy: fc.constant('MERGE'),
    dryRun: fc.constant(false),
    rows: sometimes(fc.array(row, { maxLength: 3 }), oddity),
    series: sometimes(fc.array(series, { maxLength: 2 }), oddity),
  },
  { requiredKeys: ['mode', 'strategy', 'dryRun'] },
)

describe('rows that go past the coercion of GraphQL', () => {
  it('are equal to what coercion would make of them, and were refused by nothing', () => {
    let carried = 0
    let left = 0
    fc.assert(
      fc.property(bulk, input => {
        if (!fits(input)) {
          left += 1
          return
        }
        carried += 1
        expect(coerce(input)).toEqual({ value: input, isRefused: false })
      }),
      { numRuns: 2_000 },
    )
    expect(Math.min(carried, left)).toBeGreaterThan(100)
  })

  it('are those of every ordinary batch', () => {
    const ordinary = {
      mode: 'PARTIAL',
      strategy: 'MERGE',
      dryRun: false,
      rows: [
        {
          measure: 'calls_offered',
          unit: null,
          periodStart: '2026-11-01',
          value: 12,
          dimensions: [{ dimension: 'hour', item: 9 }],
          sourceRow: 2,
        },
      ],
      series: [{ measure: 'calls_offered', axes: ['hour'], items: [['09', '10']], values: [1, null] }],
    }
    expect(fits(ordinary)).toBe(true)
  })

  it.each([
    ['an unknown field', { rows: [{ measure: 'a', colour: 'red' }] }],
    ['a single row instead of a list', { rows: { measure: 'a' } }],
    ['a line number that is none', { rows: [{ sourceRow: 1.5 }] }],
    ['a cell that is written like a number of ours', { rows: [{ value: { numberText: '1' } }] }],
    ['a default that has to be filled in', { rows: [], mode: undefined }],
  ])('are not %s', (_, part) => {
    const input = Object.fromEntries(
      Object.entries({ mode: 'PARTIAL', strategy: 'MERGE', dryRun: false, ...part }).filter(([, value]) => value !== undefined),
    )
    expect(fits(input)).toBe(false)
  })
})
