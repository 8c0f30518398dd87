import type { Concept, Glossary } from '../concept.js'
import { findConcept } from '../find-concept.js'
import { nameOf, type Named } from './reconcile-word.js'

type Cell = { readonly str: string } | Named

const texts = (...given: readonly (string | null)[]): readonly Cell[] => given.flatMap(text => (text === null ? [] : [{ str: text }]))

type ExtendedProperty = Named & { readonly cellsOf: (concept: Concept, glossary: Glossary) => readonly Cell[] }

const property = (id: string, name: string, cellsOf: ExtendedProperty['cellsOf']): ExtendedProperty => ({ id, name, cellsOf })

/** What can be read of a concept; there is no figure among it. */
export const CONCEPT_PROPERTIES: readonly ExtendedProperty[] = [
  property('code', '코드 · code', ({ code }) => texts(code)),
  property('name_ko', '표준 이름 · name in Korean', ({ nameKo }) => texts(nameKo)),
  property('name_en', '영어 이름 · name in English', ({ nameEn }) => texts(nameEn)),
  property('definition_ko', '정의 · definition in Korean', ({ definitionKo }) => texts(definitionKo)),
  property('definition_en', '영어 정의 · definition in English', ({ definitionEn }) => texts(definitionEn)),
  property('unit', '단위 · unit', ({ unit }) => texts(unit)),
  property('formula', '계산식 · formula', ({ formula }) => texts(formula)),
  property('synonyms', '같은 말 · synonyms', ({ synonyms }) => texts(...synonyms)),
  property('broader', '상위 · broader', ({ broader }, { concepts }) =>
    broader === null ? [] : [{ id: broader, name: nameOf(concepts.get(broader)) }],
  ),
]

/** Ids and properties to extend, from the JSON of a request; null where it is none. */
export function readExtension(given: unknown): { readonly ids: readonly string[]; readonly properties: readonly string[] } | null {
  const { ids, properties }: { ids?: unknown; properties?: unknown } = Object(given)
  if (!Array.isArray(ids) || !Array.isArray(properties)) return null
  const names = properties.map(one => (typeof one === 'string' ? one : (Object(one) as { id?: unknown }).id)) // any JSON value
  if (![...ids, ...names].every(text => typeof text === 'string')) return null
  return { ids, properties: names as string[] } // checked above
}

/** Values of the properties of each concept (Reconciliation Service API 0.2, section 8). What is not known has no value. */
export const extendConcepts = (glossary: Glossary, wanted: { readonly ids: readonly string[]; readonly properties: readonly string[] }) => {
  const properties = CONCEPT_PROPERTIES.filter(({ id }) => wanted.properties.includes(id))
  const rowOf = (ref: string) => {
    const concept = findConcept(glossary, ref)
    const cells = wanted.properties.map(id => [
      id,
      concept === undefined ? [] : (properties.find(known => known.id === id)?.cellsOf(concept, glossary) ?? []),
    ])
    return Object.fromEntries(cells) as Readonly<Record<string, readonly Cell[]>> // the pairs above
  }
  return {
    meta: properties.map(({ id, name }) => ({ id, name })),
    rows: Object.fromEntries(wanted.ids.map(ref => [ref, rowOf(ref)])),
  }
}
