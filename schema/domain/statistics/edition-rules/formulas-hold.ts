import type { Issue } from '../../issue.js'
import type { Outcome } from '../../outcome.js'
import { checkFormulaUnits } from '../check-formula-units.js'
import { measuresOf, type Check, type FormulaNode } from '../formula.js'
import { normalizeFormula } from '../normalize-formula.js'
import { parseCheck } from '../parse-check.js'
import { parseFormula } from '../parse-formula.js'
import type { UnitDimension } from '../unit.js'
import { inFile, packIssue, type EditionRule, type PackIndex, type PackPath } from './edition-rule.js'
import { acceptedCodes } from './nearest-code.js'

/** The refusal of a formula, told at its place in the pack. */
const at = (path: PackPath, outcome: Outcome<unknown>): readonly Issue[] =>
  outcome.ok
    ? []
    : outcome.issues.map(found => ({
        ...found,
        path,
        messageKo: `${path.join('.')}: ${found.messageKo}`,
        messageEn: `${path.join('.')}: ${found.messageEn}`,
      }))

const unknownSymbols = (source: FormulaNode | Check, path: PackPath, { measures }: PackIndex): readonly Issue[] =>
  measuresOf(source)
    .filter(code => !measures.has(code))
    .map(code =>
      packIssue({
        code: 'EDITION_UNKNOWN_SYMBOL',
        path,
        ko: `식에 쓰인 측정값 "${code}"은(는) 이 판에 없습니다.`,
        en: `the formula uses "${code}", which is no measure of this edition.`,
        expected: acceptedCodes(code, measures.keys()),
        got: code,
      }),
    )

const dimensionIn =
  (index: PackIndex) =>
  (code: string): UnitDimension | null =>
    index.units.get(index.measures.get(code)?.unit ?? '')?.dimension ?? null

/** A measure whose unit is unknown has an issue of its own; a unit check on top would only repeat it. */
const hasUnits = (source: FormulaNode | Check, index: PackIndex): boolean =>
  measuresOf(source).every(code => dimensionIn(index)(code) !== null)

const formulaIssues = (text: string, path: PackPath, { unit, index }: { unit: string; index: PackIndex }): readonly Issue[] => {
  const parsed = parseFormula(text)
  if (!parsed.ok) return at(path, parsed)
  const unknown = unknownSymbols(parsed.value, path, index)
  const stated = index.units.get(unit)?.dimension
  const units =
    unknown.length > 0 || stated === undefined || !hasUnits(parsed.value, index)
      ? []
      : at(path, checkFormulaUnits(parsed.value, dimensionIn(index), stated))
  return [...unknown, ...at(path, normalizeFormula(parsed.value)), ...units]
}

/** Every formula reads, uses measures of the edition, has a normal form (S18) and results in the unit stated for it (S19). */
export const formulasHold: EditionRule = ({ indicators }, index) =>
  indicators.indicators.flatMap(({ unit, versions, variants }, i) => [
    ...versions.flatMap(({ formula }, j) =>
      formulaIssues(formula, inFile('indicators', 'indicators', i, 'versions', j, 'formula'), { unit, index }),
    ),
    ...variants.flatMap((variant, j) =>
      formulaIssues(variant.formula, inFile('indicators', 'indicators', i, 'variants', j, 'formula'), {
        unit: variant.unit ?? unit,
        index,
      }),
    ),
  ])

const checkIssues = (text: string, path: PackPath, index: PackIndex): readonly Issue[] => {
  const parsed = parseCheck(text)
  if (!parsed.ok) return at(path, parsed)
  const unknown = unknownSymbols(parsed.value, path, index)
  return unknown.length > 0 || !hasUnits(parsed.value, index) ? unknown : at(path, checkFormulaUnits(parsed.value, dimensionIn(index)))
}

const measuresOfCheck = (text: string): readonly string[] => {
  const parsed = parseCheck(text)
  return parsed.ok ? measuresOf(parsed.value) : []
}

/** Every rule of a measure reads, its sides have one dimension, it doubts a measure of its own, and it sums over a dimension one of them has. */
export const checksHold: EditionRule = ({ measures }, index) =>
  measures.measures.flatMap(({ constraints }, i) =>
    constraints.flatMap((constraint, j) => {
      const path = inFile('measures', 'measures', i, 'constraints', j)
      const used = measuresOfCheck(constraint.check)
      const dimensions = new Set(used.flatMap(code => index.measures.get(code)?.dimensions ?? []))
      return [
        ...checkIssues(constraint.check, [...path, 'check'], index),
        ...(constraint.when === null ? [] : checkIssues(constraint.when, [...path, 'when'], index)),
        ...(constraint.doubts === null || used.includes(constraint.doubts)
          ? []
          : [notAmong(constraint.doubts, [...path, 'doubts'], { kind: 'EDITION_UNKNOWN_SYMBOL', known: used })]),
        ...(constraint.sum_over === null || dimensions.has(constraint.sum_over)
          ? []
          : [notAmong(constraint.sum_over, [...path, 'sum_over'], { kind: 'EDITION_UNKNOWN_REFERENCE', known: dimensions })]),
      ]
    }),
  )

type Known = { readonly kind: 'EDITION_UNKNOWN_SYMBOL' | 'EDITION_UNKNOWN_REFERENCE'; readonly known: Iterable<string> }

const notAmong = (code: string, path: PackPath, { kind, known }: Known): Issue =>
  packIssue({
    code: kind,
    path,
    ko: `"${code}"은(는) 이 규칙의 식에 쓰인 측정값에 없습니다.`,
    en: `"${code}" plays no part in the check of this rule.`,
    expected: acceptedCodes(code, known),
    got: code,
  })

/** A scope filters at least one measure of every formula of its indicator (S20). */
export const scopesAreUsed: EditionRule = ({ indicators }, index) =>
  indicators.indicators.flatMap((indicator, i) => {
    const formulas = [
      ...indicator.versions.map(({ formula }, j) => ({ formula, place: `versions.${j}` })),
      ...indicator.variants.map(({ formula }, j) => ({ formula, place: `variants.${j}` })),
    ]
    return Object.keys(indicator.scope).flatMap(dimension =>
      formulas.flatMap(({ formula, place }) => {
        const parsed = parseFormula(formula)
        if (!parsed.ok) return []
        const used = measuresOf(parsed.value)
        const dimensions = new Set(used.flatMap(code => index.measures.get(code)?.dimensions ?? []))
        if (dimensions.has(dimension) || !used.every(code => index.measures.has(code))) return []
        return packIssue({
          code: 'EDITION_SCOPE_UNUSED',
          path: inFile('indicators', 'indicators', i, 'scope', dimension),
          ko: `${indicator.code}의 산식(${place})에 쓰인 측정값 가운데 "${dimension}" 차원을 가진 것이 없습니다.`,
          en: `no measure in the formula ${place} of ${indicator.code} has the dimension "${dimension}".`,
          expected: acceptedCodes(dimension, dimensions),
          got: dimension,
        })
      }),
    )
  })
