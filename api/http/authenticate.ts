import type { IncomingMessage } from 'node:http'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { findCaller } from '../auth/find-caller.js'
import { readBearerToken } from '../auth/read-bearer-token.js'
import type { VerifyToken } from '../auth/verify-token.js'
import type { Hub } from '../hub.js'
import { unauthenticated } from './door-refusal.js'

/** The caller of a request, from its token and the registry. Throws the one generic 401 for everything that is not in order. */
export async function authenticate(
  request: IncomingMessage,
  { hub, verifyToken }: { readonly hub: Hub; readonly verifyToken: VerifyToken },
): Promise<Caller> {
  const token = readBearerToken(request)
  const claims = token === null ? null : await verifyToken(token)
  const caller = claims === null ? null : await findCaller(hub.db, claims)
  if (caller === null) throw unauthenticated()
  return caller
}
