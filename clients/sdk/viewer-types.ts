/** Who the hub takes the caller for. */
export type Viewer = {
  /** Subject of the token: the client id of a system. */
  readonly subject: string
  /** Scopes in force: those that both the token and the hub's registry name. */
  readonly scopes: readonly string[]
  /** The center the hub has registered the caller for; null for a role of the council. */
  readonly center: { readonly code: string; readonly nameKo: string; readonly nameEn: string } | null
}
