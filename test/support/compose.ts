import { composeServices } from '@theguild/federation-composition'
import { parse } from 'graphql'

export interface Subgraph {
  readonly name: string
  readonly sdl: string
  /** Where it is asked; a composition alone asks nobody. */
  readonly url: string
}

/** The supergraph of these subgraphs. Throws with everything that does not compose. */
export function compose(subgraphs: readonly Subgraph[]): string {
  const composed = composeServices(subgraphs.map(({ name, sdl, url }) => ({ name, typeDefs: parse(sdl), url })))
  if (composed.errors !== undefined) throw new Error(composed.errors.map(({ message }) => message).join('\n'))
  return composed.supergraphSdl
}
