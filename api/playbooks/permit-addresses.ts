import { lookup, type LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import { makeAddressCheck, type Reach, type ReachRules } from './check-address.js'

/** All addresses of a name; rejects where there is none. */
export type ResolveName = (name: string) => Promise<readonly LookupAddress[]>

/** Whether a request may go to all of these addresses. */
export type Permit = (addresses: readonly string[]) => boolean

const USUAL_PORTS: readonly string[] = ['', '443', '8443']

/** What requests to a URL may go to: public and named addresses over https and the usual ports, trial ones anyhow. */
export function makePermit(url: URL, rules: ReachRules): Permit {
  const check = makeAddressCheck(rules)
  const isUsual = url.protocol === 'https:' && USUAL_PORTS.includes(url.port)
  const isOpen: Record<Reach, boolean> = { public: isUsual, named: isUsual, trial: true, refused: false }
  return addresses => addresses.length > 0 && addresses.every(address => isOpen[check(address)])
}

/** The address that a URL names instead of a host; null for a name. URLs write every notation of IPv4 in its one form. */
export function literalAddress(url: URL): string | null {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return isIP(host) === 0 ? null : host
}

/** The resolver of the system. */
export const resolveName: ResolveName = name =>
  new Promise((resolve, reject) => {
    lookup(name, { all: true, order: 'verbatim' }, (error, addresses) => (error === null ? resolve(addresses) : reject(error)))
  })
