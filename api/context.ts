import type { Caller } from '../schema/domain/centers/caller.js'
import type { Hub } from './hub.js'

/** What a resolver gets with every request. */
export type Context = {
  readonly hub: Hub
  readonly caller: Caller
  /** Also in the response header x-request-id, in every log line of the request, and in masked errors. */
  readonly requestId: string
  /** Codes of the refusals this request met, for its log line. */
  readonly issueCodes: Set<string>
}
