import type { Issue } from '../issue.js'
import { accept, refuse, type Outcome } from '../outcome.js'
import { nameList } from '../name-list.js'
import { PERIOD_TYPES, type PeriodType } from '../period.js'
import { bandsOf, type CountsIn } from '../statistics/codelist.js'
import type { Edition } from '../statistics/edition.js'
import type { Indicator } from '../statistics/indicator.js'
import type { DisclosureLimit, Measure } from '../statistics/measure.js'
import type { NormalForm } from '../statistics/normalize-formula.js'
import type { Standards } from '../statistics/standards.js'
import { questionIssue } from './figure-issues.js'
import { periodTypeOfGrain } from './grain.js'
import type { BandsPlan, ComparisonPlan, DefinitionPlan, FigurePlan, LimitPlan, SubjectPlan, TermPlan } from './figure-plan.js'
import { withHours, type DefinitionChoice, type FigureQuestion } from './figure-question.js'
import { earliestDay } from './other-period.js'
import { singlePeriodType, type DaySpan } from './slice-periods.js'
import { sharedBy, sharedDimensions } from './share-dimensions.js'
import type { CellRequest } from './stored-cells.js'
import { comparisonIssues } from './validate-comparison.js'
import { validateQuestion } from './validate-question.js'

/** Requests collected while planning; equal ones are fetched once. */
type Planning = {
  readonly question: FigureQuestion
  readonly edition: Edition
  readonly requests: Map<string, CellRequest>
  readonly issues: Issue[]
}

type Fixed = Readonly<Record<string, readonly string[]>>

/**
 * Rows that feed a measure: its own frequency, and for one that must not be added over time also the asked period's own rows; for every other
 * those are fetched to be compared.
 */
const periodTypesOf = (measure: Measure, { from, to, by }: FigureQuestion): Pick<CellRequest, 'periodTypes' | 'comparedType'> => {
  const asked = by === null ? singlePeriodType(from, to) : periodTypeOfGrain(by)
  const own = { periodTypes: [measure.frequency], comparedType: null }
  if (asked === null || asked === measure.frequency) return own
  if (measure.additivity.overTime === 'none') return { ...own, periodTypes: [measure.frequency, asked] }
  return isLonger(asked, measure.frequency) ? { ...own, comparedType: asked } : own
}

const isLonger = (a: PeriodType, b: PeriodType): boolean => PERIOD_TYPES.indexOf(a) > PERIOD_TYPES.indexOf(b)

const itemsLeaving = (
  { codelists }: Edition,
  measure: Measure,
  { asked, leaves }: { readonly asked: readonly string[]; readonly leaves: (countsIn: CountsIn) => boolean },
): CellRequest['uncounted'] =>
  Object.fromEntries(
    measure.dimensions
      .filter(dimension => !asked.includes(dimension))
      .map(dimension => [
        dimension,
        [...(codelists.get(dimension)?.items.values() ?? [])]
          .filter(({ countsIn }) => leaves(countsIn) && countsIn.measures?.includes(measure.code) !== false)
          .map(({ code }) => code),
      ]),
  )

const request = (planning: Planning, wanted: Pick<CellRequest, 'measure' | 'dimensions' | 'filters' | 'sumsOver'>): number => {
  const measure = planning.edition.measures.get(wanted.measure)
  if (measure === undefined) throw new Error(`A formula names ${wanted.measure}, which the edition does not have.`)
  const key = JSON.stringify([wanted.measure, wanted.dimensions, wanted.filters, wanted.sumsOver])
  const known = planning.requests.get(key)
  if (known !== undefined) return known.index
  const made: CellRequest = {
    ...wanted,
    index: planning.requests.size,
    ...periodTypesOf(measure, planning.question),
    uncounted: itemsLeaving(planning.edition, measure, { asked: wanted.dimensions, leaves: one => !one.centerTotal }),
    countedOnce: itemsLeaving(planning.edition, measure, { asked: wanted.dimensions, leaves: one => one.centerTotal && !one.councilTotal }),
    isRestricted: measure.access === 'restricted',
  }
  planning.requests.set(key, made)
  return made.index
}

type Scoped = { readonly fixed: Fixed; readonly allowSumOver: readonly string[] }

