import { measureOf, measuresIn, type Rule, type Terms } from './definitions.js'
import { wholePeriods } from './days.js'
import { coverageOf } from './coverage.js'
import { nothing, type ExpectedFigure } from './expected-figure.js'
import { askedDimensions, type Question, type Subject } from './question.js'
import {
  greatest,
  isLess,
  isZero,
  minus,
  ONE,
  over,
  plus,
  printFixed,
  printUpToSix,
  readDecimal,
  sumOf,
  times,
  whole,
  ZERO,
  type Rational,
} from './rational.js'
import { periodDays, REASONS, supportOf, valuesOf, type Knowledge, type Reason, type Scene, type SupportCell } from './support.js'

export type Work = {
  readonly key: string
  readonly subject: Subject
  readonly question: Question
  readonly scene: Scene
  readonly cells: readonly SupportCell[]
  readonly marks: readonly string[]
}

export function combine(knowledge: Knowledge, work: Work): ExpectedFigure {
  const { key, scene, cells } = work
  const inside = cells.filter(({ isIn }) => isIn)
  // Of a stretch that no row is about, single values of what must not be added over time say nothing.
  const isApart = measuresIn(scene.formula).some(code => measureOf(code).overTime === 'none') && !isOnePeriod(scene)
  if (isApart || (inside.length === 0 && firstReason(cells) === 'MISSING' && hasNarrower(knowledge, scene)))
    return { ...nothing(key, 'NOT_ADDITIVE', { marks: work.marks }), isThere: false }
  const coverage = coverageOf(cells)
  const marks = [...work.marks, ...marksOf(inside)].toSorted()
  if (inside.length === 0) return nothing(key, firstReason(cells), { marks, coverage })
  const sums = addUp(knowledge, scene, inside)
  if (sums === null) return { ...nothing(key, 'NOT_ADDITIVE', { marks: work.marks }), isThere: true }
  if (isTooFew(knowledge, work, sums.parts)) return { ...nothing(key, 'SUPPRESSED', { marks: work.marks, coverage }), isThere: true }
  const { formula } = scene
  const [above, below] = [sums.above, formula.below.length === 0 ? null : sums.below]
  const isEmptyDivisor = below !== null && isZero(below)
  const value = isEmptyDivisor ? null : over(times(readDecimal(formula.factor), above), below ?? ONE)
  const scale = work.subject.kind === 'indicator' ? work.subject.definition.scale : null
  return {
    key,
    value: value === null ? null : scale === null ? printUpToSix(value) : printFixed(value, scale),
    numerator: printUpToSix(above),
    denominator: below === null ? null : printUpToSix(below),
    factor: formula.factor,
    parts: Object.fromEntries([...sums.parts].map(([code, part]) => [code, printUpToSix(part)])),
    reason: isEmptyDivisor ? 'ZERO_DENOMINATOR' : null,
    marks,
    derivedFrom: derivedTables(inside),
    qualities: qualitiesOf(inside),
    coverage,
    isThere: true,
  }
}

const isOnePeriod = (scene: Scene): boolean => wholePeriods(scene, scene.cellKind)?.length === 1

/** Whether shorter periods have values of what must not be added, where the asked period has no row of its own. */
const hasNarrower = (knowledge: Knowledge, scene: Scene): boolean =>
  measuresIn(scene.formula)
    .filter(code => measureOf(code).overTime === 'none' && measureOf(code).every !== scene.cellKind)
    .some(code => supportOf(knowledge, { ...scene, cellKind: measureOf(code).every }).some(cell => valuesOf([cell], code).length > 0))

const firstReason = (cells: readonly SupportCell[]): Reason => {
  const met = new Set(cells.filter(({ isIn }) => !isIn).flatMap(({ gaps }) => gaps.map(({ reason }) => reason)))
  return REASONS.find(reason => met.has(reason)) ?? 'MISSING'
}

/** Over time by center, then over centers; null where an axis must not be added (S18, S21). */
function addUp(
  { registry }: Knowledge,
  { formula }: Scene,
  inside: readonly SupportCell[],
): { above: Rational; below: Rational; parts: ReadonlyMap<string, Rational> } | null {
  const centers = [...new Set(inside.map(({ center }) => center))]
  const codes = measuresIn(formula)
  const byCenter = new Map(
    codes.map(code => [
      code,
      centers.map(center =>
        overTime(
          code,
          inside.filter(cell => cell.center === center),
          registry,
        ),
      ),
    ]),
  )
  const parts = new Map<string, Rational>()
  for (const code of codes) {
    const values = byCenter.get(code) ?? []
    const known = values.flatMap(value => (value === null || value === 'none' ? [] : [value]))
    if (values.includes('none') || (known.length > 1 && measureOf(code).overCenters === 'none')) return null
    const part = join(known, measureOf(code).overCenters)
    if (part !== null) parts.set(code, part)
  }
  const side = (terms: Terms): Rational =>
    terms.reduce((sum, { sign, product }) => {
      const term = termOf(product, { parts, byCenter, places: centers.length })
      return sign === 1 ? plus(sum, term) : minus(sum, term)
    }, ZERO)
  return { above: side(formula.above), below: side(formula.below), parts }
}

