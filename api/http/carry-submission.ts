import type { ApolloServerPlugin } from '@apollo/server'
import { isInputObjectType, Kind, type DocumentNode, type GraphQLInputObjectType, type GraphQLSchema } from 'graphql'
import type { Context } from '../context.js'
import { carryBulk, type Bulk } from '../resolvers/bulk-input.js'
import { compileFits, type Fits } from './fits-type.js'
import { isSingleSubmission } from './limits.js'

const BULK = ['rows', 'series'] as const
const INPUT = 'SubmitStatisticsInput'

/**
 * Takes the rows and series of a submission past GraphQL's coercion where they already are what it would make of them, as everything that our own
 * clients send is. Whatever does not fit stays in the variables, and GraphQL judges it.
 */
export function carrySubmission(schema: GraphQLSchema): ApolloServerPlugin<Context> {
  const type = schema.getType(INPUT)
  const fits = isInputObjectType(type) ? compileBulk(type) : null
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, request, contextValue }) {
          const name = fits === null ? null : nameOfInput(document)
          const input = name === null ? null : request.variables?.[name]
          if (name === null || !isObject(input) || !BULK.every(field => fits?.[field](input[field] ?? null) === true)) return
          carryBulk(contextValue, { rows: input['rows'] ?? null, series: input['series'] ?? null } as Bulk) // they fit their types
          request.variables = { ...request.variables, [name]: { ...input, rows: null, series: null } }
        },
      }
    },
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

function compileBulk(type: GraphQLInputObjectType): Readonly<Record<(typeof BULK)[number], Fits>> {
  const { rows, series } = type.getFields()
  if (rows === undefined || series === undefined) throw new Error(`${INPUT} has no rows or no series`)
  return { rows: compileFits(rows.type), series: compileFits(series.type) }
}

/** The variable that holds the whole input of a submission; null where the document is another one or writes the input out. */
function nameOfInput(document: DocumentNode): string | null {
  if (!isSingleSubmission(document)) return null
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION)
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return null
  const [field] = operation.selectionSet.selections
  const value = field?.kind === Kind.FIELD ? field.arguments?.find(argument => argument.name.value === 'input')?.value : undefined
  return value?.kind === Kind.VARIABLE ? value.name.value : null
}
