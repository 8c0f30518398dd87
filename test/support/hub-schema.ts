import type { GraphQLSchema } from 'graphql'
import { buildSchema } from '../../api/build-schema.js'

let built: GraphQLSchema | null = null

/** The executable schema, built once a worker: building it takes longer than many a file of tests. Nothing of a hub is in it. */
export function hubSchema(): GraphQLSchema {
  built ??= buildSchema()
  return built
}
