import type { Issue } from '../../issue.js'
import { normalizeLabel } from '../../terms/normalize-label.js'
import { parseReference } from '../../terms/parse-reference.js'
import { inFile, packIssue, type EditionRule, type PackIndex, type PackPath } from './edition-rule.js'
import { unlessKnown } from './references-exist.js'

const MEASURE = { code: 'EDITION_UNKNOWN_SYMBOL', ko: '측정값', en: 'measure' } as const
const INDICATOR = { code: 'EDITION_UNKNOWN_SYMBOL', ko: '지표', en: 'indicator' } as const
const VARIANT = { code: 'EDITION_UNKNOWN_SYMBOL', ko: '변형', en: 'variant' } as const
const CODELIST = { code: 'EDITION_UNKNOWN_REFERENCE', ko: '코드목록', en: 'codelist' } as const
const DIMENSION = { code: 'EDITION_UNKNOWN_REFERENCE', ko: '차원', en: 'dimension' } as const
const ITEM = { code: 'EDITION_UNKNOWN_REFERENCE', ko: '코드목록 항목', en: 'codelist item' } as const
const AMBIGUOUS = { code: 'EDITION_UNKNOWN_REFERENCE', ko: 'ambiguous 항목', en: 'entry under ambiguous' } as const

const itemIssues = (codelist: string, item: string, { path, index }: { path: PackPath; index: PackIndex }): readonly Issue[] => {
  const list = index.codelists.get(codelist)
  if (list === undefined) return unlessKnown(CODELIST, codelist, { path, known: index.codelists.keys() })
  return unlessKnown(ITEM, item, { path, known: list.items.map(({ code }) => code) })
}

const referenceIssues = (reference: string, path: PackPath, index: PackIndex): readonly Issue[] => {
  const target = parseReference(reference)
  switch (target?.kind) {
    case 'measure':
      return unlessKnown(MEASURE, target.measure, { path, known: index.measures.keys() })
    case 'indicator':
      return unlessKnown(INDICATOR, target.indicator, { path, known: index.indicators.keys() })
    case 'item':
      return itemIssues(target.codelist, target.item, { path, index })
    case undefined:
      return [
        packIssue({
          code: 'EDITION_UNKNOWN_REFERENCE',
          path,
          ko: `"${reference}"은(는) 가리키는 대상을 알 수 없는 ref입니다.`,
          en: `"${reference}" is no reference.`,
          expected: 'measure:<code>, indicator:<code> or codelist:<codelist>.<item>',
          got: reference,
        }),
      ]
  }
}

/** Whatever the terms file names is defined: references, variants, slices of measures, ambiguous labels. */
export const termReferencesExist: EditionRule = ({ terms }, index) => {
  const ambiguous = terms.ambiguous.map(({ label }) => normalizeLabel(label))
  return [
    ...terms.terms.flatMap((term, i) => {
      const at = inFile('terms', 'terms', i)
      return [
        ...referenceIssues(term.ref, [...at, 'ref'], index),
        ...term.confusable_with.flatMap((reference, j) => referenceIssues(reference, [...at, 'confusable_with', j], index)),
        ...term.ambiguous_labels.flatMap((label, j) =>
          unlessKnown(AMBIGUOUS, normalizeLabel(label), { path: [...at, 'ambiguous_labels', j], known: ambiguous }),
        ),
      ]
    }),
    ...terms.confusables.flatMap(({ refs }, i) =>
      refs.flatMap((reference, j) => referenceIssues(reference, inFile('terms', 'confusables', i, 'refs', j), index)),
    ),
    ...terms.ambiguous.flatMap(({ candidates }, i) =>
      candidates.flatMap((reference, j) => referenceIssues(reference, inFile('terms', 'ambiguous', i, 'candidates', j), index)),
    ),
  ]
}

/** Labels of a known other formula, or of one slice of a measure, name what exists. */
export const specialLabelsExist: EditionRule = ({ terms }, index) => [
  ...terms.variant_labels.flatMap(({ indicator, variant }, i) => {
    const at = inFile('terms', 'variant_labels', i)
    const named = index.indicators.get(indicator)
    if (named === undefined) return unlessKnown(INDICATOR, indicator, { path: [...at, 'indicator'], known: index.indicators.keys() })
    return unlessKnown(VARIANT, variant, { path: [...at, 'variant'], known: named.variants.map(known => known.variant) })
  }),
  ...terms.dimension_labels.flatMap(({ measure, dimension, item }, i) => {
    const at = inFile('terms', 'dimension_labels', i)
    const named = index.measures.get(measure)
    if (named === undefined) return unlessKnown(MEASURE, measure, { path: [...at, 'measure'], known: index.measures.keys() })
    if (!named.dimensions.includes(dimension))
      return unlessKnown(DIMENSION, dimension, { path: [...at, 'dimension'], known: named.dimensions })
    return itemIssues(dimension, item, { path: [...at, 'item'], index })
  }),
]
