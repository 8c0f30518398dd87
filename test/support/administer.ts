import type { HubServer } from './hub-server.js'

type Asked = { readonly mutation: string; readonly input: Record<string, unknown>; readonly client?: string }

const CHANGE = 'id at actor action center reason undoes rows { kind change row }'
const ISSUES = 'code path messageKo messageEn expected got'

/** One mutation of administration over HTTP, and its answer: the change, or the issues of a refusal. */
export async function administer(hub: HubServer, { mutation, input, client = 'admin' }: Asked) {
  const type = `${mutation.slice(0, 1).toUpperCase()}${mutation.slice(1)}Input!`
  const text = `mutation ($input: ${type}) { ${mutation}(input: $input) { ... on RegistryChange { ${CHANGE} } ... on Refused { issues { ${ISSUES} } } } }`
  const { status, data, errors } = await hub.graphql(text, { input }, await hub.token(client))
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return { status, result: data[mutation], issues: data[mutation].issues }
}

/** The newest audit entry of a center's chain; of the council's for null. */
export async function auditOf(hub: HubServer, center: string | null) {
  const [entry] = await hub.database.owner<{ actor: string; action: string; subject: Record<string, unknown> }[]>`
    select actor, action, subject
    from audit_entries
    where chain = coalesce((select id from centers where code = ${center}), 0)
    order by seq desc
    limit 1`
  if (entry === undefined) throw new Error('No audit entry.')
  return entry
}
