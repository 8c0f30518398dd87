import type { Database } from '../../db/connect.js'
import { findCaller as findRegistered } from '../../db/queries/callers.js'
import type { Caller, Scope } from '../../schema/domain/centers/caller.js'
import type { TokenClaims } from './verify-token.js'

/**
 * The caller behind a verified token: registered and valid now, with the scopes that token and registry both name, at the registry's center.
 * Null when nobody is registered under the subject. Asked with every request, so a caller that was struck off is out at once.
 */
export async function findCaller(
  db: Database,
  { subject, scopes, authTime = null, acr = null }: Pick<TokenClaims, 'subject' | 'scopes'> & Partial<TokenClaims>,
): Promise<Caller | null> {
  const registered = await db.query(sql => findRegistered(sql, subject))
  if (registered === null) return null
  const carried = new Set<string>(scopes)
  const { kind, center } = registered
  // By the clock that the life of the token was judged by.
  const signIn = { ageSeconds: authTime === null ? null : Math.max(0, Math.floor(Date.now() / 1000) - authTime), acr }
  return { subject, kind, center, scopes: new Set<Scope>(registered.scopes.filter(scope => carried.has(scope))), signIn }
}
