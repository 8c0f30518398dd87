import { measureOf, measuresIn, type Formula, type Terms } from './definitions.js'
import { countDays, daysOf, earlier, wholePeriods, type Day, type PeriodKind, type Span } from './days.js'
import type { Items, Standings } from './ledger.js'
import type { Rational } from './rational.js'
import { isInRegion, isOpen, lastDayOf, membershipOf, validityOf, type Registry } from './registry.js'
import { find, type Found, type Wanted } from './resolve.js'

/** Reasons in the order of S22; the first one met is that of the figure. */
export const REASONS = [
  'HELD',
  'NOT_COMPARABLE',
  'NOT_COLLECTED',
  'NOT_APPLICABLE',
  'OUTAGE',
  'MISSING',
  'CLOSED',
  'NOT_ADDITIVE',
  'ZERO_DENOMINATOR',
  'NO_DEFINITION',
  'NOT_A_MEMBER',
  'REGION_NOT_VALID',
  'NOT_ALIGNED',
  'SUPPRESSED',
  'WITHHELD',
] as const
export type Reason = (typeof REASONS)[number]

/** What the oracle knows when it answers: the rows as they stood, the registry, and the day on which it is asked. */
export type Knowledge = { readonly standings: Standings; readonly registry: Registry; readonly today: Day }

/** What one figure is about. */
export type Scene = Span & {
  readonly formula: Formula
  readonly cellKind: PeriodKind
  readonly centers: readonly string[]
  readonly region: string | null
  readonly filters: Readonly<Record<string, readonly string[]>>
  readonly group: Items
  /** The center whose trial days count, in its preview (S29). */
  readonly previewOf: string | null
}

/** One value of a measure in one period. */
export type Reading = { readonly period: Span; readonly kind: PeriodKind; readonly found: Found; readonly reasons: readonly Reason[] }
export type Gap = { readonly reason: Reason; readonly kind: PeriodKind; readonly center: string; readonly period: Span }
export type SupportCell = {
  readonly center: string
  readonly period: Span
  readonly isIn: boolean
  readonly isExpected: boolean
  readonly readings: ReadonlyMap<string, readonly Reading[]>
  readonly gaps: readonly Gap[]
}

const wantedOf = (measure: string, { filters, group }: Scene): Wanted =>
  Object.fromEntries(
    measureOf(measure).dimensions.flatMap(dimension => {
      const item = group[dimension]
      const items = item === undefined ? filters[dimension] : [item]
      return items === undefined ? [] : [[dimension, items]]
    }),
  )

const isIn = ({ region }: Scene, center: string, day: Day): boolean => region === null || isInRegion(center, region, day)

/** A day is expected of a full member that is open, once the day is over. */
function isExpectedDay({ registry, today }: Knowledge, scene: Scene, { center, day }: { center: string; day: Day }): boolean {
  const membership = membershipOf(registry, center, day)
  const isMember = membership === 'full' || (membership === 'trial' && scene.previewOf === center)
  return isMember && isOpen(registry, center, day) && day < today && isIn(scene, center, day)
}

const isExpected = (knowledge: Knowledge, scene: Scene, { center, period }: { center: string; period: Span }): boolean =>
  period.to < knowledge.today && daysOf(period).some(day => isExpectedDay(knowledge, scene, { center, day }))

/** Why nothing is there for a period for which nothing was sent. */
function reasonOfAbsence(
  { registry, today }: Knowledge,
  scene: Scene,
  { center, period }: { center: string; period: Span },
): readonly Reason[] {
  const days = daysOf(period).filter(day => isIn(scene, center, day))
  const members = days.filter(day => {
    const membership = membershipOf(registry, center, day)
    return membership === 'full' || (membership === 'trial' && scene.previewOf === center)
  })
  if (members.length === 0) return ['NOT_A_MEMBER']
  const open = members.filter(day => isOpen(registry, center, day))
  if (open.length === 0) return ['CLOSED']
  return period.to < today ? ['MISSING'] : []
}

/** S29: what came in trial is not there. */
const isTrial = ({ registry }: Knowledge, scene: Scene, { center, period }: { center: string; period: Span }): boolean =>
  scene.previewOf !== center && isOnlyTrial(daysOf(period).map(day => membershipOf(registry, center, day)))

/** A longer period in which the center is a member on trial, and on no day a full one. */
const isOnlyTrial = (memberships: readonly string[]): boolean => memberships.includes('trial') && !memberships.includes('full')

function read(knowledge: Knowledge, scene: Scene, at: { center: string; period: Span; kind: PeriodKind; measure: string }): Reading {
  const { center, period, kind, measure } = at
  const asked = {
    center,
    measure,
    at: { period: kind, start: period.from },
    wanted: wantedOf(measure, scene),
    isCouncil: scene.centers.length > 1,
  }
  const sent = find(knowledge.standings, asked)
  const found: Found = isTrial(knowledge, scene, at) ? { ...sent, value: null, causes: [], isAbsent: true } : sent
  const reasons = found.value !== null ? [] : found.isAbsent ? reasonOfAbsence(knowledge, scene, at) : found.causes
  return { period, kind, found, reasons }
}