type ByCenter = ReadonlyMap<string, readonly (Rational | null | 'none')[]>

/** A measure by itself, or a product formed center by center and then added. */
function termOf(
  product: readonly string[],
  { parts, byCenter, places }: { parts: ReadonlyMap<string, Rational>; byCenter: ByCenter; places: number },
): Rational {
  const [only = '', ...more] = product
  if (more.length === 0) return parts.get(only) ?? ZERO
  return sumOf(
    Array.from({ length: places }, (_, place) => {
      const factors = product.map(code => byCenter.get(code)?.[place] ?? null)
      return factors.reduce<Rational>((found, factor) => (factor === null || factor === 'none' ? ZERO : times(found, factor)), ONE)
    }),
  )
}

function overTime(code: string, cells: readonly SupportCell[], registry: Knowledge['registry']): Rational | null | 'none' {
  const measure = measureOf(code)
  if (measure.ofHub) return whole(periodDays(cells, registry))
  const values = valuesOf(cells, code)
  if (values.length > 1 && measure.overTime === 'none') return 'none'
  return join(values, measure.overTime)
}

function join(values: readonly Rational[], rule: Rule): Rational | null {
  if (values.length === 0) return null
  if (rule === 'max') return greatest(values)
  return rule === 'mean' ? over(sumOf(values), whole(values.length)) : sumOf(values)
}

/** S24: too few answers behind it, or one small cell of a breakdown; never for its owner. */
function isTooFew(knowledge: Knowledge, work: Work, parts: ReadonlyMap<string, Rational>): boolean {
  const { scene, question } = work
  if (scene.centers.length === 1 && scene.centers[0] === question.reader) return false
  const asked = askedDimensions(question)
  return measuresIn(scene.formula).some(code => {
    const { leastN, leastCell, dimensions } = measureOf(code)
    const part = parts.get(code) ?? ZERO
    if (leastCell !== null && asked.some(name => dimensions.includes(name)) && !isZero(part) && isLess(part, whole(leastCell))) return true
    if (leastN === null) return false
    const n = parts.get(leastN.of) ?? countOf(knowledge, work, leastN.of)
    return n === null || (!isZero(n) && isLess(n, whole(leastN.value)))
  })
}

/** The number that stands behind a measure asked by itself, of the cells that are in its figure; null where nobody said it. */
function countOf(knowledge: Knowledge, { scene, cells }: Work, of: string): Rational | null {
  const inside = new Set(cells.flatMap(({ center, period, isIn }) => (isIn ? [`${center} ${period.from}`] : [])))
  const counted = supportOf(knowledge, { ...scene, formula: { ...scene.formula, above: [{ sign: 1, product: [of] }] } })
  const values = counted
    .filter(({ center, period, isIn }) => isIn && inside.has(`${center} ${period.from}`))
    .flatMap(cell => valuesOf([cell], of))
  return values.length === 0 ? null : sumOf(values)
}

const derivedTables = (inside: readonly SupportCell[]): readonly string[] =>
  [
    ...new Set(
      inside.flatMap(({ readings }) =>
        [...readings.values()].flatMap(all => all.flatMap(({ found }) => (found.value === null ? [] : (found.derivedFrom ?? [])))),
      ),
    ),
  ].toSorted()

function qualitiesOf(inside: readonly SupportCell[]): readonly string[] {
  const met = inside.flatMap(({ readings }) =>
    [...readings.values()].flatMap(all => all.flatMap(({ found }) => (found.value === null ? [] : found.qualities))),
  )
  return [...new Set(met)].toSorted().map(quality => `${quality} ${met.filter(one => one === quality).length}`)
}

/** Whether a figure "uses" a value that it subtracts or leaves out, and so says that a revision waits (S10), the rules leave open. */
export const MAY_BE_PENDING = 'MAY_BE_PENDING'

function marksOf(inside: readonly SupportCell[]): readonly string[] {
  const used = inside.flatMap(({ readings }) => [...readings.values()].flat()).filter(({ found }) => found.value !== null)
  return [
    ...(used.some(({ found }) => found.derivedFrom !== null) ? ['DERIVED'] : []),
    ...(used.some(({ found }) => found.isPending) ? ['PENDING_REVISION'] : []),
    ...(used.some(({ found }) => found.isPendingLeftOut) ? [MAY_BE_PENDING] : []),
    ...(inside.some(({ isExpected }) => !isExpected) ? ['EXTRA'] : []),
  ]
}
