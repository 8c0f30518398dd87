import { setTimeout as pause } from 'node:timers/promises'
import type { ReachRules } from './check-address.js'
import { literalAddress, makePermit, type ResolveName } from './permit-addresses.js'

/** Says of an endpoint's URL, before it is kept, whether deliveries could ever go there. */
export type CheckReach = (url: string) => Promise<'reachable' | 'refused' | 'unknown'>

const PATIENCE_MS = 2_000

/**
 * Asks what a URL leads to now. `refused`: one of its addresses, or its port, is none that deliveries go to. `unknown`: nobody knows the name, or not within two
 * seconds; it may come later. Whatever is said here, each delivery asks again and goes only to what it has checked.
 */
export const makeReachCheck =
  (rules: ReachRules, resolve: ResolveName): CheckReach =>
  async text => {
    const url = URL.canParse(text) ? new URL(text) : null
    if (url === null) return 'refused'
    const permit = makePermit(url, rules)
    const literal = literalAddress(url)
    if (literal !== null) return permit([literal]) ? 'reachable' : 'refused'
    const patience = new AbortController()
    const addresses = await Promise.race([
      resolve(url.hostname).catch(() => []),
      pause(PATIENCE_MS, [], { signal: patience.signal }).catch(() => []),
    ])
    patience.abort()
    if (addresses.length === 0) return 'unknown'
    return permit(addresses.map(({ address }) => address)) ? 'reachable' : 'refused'
  }
