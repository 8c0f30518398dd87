import { BlockList, isIP } from 'node:net'

/** Which addresses beyond the public ones deliveries may go to, in CIDR. */
export type ReachRules = {
  /** Networks of governments that the operator has named: reached over https and the usual ports, as if they were public. */
  readonly privateRanges: readonly string[]
  /** Development and tests alone: reached over http too, on any port. A hub in production must not start with any. */
  readonly trialRanges: readonly string[]
}

export type Reach = 'public' | 'named' | 'trial' | 'refused'

/** Never the receiver of another organization, whoever names it: this machine, its link, many at once, and where clouds keep their secrets. */
const NEVER = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '::/128',
  '::1/128',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
  'fd00:ec2::/32',
]

/** Not reachable by the public (IANA's registries of special addresses), unless the operator names a part of it. */
const NOT_PUBLIC = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '172.16.0.0/12',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
]

/** All of IPv6 that is given out. Outside of it lie the forms that hide an IPv4 address: ::ffff:0:0/96, ::/96 and NAT64 (64:ff9b::/32). */
const GLOBAL_IPV6 = listOf(['2000::/3'])
const NEVER_LIST = listOf(NEVER)
const NOT_PUBLIC_LIST = listOf(NOT_PUBLIC)

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const { address, bits, family } = parseRange(range) ?? fail(range)
    list.addSubnet(address, bits, family)
  }
  return list
}

const fail = (range: string): never => {
  throw new TypeError(`"${range}" is no range of addresses; 10.1.0.0/16 and 2001:db8::/32 are.`)
}

type Range = { readonly address: string; readonly bits: number; readonly family: 'ipv4' | 'ipv6' }

/** A range in CIDR; null for a text that is none. */
export function parseRange(text: string): Range | null {
  const [, address = '', digits = ''] = /^([0-9a-f.:]+)\/(\d{1,3})$/i.exec(text) ?? []
  const [version, bits] = [isIP(address), Number(digits)]
  if (version === 0 || bits > (version === 4 ? 32 : 128)) return null
  return { address, bits, family: version === 4 ? 'ipv4' : 'ipv6' }
}

/**
 * Says of an address whether deliveries may go to it (G24). Every form that stands for an IPv4 address inside an IPv6 one is refused with its
 * block, so that 127.0.0.1 has no second name. Ranges that are no CIDR are a fault.
 */
export function makeAddressCheck({ privateRanges, trialRanges }: ReachRules): (address: string) => Reach {
  const [named, trial] = [listOf(privateRanges), listOf(trialRanges)]
  return address => {
    const version = isIP(address)
    if (version === 0 || address.includes('%')) return 'refused'
    const family = version === 4 ? 'ipv4' : 'ipv6'
    if (trial.check(address, family)) return 'trial'
    if (NEVER_LIST.check(address, family)) return 'refused'
    if (named.check(address, family)) return 'named'
    if (version === 6 && !GLOBAL_IPV6.check(address, family)) return 'refused'
    return NOT_PUBLIC_LIST.check(address, family) ? 'refused' : 'public'
  }
}
