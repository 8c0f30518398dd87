import { describe, expect, it } from 'vitest'
import type { CurrentValue, SubmittedRow } from '../../../schema/domain/submissions/submission.js'
import { coverBrokenRules } from '../../../schema/domain/submissions/rules/smallest-cover.js'
import { judgeBatch } from '../../support/judge-batch.js'
import { standardEdition } from '../../support/standard-edition.js'
import { contextOf, dimensionsOf, EMPTY_BATCH, rowOf } from '../../support/submission-samples.js'

const edition = await standardEdition()

/** Rows of 2026-11-19, value by measure, in the measure's own unit. */
const rowsOf = (values: Readonly<Record<string, number>>, fields: Partial<SubmittedRow> = {}): SubmittedRow[] =>
  Object.entries(values).map(([measure, value]) => rowOf({ measure, value, unit: edition.measures.get(measure)?.unit ?? null, ...fields }))

const storedOf = (measure: string, value: number | null, fields: Partial<CurrentValue> = {}): CurrentValue => ({
  measure,
  period: { type: 'day', start: '2026-11-19' },
  cell: '',
  value,
  status: 'final',
  parameters: null,
  confirmedRules: [],
  ...fields,
})

/** `measure cell: rules` of every row that a rule holds or warns about. */
const heldBy = (rows: readonly SubmittedRow[], current: readonly CurrentValue[] = []) => {
  const judged = judgeBatch({ ...EMPTY_BATCH, rows }, contextOf(edition), current).rows
  const found = judged.map(row => ({ row, rules: row.issues.filter(({ code }) => code === 'RULE_BROKEN').map(({ rule }) => rule) }))
  expect(found.every(({ row, rules }) => (row.outcome === 'quarantined') === rules.length > 0)).toBe(true)
  return found
    .filter(({ rules }) => rules.length > 0)
    .map(({ row, rules }) => `${row.measure}${row.cell === '' ? '' : ` ${row.cell}`}: ${rules.join(', ')}`)
}

const warningsOf = (rows: readonly SubmittedRow[], current: readonly CurrentValue[] = []) =>
  judgeBatch({ ...EMPTY_BATCH, rows }, contextOf(edition), current).rows.flatMap(row =>
    row.issues.filter(({ severity }) => severity === 'warning').map(({ code, rule }) => `${row.measure} ${row.outcome}: ${rule ?? code}`),
  )

