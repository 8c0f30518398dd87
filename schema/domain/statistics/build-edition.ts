import { parseRational, toRationalText } from '../decimal.js'
import type { Outcome } from '../outcome.js'
import { buildGlossary } from '../terms/build-glossary.js'
import { buildLexicon } from '../terms/build-lexicon.js'
import { buildUnitLabels, buildUnits } from './build-units.js'
import type { Codelist, CodelistItem, ObservationStatus } from './codelist.js'
import type { Edition, MeasureSet } from './edition.js'
import type {
  EditionPack,
  PackCodelist,
  PackConstraint,
  PackIndicator,
  PackDimensionItem,
  PackLimit,
  PackMeasure,
  PackStatus,
} from './edition-pack.js'
import type { Indicator } from './indicator.js'
import type { Constraint, DisclosureLimit, Measure } from './measure.js'
import { normalizeFormula } from './normalize-formula.js'
import { parseCheck } from './parse-check.js'
import { parseFormula } from './parse-formula.js'

/** The value of something that the rules of the edition accepted before. */
const checked = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok)
    throw new Error(`A pack that passed every rule holds a mistake: ${outcome.issues.map(({ messageEn }) => messageEn).join(' ')}`)
  return outcome.value
}

const byCode = <T extends { readonly code: string }>(entries: readonly T[]): ReadonlyMap<string, T> =>
  new Map(entries.map(entry => [entry.code, entry]))

const toConstraint = (constraint: PackConstraint, measure: PackMeasure): Constraint => ({
  id: constraint.id,
  check: checked(parseCheck(constraint.check)),
  checkText: constraint.check,
  when: constraint.when === null ? null : checked(parseCheck(constraint.when)),
  severity: constraint.severity,
  sumOver: constraint.sum_over,
  over: constraint.over,
  isTotalOnly: constraint.level === 'total',
  periods: constraint.periods,
  doubts: constraint.doubts,
  effectiveFrom: constraint.effective_from ?? measure.effective_from,
})

const toLimit = (limit: PackLimit | null, measure: string): DisclosureLimit | null =>
  limit === null ? null : { value: limit.value, of: limit.of ?? measure, when: limit.when }

const toMeasure = (measure: PackMeasure): Measure => {
  const minimum = parseRational(measure.minimum)
  return {
    code: measure.code,
    group: measure.group,
    nameKo: measure.name_ko,
    nameEn: measure.name_en,
    definitionKo: measure.definition_ko,
    definitionEn: measure.definition_en,
    unit: measure.unit,
    kind: measure.kind,
    additivity: {
      overTime: measure.additivity.over_time,
      overCenters: measure.additivity.over_centers,
      overDimensions: measure.additivity.over_dimensions,
    },
    frequency: measure.frequency,
    dimensions: measure.dimensions,
    requiredBreakdown: measure.required_breakdown,
    parameters: measure.parameters,
    providedBy: measure.provided_by,
    access: measure.access,
    minN: toLimit(measure.min_n, measure.code),
    minCell: toLimit(measure.min_cell, measure.code),
    effectiveFrom: measure.effective_from,
    minimum: minimum === null ? measure.minimum : toRationalText(minimum),
    isInteger: measure.integer,
    constraints: measure.constraints.map(constraint => toConstraint(constraint, measure)),
  }
}

const readFormula = (formulaText: string) => {
  const formula = checked(parseFormula(formulaText))
  return { formulaText, formula, form: checked(normalizeFormula(formula)) }
}

