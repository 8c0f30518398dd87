import Big from 'big.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { addDays } from '../../../schema/domain/period.js'
import { describeFinding } from '../../../schema/domain/statistics/describe-finding.js'
import type { Edition } from '../../../schema/domain/statistics/edition.js'
import {
  evaluateClosedRule,
  listClosedRules,
  type ClosedRule,
  type DailyTotals,
} from '../../../schema/domain/statistics/evaluate-closed-rule.js'
import type { CheckValue } from '../../../schema/domain/statistics/evaluate-check.js'
import { measuresOf } from '../../../schema/domain/statistics/formula.js'
import { parseCheck } from '../../../schema/domain/statistics/parse-check.js'
import { standardEdition } from '../../support/standard-edition.js'

let edition: Edition
beforeAll(async () => {
  edition = await standardEdition()
})

const WEEK = { start: '2026-11-16', end: '2026-11-22' }
type Day = Readonly<Record<string, CheckValue>>

/** Days from 2026-11-16 on; an empty one has nothing. */
const totalsOf = (...days: readonly Day[]): DailyTotals =>
  new Map(days.map((values, index) => [addDays(WEEK.start, index), new Map(Object.entries(values))]))

const checkOf = (text: string) => {
  const check = parseCheck(text)
  if (!check.ok) throw new Error(`${text} does not parse.`)
  return check.value
}
/** A rule over a week; `when` and `effectiveFrom` as given. */
const ruleOf = (checkText: string, facts: { when?: string; effectiveFrom?: string } = {}): ClosedRule => {
  const [check, when] = [checkOf(checkText), facts.when === undefined ? null : checkOf(facts.when)]
  return {
    over: 'closed_week',
    measures: [...new Set([...measuresOf(check), ...(when === null ? [] : measuresOf(when))])],
    constraint: {
      id: 'test.c1',
      check,
      checkText,
      when,
      severity: 'warning',
      sumOver: null,
      over: 'closed_week',
      isTotalOnly: false,
      periods: null,
      doubts: null,
      effectiveFrom: facts.effectiveFrom ?? '2024-01-01',
    },
  }
}
const CONTACTS = 'contacts_handled <= contacts_offered'
const contacts = (handled: CheckValue, offered: CheckValue): Day => ({ contacts_handled: handled, contacts_offered: offered })
const find = (rule: ClosedRule, totals: DailyTotals, span = WEEK) => evaluateClosedRule(rule, span, { totals, edition })
const sidesOf = (rule: ClosedRule, totals: DailyTotals, span = WEEK) => {
  const found = find(rule, totals, span)
  return found === null ? null : [found.left, found.right, found.imbalance, found.days]
}

describe('listClosedRules', () => {
  it("S27: finds the edition's rules over closed periods, each with its measures", () => {
    expect(listClosedRules(edition).map(({ constraint, over, measures }) => [constraint.id, over, measures.length])).toEqual([
      ['callbacks_requested.c1', 'closed_quarter', 2],
      ['contacts_offered.c1', 'closed_week', 2],
      ['login_seconds.c1', 'closed_day', 5],
    ])
  })
})

describe('evaluateClosedRule', () => {
  it.each<[string, string, DailyTotals, readonly (string | number)[] | null]>([
    ['sums over the week: a Monday may handle what Sunday left', CONTACTS, totalsOf(contacts(150, 100), contacts(50, 100)), null],
    ['equal sides', CONTACTS, totalsOf(contacts(100, 100)), null],
    ['one more', CONTACTS, totalsOf(contacts(100, 100), contacts(101, 100)), ['201', '200', '1', 2]],
    [
      'a day without one of the measures leaves them all',
      CONTACTS,
      totalsOf(contacts(90, 100), { contacts_handled: 500 }, contacts(120, 100)),
      ['210', '200', '10', 2],
    ],
    ['no matched day at all gives nothing', CONTACTS, totalsOf({ contacts_handled: 500 }, { contacts_offered: 1 }), null],
    ['nothing at all gives nothing', CONTACTS, totalsOf(), null],
    ['zero is a value', CONTACTS, totalsOf(contacts(1, 0)), ['1', '0', '1', 1]],
    [
      'exact beyond safe integers',
      CONTACTS,
      totalsOf(contacts(new Big('9007199254740993'), new Big('9007199254740992')), contacts(1, 1)),
      ['9007199254740994', '9007199254740993', '1', 2],
    ],
    [
      'a stock is divided by the matched days',
      'contacts_handled <= headcount_agents',
      totalsOf({ contacts_handled: 20, headcount_agents: 30 }, { contacts_handled: 20, headcount_agents: 40 }, { headcount_agents: 90 }),
      ['40', '35', '5', 2],
    ],
    [
      'exactly: 100 over three days is not less than itself',
      'headcount_agents < headcount_agents + 0 * contacts_handled',
      totalsOf(...[30, 30, 40].map(headcount_agents => ({ headcount_agents, contacts_handled: 1 }))),
      ['33.333333', '33.333333', '0', 3],
    ],
  ])('S27: %s', (_what, text, totals, found) => {
    expect(sidesOf(ruleOf(text), totals)).toEqual(found)
  })

  it('S27: days outside of the period do not count', () => {
    const totals = totalsOf(contacts(100, 100), contacts(150, 100), contacts(100, 1000))
    expect(sidesOf(ruleOf(CONTACTS), totals, { start: '2026-11-17', end: '2026-11-17' })).toEqual(['150', '100', '50', 1])
  })

  it('S27: a measure that must not be combined over time answers for a single day only', () => {
    const rule = ruleOf('contacts_handled <= unique_callers')
    const days = [1, 2].map(() => ({ contacts_handled: 5, unique_callers: 4 }))
    expect([sidesOf(rule, totalsOf(...days.slice(0, 1))), sidesOf(rule, totalsOf(...days))]).toEqual([['5', '4', '1', 1], null])
  })

  it('S27: speaks only where its condition holds, and from its first day on', () => {
    const totals = totalsOf(contacts(110, 100))
    expect([
      sidesOf(ruleOf(CONTACTS, { when: '100 <= contacts_offered' }), totals),
      sidesOf(ruleOf(CONTACTS, { when: '101 <= contacts_offered' }), totals),
      sidesOf(ruleOf(CONTACTS, { effectiveFrom: '2026-11-16' }), totals),
      sidesOf(ruleOf(CONTACTS, { effectiveFrom: '2026-11-17' }), totals),
    ]).toEqual([['110', '100', '10', 1], null, ['110', '100', '10', 1], null])
  })

  it('S27: is told with rule, period, both sides and imbalance in both languages', () => {
    const found = find(ruleOf(CONTACTS), totalsOf(contacts(110, 100)))
    if (found === null) throw new Error('Nothing was found.')
    expect(describeFinding(found)).toEqual({
      messageKo:
        '마감된 기간의 값이 규칙 test.c1(contacts_handled <= contacts_offered)에 맞지 않습니다(2026-11-16~2026-11-22, 7일 중 1일 기준): 왼쪽 110, 오른쪽 100, 차이 10. 이미 받은 값은 그대로 둡니다. 확인하시고 고칠 값이 있으면 다시 제출해 주십시오.',
      messageEn:
        'The rule test.c1 (contacts_handled <= contacts_offered) does not hold from 2026-11-16 to 2026-11-22 (1 of 7 days have all values): left side 110, right side 100, imbalance 10. The values stand as they are; please check, and send again what has to be corrected.',
    })
    expect(describeFinding({ ...found, end: found.start }).messageKo).toContain('맞지 않습니다(2026-11-16): 왼쪽 110')
  })
})
