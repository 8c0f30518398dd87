import { parseRational, type Rational } from '../decimal.js'
import { normalizeLabel } from '../terms/normalize-label.js'
import type { EditionPack, PackUnit } from './edition-pack.js'
import { inFile, type PackPath } from './edition-rules/edition-rule.js'
import type { Unit, UnitLabel } from './unit.js'

const ONE: Rational = { numerator: 1n, denominator: 1n }

/** The shape check read this text before. */
const requireRational = (text: string): Rational => {
  const factor = parseRational(text)
  if (factor === null) throw new Error(`"${text}" passed as a factor and is none.`)
  return factor
}

const unitsOf = ({ codelists }: EditionPack) =>
  codelists.codelists.flatMap((list, i) =>
    list.kind === 'units' ? list.items.map((unit, j) => ({ unit, path: inFile('codelists', 'codelists', i, 'items', j) })) : [],
  )

const toUnit = (unit: PackUnit): Unit => {
  const [scale] = Object.entries(unit.scale_to ?? {})
  return {
    code: unit.code,
    nameKo: unit.ko,
    nameEn: unit.en,
    dimension: unit.dimension,
    scaleTo: scale === undefined ? null : { unit: scale[0], factor: requireRational(scale[1]) },
  }
}

/** Units by code. */
export const buildUnits = (pack: EditionPack): ReadonlyMap<string, Unit> =>
  new Map(unitsOf(pack).map(({ unit }) => [unit.code, toUnit(unit)]))

/** Within counts and persons a word only names the dimension, and the unit of the measure applies (S5). */
const namesOnlyDimension = ({ dimension }: PackUnit): boolean => dimension === 'count' || dimension === 'persons'

export type PlacedUnitLabel = UnitLabel & { readonly path: PackPath }

/** Every word met in unit columns: codes and names of units, then the submitted words. */
export const collectUnitLabels = (pack: EditionPack): readonly PlacedUnitLabel[] => [
  ...unitsOf(pack).flatMap(({ unit, path }) =>
    (['code', 'ko', 'en'] as const).map(key => ({
      label: unit[key],
      dimension: unit.dimension,
      unit: namesOnlyDimension(unit) ? null : unit.code,
      factor: ONE,
      clock: null,
      path: [...path, key],
    })),
  ),
  ...pack.codelists.submitted_unit_labels.items.flatMap((entry, i) =>
    entry.labels.map((label, j) => ({
      label,
      dimension: entry.dimension,
      unit: entry.unit,
      factor: entry.factor === null ? ONE : requireRational(entry.factor),
      clock: entry.parse,
      path: inFile('codelists', 'submitted_unit_labels', 'items', i, 'labels', j),
    })),
  ),
]

/** Unit words by compared label. */
export const buildUnitLabels = (pack: EditionPack): ReadonlyMap<string, UnitLabel> =>
  new Map(collectUnitLabels(pack).map(({ path: _path, ...label }) => [normalizeLabel(label.label), label]))
