import { issue, type Issue } from '../issue.js'
import type { Day } from '../period.js'
import type { Edition } from './edition.js'
import { printCheck } from './formula.js'
import type { Constraint, Measure } from './measure.js'

/** What decides the numbers of a measure: none of it changes once it is published. */
const FIXED = [
  'unit',
  'kind',
  'additivity',
  'frequency',
  'parameters',
  'providedBy',
  'access',
  'minN',
  'minCell',
  'effectiveFrom',
  'minimum',
  'isInteger',
] as const

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** Whether two values say the same, whatever the order of their keys. */
export const isAlike = (a: unknown, b: unknown): boolean => sorted(a) === sorted(b)

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

const fixed = (code: string, field: string, { expected, got }: { readonly expected: string; readonly got: string }): Issue =>
  issue({
    code: 'VERSION_IMMUTABLE',
    path: ['input', 'definition', field],
    messageKo: `측정값 ${code}의 ${field}은(는) 공표되어 고칠 수 없습니다(${expected}). 다르게 재려면 새 코드의 측정값을 만들고, 그것을 쓰는 지표의 새 버전을 함께 공표하십시오.`,
    messageEn: `${field} of the published measure ${code} never changes (${expected}); what is measured otherwise gets a code of its own, published together with new versions of the indicators that use it.`,
    expected,
    got,
  })

const ruleText = ({ checkText, when, severity, sumOver, over, isTotalOnly, periods, doubts, effectiveFrom }: Constraint): string =>
  textOf([checkText, when === null ? null : printCheck(when), severity, sumOver, over, isTotalOnly, periods, doubts, effectiveFrom])

const ruleIssues = (before: Measure, next: Measure, from: Day): readonly Issue[] => {
  const rules = new Map(next.constraints.map(rule => [rule.id, rule]))
  const known = new Set(before.constraints.map(({ id }) => id))
  return [
    ...before.constraints.flatMap(rule => {
      const kept = rules.get(rule.id)
      if (kept !== undefined && ruleText(kept) === ruleText(rule)) return []
      return [fixed(before.code, `constraints.${rule.id}`, { expected: rule.checkText, got: kept?.checkText ?? 'nothing' })]
    }),
    ...next.constraints
      .filter(({ id, effectiveFrom }) => !known.has(id) && effectiveFrom < from)
      .map(({ id, effectiveFrom }) =>
        fixed(before.code, `constraints.${id}`, { expected: `effective_from ${from} or later`, got: effectiveFrom }),
      ),
  ]
}

/** Indicators whose scope would begin to filter the measure, and so change figures of every day. */
const scopedBy = (edition: Edition, measure: string, dimension: string): boolean =>
  [...edition.indicators.values()].some(
    ({ scope, versions, variants }) => dimension in scope && [...versions, ...variants].some(({ form }) => form.measures.includes(measure)),
  )

/**
 * What stands against publishing `next` after `before` because a measure that is published would mean something else: its unit, kind, dates,
 * how it adds up, a dimension or a rule that it loses, a new rule for days before `from` (all VERSION_IMMUTABLE). Names, wording, further
 * dimensions, breakdowns and rules from `from` on are accepted.
 */
export const findMeasureChanges = (before: Edition, next: Edition, from: Day): readonly Issue[] =>
  [...before.measures.values()].flatMap(measure => {
    const changed = next.measures.get(measure.code)
    if (changed === undefined || isAlike(describable(measure), describable(changed))) return []
    const lost = measure.dimensions.filter(name => !changed.dimensions.includes(name))
    const scoping = changed.dimensions.filter(name => !measure.dimensions.includes(name) && scopedBy(next, measure.code, name))
    return [
      ...FIXED.filter(field => !isAlike(measure[field], changed[field])).map(field =>
        fixed(measure.code, field, { expected: textOf(measure[field]), got: textOf(changed[field]) }),
      ),
      ...[...lost, ...scoping].map(name => fixed(measure.code, 'dimensions', { expected: measure.dimensions.join(', '), got: name })),
      ...ruleIssues(measure, changed, from),
    ]
  })

/** A measure without its parsed rules, whose numbers JSON cannot write. */
const describable = ({ constraints, ...measure }: Measure) => ({ ...measure, constraints: constraints.map(ruleText) })