const planTerm = (planning: Planning, measure: Measure, { fixed, allowSumOver }: Scoped): TermPlan => {
  const asked = [...planning.question.dimensions, ...Object.keys(fixed)]
  const dimensions = [...new Set(asked.filter(name => measure.dimensions.includes(name)))].sort()
  const own = Object.fromEntries(Object.entries(fixed).filter(([name]) => dimensions.includes(name)))
  if (measure.code === 'period_days') return { measure, dimensions, fixed: own, request: null, totals: null }
  // Tables are fetched as sums (S3): what is no sum over its dimensions is answered by its own rows only.
  const sumsOver = measure.additivity.overDimensions === 'sum' ? null : allowSumOver
  const wanted = { measure: measure.code, sumsOver }
  for (const [dimension, items] of Object.entries(own)) {
    const isAdded = items.length > 1 && !planning.question.dimensions.includes(dimension)
    if (isAdded && sumsOver !== null && !sumsOver.includes(dimension)) noteOnce(planning, notAddable(measure, dimension))
  }
  return {
    measure,
    dimensions,
    fixed: own,
    request: request(planning, { ...wanted, dimensions, filters: own }),
    totals: dimensions.length === 0 ? null : request(planning, { ...wanted, dimensions: [], filters: {} }),
  }
}

/** A limit holds when the figure includes the item it names. */
const isConcerned = ({ when }: DisclosureLimit, fixed: Fixed): boolean =>
  Object.entries(when ?? {}).every(([dimension, item]) => fixed[dimension]?.includes(item) ?? true)

const planLimits = (planning: Planning, term: TermPlan, scoped: Scoped): readonly LimitPlan[] => {
  const plan = (kind: LimitPlan['kind'], limit: DisclosureLimit | null): readonly LimitPlan[] => {
    const of = limit === null ? undefined : planning.edition.measures.get(limit.of)
    if (limit === null || of === undefined || !isConcerned(limit, scoped.fixed)) return []
    return [{ kind, limit, of: of.code === term.measure.code ? term : planTerm(planning, of, scoped) }]
  }
  const isCell = term.dimensions.length > 0 || term.measure.dimensions.length === 0
  return [...plan('minN', term.measure.minN), ...(isCell ? plan('minCell', term.measure.minCell) : [])]
}

type Dated = Omit<DefinitionPlan, 'isRestricted' | 'terms' | 'limits' | 'cellType' | 'shares'>

const planDefinition = (planning: Planning, dated: Dated, scoped: Scoped & { readonly name: string }): DefinitionPlan => {
  const { question, edition } = planning
  const measures = dated.form.measures.flatMap(code => edition.measures.get(code) ?? [])
  const shares: string[] = []
  for (const dimension of new Set([...question.dimensions, ...question.filters.map(filter => filter.dimension)])) {
    if (!edition.codelists.has(dimension)) continue
    const shared = sharedBy(dated.form, code => edition.measures.get(code)?.dimensions.includes(dimension) ?? false)
    if (shared === 'numeratorOnly') shares.push(dimension)
    if (shared === 'notShared') noteOnce(planning, notShared(scoped.name, dimension, sharedDimensions(dated.form, edition)))
  }
  const terms = measures.map(measure => planTerm(planning, measure, scoped))
  return {
    ...dated,
    terms,
    isRestricted: terms.some(({ measure }) => measure.access === 'restricted'),
    limits: terms.flatMap(term => planLimits(planning, term, scoped)),
    cellType: PERIOD_TYPES.findLast(type => measures.some(measure => measure.frequency === type)) ?? 'day',
    shares,
  }
}

/** Versions of one indicator tend to share their faults; each is told once. */
const noteOnce = (planning: Planning, found: Issue): void => {
  if (!planning.issues.some(known => known.messageEn === found.messageEn)) planning.issues.push(found)
}

