import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { ApolloServer, HeaderMap } from '@apollo/server'
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { parse } from 'graphql'

/** What a member's own subgraph may look like: shifts of its center, hung onto the hub's centers by their key. */
export const MEMBER_SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])

  type Query {
    shifts: [CenterShift!]!
  }

  type CenterShift @key(fields: "id") {
    id: ID!
    startsAt: String!
    center: Center!
    term: Term
    receipt: SubmissionReceipt
  }

  type Center @key(fields: "code") {
    code: ID!
    shifts: [CenterShift!]!
  }

  type Term @key(fields: "ref", resolvable: false) {
    ref: ID!
  }

  type SubmissionReceipt @key(fields: "id", resolvable: false) {
    id: ID!
  }
`

type Shift = {
  readonly id: string
  readonly startsAt: string
  readonly center: { readonly code: string }
  readonly term: { readonly ref: string } | null
  readonly receipt: { readonly id: string } | null
}

export interface MemberSubgraph {
  readonly url: string
  /** Headers of each request it got. */
  readonly requests: Readonly<Record<string, unknown>>[]
  close(): Promise<void>
}

/** A member's subgraph on a port of its own. It knows shifts, and nothing of who may see what of the hub. */
export async function startMemberSubgraph(shifts: readonly Shift[]): Promise<MemberSubgraph> {
  const shiftsOf = (code: string) => shifts.filter(({ center }) => center.code === code)
  const resolvers = {
    Query: { shifts: () => shifts },
    CenterShift: { __resolveReference: ({ id }: { id: string }) => shifts.find(shift => shift.id === id) ?? null },
    Center: { shifts: ({ code }: { code: string }) => shiftsOf(code) },
  }
  const apollo = new ApolloServer({
    schema: buildSubgraphSchema([{ typeDefs: parse(MEMBER_SDL), resolvers }]),
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginInlineTraceDisabled()],
  })
  await apollo.start()
  const requests: Record<string, unknown>[] = []
  const server = createServer((request, response) => {
    void (async () => {
      requests.push(request.headers)
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer) // a request without encoding gives bytes
      const headers = new HeaderMap(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
      const answer = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method: 'POST', headers, search: '', body: JSON.parse(Buffer.concat(chunks).toString()) as unknown },
        context: async () => ({}),
      })
      response.writeHead(answer.status ?? 200, [...answer.headers].flat())
      response.end(answer.body.kind === 'complete' ? answer.body.string : '')
    })()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, // it listens on a port
    requests,
    async close() {
      server.closeAllConnections()
      server.close()
      await apollo.stop()
    },
  }
}
