import type { Issue, IssueCode } from '../../issue.js'
import type { PackLimit } from '../edition-pack.js'
import { inFile, packIssue, type EditionRule, type PackIndex, type PackPath } from './edition-rule.js'
import { acceptedCodes } from './nearest-code.js'

type Kind = { readonly code: IssueCode; readonly ko: string; readonly en: string }
const MEASURE: Kind = { code: 'EDITION_UNKNOWN_SYMBOL', ko: '측정값', en: 'measure' }
const DIMENSION: Kind = { code: 'EDITION_UNKNOWN_REFERENCE', ko: '차원', en: 'dimension' }
const ITEM: Kind = { code: 'EDITION_UNKNOWN_REFERENCE', ko: '코드목록 항목', en: 'codelist item' }
const UNIT: Kind = { code: 'EDITION_UNKNOWN_REFERENCE', ko: '단위', en: 'unit' }
const PARAMETER: Kind = { code: 'EDITION_UNKNOWN_REFERENCE', ko: '매개변수', en: 'parameter' }

/** No issue when the code is known, else one that names the nearest known codes. */
export const unlessKnown = (
  kind: Kind,
  code: string,
  place: { readonly path: PackPath; readonly known: Iterable<string> },
): readonly Issue[] => {
  const known = [...place.known]
  if (known.includes(code)) return []
  const facts = { path: place.path, expected: acceptedCodes(code, known), got: code }
  return [
    packIssue({
      code: kind.code,
      ko: `${kind.ko} "${code}"은(는) 이 판에 없습니다.`,
      en: `this edition defines no ${kind.en} "${code}".`,
      ...facts,
    }),
  ]
}

/** A filter such as { instrument: emolabor_survey }: each dimension is known and has the item. */
const filterIssues = (filter: Readonly<Record<string, string>>, path: PackPath, index: PackIndex): readonly Issue[] =>
  Object.entries(filter).flatMap(([dimension, item]) => {
    const items = index.dimensions.get(dimension)
    if (items === undefined) return unlessKnown(DIMENSION, dimension, { path: [...path, dimension], known: index.dimensions.keys() })
    return unlessKnown(ITEM, item, { path: [...path, dimension], known: items })
  })

const limitIssues = (limit: PackLimit | null, path: PackPath, index: PackIndex): readonly Issue[] => [
  ...(limit?.of == null ? [] : unlessKnown(MEASURE, limit.of, { path: [...path, 'of'], known: index.measures.keys() })),
  ...(limit?.when == null ? [] : filterIssues(limit.when, [...path, 'when'], index)),
]

/** Measures name units, dimensions and other measures that exist, and break down by dimensions they have. */
export const measureReferencesExist: EditionRule = ({ measures }, index) =>
  measures.measures.flatMap((measure, i) => {
    const at = inFile('measures', 'measures', i)
    return [
      ...unlessKnown(UNIT, measure.unit, { path: [...at, 'unit'], known: index.units.keys() }),
      ...measure.dimensions.flatMap((name, j) =>
        unlessKnown(DIMENSION, name, { path: [...at, 'dimensions', j], known: index.dimensions.keys() }),
      ),
      ...measure.required_breakdown.flatMap((name, j) =>
        unlessKnown(DIMENSION, name, { path: [...at, 'required_breakdown', j], known: measure.dimensions }),
      ),
      ...limitIssues(measure.min_n, [...at, 'min_n'], index),
      ...limitIssues(measure.min_cell, [...at, 'min_cell'], index),
    ]
  })

/** Indicators name units and dimensions that exist, in their scope an item of the dimension. */
export const indicatorReferencesExist: EditionRule = ({ indicators }, index) =>
  indicators.indicators.flatMap((indicator, i) => {
    const at = inFile('indicators', 'indicators', i)
    const dimensions = (field: 'requires_single' | 'allow_sum_over') =>
      indicator[field].flatMap((name, j) => unlessKnown(DIMENSION, name, { path: [...at, field, j], known: index.dimensions.keys() }))
    return [
      ...unlessKnown(UNIT, indicator.unit, { path: [...at, 'unit'], known: index.units.keys() }),
      ...indicator.variants.flatMap(({ unit }, j) =>
        unit === null ? [] : unlessKnown(UNIT, unit, { path: [...at, 'variants', j, 'unit'], known: index.units.keys() }),
      ),
      ...filterIssues(indicator.scope, [...at, 'scope'], index),
      ...dimensions('requires_single'),
      ...dimensions('allow_sum_over'),
    ]
  })

/** Parameters that a submission may declare belong to measures that have them. */
export const declaredParametersExist: EditionRule = ({ measures }, index) =>
  Object.entries(measures.conventions.declared_parameters).flatMap(([name, targets]) =>
    targets.flatMap((target, i) => {
      const path = inFile('measures', 'conventions', 'declared_parameters', name, i)
      const [code = '', parameter = ''] = target.split('.')
      const measure = index.measures.get(code)
      if (measure === undefined) return unlessKnown(MEASURE, code, { path, known: index.measures.keys() })
      return unlessKnown(PARAMETER, parameter, { path, known: Object.keys(measure.parameters) })
    }),
  )

/** Measure sets, and items that do not count for some measures, name measures that exist; an item's instrument exists. */
export const listedCodesExist: EditionRule = ({ members, codelists }, index) => [
  ...members.measure_sets.flatMap((set, i) => [
    ...set.measures.flatMap((code, j) =>
      unlessKnown(MEASURE, code, { path: inFile('members', 'measure_sets', i, 'measures', j), known: index.measures.keys() }),
    ),
    ...set.core.flatMap((code, j) =>
      unlessKnown(MEASURE, code, { path: inFile('members', 'measure_sets', i, 'core', j), known: set.measures }),
    ),
  ]),
  ...codelists.codelists.flatMap(({ items }, i) =>
    items.flatMap((item, j) => {
      const at = inFile('codelists', 'codelists', i, 'items', j)
      const counted = item.counts_in?.measures ?? []
      return [
        ...counted.flatMap((code, k) =>
          unlessKnown(MEASURE, code, { path: [...at, 'counts_in', 'measures', k], known: index.measures.keys() }),
        ),
        ...(item.instrument === null
          ? []
          : unlessKnown(ITEM, item.instrument, { path: [...at, 'instrument'], known: index.dimensions.get('instrument') ?? [] })),
      ]
    }),
  ),
]
