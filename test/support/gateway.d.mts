export interface GatewayAnswer {
  readonly status: number
  readonly data: unknown
  readonly errors?: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[]
}

export interface Gateway {
  /** Without a path. */
  readonly url: string
  ask(query: string, token: string): Promise<GatewayAnswer>
  close(): Promise<void>
}

/** A gateway over a supergraph on a port of its own. Each subgraph gets the caller's token; the one named `hub` alone gets the credential. */
export function startGateway(supergraph: string, secret: string): Promise<Gateway>
