import type { EditionPack } from '../statistics/edition-pack.js'
import { inFile, type PackPath } from '../statistics/edition-rules/edition-rule.js'
import { normalizeLabel } from './normalize-label.js'
import { parseReference } from './parse-reference.js'
import type { LabelEntry, LabelSource, TermTarget } from './term.js'

/** A label of a pack, in the form in which labels are compared, and where it is written. */
export type PlacedLabel = LabelEntry & { readonly label: string; readonly written: string; readonly path: PackPath }

const placed = (written: string, target: TermTarget, at: { readonly source: LabelSource; readonly path: PackPath }): PlacedLabel => ({
  label: normalizeLabel(written),
  written,
  target,
  ...at,
})

const measureTarget = (measure: string): TermTarget => ({ kind: 'measure', measure, fixed: null })
const indicatorTarget = (indicator: string): TermTarget => ({ kind: 'indicator', indicator, variant: null })

type Named = { readonly code: string; readonly name_ko: string; readonly name_en: string }

const namesOf = ({ code, name_ko, name_en }: Named, target: TermTarget, path: PackPath): readonly PlacedLabel[] => [
  placed(code, target, { source: 'code', path: [...path, 'code'] }),
  placed(name_ko, target, { source: 'standardName', path: [...path, 'name_ko'] }),
  placed(name_en, target, { source: 'standardName', path: [...path, 'name_en'] }),
]

/** Labels of the terms file; terms whose ref cannot be read have an issue of their own. */
const termLabels = ({ terms }: EditionPack): readonly PlacedLabel[] =>
  terms.terms.flatMap(({ ref, term_ko, term_en, synonyms }, i) => {
    const target = parseReference(ref)
    if (target === null) return []
    const at = inFile('terms', 'terms', i)
    return [
      placed(term_ko, target, { source: 'standardName', path: [...at, 'term_ko'] }),
      placed(term_en, target, { source: 'standardName', path: [...at, 'term_en'] }),
      ...synonyms.map((synonym, j) => placed(synonym, target, { source: 'synonym', path: [...at, 'synonyms', j] })),
    ]
  })

/** Every label that leads to a measure or an indicator. */
export const collectSubjectLabels = (pack: EditionPack): readonly PlacedLabel[] => [
  ...pack.measures.measures.flatMap((measure, i) => namesOf(measure, measureTarget(measure.code), inFile('measures', 'measures', i))),
  ...pack.indicators.indicators.flatMap((indicator, i) =>
    namesOf(indicator, indicatorTarget(indicator.code), inFile('indicators', 'indicators', i)),
  ),
  ...termLabels(pack).filter(({ target }) => target.kind !== 'item'),
  ...pack.terms.variant_labels.map(({ label, indicator, variant }, i) =>
    placed(
      label,
      { kind: 'indicator', indicator, variant },
      { source: 'variantLabel', path: inFile('terms', 'variant_labels', i, 'label') },
    ),
  ),
  ...pack.terms.dimension_labels.map(({ label, measure, dimension, item }, i) =>
    placed(
      label,
      { kind: 'measure', measure, fixed: { dimension, item } },
      { source: 'dimensionLabel', path: inFile('terms', 'dimension_labels', i, 'label') },
    ),
  ),
]

/** Every label that leads to an item of a codelist. Units have words of their own and are not among them. */
export const collectItemLabels = (pack: EditionPack): readonly PlacedLabel[] => [
  ...pack.codelists.codelists.flatMap((list, i) =>
    (list.kind === 'units' ? [] : list.items).flatMap((item, j) => {
      const target: TermTarget = { kind: 'item', codelist: list.code, item: item.code }
      const at = inFile('codelists', 'codelists', i, 'items', j)
      return [
        placed(item.code, target, { source: 'code', path: [...at, 'code'] }),
        placed(item.ko, target, { source: 'standardName', path: [...at, 'ko'] }),
        placed(item.en, target, { source: 'standardName', path: [...at, 'en'] }),
      ]
    }),
  ),
  ...termLabels(pack).filter(({ target }) => target.kind === 'item'),
]

/** Every name under which a dimension is met in sheets: code, names, column labels. */
export const collectDimensionLabels = ({
  codelists,
}: EditionPack): readonly { readonly label: string; readonly dimension: string; readonly path: PackPath }[] =>
  codelists.codelists.flatMap(({ kind, code, name_ko, name_en, column_labels }, i) => {
    if (kind !== 'dimension') return []
    const at = inFile('codelists', 'codelists', i)
    const named = [
      { written: code, path: [...at, 'code'] },
      { written: name_ko, path: [...at, 'name_ko'] },
      { written: name_en, path: [...at, 'name_en'] },
      ...column_labels.map((written, j) => ({ written, path: [...at, 'column_labels', j] })),
    ]
    return named.map(({ written, path }) => ({ label: normalizeLabel(written), dimension: code, path }))
  })
