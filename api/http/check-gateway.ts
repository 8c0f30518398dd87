import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { BREAK, visit, type DocumentNode } from 'graphql'
import type { Secret } from '../secret.js'
import { DoorRefusal } from './door-refusal.js'

/** Where the council's gateway shows its credential, beside the token of the caller it asks for. */
const GATEWAY_HEADER = 'x-hub120-gateway'

/** Whether the request shows the gateway's credential; never where none is configured. Takes equally long for every wrong one. */
export function isFromGateway(headers: IncomingHttpHeaders, secret: Secret | null): boolean {
  const shown = headers[GATEWAY_HEADER]
  return secret !== null && typeof shown === 'string' && timingSafeEqual(digest(shown), digest(secret.reveal()))
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Keeps the fields by which a gateway joins subgraphs from everybody else: `_service` would print the schema where introspection is closed (H12),
 * `_entities` is a second way to rows (H13). Throws with 400 or 401, before any operation.
 */
export function checkGatewayFields(document: DocumentNode, isGateway: boolean): void {
  if (isGateway) return
  const asked = new Set<string>()
  visit(document, {
    Field({ name }) {
      asked.add(name.value)
      return asked.has('_entities') ? BREAK : undefined
    },
  })
  if (asked.has('_entities')) throw closed(401)
  if (asked.has('_service')) throw closed(400)
}

const closed = (status: 400 | 401) =>
  new DoorRefusal({
    status,
    code: status === 401 ? 'UNAUTHENTICATED' : 'FEDERATION_CLOSED',
    messageKo: '이 필드는 협의체 게이트웨이만 사용할 수 있습니다. 게이트웨이를 통해 질의해 주십시오.',
    messageEn: "Only the council's gateway may use this field. Ask through the gateway.",
  })
