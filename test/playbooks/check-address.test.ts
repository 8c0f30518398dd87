import { describe, expect, it } from 'vitest'
import { makeAddressCheck, parseRange } from '../../api/playbooks/check-address.js'

const check = makeAddressCheck({ privateRanges: [], trialRanges: [] })

describe('G24: what is not the public internet', () => {
  it.each([
    ['this machine', ['127.0.0.1', '127.255.255.254', '0.0.0.0', '0.1.2.3', '::1', '::']],
    ['the link', ['169.254.0.1', 'fe80::1', 'febf::1', 'fe80::1%eth0', 'fec0::1']],
    ['where clouds keep secrets', ['169.254.169.254', '100.100.100.200', '168.63.129.16', '192.0.0.192', 'fd00:ec2::254']],
    ['private networks', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', 'fc00::1', 'fd12:3456::1']],
    ['many at once', ['224.0.0.1', '255.255.255.255', '240.0.0.1', 'ff02::1']],
    ['examples and benchmarks', ['192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1', '2001:db8::1', '3fff::1']],
    ['IPv4 in other clothes', ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::127.0.0.1', '::ffff:0:127.0.0.1']],
    ['NAT64, 6to4, Teredo', ['64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::a00:1', '2002:7f00:1::', '2001:0:1::1']],
    ['no address', ['', 'localhost', '1.2.3', '0x7f000001', '2130706433', '127.1', '1.2.3.4.5', '[::1]', '٠.0.0.1']],
  ])('%s', (_, addresses) => {
    expect(addresses.map(address => [address, check(address)])).toEqual(addresses.map(address => [address, 'refused']))
  })

  it.each(['1.1.1.1', '210.98.44.1', '172.32.0.1', '100.128.0.1', '2001:4860:4860::8888', '2400:cb00::1', '2606:4700::1111'])(
    '%s is public',
    address => {
      expect(check(address)).toBe('public')
    },
  )
})

it('a network that the operator names is reached, but never this machine or the link within it', () => {
  const named = makeAddressCheck({ privateRanges: ['10.20.0.0/16', '0.0.0.0/0', 'fd12::/16', '::/0'], trialRanges: [] })
  expect(['10.20.3.4', '10.21.0.1', 'fd12::1', '127.0.0.1', '169.254.169.254', '::1', 'fd00:ec2::254'].map(named)).toEqual([
    'named',
    'named',
    'named',
    'refused',
    'refused',
    'refused',
    'refused',
  ])
})

it('a trial range is its own and nothing beside it', () => {
  const trial = makeAddressCheck({ privateRanges: [], trialRanges: ['127.0.0.2/32'] })
  expect(['127.0.0.2', '127.0.0.1', '127.0.0.3'].map(trial)).toEqual(['trial', 'refused', 'refused'])
})

it.each(['10.0.0.0', '10.0.0.0/33', 'fd00::/129', 'localhost/8', '10.0.0/8', '', '/8'])('"%s" is no range', text => {
  expect(parseRange(text)).toBeNull()
  expect(() => makeAddressCheck({ privateRanges: [text], trialRanges: [] })).toThrow(TypeError)
})
