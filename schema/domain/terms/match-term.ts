import type { Edition } from '../statistics/edition.js'
import { normalizeLabel } from './normalize-label.js'
import type { AmbiguousLabel, LabelEntry, LabelSource, TermLexicon, TermTarget } from './term.js'

/** What a label in a submission row is about. A provisional match counts at once and is marked until the center that uses the word confirms it. */
export type SubjectMatch =
  | {
      readonly kind: 'measure'
      readonly measure: string
      readonly fixed: { readonly dimension: string; readonly item: string } | null
      readonly isProvisional: boolean
      readonly source: LabelSource
    }
  | { readonly kind: 'reported'; readonly indicator: string; readonly variant: string | null; readonly isProvisional: boolean }
  | { readonly kind: 'ambiguous'; readonly label: AmbiguousLabel; readonly isRate: boolean }
  | { readonly kind: 'unknown' }

/** What a label in a dimension column names: one item, several (districts of one name in two regions), or nothing known. */
export type ItemMatch =
  | { readonly kind: 'item'; readonly item: string; readonly isProvisional: boolean; readonly source: LabelSource }
  | { readonly kind: 'ambiguous'; readonly items: readonly string[] }
  | { readonly kind: 'unknown' }

const UNKNOWN = { kind: 'unknown' } as const

const isSure = (source: LabelSource): boolean => source === 'code' || source === 'standardName'

const toSubject = ({ target, source }: LabelEntry): SubjectMatch => {
  const isProvisional = !isSure(source)
  switch (target.kind) {
    case 'measure':
      return { kind: 'measure', measure: target.measure, fixed: target.fixed, isProvisional, source }
    case 'indicator':
      return { kind: 'reported', indicator: target.indicator, variant: target.variant, isProvisional }
    case 'item':
      return UNKNOWN
  }
}

/**
 * A row is looked up among measures. Where the candidates of an ambiguous label come from several families and one measure is among them,
 * the row itself is the context that narrows the label to it (ACW: the sum, not the mean). Candidates of one family are narrowed by nothing,
 * not even a single one (교육인원: people or attendances). Source: terms.yaml, matching_en and context_en.
 */
const narrow = (label: AmbiguousLabel): SubjectMatch => {
  const [first, ...others] = label.candidates.filter(candidate => candidate.kind === 'measure')
  const isMixed = label.candidates.some(candidate => candidate.kind !== 'measure')
  if (first !== undefined && others.length === 0 && isMixed) return toSubject({ target: first, source: 'synonym' })
  return { kind: 'ambiguous', label, isRate: label.candidates.every(candidate => candidate.kind === 'indicator') }
}

/**
 * What the label of a row is about: a measure, a rate that the center computed itself, several things, or nothing known.
 * A code always wins. Standard names that are also listed as ambiguous are exact only where the file declares a standard edition (`isStandard`).
 */
export const matchSubject = (lexicon: TermLexicon, label: string, { isStandard }: { readonly isStandard: boolean }): SubjectMatch => {
  const compared = normalizeLabel(label)
  const entries = lexicon.subjects.get(compared) ?? []
  const [entry] = entries
  const ambiguous = lexicon.ambiguous.get(compared)
  const isExact = entry?.source === 'code' || (isStandard && entry?.source === 'standardName')
  if (ambiguous !== undefined && !isExact) return narrow(ambiguous)
  return entry === undefined ? UNKNOWN : toSubject(entry)
}

/** The item of a codelist that a label names; codes are labels too. Units have words of their own (`unitLabels` of the edition). */
export const matchItem = (lexicon: TermLexicon, codelist: string, label: string): ItemMatch => {
  const entries = lexicon.items.get(codelist)?.get(normalizeLabel(label)) ?? []
  const [first] = entries
  if (first === undefined || first.target.kind !== 'item') return UNKNOWN
  if (entries.length > 1 && first.source !== 'code')
    return { kind: 'ambiguous', items: entries.flatMap(({ target }) => (target.kind === 'item' ? [target.item] : [])) }
  return { kind: 'item', item: first.target.item, isProvisional: !isSure(first.source), source: first.source }
}

/** The dimension that a column or a name before `=` means (언어, language), or null. */
export const matchDimensionName = (lexicon: TermLexicon, name: string): string | null =>
  lexicon.dimensionNames.get(normalizeLabel(name)) ?? null

/** The names that the edition has for a target; undefined where it has none of it. */
export const namesOf = (edition: Edition, target: TermTarget): { readonly nameKo: string; readonly nameEn: string } | undefined => {
  switch (target.kind) {
    case 'measure':
      return edition.measures.get(target.measure)
    case 'indicator':
      return edition.indicators.get(target.indicator)
    case 'item':
      return edition.codelists.get(target.codelist)?.items.get(target.item)
  }
}

/** What an ambiguous label may mean, with the standard names to choose from, in the order of the edition. */
export const candidatesOf = (
  edition: Edition,
  label: AmbiguousLabel,
): readonly { readonly target: TermTarget; readonly nameKo: string; readonly nameEn: string }[] =>
  label.candidates.flatMap(target => {
    const names = namesOf(edition, target)
    return names === undefined ? [] : [{ target, nameKo: names.nameKo, nameEn: names.nameEn }]
  })