const notShared = (name: string, dimension: string, shared: readonly string[]): Issue => {
  const known = nameList(shared)
  return questionIssue('DIMENSION_NOT_SHARED', ['input', 'dimensions'], {
    ko: `${name}의 산식에서 ${dimension} 구분은 분자와 분모에 함께 적용할 수 없습니다. 쓸 수 있는 차원: ${known === '' ? '없음' : known}.`,
    en: `The terms of ${name} do not share the dimension ${dimension}, so it cannot be filtered or grouped by it; it can be by ${known === '' ? 'none' : known}.`,
    expected: known === '' ? 'no dimension' : known,
    got: dimension,
  })
}

const notAddable = (measure: Measure, dimension: string): Issue =>
  questionIssue('NOT_ADDITIVE', ['input', 'filters'], {
    ko: `${measure.nameKo}(${measure.code})은(는) ${dimension} 항목끼리 더할 수 없습니다. 항목을 하나만 정하거나 ${dimension}별로 물으십시오.`,
    en: `${measure.code} must not be added over ${dimension}; name one item, or group by it.`,
    expected: `one item of ${dimension}`,
    got: dimension,
  })

/** Filters of the question and the fixed scope of the indicator (S20) together. */
const fixItems = (planning: Planning, indicator: Indicator | null): Fixed => {
  const fixed: Record<string, readonly string[]> = {}
  for (const { dimension, items } of planning.question.filters) fixed[dimension] = [...new Set(items)].sort()
  for (const [dimension, item] of Object.entries(indicator?.scope ?? {})) {
    if (fixed[dimension]?.includes(item) === false) {
      noteOnce(
        planning,
        questionIssue('BAD_USER_INPUT', ['input', 'filters'], {
          ko: `지표 ${indicator?.code ?? ''}은(는) ${dimension}=${item} 범위로 정해져 있어 다른 항목으로 거를 수 없습니다.`,
          en: `The scope of ${indicator?.code ?? ''} is ${dimension}=${item}; another item of it cannot be asked.`,
          expected: item,
          got: fixed[dimension].join(', '),
        }),
      )
    }
    fixed[dimension] = [item]
  }
  return fixed
}

const requireSingle = (planning: Planning, indicator: Indicator, fixed: Fixed): void => {
  for (const dimension of indicator.requiresSingle) {
    if (planning.question.dimensions.includes(dimension) || fixed[dimension]?.length === 1) continue
    noteOnce(
      planning,
      questionIssue('DIMENSION_SINGLE_REQUIRED', ['input', 'filters'], {
        ko: `지표 ${indicator.code}은(는) ${dimension} 항목 하나를 정하거나 ${dimension}별로 나누어 물어야 합니다.`,
        en: `The indicator ${indicator.code} is asked for one item of ${dimension}, or grouped by it.`,
        expected: `a filter with one item of ${dimension}, or the dimension ${dimension}`,
        got: fixed[dimension]?.join(', ') ?? 'none',
      }),
    )
  }
}

const EVERY_DAY = { effectiveFrom: '1900-01-01', effectiveTo: null }

/** The formulas that answer: a version or variant that is asked for every day (S23), else the standard of each; a draft only when it is asked for. */
const datedDefinitions = ({ unit, versions, variants }: Indicator, choice: DefinitionChoice | null): readonly Dated[] => {
  if (choice !== null && choice.variant !== null) {
    return variants
      .filter(known => known.variant === choice.variant)
      .map(({ variant, form, whyKo, whyEn, ...own }) => ({
        version: null,
        variant,
        unit: own.unit ?? unit,
        whyKo,
        whyEn,
        form,
        ...EVERY_DAY,
      }))
  }
  const dated = versions.map(({ version, status, effectiveFrom, effectiveTo, form, whyKo, whyEn }) => ({
    status,
    dated: { version, variant: null, unit, whyKo, whyEn, form, effectiveFrom, effectiveTo },
  }))
  if (choice === null) return dated.filter(({ status }) => status !== 'draft').map(one => one.dated)
  return dated.filter(one => one.dated.version === choice.version).map(one => ({ ...one.dated, ...EVERY_DAY }))
}

