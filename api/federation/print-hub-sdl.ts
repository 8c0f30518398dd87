import { printSchemaWithDirectives } from '@graphql-tools/utils'
import { lexicographicSortSchema, type GraphQLSchema } from 'graphql'

/** Says that this is a subgraph of Apollo Federation 2, and which of its directives the hub uses. */
const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])`

/** The schema as members read it and as it composes with theirs: what schema/hub.graphql holds, to the letter. */
export const printHubSdl = (schema: GraphQLSchema): string =>
  `${LINK}\n\n${printSchemaWithDirectives(lexicographicSortSchema(schema)).trimEnd()}\n`
