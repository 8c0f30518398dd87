import { openActivation, publish } from '../support/broadcast.js'
import { forgeToken } from '../support/forge-token.js'
import type { GraphqlAnswer, HubServer } from '../support/hub-server.js'

const ACKNOWLEDGE = `mutation ($input: AcknowledgeMessageInput!) {
  acknowledgeMessage(input: $input) { __typename ... on Refused { issues { code } } } }`

/** A message that went out to Seoul, and somebody on duty there who says that it was read. */
export async function sendToDuty({ database, ...server }: HubServer): Promise<() => Promise<GraphqlAnswer>> {
  const { owner } = database
  await owner`
    insert into callers (subject, kind, center_id, scopes, display_name)
    values ('g18-duty', 'person', (select id from centers where code = 'seoul'), ${['playbooks:ack']}, 'duty')`
  const { messageId } = await publish(owner, await openActivation(owner, { centers: ['seoul'] }))
  const claims = { sub: 'g18-duty', client_id: 'g18-duty', scope: 'playbooks:ack' }
  return async () =>
    server.graphql(ACKNOWLEDGE, { input: { broadcast: messageId, desk: '당직' } }, await forgeToken(server.issuer, { claims }))
}