const planIndicator = (planning: Planning, indicator: Indicator, choice: DefinitionChoice | null): SubjectPlan => {
  const fixed = fixItems(planning, indicator)
  requireSingle(planning, indicator, fixed)
  // A version that answers no day of the question has no say in it.
  const { from, to } = rangeOf(planning.question)
  const scoped = { fixed, allowSumOver: indicator.allowSumOver, name: indicator.code }
  return {
    kind: 'indicator',
    subject: indicator,
    scale: indicator.scale,
    bands: null,
    definitions: datedDefinitions(indicator, choice)
      .filter(({ effectiveFrom, effectiveTo }) => effectiveFrom <= to && (effectiveTo === null || effectiveTo >= from))
      .map(dated => planDefinition(planning, dated, scoped)),
  }
}

const UNITY = { numerator: 1n, denominator: 1n }

/** A measure asked by itself is the formula of one measure. */
const formOfMeasure = (code: string): NormalForm => ({
  factor: UNITY,
  numerator: [{ coefficient: 1n, measures: [code] }],
  denominator: [{ coefficient: 1n, measures: [] }],
  measures: [code],
})

/** The bands of a distribution of which percentiles are asked. */
const planBands = (planning: Planning, measure: Measure, scoped: Scoped): BandsPlan | null => {
  const bands = planning.question.percentiles.length === 0 ? null : bandsOf(measure, planning.edition.codelists)
  if (bands === null) return null
  const { items, dimension } = bands
  const term = planTerm(planning, measure, { ...scoped, fixed: { ...scoped.fixed, [dimension]: items.map(({ code }) => code) } })
  return { dimension, items, term }
}

const planMeasure = (planning: Planning, measure: Measure): SubjectPlan => {
  const scoped = { fixed: fixItems(planning, null), allowSumOver: [], name: measure.code }
  const dated = {
    version: null,
    variant: null,
    unit: measure.unit,
    whyKo: null,
    whyEn: null,
    effectiveFrom: measure.effectiveFrom,
    effectiveTo: null,
    form: formOfMeasure(measure.code),
  }
  return {
    kind: 'measure',
    subject: measure,
    scale: null,
    bands: planBands(planning, measure, scoped),
    definitions: [planDefinition(planning, dated, scoped)],
  }
}

/** The days of the question, from the first that its figures are held against. */
const rangeOf = ({ from, to, by, changes }: FigureQuestion): DaySpan => ({ from: by === null ? from : earliestDay(changes, from, by), to })

type Known = Pick<Standards, 'edition' | 'centers' | 'regions'>

const startPlanning = (question: FigureQuestion, { edition }: Known, faults: readonly Issue[]): Planning => ({
  question,
  edition,
  requests: new Map(),
  issues: [...faults],
})

const planIndicators = (planning: Planning, choice: DefinitionChoice | null): readonly SubjectPlan[] =>
  [...new Set(planning.question.indicators)]
    .flatMap(code => planning.edition.indicators.get(code) ?? [])
    .map(one => planIndicator(planning, one, choice))

const settlePlan = ({ question, requests, issues }: Planning, subjects: readonly SubjectPlan[]): Outcome<FigurePlan> =>
  issues.length > 0 ? refuse(...issues) : accept({ question, range: rangeOf(question), subjects, requests: [...requests.values()] })

/** What to fetch and how to combine it, or every fault of the question at once (S28). */
export const planFigures = (asked: FigureQuestion, standards: Known): Outcome<FigurePlan> => {
  const question = withHours(asked)
  const planning = startPlanning(question, standards, validateQuestion(question, standards))
  const measures = [...new Set(question.measures)].flatMap(code => standards.edition.measures.get(code) ?? [])
  return settlePlan(planning, [...planIndicators(planning, question.definition), ...measures.map(one => planMeasure(planning, one))])
}

/** The same for a question under two definitions; null stands for the standard of each day. */
export const planComparison = (
  asked: FigureQuestion,
  sides: { readonly left: DefinitionChoice | null; readonly right: DefinitionChoice | null },
  standards: Known,
): Outcome<ComparisonPlan> => {
  const question = withHours(asked)
  const faults = [...validateQuestion(question, standards), ...comparisonIssues(question, sides, standards)]
  const planning = startPlanning(question, standards, faults)
  const subjects = planIndicators(planning, sides.left)
  const right = planIndicators(planning, sides.right)
  const planned = settlePlan(planning, subjects)
  return planned.ok ? accept({ ...planned.value, right }) : planned
}
