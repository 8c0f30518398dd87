import { JsonFault, readJson } from '../../../schema/domain/read-json.js'
import { proposeMapping } from '../../../schema/domain/terms/propose-mapping.js'
import { CONCEPT_PROPERTIES, extendConcepts, readExtension } from '../../../schema/domain/terms/reconcile/extend-concepts.js'
import { kindsOfGlossary, nameOf, reconcileWord, wordOf, type Named } from '../../../schema/domain/terms/reconcile/reconcile-word.js'
import { EVIDENCE_PROPERTIES, MOST_QUERIES, readReconciliationQuery } from '../../../schema/domain/terms/reconcile/reconciliation-query.js'
import { suggestConcepts } from '../../../schema/domain/terms/reconcile/suggest-concepts.js'
import type { KnownGlossary } from '../../operations/read-glossary.js'
import { badRequest, DoorRefusal } from '../door-refusal.js'

type Parameters = ReadonlyMap<string, string>

const MOST_IDS = 500
const SUGGESTIONS = 20
/** H38: what somebody types is shorter. */
const LONGEST_PREFIX = 100

function readJsonParameter(name: string, text: string): Readonly<Record<string, unknown>> {
  try {
    const value = readJson(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown> // a JSON object
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error
    throw badRequest(
      `${name}이(가) 올바른 JSON이 아닙니다(${error.at}번째 문자).`,
      `"${name}" is not the JSON that the hub reads. ${error.message}`,
    )
  }
  throw badRequest(`${name}은(는) JSON 객체여야 합니다.`, `"${name}" must be a JSON object.`)
}

const tooMany = (ko: string, en: string) => new DoorRefusal({ status: 413, code: 'BODY_TOO_LARGE', messageKo: ko, messageEn: en })

/** A batch of queries: what the matcher says of each word. A word that nothing matches has an empty list. */
export function answerQueries({ glossary, matcher }: KnownGlossary, text: string) {
  const batch = Object.entries(readJsonParameter('queries', text))
  if (batch.length > MOST_QUERIES) {
    throw tooMany(
      `한 번에 ${MOST_QUERIES}개까지 물을 수 있습니다(입력 ${batch.length}개).`,
      `A batch holds up to ${MOST_QUERIES} queries; this one has ${batch.length}.`,
    )
  }
  const answers = batch.map(([key, given]) => {
    const query = readReconciliationQuery(given)
    if (query === null) throw badRequest('queries의 각 항목은 객체여야 합니다.', 'Each query must be a JSON object.')
    const result = query.label === '' ? [] : reconcileWord(glossary, query, proposeMapping(matcher, wordOf(query)))
    return [key, { result }] as const
  })
  return Object.fromEntries(answers)
}

/** Values of properties for concepts. */
export function answerExtension({ glossary }: KnownGlossary, text: string) {
  const wanted = readExtension(readJsonParameter('extend', text))
  if (wanted === null) throw badRequest('extend에는 ids와 properties가 있어야 합니다.', '"extend" needs the lists ids and properties.')
  if (wanted.ids.length > MOST_IDS || wanted.properties.length > CONCEPT_PROPERTIES.length * 2) {
    throw tooMany(`한 번에 ${MOST_IDS}개까지 물을 수 있습니다.`, `Up to ${MOST_IDS} ids, and each property once, can be asked for.`)
  }
  return extendConcepts(glossary, wanted)
}

export function proposeProperties(parameters: Parameters) {
  const limit = Number(parameters.get('limit') ?? CONCEPT_PROPERTIES.length)
  if (!Number.isSafeInteger(limit) || limit < 1) throw badRequest('limit는 1 이상의 정수입니다.', '"limit" is a whole number from 1 on.')
  return {
    ...(parameters.has('type') ? { type: parameters.get('type')?.slice(0, LONGEST_PREFIX) } : {}),
    ...(parameters.has('limit') ? { limit } : {}),
    properties: CONCEPT_PROPERTIES.slice(0, limit).map(({ id, name }) => ({ id, name })),
  }
}

type Suggest = (known: KnownGlossary, prefix: string) => readonly (Named & { readonly notable?: readonly Named[] })[]

const isMeant =
  (typed: string) =>
  ({ id, name }: Named): boolean =>
    `${id} ${name}`.toLowerCase().includes(typed.trim().toLowerCase())

const SUGGEST: Readonly<Record<'entity' | 'type' | 'property', Suggest>> = {
  entity({ glossary }, prefix) {
    const kinds = new Map(kindsOfGlossary(glossary).map(kind => [kind.id, kind]))
    return suggestConcepts(glossary, prefix).map(concept => ({
      id: concept.ref,
      name: nameOf(concept),
      notable: [kinds.get(concept.kind) ?? { id: concept.kind, name: concept.kind }],
    }))
  },
  type: ({ glossary }, prefix) => kindsOfGlossary(glossary).filter(isMeant(prefix)),
  property: (_known, prefix) => EVIDENCE_PROPERTIES.filter(isMeant(prefix)),
}

/** What a search box offers for what was typed, twenty at a time from `cursor` on. */
export function answerSuggestion(known: KnownGlossary, of: keyof typeof SUGGEST, parameters: Parameters) {
  const prefix = parameters.get('prefix') ?? ''
  const cursor = Number(parameters.get('cursor') ?? 0)
  if (prefix.length > LONGEST_PREFIX)
    throw badRequest(`prefix는 ${LONGEST_PREFIX}자까지입니다.`, `"prefix" has up to ${LONGEST_PREFIX} characters.`)
  if (!Number.isSafeInteger(cursor) || cursor < 0)
    throw badRequest('cursor는 0 이상의 정수입니다.', '"cursor" is a whole number from 0 on.')
  return { result: SUGGEST[of](known, prefix).slice(cursor, cursor + SUGGESTIONS) }
}
