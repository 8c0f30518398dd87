import {
  BREAK,
  GraphQLError,
  Kind,
  Source,
  parse,
  visit,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import { DoorRefusal, badRequest } from './door-refusal.js'
import { COST_LIMIT, costOf } from './document-cost.js'
import { LIMITS, measureDocument, overLimits } from './limits.js'

/** The parser's words, misprint included. */
const TOO_MANY_TOKENS = /^Syntax Error: Document contains more \w+ \d+ tokens/

export type CheckedDocument = {
  /** Null when it does not parse; validation will say so in its own words. */
  readonly document: DocumentNode | null
  /** Name of the operation that will run, from the document itself; null when it has none. */
  readonly operationName: string | null
  readonly kind: 'query' | 'mutation' | 'subscription' | null
  /** Fields written on the top level of that operation, fragments left out: any text may stand there. */
  readonly rootFields: readonly string[]
}

type CheckOptions = {
  readonly schema: GraphQLSchema
  readonly operationName: string | null
  readonly variables: Readonly<Record<string, unknown>> | null
  readonly maySeeSchema: boolean
}

/**
 * Measures a document before the GraphQL server sees it, because limits thrown inside that server's early hooks become status 500
 * and are skipped for documents it has cached. Throws a refusal with status 400; no resolver and no SQL has run by then.
 */
export function checkDocument(query: string, options: CheckOptions): CheckedDocument {
  const document = parseWithin(query)
  if (document === null) return { document, operationName: null, kind: null, rootFields: [] }
  const measure = measureDocument(document)
  const over = overLimits(measure)
  if (over.length > 0) throw overLimit(over.join(', '))
  if (holdsNul(document)) throw badRequest('문서의 문자열에 U+0000이 있습니다.', 'A string of the document holds the character U+0000.')
  if (measure.asksForSchema && !options.maySeeSchema) {
    throw new DoorRefusal({
      status: 400,
      code: 'INTROSPECTION_CLOSED',
      messageKo: '스키마 조회(introspection)는 열려 있지 않습니다. schema/hub.graphql 문서를 참고하십시오.',
      messageEn: 'Introspection is closed; the schema is published as schema/hub.graphql.',
    })
  }
  const operation = chooseOperation(document, options.operationName)
  const cost = costOf(document, { ...options, operation })
  if (cost > COST_LIMIT) throw overLimit(`cost ${cost} > ${COST_LIMIT}`)
  return {
    document,
    operationName: operation?.name?.value ?? null,
    kind: operation?.operation ?? null,
    rootFields: operation?.selectionSet.selections.flatMap(node => (node.kind === Kind.FIELD ? [node.name.value] : [])) ?? [],
  }
}

const chooseOperation = (document: DocumentNode, operationName: string | null): OperationDefinitionNode | null =>
  document.definitions
    .filter(definition => definition.kind === Kind.OPERATION_DEFINITION)
    .find(({ name }) => operationName === null || name?.value === operationName) ?? null

/** One write a request, so that each has a key and an answer of its own (T8). Throws a refusal with status 400. */
export function requireSingleWrite(document: DocumentNode | null): void {
  if (document === null) return
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION || definition.operation !== 'mutation') continue
    if (measureDocument({ ...document, definitions: [definition, ...fragmentsOf(document)] }).rootFields > 1) throw overLimit('writes > 1')
  }
}

const fragmentsOf = (document: DocumentNode) => document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)

function parseWithin(query: string): DocumentNode | null {
  try {
    return parse(new Source(query), { maxTokens: LIMITS.tokens, noLocation: true })
  } catch (error) {
    if (error instanceof GraphQLError && TOO_MANY_TOKENS.test(error.message)) throw overLimit(`tokens > ${LIMITS.tokens}`)
    return null
  }
}

/** Whether a text in the document holds U+0000, which no text in the database can. Texts in variables pass the strict JSON reader. */
function holdsNul(document: DocumentNode): boolean {
  let isFound = false
  visit(document, {
    StringValue: ({ value }) => {
      if (!value.includes('\u0000')) return
      isFound = true
      return BREAK
    },
  })
  return isFound
}

const overLimit = (what: string) =>
  new DoorRefusal({
    status: 400,
    code: 'DOCUMENT_OVER_LIMIT',
    messageKo: `GraphQL 문서가 한도를 넘습니다(${what}). 여러 요청으로 나누고 값은 변수로 보내 주십시오.`,
    messageEn: `The GraphQL document is over a limit: ${what}. Split it, and send data in variables.`,
  })
