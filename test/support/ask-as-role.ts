import type { GraphQLSchema } from 'graphql'
import { forgeToken } from './forge-token.js'
import type { HubServer } from './hub-server.js'
import { minimalDocument } from './minimal-document.js'
import { openStream } from './open-stream.js'
import { ROLES, type Role } from './role-table.js'

export type RootDocument = { readonly name: string; readonly document: string }

/** The smallest operation for every root field: `Query.viewer`, `Mutation.submitStatistics`, … */
export function listRootDocuments(schema: GraphQLSchema): RootDocument[] {
  const documents = (kind: 'query' | 'mutation' | 'subscription', root: ReturnType<GraphQLSchema['getQueryType']>) =>
    Object.values(root?.getFields() ?? {}).map(field => ({
      name: `${root?.name ?? ''}.${field.name}`,
      document: minimalDocument(kind, field),
    }))
  return [
    ...documents('query', schema.getQueryType()),
    ...documents('mutation', schema.getMutationType()),
    ...documents('subscription', schema.getSubscriptionType()),
  ]
}

/** Refused before an operation begins, for want of the gateway's credential. */
export const isForGateway = (name: string): boolean => name.startsWith('Query._')

/** How the hub answers over HTTP: through to the operation, forbidden, or refused at the door. */
export async function askAsRole(hub: HubServer, role: Role, document: string): Promise<'through' | 'FORBIDDEN' | 'door'> {
  const claims = { sub: `role-${role}`, client_id: `role-${role}`, scope: ROLES[role].scopes.join(' ') }
  const token = await forgeToken(hub.issuer, { claims })
  return document.startsWith('subscription') ? askStream(hub, token, document) : readAnswer(await hub.graphql(document, {}, token))
}

async function askStream(hub: HubServer, token: string, query: string): Promise<'through' | 'FORBIDDEN' | 'door'> {
  const stream = await openStream(hub.url, { token, query })
  const first = await stream.next()
  stream.close()
  return readAnswer({ status: stream.status, headers: stream.headers, data: first?.data.data, errors: first?.data.errors })
}

/** Throws when the answer is a fault of the hub. */
export function readAnswer({ status, data, errors = [] }: Awaited<ReturnType<HubServer['graphql']>>): 'through' | 'FORBIDDEN' | 'door' {
  if (status !== 200) return 'door'
  const answers = Object.values((data ?? {}) as Record<string, { issues?: { code: string }[] } | null>) // of a union with Refused
  const codes = [
    ...answers.flatMap(answer => answer?.issues ?? []).map(({ code }) => code),
    ...errors.map(({ extensions }) => String(extensions['code'])),
  ]
  if (codes.includes('INTERNAL')) throw new Error(`A fault of the hub: ${JSON.stringify(errors)}`)
  return codes.includes('FORBIDDEN') ? 'FORBIDDEN' : 'through'
}

/** Entries of denials of each role's caller so far, in the order of ROLES. */
export async function countDenials(hub: HubServer): Promise<readonly number[]> {
  const rows = await hub.database.owner<{ actor: string; n: number }[]>`
    select actor, count(*)::int as n from audit_entries where action = 'access.denied' group by actor`
  const counts = new Map(rows.map(({ actor, n }) => [actor, n]))
  return Object.keys(ROLES).map(role => counts.get(`person:role-${role}`) ?? 0)
}
