import type { EditionPack, PackCodelist, PackIndicator, PackMeasure, PackVariant } from '../statistics/edition-pack.js'
import type { Concept, Glossary } from './concept.js'

type TermsFile = EditionPack['terms']

const NOTHING = { definitionKo: null, definitionEn: null, unit: null, formula: null, synonyms: [], ambiguous: [], broader: null } as const

const orNull = (text: string): string | null => (text === '' ? null : text)

const measureConcept = (measure: PackMeasure): Concept => ({
  ...NOTHING,
  ref: `measure:${measure.code}`,
  kind: 'measure',
  code: measure.code,
  nameKo: measure.name_ko,
  nameEn: measure.name_en,
  definitionKo: orNull(measure.definition_ko),
  definitionEn: orNull(measure.definition_en),
  unit: measure.unit,
})

const variantConcept = (indicator: PackIndicator, variant: PackVariant, { variant_labels }: TermsFile): Concept => {
  const labels = variant_labels
    .filter(label => label.indicator === indicator.code && label.variant === variant.variant)
    .map(({ label }) => label)
  return {
    ...NOTHING,
    ref: `indicator:${indicator.code}#${variant.variant}`,
    kind: 'indicator',
    code: `${indicator.code}#${variant.variant}`,
    nameKo: `${indicator.name_ko} (${labels[0] ?? variant.variant})`,
    nameEn: `${indicator.name_en} (${variant.variant.replaceAll('_', ' ')})`,
    definitionKo: orNull(variant.why_ko),
    definitionEn: orNull(variant.why_en),
    unit: variant.unit ?? indicator.unit,
    formula: variant.formula,
    synonyms: labels,
    broader: `indicator:${indicator.code}`,
  }
}

const indicatorConcepts = (indicator: PackIndicator, terms: TermsFile): readonly Concept[] => [
  {
    ...NOTHING,
    ref: `indicator:${indicator.code}`,
    kind: 'indicator',
    code: indicator.code,
    nameKo: indicator.name_ko,
    nameEn: indicator.name_en,
    definitionKo: orNull(indicator.note_ko),
    definitionEn: orNull(indicator.note_en),
    unit: indicator.unit,
    formula: indicator.versions.findLast(({ status }) => status === 'standard')?.formula ?? null,
  },
  ...indicator.variants.map(variant => variantConcept(indicator, variant, terms)),
]

const itemConcepts = ({ code, name_ko, name_en, items }: PackCodelist): readonly Concept[] => [
  { ...NOTHING, ref: `codelist:${code}`, kind: `codelist:${code}`, code, nameKo: name_ko, nameEn: name_en },
  ...items.map(item => ({
    ...NOTHING,
    ref: `codelist:${code}.${item.code}`,
    kind: `codelist:${code}`,
    code: item.code,
    nameKo: item.ko,
    nameEn: item.en,
    broader: `codelist:${code}`,
  })),
]

/** Slices of measures that have a word of their own (고소건수: legal actions, police complaints). */
const sliceConcepts = ({ terms, measures, codelists }: EditionPack): readonly Concept[] => {
  const refOf = ({ measure, dimension, item }: TermsFile['dimension_labels'][number]) => `measure:${measure}@${dimension}=${item}`
  const slices = new Map(terms.dimension_labels.map(slice => [refOf(slice), slice]))
  return [...slices].flatMap(([ref, { measure: code, dimension, item }]) => {
    const measure = measures.measures.find(known => known.code === code)
    const list = codelists.codelists.find(known => known.code === dimension)
    const named = list?.items.find(known => known.code === item)
    if (measure === undefined) return []
    return [
      {
        ...measureConcept(measure),
        ref,
        code: `${code}@${dimension}=${item}`,
        nameKo: `${measure.name_ko} (${named?.ko ?? item})`,
        nameEn: `${measure.name_en} (${named?.en ?? item})`,
        synonyms: terms.dimension_labels.filter(slice => refOf(slice) === ref).map(({ label }) => label),
        broader: `measure:${code}`,
      },
    ]
  })
}

/** The words of the terms file beside the names: each once, and never a word that is a name already. */
const withWords = (concept: Concept, { terms, ambiguous }: TermsFile): Concept => {
  const own = terms.filter(({ ref }) => ref === concept.ref)
  const names = new Set([concept.nameKo, concept.nameEn])
  const synonyms = new Set([...own.flatMap(({ term_ko, term_en, synonyms: words }) => [term_ko, term_en, ...words]), ...concept.synonyms])
  const unsure = new Set([
    ...own.flatMap(({ ambiguous_labels }) => ambiguous_labels),
    ...ambiguous.filter(({ candidates }) => candidates.includes(concept.ref)).map(({ label }) => label),
  ])
  return {
    ...concept,
    // A word that may mean something else is no plain synonym, even where the file lists it as one.
    synonyms: [...synonyms].filter(word => !names.has(word) && !unsure.has(word)),
    ambiguous: [...unsure].filter(word => !names.has(word)),
  }
}

/**
 * Everything of a pack that a word may be mapped to, in the order of its files: measures and their slices, indicators and their variants, and the
 * items of every codelist under the codelist. Units have words of their own and are not among them.
 */
export const listConcepts = (pack: EditionPack): Glossary => {
  const { measures, indicators, codelists, terms } = pack
  const concepts = [
    ...measures.measures.map(measureConcept),
    ...sliceConcepts(pack),
    ...indicators.indicators.flatMap(indicator => indicatorConcepts(indicator, terms)),
    ...codelists.codelists.filter(({ kind }) => kind !== 'units').flatMap(itemConcepts),
  ]
  return {
    edition: measures.edition,
    effectiveFrom: measures.effective_from,
    concepts: new Map(concepts.map(concept => [concept.ref, withWords(concept, terms)])),
  }
}
