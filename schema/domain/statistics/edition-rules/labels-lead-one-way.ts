import type { Issue } from '../../issue.js'
import { collectDimensionLabels, collectItemLabels, collectSubjectLabels, type PlacedLabel } from '../../terms/collect-labels.js'
import { normalizeLabel } from '../../terms/normalize-label.js'
import { isSameTarget, printReference } from '../../terms/parse-reference.js'
import type { TermTarget } from '../../terms/term.js'
import { packIssue, type EditionRule, type PackIndex, type PackPath } from './edition-rule.js'

type Clash = {
  readonly written: string
  readonly path: PackPath
  readonly first: string
  readonly firstPath: PackPath
  readonly second: string
}

const clash = ({ written, path, first, firstPath, second }: Clash): Issue =>
  packIssue({
    code: 'EDITION_AMBIGUOUS_LABEL',
    path,
    ko: `"${written}"은(는) ${first}(${firstPath.join('.')})와 ${second} 둘 다를 가리킵니다.`,
    en: `"${written}" leads to ${first} (${firstPath.join('.')}) and to ${second}.`,
    expected: 'a label that leads to one thing only, or an entry under ambiguous in terms.yaml',
    got: written,
  })

const clashes = (labels: readonly PlacedLabel[], isAllowed: (label: string, a: TermTarget, b: TermTarget) => boolean): readonly Issue[] => {
  const first = new Map<string, PlacedLabel>()
  return labels.flatMap(found => {
    const earlier = first.get(found.label)
    if (earlier === undefined) first.set(found.label, found)
    if (earlier === undefined || isSameTarget(earlier.target, found.target) || isAllowed(found.label, earlier.target, found.target))
      return []
    const { written, path } = found
    return clash({ written, path, first: printReference(earlier.target), firstPath: earlier.path, second: printReference(found.target) })
  })
}

/** A reference to something unknown has an issue of its own; that its words clash with others would only repeat it. */
const isDefined = (target: TermTarget, { measures, indicators, codelists }: PackIndex): boolean => {
  switch (target.kind) {
    case 'measure':
      return measures.has(target.measure)
    case 'indicator':
      return indicators.has(target.indicator)
    case 'item':
      return codelists.get(target.codelist)?.items.some(({ code }) => code === target.item) ?? false
  }
}

/** A label leads to one measure or indicator, unless it is listed as ambiguous. */
export const subjectLabelsLeadOneWay: EditionRule = (pack, index) => {
  const ambiguous = new Set(pack.terms.ambiguous.map(({ label }) => normalizeLabel(label)))
  const labels = collectSubjectLabels(pack).filter(({ target }) => isDefined(target, index))
  return clashes(labels, label => ambiguous.has(label))
}

/** A label leads to one item of its codelist. Items of different regions may share a name (중구): the region of the center tells them apart. */
export const itemLabelsLeadOneWay: EditionRule = (pack, index) => {
  const { codelists } = index
  const regionOf = (target: TermTarget): string | null =>
    (target.kind === 'item' ? codelists.get(target.codelist)?.items.find(({ code }) => code === target.item)?.jurisdiction : null) ?? null
  const labels = collectItemLabels(pack).filter(({ target }) => isDefined(target, index))
  return [...codelists.keys()].flatMap(codelist =>
    clashes(
      labels.filter(({ target }) => target.kind === 'item' && target.codelist === codelist),
      (_, a, b) => regionOf(a) !== null && regionOf(b) !== null && regionOf(a) !== regionOf(b),
    ),
  )
}

/** A column label leads to one dimension. */
export const dimensionLabelsLeadOneWay: EditionRule = pack => {
  const first = new Map<string, { readonly dimension: string; readonly path: PackPath }>()
  return collectDimensionLabels(pack).flatMap(({ label, dimension, path }) => {
    const earlier = first.get(label)
    if (earlier === undefined) first.set(label, { dimension, path })
    if (earlier === undefined || earlier.dimension === dimension) return []
    return clash({ written: label, path, first: earlier.dimension, firstPath: earlier.path, second: dimension })
  })
}
