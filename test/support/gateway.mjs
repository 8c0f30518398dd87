// Plain JavaScript, because the types of the gateway bring those of a browser into the whole program.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime'
import * as http from '@graphql-mesh/transport-http'

/** See gateway.d.mts. */
export async function startGateway(supergraph, secret) {
  const runtime = createGatewayRuntime({
    supergraph,
    transports: { http },
    logging: false,
    propagateHeaders: {
      fromClientToSubgraphs: ({ request, subgraphName }) => ({
        authorization: request.headers.get('authorization') ?? '',
        ...(subgraphName === 'hub' ? { 'x-hub120-gateway': secret } : {}),
      }),
    },
  })
  const server = createServer(runtime)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${server.address().port}/graphql`
  return {
    url: url.slice(0, -'/graphql'.length),
    async ask(query, token) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json',
          authorization: `Bearer ${token}`,
        },
        body: JSON.stringify({ query }),
      })
      const { data, errors } = await response.json()
      return { status: response.status, data, errors }
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await runtime[Symbol.asyncDispose]()
    },
  }
}