describe('S9: which rows a broken rule holds', () => {
  it('인입콜 1548 and 응대콜 1561 are both held', () =>
    expect(heldBy(rowsOf({ calls_offered: 1548, calls_answered: 1561 }))).toEqual([
      'calls_offered: calls_answered.c1',
      'calls_answered: calls_answered.c1',
    ]))

  it('scenario 13: answered 1,050 over offered 1,000 shows both sides and the imbalance 50', () => {
    const rows = judgeBatch({ ...EMPTY_BATCH, rows: rowsOf({ calls_offered: 1000, calls_answered: 1050 }) }, contextOf(edition)).rows
    expect(rows.map(({ issues }) => [issues[0]?.got, issues[0]?.messageEn.includes('imbalance 50')])).toEqual([
      ['1050 <= 1000', true],
      ['1050 <= 1000', true],
    ])
  })

  it('the row that alone explains every broken rule is held, the others land', () =>
    expect(
      heldBy(
        rowsOf({
          calls_offered: 100,
          calls_answered: 200,
          calls_answered_within_30s: 90,
          calls_abandoned: 5,
          calls_flowed_out: 5,
          contacts_handled: 150,
          callbacks_completed: 0,
        }),
      ),
    ).toEqual(['calls_answered: calls_offered.c1, calls_answered.c1, contacts_handled.c1']))

  it('ties hold the union of all smallest sets', () =>
    expect(heldBy(rowsOf({ calls_offered: 1548, calls_answered: 1561, calls_abandoned: 62, calls_flowed_out: 25 }))).toEqual([
      'calls_offered: calls_offered.c1, calls_answered.c1',
      'calls_answered: calls_offered.c1, calls_answered.c1',
    ]))

  it('a stored row is never held: only the incoming one is', () =>
    expect(heldBy(rowsOf({ calls_answered: 1561 }), [storedOf('calls_offered', 1548)])).toEqual(['calls_answered: calls_answered.c1']))

  it('rules over stored values alone are not judged again', () =>
    expect(heldBy(rowsOf({ headcount_agents: 3 }), [storedOf('calls_offered', 1), storedOf('calls_answered', 2)])).toEqual([]))

  it('a hold rule touches only what it doubts', () =>
    expect(heldBy(rowsOf({ calls_answered: 1461, talk_seconds: 3312 }))).toEqual(['talk_seconds: talk_seconds.p1']))

  it('a hold rule touches all its incoming rows when what it doubts is stored', () =>
    expect(heldBy(rowsOf({ calls_answered: 1461 }), [storedOf('talk_seconds', 3312)])).toEqual(['calls_answered: talk_seconds.p1']))

  it('a hold rule is at rest for exactly the value that was confirmed for it', () => {
    const confirmed = storedOf('talk_seconds', 3312, { confirmedRules: ['talk_seconds.p1'] })
    expect(heldBy(rowsOf({ calls_answered: 1461 }), [confirmed])).toEqual([])
    expect(heldBy(rowsOf({ calls_answered: 1461, talk_seconds: 3312 }), [confirmed])).toEqual([])
    expect(heldBy(rowsOf({ calls_answered: 1461, talk_seconds: 3313 }), [confirmed])).toEqual(['talk_seconds: talk_seconds.p1'])
    expect(
      heldBy(rowsOf({ calls_answered: 1461 }), [storedOf('talk_seconds', 3312, { confirmedRules: ['talk_seconds.p2'] })]),
    ).toHaveLength(1)
  })

  it('a confirmation does not silence an error rule', () => {
    const offered = storedOf('calls_offered', 1548, { confirmedRules: ['calls_answered.c1'] })
    expect(heldBy(rowsOf({ calls_answered: 1561 }), [offered])).toHaveLength(1)
  })

  const brokenHour = (hour: string) =>
    rowsOf({ calls_offered: 10, calls_answered: 20, calls_abandoned: 1, calls_flowed_out: 1 }, { dimensions: dimensionsOf({ hour }) })

  it('with 12 rows to choose from the smallest sets count, with more every one of them is held', () => {
    expect(heldBy(['00', '01', '02'].flatMap(brokenHour))).toHaveLength(6)
    expect(heldBy(['00', '01', '02', '03'].flatMap(brokenHour))).toHaveLength(16)
  })

  it('broken rules of two periods do not add up', () => {
    const other = rowsOf({ calls_offered: 10, calls_answered: 20 }, { periodStart: '2026-11-18' })
    expect(heldBy([...['00', '01', '02'].flatMap(brokenHour), ...other])).toHaveLength(8)
  })

  it.each<[readonly (readonly number[])[], readonly number[]]>([
    [[], []],
    [[[4]], [4]],
    [
      [
        [1, 2],
        [2, 3],
      ],
      [2],
    ],
    [
      [
        [1, 2],
        [3, 4],
      ],
      [1, 2, 3, 4],
    ],
    [
      [
        [1, 2],
        [2, 3],
        [3, 1],
      ],
      [1, 2, 3],
    ],
    [
      [[1], [1, 2], [2, 3]],
      [1, 2, 3],
    ],
  ])('smallest sets that touch %j together are %j', (touched, union) =>
    expect([...coverBrokenRules(touched)].toSorted((a, b) => a - b)).toEqual(union),
  )
})