/** Restricted when any measure of any of its formulas is, variants included: no method of it may tell more than its measures do. */
const toIndicator = (indicator: PackIndicator, restricted: ReadonlySet<string>): Indicator => {
  const versions = indicator.versions
    .map(version => ({
      version: version.version,
      effectiveFrom: version.effective_from,
      effectiveTo: version.effective_to,
      status: version.status,
      whyKo: version.why_ko,
      whyEn: version.why_en,
      ...readFormula(version.formula),
    }))
    .toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))
  const variants = indicator.variants.map(variant => ({
    variant: variant.variant,
    unit: variant.unit,
    whyKo: variant.why_ko,
    whyEn: variant.why_en,
    ...readFormula(variant.formula),
  }))
  const measures = [...versions, ...variants].flatMap(({ form }) => form.measures)
  return {
    code: indicator.code,
    group: indicator.group,
    nameKo: indicator.name_ko,
    nameEn: indicator.name_en,
    unit: indicator.unit,
    scale: indicator.scale,
    direction: indicator.direction,
    scope: indicator.scope,
    requiresSingle: indicator.requires_single,
    allowSumOver: indicator.allow_sum_over,
    versions,
    variants,
    noteKo: indicator.note_ko,
    noteEn: indicator.note_en,
    access: measures.some(code => restricted.has(code)) ? 'restricted' : 'open',
  }
}

const bandOf = ({ lower_exclusive_s: over = null, upper_inclusive_s: upTo = null }: PackDimensionItem): CodelistItem['band'] =>
  over === null && upTo === null ? null : { over, upTo }

const toItem = (item: PackDimensionItem): CodelistItem => ({
  code: item.code,
  nameKo: item.ko,
  nameEn: item.en,
  validFrom: item.valid_from,
  validTo: item.valid_to,
  countsIn: {
    centerTotal: item.counts_in?.center_total ?? true,
    councilTotal: item.counts_in?.council_total ?? true,
    measures: item.counts_in?.measures ?? null,
  },
  instrument: item.instrument,
  band: bandOf(item),
})

const toCodelist = (list: PackCodelist): Codelist => ({
  code: list.code,
  nameKo: list.name_ko,
  nameEn: list.name_en,
  columnLabels: list.column_labels,
  pattern: list.pattern,
  unlisted: list.unlisted_pattern === null ? null : { prefix: list.unlisted_pattern.prefix },
  items: byCode(list.items.map(toItem)),
})

const toStatus = (status: PackStatus): ObservationStatus => ({
  code: status.code,
  nameKo: status.ko,
  nameEn: status.en,
  hasValue: status.has_value,
  missingReason: status.missing_reason,
  quality: status.quality,
  rules: status.rules,
  sdmxCode: status.sdmx_code,
})

const toDeclaredParameters = (declared: Readonly<Record<string, readonly string[]>>): Edition['declaredParameters'] =>
  new Map(
    Object.entries(declared).map(([name, targets]) => [
      name,
      targets.map(target => {
        const [measure = '', parameter = ''] = target.split('.')
        return { measure, parameter }
      }),
    ]),
  )

/** The edition of a pack that passed every rule; one that did not is our fault and thrown. */
export const buildEdition = (pack: EditionPack): Edition => {
  const lists = pack.codelists.codelists
  const units = buildUnits(pack)
  const restricted = new Set(pack.measures.measures.filter(({ access }) => access === 'restricted').map(({ code }) => code))
  return {
    code: pack.measures.edition,
    effectiveFrom: pack.measures.effective_from,
    measures: byCode(pack.measures.measures.map(toMeasure)),
    indicators: byCode(pack.indicators.indicators.map(indicator => toIndicator(indicator, restricted))),
    codelists: byCode(lists.filter(({ kind }) => kind === 'dimension').map(toCodelist)),
    statuses: byCode(lists.flatMap(list => (list.kind === 'statuses' ? list.items.map(toStatus) : []))),
    units,
    unitLabels: buildUnitLabels(pack),
    unitDimensions: [...new Set([...units.values()].map(({ dimension }) => dimension))],
    declaredParameters: toDeclaredParameters(pack.measures.conventions.declared_parameters),
    measureSets: byCode(
      pack.members.measure_sets.map((set): MeasureSet => ({
        code: set.code,
        nameKo: set.name_ko,
        nameEn: set.name_en,
        frequency: set.frequency,
        measures: set.measures,
        core: set.core,
      })),
    ),
    lexicon: buildLexicon(pack),
    terms: buildGlossary(pack),
  }
}
