import type { Concept, Glossary } from './concept.js'
import type { Predicate } from './proposal.js'
import { isKorean } from './is-korean.js'

/** The object of a triple: a thing, a text in a language, or a value that a program reads. */
export type TripleObject =
  | { readonly iri: string }
  | { readonly text: string; readonly language: 'ko' | 'en' }
  | { readonly value: string; readonly type: 'string' | 'date' }
export type Triple = { readonly subject: string; readonly predicate: SkosPredicate; readonly object: TripleObject }

const SKOS = 'http://www.w3.org/2004/02/skos/core#'

/** Prefixes of the vocabularies that the export speaks. */
export const SKOS_PREFIXES = {
  skos: SKOS,
  dct: 'http://purl.org/dc/terms/',
  owl: 'http://www.w3.org/2002/07/owl#',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  hub120: 'urn:hub120:vocabulary:',
} as const

const MATCHES: Readonly<Record<Predicate, SkosPredicate>> = {
  exact: 'skos:exactMatch',
  close: 'skos:closeMatch',
  broad: 'skos:broadMatch',
  narrow: 'skos:narrowMatch',
  related: 'skos:relatedMatch',
}

/** What is said of a thing, as a compact name. */
export type SkosPredicate =
  | 'rdf:type'
  | `skos:${'inScheme' | 'hasTopConcept' | 'topConceptOf' | 'notation' | 'prefLabel' | 'altLabel' | 'hiddenLabel' | 'definition' | 'broader'}`
  | `skos:${Predicate}Match`
  | `dct:${'title' | 'valid'}`
  | 'owl:versionInfo'
  | 'hub120:unit'
  | 'hub120:formula'

/** A word of a center and what it was decided to mean on the day of the export. */
export type WordMatch = {
  readonly center: string
  readonly term: string
  readonly label: string
  readonly unit: string | null
  readonly ref: string
  readonly predicate: Predicate
  /** True where a steward decided; false where the hub did by itself, or only for the time being. */
  readonly isConfirmed: boolean
}

/** Characters of references that stand for themselves in a URN; everything else is written as its bytes. */
const named = (text: string): string => encodeURIComponent(text).replaceAll('%3A', ':').replaceAll('%40', '@').replaceAll('%3D', '=')

/** The name of a concept on the web of data, the same in every edition and at every hub: `urn:hub120:concept:measure:calls_offered`. */
export const conceptIri = (ref: string): string => `urn:hub120:concept:${named(ref)}`
const schemeIri = (edition: string): string => `urn:hub120:glossary:${named(edition)}`
const centerIri = (center: string): string => `urn:hub120:center:${named(center)}:terms`
const wordIri = ({ center, term }: WordMatch): string => `urn:hub120:center:${named(center)}:term:${named(term)}`

const text = (words: string | null, language: 'ko' | 'en'): readonly TripleObject[] => (words === null ? [] : [{ text: words, language }])
const value = (words: string | null): readonly TripleObject[] => (words === null ? [] : [{ value: words, type: 'string' }])
const inOwnLanguage = (words: string): TripleObject => ({ text: words, language: isKorean(words) ? 'ko' : 'en' })

type Said = readonly (readonly [SkosPredicate, readonly TripleObject[]])[]

const about = (subject: string, said: Said): readonly Triple[] =>
  said.flatMap(([predicate, objects]) => objects.map(object => ({ subject, predicate, object })))

const conceptTriples = (concept: Concept, scheme: TripleObject): readonly Triple[] =>
  about(conceptIri(concept.ref), [
    ['rdf:type', [{ iri: `${SKOS}Concept` }]],
    ['skos:inScheme', [scheme]],
    ['skos:topConceptOf', concept.broader === null ? [scheme] : []],
    ['skos:notation', value(concept.code)],
    ['skos:prefLabel', [...text(concept.nameKo, 'ko'), ...text(concept.nameEn, 'en')]],
    ['skos:altLabel', concept.synonyms.map(inOwnLanguage)],
    ['skos:hiddenLabel', concept.ambiguous.map(inOwnLanguage)],
    ['skos:definition', [...text(concept.definitionKo, 'ko'), ...text(concept.definitionEn, 'en')]],
    ['skos:broader', concept.broader === null ? [] : [{ iri: conceptIri(concept.broader) }]],
    ['hub120:unit', value(concept.unit)],
    ['hub120:formula', value(concept.formula)],
  ])

const wordTriples = (match: WordMatch): readonly Triple[] =>
  about(wordIri(match), [
    ['rdf:type', [{ iri: `${SKOS}Concept` }]],
    ['skos:inScheme', [{ iri: centerIri(match.center) }]],
    ['skos:prefLabel', [inOwnLanguage(match.label)]],
    ['hub120:unit', value(match.unit)],
    // exactMatch is transitive: what nobody has confirmed would make words of two centers equal through the concept.
    [match.predicate === 'exact' && !match.isConfirmed ? 'skos:closeMatch' : MATCHES[match.predicate], [{ iri: conceptIri(match.ref) }]],
  ])

/**
 * The glossary of an edition as SKOS, thing by thing: one concept scheme per edition, its concepts, then the words of each center that is named as a
 * scheme of its own with what they match. Concepts keep their name from edition to edition. Source: W3C SKOS Reference, 18 August 2009.
 */
export const skosTriples = ({ edition, effectiveFrom, concepts }: Glossary, matches: readonly WordMatch[]): readonly Triple[] => {
  const scheme = { iri: schemeIri(edition) }
  const all = [...concepts.values()]
  return [
    ...about(scheme.iri, [
      ['rdf:type', [{ iri: `${SKOS}ConceptScheme` }]],
      ['dct:title', [...text(`120 콜센터 용어집 ${edition}`, 'ko'), ...text(`Glossary of the 120 call centers ${edition}`, 'en')]],
      ['owl:versionInfo', value(edition)],
      ['dct:valid', [{ value: effectiveFrom, type: 'date' }]],
      ['skos:hasTopConcept', all.filter(({ broader }) => broader === null).map(({ ref }) => ({ iri: conceptIri(ref) }))],
    ]),
    ...all.flatMap(concept => conceptTriples(concept, scheme)),
    ...[...new Set(matches.map(({ center }) => center))].flatMap(center =>
      about(centerIri(center), [
        ['rdf:type', [{ iri: `${SKOS}ConceptScheme` }]],
        ['dct:title', [...text(`${center} 센터의 용어`, 'ko'), ...text(`Words of the center ${center}`, 'en')]],
      ]),
    ),
    ...matches.flatMap(wordTriples),
  ]
}
