import type { SignIn } from './strong-sign-in.js'

/** OAuth scopes the hub knows; a caller has those that its token carries and the hub's own registry grants. */
export const SCOPES = [
  'stats:write',
  'stats:read',
  'terms:curate',
  'playbooks:author',
  'playbooks:approve',
  'playbooks:broadcast',
  'playbooks:break-glass',
  'playbooks:ack',
  'hub:admin',
] as const
export type Scope = (typeof SCOPES)[number]

/** Who is asking: proved by the token, placed at a center by the hub's registry and never by a payload. */
export type Caller = {
  /** `client_id` of a system or `sub` of a person, as in the token. */
  readonly subject: string
  readonly kind: 'client' | 'person'
  /** Code and registry number of the caller's center; null for council roles. */
  readonly center: { readonly code: string; readonly id: number } | null
  readonly scopes: ReadonlySet<Scope>
  /** Left out where nothing is known of it; then it is no strong one. */
  readonly signIn?: SignIn
}

/** Whether the caller holds at least one of the scopes. */
export const holdsAny = (caller: Caller, ...scopes: readonly Scope[]): boolean => scopes.some(scope => caller.scopes.has(scope))
