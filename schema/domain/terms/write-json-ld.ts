import { SKOS_PREFIXES, type SkosPredicate, type Triple, type TripleObject } from './skos-triples.js'

const LABELS = ['skos:prefLabel', 'skos:altLabel', 'skos:hiddenLabel', 'skos:definition', 'dct:title'] as const
const LINKS = [
  'skos:inScheme',
  'skos:hasTopConcept',
  'skos:topConceptOf',
  'skos:broader',
  'skos:exactMatch',
  'skos:closeMatch',
  'skos:broadMatch',
  'skos:narrowMatch',
  'skos:relatedMatch',
] as const

/** Plain keys for people: `prefLabel` holds `{ "ko": …, "en": … }`, links hold names of things. */
const CONTEXT = {
  ...SKOS_PREFIXES,
  ...Object.fromEntries(LABELS.map(name => [name.slice(name.indexOf(':') + 1), { '@id': name, '@container': '@language' }])),
  ...Object.fromEntries(LINKS.map(name => [name.slice(name.indexOf(':') + 1), { '@id': name, '@type': '@id' }])),
  notation: 'skos:notation',
  versionInfo: 'owl:versionInfo',
  unit: 'hub120:unit',
  formula: 'hub120:formula',
  valid: { '@id': 'dct:valid', '@type': 'xsd:date' },
}

const keyOf = (predicate: SkosPredicate): string => (predicate === 'rdf:type' ? '@type' : predicate.slice(predicate.indexOf(':') + 1))

const valueOf = (object: TripleObject): string => {
  if ('iri' in object) return object.iri
  return 'text' in object ? object.text : object.value
}

/** One value alone, several as a list. */
const oneOrAll = (values: readonly string[]): unknown => (values.length === 1 ? values[0] : values)

const nodeOf = (subject: string, triples: readonly Triple[]): object => {
  const node: Record<string, unknown> = { '@id': subject }
  for (const key of new Set(triples.map(({ predicate }) => keyOf(predicate)))) {
    const objects = triples.filter(({ predicate }) => keyOf(predicate) === key).map(({ object }) => object)
    const languages = new Set(objects.flatMap(object => ('text' in object ? object.language : [])))
    node[key] =
      languages.size === 0
        ? oneOrAll(objects.map(valueOf))
        : Object.fromEntries(
            [...languages].map(language => [
              language,
              oneOrAll(objects.filter(object => 'text' in object && object.language === language).map(valueOf)),
            ]),
          )
  }
  return node
}

/** The same triples as JSON-LD, an object for each thing. Source: W3C JSON-LD 1.1. */
export function* writeJsonLd(triples: readonly Triple[]): Generator<string, void, undefined> {
  yield `{"@context":${JSON.stringify(CONTEXT)},"@graph":[\n`
  let start = 0
  for (let at = 1; at <= triples.length; at++) {
    if (triples[at]?.subject === triples[start]?.subject) continue
    yield `${start === 0 ? '' : ',\n'}${JSON.stringify(nodeOf(triples[start]?.subject ?? '', triples.slice(start, at)))}`
    start = at
  }
  yield '\n]}\n'
}