/** Values of a measure within one cell: itself, or its days where the cell is longer than they are. */
function readAll(knowledge: Knowledge, scene: Scene, at: { center: string; period: Span; measure: string }): readonly Reading[] {
  const { every, ofHub, overTime } = measureOf(at.measure)
  if (ofHub) return []
  if (scene.cellKind === 'day' || every === 'day') {
    const days = daysOf(at.period).filter(day => isIn(scene, at.center, day))
    return days.map(day => read(knowledge, scene, { ...at, period: { from: day, to: day }, kind: 'day' }))
  }
  const kind = overTime === 'none' ? scene.cellKind : every
  const periods = wholePeriods(at.period, kind) ?? []
  return periods.map(period => read(knowledge, scene, { ...at, period, kind }))
}

const isPresent = (readings: readonly Reading[]): boolean => readings.some(({ found }) => found.value !== null)
const reasonsOf = (readings: readonly Reading[]): ReadonlySet<Reason> => new Set(readings.flatMap(({ reasons }) => reasons))
const isNotApplicable = (readings: readonly Reading[]): boolean => {
  const reasons = reasonsOf(readings)
  return !isPresent(readings) && reasons.size === 1 && reasons.has('NOT_APPLICABLE')
}

/** S31: a term that does not apply is nothing beside others, and empties what stands alone. */
function isEmptied(terms: Terms, notApplicable: (code: string) => boolean): boolean {
  return terms.length > 0 && terms.every(({ product }) => product.some(notApplicable))
}

/** The cells of a figure, in and out of it, with what each measure says there (S17). */
export function supportOf(knowledge: Knowledge, scene: Scene): readonly SupportCell[] {
  const periods = wholePeriods(scene, scene.cellKind) ?? []
  return scene.centers.flatMap(center =>
    periods
      .filter(period => daysOf(period).some(day => isIn(scene, center, day)))
      .map(period => supportCell(knowledge, scene, { center, period })),
  )
}

function supportCell(knowledge: Knowledge, scene: Scene, at: { center: string; period: Span }): SupportCell {
  const codes = measuresIn(scene.formula).filter(code => !measureOf(code).ofHub)
  const readings = new Map(codes.map(code => [code, readAll(knowledge, scene, { ...at, measure: code })]))
  const without = codes.filter(code => !isPresent(readings.get(code) ?? []))
  const notApplicable = (code: string): boolean => without.includes(code) && isNotApplicable(readings.get(code) ?? [])
  const emptied = isEmptied(scene.formula.above, notApplicable) || isEmptied(scene.formula.below, notApplicable)
  const isInside = !emptied && without.every(notApplicable)
  const named = isInside || emptied ? codes : codes.filter(code => !notApplicable(code))
  const gaps = named.flatMap(code => gapsOf(readings.get(code) ?? [], scene, { ...at, isInside }))
  return { ...at, isIn: isInside, isExpected: isExpected(knowledge, scene, at), readings, gaps }
}

/** Gaps of a measure in a cell; where the cell is longer than a day, those of its days if it is in the figure, and of the cell if no day has a value. */
function gapsOf(
  readings: readonly Reading[],
  scene: Scene,
  { center, period, isInside }: { center: string; period: Span; isInside: boolean },
): readonly Gap[] {
  const own = readings.flatMap(reading =>
    reading.reasons.map((reason): Gap => ({ reason, kind: reading.kind, center, period: reading.period })),
  )
  if (readings.every(({ kind }) => kind === scene.cellKind)) return own
  if (isPresent(readings)) return isInside ? own : []
  return [...reasonsOf(readings)].map((reason): Gap => ({ reason, kind: scene.cellKind, center, period }))
}

/** S21: days of matched support of a center; calendar days of longer cells, up to the end of membership. */
export function periodDays(cells: readonly SupportCell[], registry: Registry): number {
  return cells.reduce((days, { center, period }) => {
    const last = lastDayOf(registry, center)
    return days + (last === null ? countDays(period) : Math.max(countDays({ from: period.from, to: earlier(period.to, last) }), 0))
  }, 0)
}

export const valuesOf = (cells: readonly SupportCell[], measure: string): readonly Rational[] =>
  cells.flatMap(({ readings }) => (readings.get(measure) ?? []).flatMap(({ found }) => found.value ?? []))

/** S33: whether the region exists on that day. */
export const isValid = (region: string | null, day: Day): boolean => {
  if (region === null) return true
  const { from, to } = validityOf(region)
  return (from === null || from <= day) && (to === null || day <= to)
}
