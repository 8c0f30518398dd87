import { describe, expect, it } from 'vitest'
import type { FigureQuestion } from '../../../schema/domain/figures/figure-question.js'
import { eachComparison } from '../../../schema/domain/figures/compare-figures.js'
import { planComparison } from '../../../schema/domain/figures/plan-figures.js'
import { ask, askOne, council, factsOf, night, plan, questionOf, registryOf, type Row } from './ask-figures.js'

const version = (name: string): Partial<FigureQuestion> => ({ definition: { version: name, variant: null } })
const variant = (name: string): Partial<FigureQuestion> => ({ definition: { version: null, variant: name } })
const calls = { calls_answered_within_20s: 80, calls_answered_within_15s: 70, calls_answered: 90, calls_offered: 100 }
const level = { indicators: ['service_level'], centers: ['seoul'] }

describe('a definition that is asked for', () => {
  it('S23: a variant answers any day by its own formula, is named, and says that it is not the standard', () => {
    const rows = ['2026-06-30', '2026-07-01'].flatMap(day => night('seoul', day, calls))
    const asked = { ...level, from: '2026-06-30', to: '2026-07-01' }
    expect(askOne({ ...asked, ...variant('threshold_15s') }, { rows })).toMatchObject({
      version: null,
      variant: 'threshold_15s',
      unit: 'percent',
      value: '70.00',
      formula: '100 x 140 / 200',
      marks: ['DEFINITION_DIFFERS'],
      break: null,
    })
    for (const figure of ask(asked, { rows }))
      expect(figure).toMatchObject({ variant: null, marks: expect.not.arrayContaining(['DEFINITION_DIFFERS']) })
  })

  it('S19: a variant with a unit of its own answers in it', () => {
    const own = [...council.edition.indicators.values()].flatMap(({ code, unit, variants, scope, requiresSingle }) =>
      variants
        .filter(one => one.unit !== null && one.unit !== unit)
        .map(one => ({ code, variant: one.variant, unit: one.unit, scope, requiresSingle })),
    )
    expect(own.length).toBeGreaterThan(0)
    for (const one of own.filter(({ requiresSingle }) => requiresSingle.length === 0)) {
      const figures = ask({ indicators: [one.code], centers: ['seoul'], ...variant(one.variant) }, { rows: [] })
      expect(figures[0]).toMatchObject({ unit: one.unit, variant: one.variant })
    }
  })

  it('S24: a variant of a restricted indicator is withheld like its standard', () => {
    const [code, name] = [...council.edition.indicators.values()].flatMap(one =>
      one.access === 'restricted' && one.variants[0] !== undefined && one.requiresSingle.length === 0
        ? [[one.code, one.variants[0].variant]]
        : [],
    )[0] ?? ['', '']
    const asked = { indicators: [code ?? ''], centers: ['seoul'], from: '2026-10-01', to: '2026-10-31', ...variant(name ?? '') }
    expect(askOne(asked, { rows: [] })).toMatchObject({ value: null, reason: 'WITHHELD', variant: name })
  })

  it('exchange 7: asking a version for days before it recomputes from parts, or says which part is absent', () => {
    const rows = [
      ...night('seoul', '2026-06-29', { talk_seconds: 900, acw_seconds: 60, hold_seconds: 40, calls_answered: 10 }),
      ...night('seoul', '2026-06-30', { talk_seconds: 900, acw_seconds: 60, calls_answered: 10 }),
    ]
    const asked = { indicators: ['aht'], centers: ['seoul'], from: '2026-06-29', to: '2026-06-30', by: 'day' as const }
    const [whole, lacking] = ask({ ...asked, ...version('v2') }, { rows })
    expect(whole).toMatchObject({ version: 'v2', value: '100.00', reason: null })
    expect(lacking).toMatchObject({ version: 'v2', value: null, reason: 'MISSING' })
    expect(lacking?.coverage.gaps).toEqual([
      {
        reason: 'MISSING',
        periodType: 'day',
        cells: 1,
        centers: ['seoul'],
        measures: ['hold_seconds'],
        from: '2026-06-30',
        to: '2026-06-30',
      },
    ])
    expect(ask(asked, { rows }).map(({ version: of, value }) => [of, value])).toEqual([
      ['v1', '96.00'],
      ['v1', '96.00'],
    ])
  })

  it('exchange 7: a series across a change carries BREAK with the date and the reason', () => {
    const rows = ['2026-06-30', '2026-07-01'].flatMap(day => night('seoul', day, calls))
    const [before, after] = ask({ ...level, from: '2026-06-30', to: '2026-07-01', by: 'day' }, { rows })
    expect(before?.break).toBeNull()
    const v2 = council.edition.indicators.get('service_level')?.versions[1]
    expect(after?.break).toEqual({ date: '2026-07-01', fromVersion: 'v1', toVersion: 'v2', whyKo: v2?.whyKo, whyEn: v2?.whyEn })
    expect(after?.break?.whyEn).toMatch(/All offered calls/)
  })

  it.each([
    [version('v9'), 'VERSION_UNKNOWN', ['input', 'definition', 'version'], 'v1, v2'],
    [
      variant('threshold_10s'),
      'VARIANT_UNKNOWN',
      ['input', 'definition', 'variant'],
      'exclude_abandons_within_threshold, credit_abandons_within_threshold, exclude_short_abandons, threshold_30s, threshold_15s',
    ],
    [{ definition: { version: null, variant: null } }, 'BAD_USER_INPUT', ['input', 'definition'], 'either version or variant'],
  ])('S28: %o is refused with what there is', (definition, code, path, expected) => {
    expect(plan({ ...level, ...definition })).toMatchObject({ ok: false, issues: [{ code, path, expected }] })
  })
})

