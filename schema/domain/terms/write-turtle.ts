import { SKOS_PREFIXES, type Triple, type TripleObject } from './skos-triples.js'

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

const numbered = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`

/** A text as Turtle takes it between quotes: nothing in it can end it, and what shows nothing is written as its number. */
const quoted = (text: string): string =>
  `"${text.replace(/\p{Cs}/gu, '\ufffd').replace(/[\\"\p{Cc}]/gu, sign => ESCAPES[sign] ?? numbered(sign))}"`

const objectText = (object: TripleObject): string => {
  if ('iri' in object) return `<${object.iri}>`
  if ('text' in object) return `${quoted(object.text)}@${object.language}`
  return object.type === 'string' ? quoted(object.value) : `${quoted(object.value)}^^xsd:${object.type}`
}

/** Triples as Turtle, a block for each thing, in the order in which they come. Source: W3C RDF 1.1 Turtle. */
export function* writeTurtle(triples: readonly Triple[]): Generator<string, void, undefined> {
  yield Object.entries(SKOS_PREFIXES)
    .map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .\n`)
    .join('')
  let subject: string | null = null
  let predicate: string | null = null
  for (const triple of triples) {
    const object = objectText(triple.object)
    if (triple.subject !== subject) yield `${subject === null ? '' : ' .\n'}\n<${triple.subject}>\n    ${triple.predicate} ${object}`
    else yield triple.predicate === predicate ? `, ${object}` : ` ;\n    ${triple.predicate} ${object}`
    ;({ subject, predicate } = triple)
  }
  yield subject === null ? '' : ' .\n'
}
