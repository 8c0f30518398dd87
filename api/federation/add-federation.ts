import { buildSubgraphSchema, type GraphQLResolverMap } from '@apollo/subgraph'
import { isInputObjectType, isObjectType, Kind, parse, type GraphQLSchema } from 'graphql'
import { createResolversMap } from 'type-graphql'
import type { Context } from '../context.js'
import { ENTITIES } from './entities.js'
import { printHubSdl } from './print-hub-sdl.js'
import { resolveEntities } from './resolve-entities.js'

/**
 * The schema as a subgraph: with `_service`, which answers with the text of schema/hub.graphql, and `_entities`.
 * Throws when a type with @key has no entry in ENTITIES or an entry no such type.
 */
export function addFederation(schema: GraphQLSchema): GraphQLSchema {
  const sdl = printHubSdl(schema)
  // The same map, of which each library has its own type.
  const resolvers = createResolversMap(schema) as GraphQLResolverMap<Context>
  const subgraph = buildSubgraphSchema([
    { typeDefs: parse(sdl), resolvers },
    { typeDefs: { kind: Kind.DOCUMENT, definitions: [] }, resolvers: { Query: { _service: () => ({ sdl }), _entities } } },
  ])
  checkEntities(subgraph)
  restoreDefaults(subgraph, schema)
  return subgraph
}

const _entities = (_source: unknown, { representations }: { readonly representations: readonly unknown[] }, context: Context) =>
  resolveEntities(representations, context)

function checkEntities(subgraph: GraphQLSchema): void {
  const union = subgraph.getType('_Entity')
  const keyed = union !== undefined && 'getTypes' in union ? union.getTypes().map(({ name }) => name) : []
  const unruled = keyed.filter(name => !Object.hasOwn(ENTITIES, name))
  const idle = Object.keys(ENTITIES).filter(name => !keyed.includes(name))
  if (unruled.length > 0) throw new Error(`Types with @key without an entry in api/federation/entities.ts: ${unruled.join(', ')}.`)
  if (idle.length > 0) throw new Error(`Entries in api/federation/entities.ts whose type has no @key: ${idle.join(', ')}.`)
}

/** Default values are printed by name, so after parsing an enum's default is its name and not the value that resolvers know. */
function restoreDefaults(subgraph: GraphQLSchema, original: GraphQLSchema): void {
  for (const type of Object.values(original.getTypeMap())) {
    const parsed = subgraph.getType(type.name)
    if (isInputObjectType(type) && isInputObjectType(parsed))
      copyDefaults(Object.values(parsed.getFields()), Object.values(type.getFields()))
    if (!isObjectType(type) || !isObjectType(parsed)) continue
    const fields = type.getFields()
    for (const field of Object.values(parsed.getFields())) copyDefaults(field.args, fields[field.name]?.args ?? [])
  }
}

type Defaulted = { readonly name: string; defaultValue?: unknown }

function copyDefaults(parsed: readonly Defaulted[], original: readonly Defaulted[]): void {
  const defaults = new Map(original.map(({ name, defaultValue }) => [name, defaultValue]))
  for (const input of parsed) input.defaultValue = defaults.get(input.name)
}