describe('S7: rules on the candidate state', () => {
  it('a row held for its unit is not in the state', () => {
    const rows = [...rowsOf({ calls_offered: 10 }), rowOf({ measure: 'calls_answered', value: 20, unit: '초' })]
    expect(judgeBatch({ ...EMPTY_BATCH, rows }, contextOf(edition)).rows.map(({ outcome }) => outcome)).toEqual(['inserted', 'quarantined'])
  })

  it('disagreeing duplicates are not in the state', () =>
    expect(
      judgeBatch(
        { ...EMPTY_BATCH, rows: [...rowsOf({ calls_offered: 10, calls_answered: 20 }), ...rowsOf({ calls_answered: 9 })] },
        contextOf(edition),
      ).rows.map(({ outcome, issues }) => [outcome, issues[0]?.code]),
    ).toEqual([
      ['inserted', undefined],
      ['quarantined', 'DUPLICATE_DISAGREES'],
      ['quarantined', 'DUPLICATE_DISAGREES'],
    ]))

  it('an incoming value replaces the stored one', () =>
    expect(heldBy(rowsOf({ calls_offered: 1600, calls_answered: 1561 }), [storedOf('calls_offered', 1548)])).toEqual([]))

  it('values of other cells and period types play no part', () => {
    expect(
      heldBy([...rowsOf({ calls_offered: 5 }), ...rowsOf({ calls_answered: 9 }, { dimensions: dimensionsOf({ hour: '09' }) })]),
    ).toEqual([])
    expect(
      heldBy([...rowsOf({ calls_offered: 5 }), ...rowsOf({ calls_answered: 9 }, { periodType: 'month', periodStart: '2026-11-01' })]),
    ).toEqual([])
  })

  it('a missing reason is no value', () =>
    expect(heldBy([...rowsOf({ calls_answered: 9 }), rowOf({ measure: 'calls_offered', value: null, status: 'outage' })])).toEqual([]))

  it('when limits a rule, level keeps it to totals', () => {
    expect(heldBy(rowsOf({ calls_answered: 29, talk_seconds: 3 }))).toEqual([])
    expect(heldBy(rowsOf({ calls_answered: 30, talk_seconds: 3 }))).toHaveLength(1)
    expect(heldBy(rowsOf({ calls_answered: 30, talk_seconds: 3 }, { dimensions: dimensionsOf({ hour: '09' }) }))).toEqual([])
    expect(heldBy(rowsOf({ calls_answered: 0, wait_seconds_answered: 5 }))).toEqual([
      'calls_answered: wait_seconds_answered.c1',
      'wait_seconds_answered: wait_seconds_answered.c1',
    ])
  })

  it('rules with over wait for their job', () => expect(warningsOf(rowsOf({ callbacks_requested: 1, callbacks_completed: 9 }))).toEqual([]))

  it('estimated, imputed and other definitions turn a broken rule into a warning', () => {
    const rows = [...rowsOf({ calls_offered: 1548 }), ...rowsOf({ calls_answered: 1561 }, { status: 'estimated' })]
    expect(heldBy(rows)).toEqual([])
    expect(warningsOf(rows)).toEqual(['calls_offered inserted: calls_answered.c1', 'calls_answered inserted: calls_answered.c1'])
    expect(warningsOf(rowsOf({ calls_answered: 1561 }), [storedOf('calls_offered', 1548, { status: 'definition_differs' })])).toEqual([
      'calls_answered inserted: calls_answered.c1',
    ])
  })

  it('a rule of severity warning changes no outcome', () =>
    expect(warningsOf(rowsOf({ calls_answered: 2, talk_seconds: 28801 }))).toEqual([
      'calls_answered inserted: talk_seconds.c1',
      'talk_seconds inserted: talk_seconds.c1',
    ]))
})

