/**
 * Why a question could not be put or was not answered:
 * - `configuration`: what the client was given cannot work (a plain-HTTP issuer on another machine, say); nothing was sent
 * - `unreachable`: no answer within the attempts allowed; a submission may or may not have arrived and is safe to send again under its key
 * - `signIn`: the issuer or the hub refuses the credential
 * - `answer`: the hub answered, but with a fault of its own or against the contract
 */
export type HubFaultKind = 'configuration' | 'unreachable' | 'signIn' | 'answer'

/** What a sign-in was refused over: the error code of RFC 6749 (`invalid_scope`; `challenge` where the issuer only asked for a credential), for which client and scope. */
export type RefusedSignIn = { readonly code: string; readonly clientId: string; readonly scope: string }

type FaultFacts = {
  readonly status?: number
  readonly requestId?: string | null
  readonly refusedSignIn?: RefusedSignIn
  readonly cause?: unknown
}

/** Everything that is no refusal by the hub. `status` is the HTTP status where there was one; tokens and secrets are never part of the message. */
export class HubFault extends Error {
  override readonly name = 'HubFault'
  readonly kind: HubFaultKind
  readonly status: number | null
  /** `x-request-id` of the answer, to be named to the council's operators. */
  readonly requestId: string | null
  /** For `signIn` faults of the issuer; null where the hub refused the token, and for all others. */
  readonly refusedSignIn: RefusedSignIn | null

  constructor(kind: HubFaultKind, message: string, facts: FaultFacts = {}) {
    super(message, facts.cause === undefined ? {} : { cause: facts.cause })
    this.kind = kind
    this.status = facts.status ?? null
    this.requestId = facts.requestId ?? null
    this.refusedSignIn = facts.refusedSignIn ?? null
  }
}

/** The fault when it is one of ours. */
export const isHubFault = (error: unknown, kind?: HubFaultKind): error is HubFault =>
  error instanceof HubFault && (kind === undefined || error.kind === kind)
