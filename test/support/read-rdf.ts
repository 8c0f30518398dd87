import { Parser, type Term } from 'n3'

/** A triple in one line, so that sets of them can be compared whatever they were read from. */
export type Statement = string

const XSD = 'http://www.w3.org/2001/XMLSchema#'

const termText = ({ termType, value, language, datatype }: Term): string => {
  if (termType !== 'Literal') return `<${value}>`
  return JSON.stringify(value) + (language ? `@${language}` : datatype && datatype.value !== `${XSD}string` ? `^^<${datatype.value}>` : '')
}

/** Every triple of a Turtle document, sorted; throws where it is none. */
export const readTurtle = (text: string): readonly Statement[] =>
  new Parser()
    .parse(text)
    .map(({ subject, predicate, object }) => `${termText(subject)} ${termText(predicate)} ${termText(object)}`)
    .toSorted()

type Defined = string | { readonly '@id': string; readonly '@type'?: string; readonly '@container'?: string }
type Document = { readonly '@context': Readonly<Record<string, Defined>>; readonly '@graph': readonly Readonly<Record<string, unknown>>[] }

/** Every triple of a JSON-LD document in the shape that the hub writes: prefixes, language maps, links and typed values. Sorted. */
export function readJsonLd(text: string): readonly Statement[] {
  const { '@context': context, '@graph': graph } = JSON.parse(text) as Document // what a test asks for
  const expand = (name: string): string => {
    const [prefix = '', rest = ''] = name.split(/:(.*)/s)
    const base = context[prefix]
    return typeof base === 'string' && !name.startsWith('http') && !name.startsWith('urn') ? base + rest : name
  }
  const all = (value: unknown): readonly string[] => (Array.isArray(value) ? value : [value]) as readonly string[] // texts, or lists of them
  const objectsOf = (key: string, value: unknown): readonly string[] => {
    if (key === '@type') return all(value).map(one => `<${expand(one)}>`)
    const defined = context[key]
    if (defined === undefined) throw new Error(`${key} is not in the context.`)
    if (typeof defined === 'string') return all(value).map(one => JSON.stringify(one))
    if (defined['@container'] === '@language')
      return Object.entries(value as object).flatMap(([language, words]) => all(words).map(one => `${JSON.stringify(one)}@${language}`))
    return all(value).map(one => (defined['@type'] === '@id' ? `<${one}>` : `${JSON.stringify(one)}^^<${expand(defined['@type'] ?? '')}>`))
  }
  const predicateOf = (key: string): string => {
    const defined = context[key]
    if (key === '@type') return 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'
    return expand(typeof defined === 'string' ? defined : (defined?.['@id'] ?? ''))
  }
  return graph
    .flatMap(node =>
      Object.entries(node).flatMap(([key, value]) =>
        key === '@id' ? [] : objectsOf(key, value).map(object => `<${String(node['@id'])}> <${predicateOf(key)}> ${object}`),
      ),
    )
    .toSorted()
}
