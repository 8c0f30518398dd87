import type { Caller } from '../schema/domain/centers/caller.js'
import type { Hub } from './hub.js'

/** What a resolver gets with every request. */
export type Context = {
  readonly hub: Hub
  readonly caller: Caller
  /** Whether the council's gateway asks for the caller, proved by its credential. It adds no right to what the caller may see. */
  readonly isGateway: boolean
  /** Also in the response header x-request-id, in every log line of the request, and in masked errors. */
  readonly requestId: string
  /** Codes of the refusals this request met, for its log line. */
  readonly issueCodes: Set<string>
}