it('S18: sums under two definitions are subtracted as they are and rounded once', () => {
  const heads = [100, 100, 100, 100, 100, 101, 101].flatMap((count, at) =>
    night('seoul', `2026-09-0${at + 1}`, { headcount_agents: count }),
  )
  const asked = { indicators: ['turnover_rate'], centers: ['seoul'], from: '2026-09-01', to: '2026-09-30' }
  const [left, right] = ['v1', 'v2'].map(name => ({ version: name, variant: null }))
  if (left === undefined || right === undefined) throw new Error('Two versions are compared.')
  const planned = planComparison(questionOf(asked), { left, right }, registryOf(council))
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
  const rows = [...heads, ...night('seoul', '2026-09-01', { separations: 8 })]
  const [comparison] = eachComparison(planned.value, registryOf(council), factsOf(planned.value, { rows, viewerCenter: 'seoul' }))
  // 30 means of 702 / 7 less one: 3008.571429 less 100.285714 would be ...715.
  expect(comparison?.denominator).toEqual({ left: '100.285714', right: '3008.571429', difference: '2908.285714' })
  expect(comparison?.parts).toEqual([
    { measure: 'separations', left: '8', right: '8', difference: '0' },
    { measure: 'headcount_agents', left: '100.285714', right: '100.285714', difference: '0' },
    { measure: 'period_days', left: null, right: '30', difference: null },
  ])
})