describe('S3: sums over a codelist', () => {
  const bands = (values: Readonly<Record<string, number>>) =>
    Object.entries(values).flatMap(([band, value]) =>
      rowsOf({ answered_by_wait_band: value }, { dimensions: dimensionsOf({ wait_band: band }) }),
    )
  const two = { w000_010: 60, w010_015: 30 }

  it('a table that adds up to its total is good, one that does not holds total and bands', () => {
    expect(heldBy([...rowsOf({ calls_answered: 90 }), ...bands(two)])).toEqual([])
    expect(heldBy([...rowsOf({ calls_answered: 91 }), ...bands(two)])).toHaveLength(3)
  })

  it('the sum is taken in the same hour, not over hours', () => {
    const hourly = Object.entries(two).flatMap(([wait_band, value]) =>
      rowsOf({ answered_by_wait_band: value }, { dimensions: dimensionsOf({ hour: '09', wait_band }) }),
    )
    const answered = rowsOf({ calls_answered: 91 }, { dimensions: dimensionsOf({ hour: '09' }) })
    expect(heldBy([...rowsOf({ calls_answered: 900 }), ...hourly])).toEqual([])
    expect(heldBy([...answered, ...hourly])).toHaveLength(3)
  })

  it('a table with a cell that has no usable number yields no sum', () => {
    const held = rowOf({ measure: 'answered_by_wait_band', value: 1, unit: '다스', dimensions: dimensionsOf({ wait_band: 'w015_020' }) })
    const outage = rowOf({
      measure: 'answered_by_wait_band',
      value: null,
      status: 'outage',
      dimensions: dimensionsOf({ wait_band: 'w015_020' }),
    })
    const judge = (row: SubmittedRow) =>
      judgeBatch({ ...EMPTY_BATCH, rows: [...rowsOf({ calls_answered: 91 }), ...bands(two), row] }, contextOf(edition)).counts
    expect([judge(held), judge(outage)]).toEqual([{ inserted: 3, quarantined: 1 }, { inserted: 4 }])
  })

  it('items that are no part of the total, and measures that are not applicable, add nothing', () => {
    const list = edition.codelists.get('wait_band')
    const item = list?.items.get('w010_015')
    if (list === undefined || item === undefined) throw new Error('the edition has wait bands')
    const aside = { ...item, countsIn: { centerTotal: false, councilTotal: false, measures: null } }
    const codelists = new Map(edition.codelists).set('wait_band', { ...list, items: new Map(list.items).set('w010_015', aside) })
    const judge = (rows: readonly SubmittedRow[], judgedBy = edition) => judgeBatch({ ...EMPTY_BATCH, rows }, contextOf(judgedBy)).counts
    expect(judge([...rowsOf({ calls_answered: 60 }), ...bands(two)], { ...edition, codelists })).toEqual({ inserted: 3 })
    const not = rowOf({
      measure: 'answered_by_wait_band',
      value: null,
      status: 'not_applicable',
      dimensions: dimensionsOf({ wait_band: 'w015_020' }),
    })
    expect(judge([...rowsOf({ calls_answered: 90 }), ...bands(two), not])).toEqual({ inserted: 4 })
    expect(judge([...rowsOf({ calls_answered: 91 }), ...bands(two), not])).toEqual({ quarantined: 3, inserted: 1 })
  })

  it('stored bands count with incoming ones and are never held', () => {
    const stored = storedOf('answered_by_wait_band', 30, { cell: 'wait_band=w010_015' })
    expect(heldBy([...rowsOf({ calls_answered: 90 }), ...bands({ w000_010: 60 })], [stored])).toEqual([])
    expect(heldBy([...rowsOf({ calls_answered: 95 }), ...bands({ w000_010: 60 })], [stored])).toHaveLength(2)
  })

  it('a required breakdown that is not in the batch is a warning, once for measure and period', () => {
    expect(
      warningsOf([
        ...rowsOf({ answered_by_wait_band: 90 }),
        ...rowsOf({ answered_by_wait_band: 90 }, { dimensions: dimensionsOf({ hour: '09' }) }),
      ]),
    ).toEqual(['answered_by_wait_band inserted: BREAKDOWN_REQUIRED'])
    expect(warningsOf([...rowsOf({ answered_by_wait_band: 90 }), ...bands(two)])).toEqual([])
  })
})
