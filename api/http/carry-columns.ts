import type { ApolloServerPlugin } from '@apollo/server'
import {
  defaultFieldResolver,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql'
import type { Context } from '../context.js'

/** Types whose lists are columns of a large answer, made whole by the hub itself. */
const COLUMN_TYPES = ['FigureColumns', 'FigureChangeColumns', 'FigurePercentileColumns', 'DimensionColumn']

/** Scalars that an answer holds in the very form in which they are sent; GraphQL would look at each item and hand it on unchanged. */
const SENT_AS_HELD: ReadonlySet<string> = new Set(['String', 'Int', 'Decimal', 'LocalDate'])

const NOTHING: readonly never[] = []

type ResponsePath = GraphQLResolveInfo['path']
type Column = { readonly path: ResponsePath; readonly list: readonly unknown[] }
const carried = new WeakMap<Context, Column[]>()
const prepared = new WeakSet<GraphQLObjectType>()

/**
 * Takes the columns of figures past GraphQL's completion of lists, which makes a path for every item and reads every day and decimal anew: of a year
 * of figures three million items. GraphQL sees empty lists and decides what is sent at all; the columns are put in their places at the end.
 */
export function carryColumns(schema: GraphQLSchema): ApolloServerPlugin<Context> {
  for (const name of COLUMN_TYPES) {
    const type = schema.getType(name)
    if (!isObjectType(type)) throw new Error(`Columns of ${name} cannot be carried: it is no type of objects in the schema.`)
    carryListsOf(type)
  }
  return {
    async requestDidStart({ contextValue }) {
      carried.set(contextValue, [])
      return {
        async willSendResponse({ response }) {
          const columns = carried.get(contextValue) ?? []
          carried.delete(contextValue)
          if (response.body.kind !== 'single') return
          for (const { path, list } of columns) putAt(response.body.singleResult.data ?? null, path, list)
        },
      }
    },
  }
}

/** Puts itself before the fields of a type that are lists of such values, once for all servers of a schema. */
function carryListsOf(type: GraphQLObjectType): void {
  if (prepared.has(type)) return
  prepared.add(type)
  for (const field of Object.values(type.getFields())) {
    if (!isColumn(field.type)) continue
    const resolve = field.resolve ?? defaultFieldResolver
    field.resolve = async (source, args, context: Context, info) => {
      const list: unknown = await resolve(source, args, context, info)
      const columns = carried.get(context)
      if (columns === undefined || !Array.isArray(list)) return list
      columns.push({ path: info.path, list })
      return NOTHING
    }
  }
}

const isColumn = (type: GraphQLOutputType): boolean => {
  const list = isNonNullType(type) ? type.ofType : type
  return isListType(list) && isSentAsHeld(list.ofType)
}

const isSentAsHeld = (type: GraphQLOutputType): boolean => {
  const item = isNonNullType(type) ? type.ofType : type
  if (isListType(item)) return isSentAsHeld(item.ofType)
  return isEnumType(item) ? item.getValues().every(({ name, value }) => name === value) : isScalarType(item) && SENT_AS_HELD.has(item.name)
}

/** Puts a list in its place in the answer; nowhere when an error has taken away what would hold it. */
function putAt(data: unknown, path: ResponsePath, list: readonly unknown[]): void {
  const holder = path.prev === undefined ? data : valueAt(data, path.prev)
  if (isHolder(holder)) holder[path.key] = list
}

const valueAt = (data: unknown, { prev, key }: ResponsePath): unknown => {
  const holder = prev === undefined ? data : valueAt(data, prev)
  return isHolder(holder) ? holder[key] : null
}

const isHolder = (value: unknown): value is Record<string | number, unknown> => typeof value === 'object' && value !== null