describe('changes', () => {
  const rate = { indicators: ['response_rate'], centers: ['seoul'] }
  const both = ['PREVIOUS_PERIOD', 'SAME_PERIOD_LAST_YEAR'] as const
  const month = (of: string, answered: number, offered: number): readonly Row[] =>
    night('seoul', `${of}-10`, { calls_answered: answered, calls_offered: offered })

  it('hold each figure against the period before and the same one last year, from their own parts', () => {
    const rows = [...month('2025-10', 50, 100), ...month('2026-09', 2, 3), ...month('2026-10', 1, 3)]
    const figure = askOne({ ...rate, from: '2026-10-01', to: '2026-10-31', by: 'month', changes: both }, { rows })
    expect(figure.value).toBe('33.33')
    expect(figure.changes).toEqual([
      {
        kind: 'PREVIOUS_PERIOD',
        from: '2026-09-01',
        to: '2026-09-30',
        version: 'v1',
        value: '66.67',
        numerator: '2',
        denominator: '3',
        difference: '-33.33', // exact thirds: 33.33 less 66.67 would be -33.34
        percent: '-50.00',
        reason: null,
        qualities: [],
        coverage: expect.objectContaining({ cellsIn: 1, cellsExpected: 30 }),
        unequal: ['UNEQUAL_COVERAGE'], // one day of 31, and one of 30
      },
      {
        kind: 'SAME_PERIOD_LAST_YEAR',
        from: '2025-10-01',
        to: '2025-10-31',
        version: 'v1',
        value: '50.00',
        numerator: '50',
        denominator: '100',
        difference: '-16.67',
        percent: '-33.33',
        reason: null,
        qualities: [],
        coverage: expect.objectContaining({ cellsIn: 1, cellsExpected: 31 }),
        unequal: [],
      },
    ])
  })

  it('leave the figures as they are, and the items of earlier days out', () => {
    const rows: Row[] = [
      { center: 'seoul', measure: 'contacts_handled', day: '2026-11-18', items: { language: 'zh' }, value: 5 },
      { center: 'seoul', measure: 'contacts_handled', day: '2026-11-19', items: { language: 'en' }, value: 7 },
    ]
    const asked = { measures: ['contacts_handled'], centers: ['seoul'], dimensions: ['language'], by: 'day' as const }
    const plain = ask(asked, { rows })
    const changed = ask({ ...asked, changes: both }, { rows })
    expect(changed.map(figure => ({ ...figure, changes: [] }))).toEqual(plain)
    expect(changed.map(figure => figure.dimensions.map(({ item }) => item))).toEqual([['en']])
  })

  it('S22: stay null with the reason of the value that lacks', () => {
    const rows = month('2026-10', 9, 10)
    const asked = { ...rate, from: '2026-10-01', to: '2026-11-30', by: 'month' as const, changes: ['PREVIOUS_PERIOD'] as const }
    const [october, november] = ask(asked, { rows, today: '2026-12-01' })
    expect(october?.changes).toMatchObject([{ value: null, difference: null, percent: null, reason: 'MISSING' }])
    expect(november?.changes).toMatchObject([{ value: '90.00', difference: null, percent: null, reason: 'MISSING' }])
  })

  it('give a difference from 0 and no percentage of it', () => {
    const rows = [...night('seoul', '2026-11-18', { calls_offered: 0 }), ...night('seoul', '2026-11-19', { calls_offered: 4 })]
    const figure = askOne({ measures: ['calls_offered'], centers: ['seoul'], by: 'day', changes: ['PREVIOUS_PERIOD'] }, { rows })
    expect(figure.changes).toMatchObject([{ value: '0', difference: '4', percent: null, reason: 'ZERO_DENOMINATOR' }])
  })

  it('S23: are NOT_COMPARABLE across a change of definition, and comparable under one that is asked for', () => {
    const rows = ['2025-07', '2026-06', '2026-07'].flatMap(of => night('seoul', `${of}-10`, calls))
    const asked = { ...level, from: '2026-07-01', to: '2026-07-31', by: 'month' as const, changes: both }
    expect(askOne(asked, { rows }).changes).toMatchObject([
      { version: 'v1', value: '88.89', numerator: '80', difference: null, percent: null, reason: 'NOT_COMPARABLE' },
      { version: 'v1', value: '88.89', difference: null, reason: 'NOT_COMPARABLE' },
    ])
    expect(askOne({ ...asked, ...version('v2') }, { rows }).changes).toMatchObject([
      { version: 'v2', value: '80.00', difference: '0.00', percent: '0.00', reason: null },
      { version: 'v2', value: '80.00', difference: '0.00', percent: '0.00', reason: null },
    ])
  })

  it('S23: of a year in which the definition changed are NOT_COMPARABLE', () => {
    const figures = ask({ ...level, from: '2026-01-01', to: '2027-12-31', by: 'year', changes: ['PREVIOUS_PERIOD'] }, { rows: [] })
    expect(figures.map(({ from, changes }) => [from, changes[0]?.reason])).toEqual([
      ['2026-01-01', 'NOT_COMPARABLE'],
      ['2026-07-01', 'NOT_COMPARABLE'],
      ['2027-01-01', 'NOT_COMPARABLE'],
    ])
  })

  it('S32: of a period that the question cuts short are NOT_ALIGNED', () => {
    const rows = [...month('2026-09', 9, 10), ...month('2026-10', 9, 10)]
    const asked = { ...rate, from: '2026-10-01', to: '2026-10-20', by: 'month' as const, changes: ['PREVIOUS_PERIOD'] as const }
    expect(askOne(asked, { rows }).changes).toMatchObject([{ value: null, difference: null, reason: 'NOT_ALIGNED' }])
  })

  it('S22: there is no 29th of February a year earlier', () => {
    const rows = ['2023-02-28', '2024-02-28', '2024-02-29'].flatMap(day => night('seoul', day, { calls_offered: 5 }))
    const asked = { measures: ['calls_offered'], centers: ['seoul'], from: '2024-02-28', to: '2024-02-29', by: 'day' as const }
    const [ordinary, leap] = ask({ ...asked, changes: ['SAME_PERIOD_LAST_YEAR'] }, { rows })
    expect(leap?.changes).toMatchObject([{ from: null, value: null, reason: 'NO_SUCH_PERIOD' }])
    expect(ordinary?.changes).toMatchObject([{ from: '2023-02-28' }])
    const alone = askOne({ ...asked, from: '2024-02-29', changes: both }, { rows })
    expect(alone.changes).toMatchObject([{ value: '5', difference: '0' }, { reason: 'NO_SUCH_PERIOD' }])
  })

  it('S32: of a monthly measure are of its months', () => {
    const rows: Row[] = ['2026-09-01', '2026-10-01'].map((day, at) => ({ center: 'seoul', measure: 'separations', day, value: 4 + at }))
    const asked = { measures: ['separations'], centers: ['seoul'], from: '2026-10-01', to: '2026-10-31', by: 'month' as const }
    expect(askOne({ ...asked, changes: ['PREVIOUS_PERIOD'] }, { rows }).changes).toMatchObject([
      { value: '4', difference: '1', percent: '25.00' },
    ])
  })

  it('S33: of a region reach back to the predecessors where they answer, and nowhere else', () => {
    const rows = ['gwangju', 'jeonnam'].flatMap(center =>
      ['2026-06-10', '2026-07-10'].flatMap(day => night(center, day, { calls_offered: day < '2026-07' ? 50 : 100 })),
    )
    const asked = {
      measures: ['calls_offered'],
      regions: ['12'],
      from: '2026-07-01',
      to: '2026-07-31',
      by: 'month' as const,
      changes: both,
    }
    expect(askOne(asked, { rows }).changes[0]).toMatchObject({ value: null, reason: 'REGION_NOT_VALID' })
    expect(askOne({ ...asked, withPredecessors: true }, { rows }).changes[0]).toMatchObject({
      value: '100',
      difference: '100',
      percent: '100.00',
    })
  })

  it('of a week are of the ISO week of the same number; a 53rd has none a year earlier', () => {
    const rows = ['2025-11-13', '2026-11-12', '2026-11-05'].flatMap((on, at) => night('seoul', on, { calls_offered: at + 1 }))
    const asked = { measures: ['calls_offered'], centers: ['seoul'], by: 'week' as const, changes: both }
    // Week 46: 2026-11-09 to 15, and 2025-11-10 to 16.
    expect(askOne({ ...asked, from: '2026-11-09', to: '2026-11-15' }, { rows }).changes).toMatchObject([
      { from: '2026-11-02', to: '2026-11-08', value: '3', difference: '-1' },
      { from: '2025-11-10', to: '2025-11-16', value: '1', difference: '1' },
    ])
    // 2026 has 53 weeks, 2025 has 52: the last Monday is the 28th of December.
    const last = askOne({ ...asked, from: '2026-12-28', to: '2027-01-03' }, { rows })
    expect(last.changes[1]).toMatchObject({ from: null, reason: 'NO_SUCH_PERIOD' })
  })

  it('S17: say where the two periods do not rest on the same, with the coverage of both, and stand all the same', () => {
    const days = (center: string, from: number, to: number): readonly Row[] =>
      Array.from({ length: to - from + 1 }, (_, at) =>
        night(center, `2026-11-${String(from + at).padStart(2, '0')}`, { calls_offered: 10 }),
      ).flat()
    const asked = { measures: ['calls_offered'], centers: ['seoul'], by: 'week' as const, changes: ['PREVIOUS_PERIOD'] as const }
    const week = { from: '2026-11-09', to: '2026-11-15' }
    const of = (world: Parameters<typeof askOne>[1], more: Partial<FigureQuestion> = {}) => {
      const { value, marks, issues, changes } = askOne({ ...asked, ...week, ...more }, { today: '2026-11-25', ...world })
      const told = issues.filter(({ code }) => code === 'UNEQUAL_SUPPORT')
      return { value, isMarked: marks.includes('UNEQUAL_SUPPORT'), told, unequal: changes[0]?.unequal, difference: changes[0]?.difference }
    }
    expect(of({ rows: days('seoul', 2, 15) })).toEqual({ value: '70', isMarked: false, told: [], unequal: [], difference: '0' })
    const thin = of({ rows: days('seoul', 5, 15) })
    expect(thin).toMatchObject({ value: '70', isMarked: true, unequal: ['UNEQUAL_COVERAGE'], difference: '30' })
    expect(thin.told).toMatchObject([
      {
        severity: 'warning',
        path: ['changes', 'PREVIOUS_PERIOD'],
        got: '1 of 1 centers and 7 of 7 cells',
        expected: '1 of 1 centers and 4 of 7 cells',
      },
    ])
    const running = of({ rows: days('seoul', 2, 12), today: '2026-11-13' })
    expect(running).toMatchObject({ value: '40', unequal: ['RUNNING_PERIOD'], difference: '-30', isMarked: true })
    // Jeju sent one whole week and nothing of the other.
    const others = of({ rows: [...days('seoul', 2, 15), ...days('jeju', 2, 8)] }, { centers: ['seoul', 'jeju'], isByCenter: false })
    expect(others).toMatchObject({ unequal: ['UNEQUAL_COVERAGE', 'OTHER_CENTERS'], isMarked: true })
    // Without a difference there is nothing to doubt.
    expect(of({ rows: days('seoul', 9, 15) })).toMatchObject({ isMarked: false, unequal: [], difference: null })
  })

  it('S17: a month of which days are lacking is thinner than a whole one, though its one cell is in both', () => {
    const heads = (of: string, count: number): readonly Row[] =>
      Array.from({ length: count }, (_, at) => night('seoul', `${of}-${String(at + 1).padStart(2, '0')}`, { headcount_agents: 400 })).flat()
    const leavers = ['2026-09-01', '2026-10-01'].flatMap(day => night('seoul', day, { separations: 8 }))
    const rows = [...leavers, ...heads('2026-09', 30), ...heads('2026-10', 20)]
    const asked = { indicators: ['turnover_rate'], centers: ['seoul'], from: '2026-10-01', to: '2026-10-31', by: 'month' as const }
    const figure = askOne({ ...asked, changes: ['PREVIOUS_PERIOD'] }, { rows, viewerCenter: 'seoul' })
    expect([figure.coverage.cellsIn, figure.changes[0]?.coverage?.cellsIn]).toEqual([1, 1])
    expect(figure.changes[0]?.unequal).toEqual(['UNEQUAL_COVERAGE'])
  })

  it.each([null, 'hour' as const])('S28: are refused by %s', by => {
    expect(plan({ ...rate, by, changes: both })).toMatchObject({
      ok: false,
      issues: [{ code: 'BAD_USER_INPUT', path: ['input', 'changes'] }],
    })
  })
})
