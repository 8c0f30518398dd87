import type { EditionPack } from '../statistics/edition-pack.js'
import { collectDimensionLabels, collectItemLabels, collectSubjectLabels, type PlacedLabel } from './collect-labels.js'
import { normalizeLabel } from './normalize-label.js'
import { isSameTarget, parseReference } from './parse-reference.js'
import type { AmbiguousLabel, LabelEntry, LabelSource, TermLexicon } from './term.js'

/** The surer source first: a label that is both a standard name and a synonym of one thing is its name. */
const SURENESS: Record<LabelSource, number> = { code: 0, standardName: 1, dimensionLabel: 2, variantLabel: 2, synonym: 3 }

const byLabel = (labels: readonly PlacedLabel[]): ReadonlyMap<string, readonly LabelEntry[]> => {
  const entries = new Map<string, LabelEntry[]>()
  for (const { label, target, source } of labels.toSorted((a, b) => SURENESS[a.source] - SURENESS[b.source])) {
    const found = entries.get(label) ?? []
    if (!found.some(entry => isSameTarget(entry.target, target))) entries.set(label, [...found, { target, source }])
  }
  return entries
}

const toAmbiguous = ({ label, candidates, rule_ko, rule_en }: EditionPack['terms']['ambiguous'][number]): AmbiguousLabel => ({
  label,
  candidates: candidates.flatMap(reference => parseReference(reference) ?? []),
  ruleKo: rule_ko,
  ruleEn: rule_en,
})

/** Labels of a pack that passed every rule, by their compared form. */
export const buildLexicon = (pack: EditionPack): TermLexicon => {
  const items = new Map<string, PlacedLabel[]>()
  for (const label of collectItemLabels(pack)) {
    if (label.target.kind !== 'item') continue
    items.set(label.target.codelist, [...(items.get(label.target.codelist) ?? []), label])
  }
  return {
    subjects: byLabel(collectSubjectLabels(pack)),
    ambiguous: new Map(pack.terms.ambiguous.map(entry => [normalizeLabel(entry.label), toAmbiguous(entry)])),
    items: new Map([...items].map(([codelist, labels]) => [codelist, byLabel(labels)])),
    dimensionNames: new Map(collectDimensionLabels(pack).map(({ label, dimension }) => [label, dimension])),
  }
}
